// One run of the CORE study, from its recipe to its line.
import {mkdir, readdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {initializeDetector} from "../../../src/nets/detector/initialize.js";
import {detectorParameters, detectorSize} from "../../../src/nets/detector/parameters.js";
import {detectorLoss} from "../../../src/nets/detector/train.js";
import {openNode} from "../../../src/runtime/node.js";
import {writeSafetensors} from "../../../src/runtime/safetensors.js";
import {initialState, stateWeights, train, type TrainingState} from "../../../src/training/loop.js";
import {random} from "../../../src/training/random.js";
import {trainingStep} from "../../../src/training/step.js";
import {clockOf} from "../../clock.js";
import {loadCheckpoint, saveCheckpoint} from "../../checkpoints.js";
import {provenanceOf} from "../../record/provenance.js";
import {stepRunner} from "../../session.js";
import {openLog} from "../../trainingLog.js";
import {imagesFolder, readImagesRecipe} from "../images.js";
import {BestWeights} from "./bestWeights.js";
import {openDetector, type Folded, type Weights} from "./network.js";
import {compressed, picturesIn, type Picture} from "./pictures.js";
import {testScores, validationAuc, type Ready} from "./scores.js";
import {viewConsistency, viewDrawer} from "./views.js";
import type {CoreRecipe} from "./recipe.js";
import type {DetectorRun, DetectorScore} from "../../../src/traces/detectorRun.js";
import type {RunContext} from "../../study/context.js";
import type {SetSource} from "../subjects.js";

const SAVE_EVERY = 60_000;
const CURVE = 48;
const EVALUATIONS = 10;
/** what a step says beside its loss */
const SEEN = ["entropy", "penalty", "agreement", "norm"];
/** shares of the training at which weights are kept for the recorded traces (studies/core/recordDetection.ts) */
const KEPT = [0, 1 / 128, 1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 1];
/** batches of views that normalisations are measured on */
const MEASURED = 12;
/** qualities that no training picture has: those are 65 to 95 */
const UNSEEN_JPEG = 40;
/** sources that every run is tested on, where their pictures are made */
const TESTED: readonly SetSource[] = ["samples", "mixtures", "faker", "london", "canada", "interfaces"];

/** Trains `recipe`; undefined when it was interrupted, after a checkpoint. */
export async function trainCore(recipe: CoreRecipe, context: RunContext): Promise<DetectorRun<CoreRecipe> | undefined> {
  const {hash, folder, signal, say, device, threads} = context;
  const runtime = await openNode({device, threads});
  const config = {size: recipe.size, channels: recipe.channels};
  const parameters = detectorParameters(config);
  const images = await readImagesRecipe();
  const pictures = imagesFolder();
  const setOf = async (split: "train" | "validation"): Promise<Picture[]> => {
    const sets = await Promise.all(recipe.sources.map((source) => picturesIn(pictures, source, [split], images.size)));
    return sets.flat().filter(({record}) => record.kind === "pristine" || recipe.manipulations.some((one) => one === record.kind)); // prettier-ignore
  };
  const [training, validation] = [await setOf("train"), await setOf("validation")];
  const steps = Math.floor(recipe.views / (2 * recipe.pairs));
  const schedule = {
    peak: recipe.schedule.peak,
    floor: recipe.schedule.floor,
    warmup: Math.round(recipe.schedule.warmup * steps),
    decay: Math.round(recipe.schedule.decay * steps),
    steps
  };
  const draw = viewDrawer(recipe, training);
  const graphs = await openDetector(runtime, config, 2 * recipe.pairs);
  const measured = Array.from({length: MEASURED}, (_, k) => draw(-1 - k).faces);
  const ready = async (weights: Weights): Promise<Ready> => ({graphs, weights, folded: await graphs.fold(weights, measured), size: recipe.size}); // prettier-ignore

  const saved = await loadCheckpoint(folder, hash);
  const log = await openLog<Entry>(folder, saved?.state.step ?? -1);
  const session = await runtime.createSession(
    trainingStep(parameters, detectorLoss(config, recipe), {weightDecay: recipe.weightDecay, clip: 1}),
    {name: "training step"}
  );
  const best = new BestWeights(folder);
  if (saved) await best.resume(saved.state.step);
  const stretch = Math.max(1, Math.round(steps / CURVE));
  const between = Math.max(1, Math.round(steps / EVALUATIONS));
  const record = {recipe: hash, fingerprint: hash, schedule};
  let recent: number[][] = [];
  let seen: number[] = [];
  let seconds = saved?.record.seconds ?? 0;
  const clock = clockOf(runtime);
  let lastSave = performance.now();
  let diverged: number | undefined;
  let end = saved?.state ?? initialState(initializeDetector(config, random(recipe.seed)));
  const kept = new Set(KEPT.map((share) => Math.round(share * steps)));
  const keep = async (state: TrainingState): Promise<void> => {
    const weights = stateWeights(state, parameters);
    await writeWhole(keptWeights(folder, state.step), parameters, weights, await graphs.fold(weights, measured));
  };
  if (!saved) await keep(end);
  let saves = false;
  const evaluates = (step: number): boolean => step % between === 0 || step === steps;
  const reads = (step: number): boolean => saves || evaluates(step) || kept.has(step);
  const runner = await stepRunner(runtime, session, {parameters, from: end, reads, outputs: SEEN});
  try {
    end = await train(end, {
      parameters,
      schedule,
      signal,
      batch(step) {
        clock.begin();
        saves = (step + 1) % stretch === 0 && performance.now() - lastSave > SAVE_EVERY;
        return {feeds: draw(step).feeds, tokens: 2 * recipe.pairs};
      },
      held: runner.held,
      async run(feeds, step) {
        const found = await runner.run(feeds, step);
        seen = SEEN.map((name) => (found[name].data as Float32Array)[0]);
        return found;
      },
      async after({step, loss, gradientNorm}, state) {
        seconds += clock.read();
        recent.push([...seen, gradientNorm]);
        say(`loss ${loss.toFixed(3)}  cos ${seen[2].toFixed(3)}`, step / steps);
        if (step % stretch === 0 || step === steps) {
          const mean = (k: number): number => round(recent.reduce((sum, entry) => sum + entry[k], 0) / recent.length);
          await log.add({step, means: [0, 1, 2, 3, 4].map(mean)});
          recent = [];
        }
        if (evaluates(step)) {
          const weights = stateWeights(state, parameters);
          const auc = round(await validationAuc(await ready(weights), validation));
          await log.add({step, auc});
          await best.offer(step, auc, weights);
        }
        if (kept.has(step)) await keep(state);
        if (saves) {
          await saveCheckpoint(folder, parameters, state, {...record, seconds});
          lastSave = performance.now();
        }
        await new Promise((resolve) => setImmediate(resolve)); // let signals in
      }
    });
  } catch (error) {
    const step = /at step (\d+)/.exec((error as Error).message)?.[1];
    if (step === undefined) throw error;
    diverged = Number(step);
  }
  await runner.release();
  await session.release();
  if (signal.aborted) return undefined;

  const chosen = best.weights ?? stateWeights(end, parameters);
  const scores: DetectorScore[] = [];
  const asked = await ready(chosen);
  const made = new Set((await readdir(pictures)).filter((name) => name.endsWith(".json")).map((name) => name.split("-")[0])); // prettier-ignore
  for (const source of TESTED.filter((one) => made.has(one))) {
    say(`testing on ${source}`, 1);
    const test = await picturesIn(pictures, source, ["test"], images.size);
    scores.push(...(await testScores(asked, source, test)));
    if (recipe.sources.includes(source)) {
      scores.push(...(await testScores(asked, source, compressed(test, UNSEEN_JPEG), UNSEEN_JPEG)));
    }
  }
  const consistency = await viewConsistency(asked, recipe, validation);
  await graphs.release();
  await writeWhole(join(folder, "weights.safetensors"), parameters, chosen, asked.folded);
  const entries = await log.read();
  for (const file of await readdir(folder)) if (/^step-\d+\./.test(file)) await rm(join(folder, file));
  return {
    type: "study-run",
    hash,
    recipe,
    inputs: context.inputs as DetectorRun["inputs"],
    parameters: detectorSize(config),
    trained: {steps: diverged ?? steps, views: (diverged ?? steps) * 2 * recipe.pairs},
    curve: entries.flatMap(({step, means}) =>
      means ? [[step, ...means] as unknown as DetectorRun["curve"][number]] : []
    ),
    evaluations: entries.flatMap(({step, auc}) => (auc === undefined ? [] : [[step, auc] as const])),
    chosen: best.step ?? diverged ?? steps,
    ...(diverged === undefined ? {} : {diverged}),
    scores,
    consistency,
    cost: {seconds: Math.round(seconds), peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024)},
    provenance: provenanceOf(runtime, "npm run train -- study core", ".")
  };
}

/** Where a run keeps its weights of a step, with its normalisations folded. */
export const keptWeights = (folder: string, step: number): string => join(folder, `kept-${step}.safetensors`);

interface Entry {
  readonly step: number;
  readonly means?: readonly number[];
  readonly auc?: number;
}

const round = (value: number): number => Number(value.toPrecision(5));

async function writeWhole(
  path: string,
  parameters: readonly {readonly name: string; readonly shape: readonly number[]}[],
  weights: Weights,
  folded: Folded
): Promise<void> {
  const tensors = [
    ...parameters.map(({name, shape}) => ({name, shape, data: weights.get(name) as Float32Array})),
    ...[...folded].map(([name, data]) => ({name, shape: [data.length], data}))
  ];
  await mkdir(join(path, ".."), {recursive: true});
  await writeFile(`${path}.part`, writeSafetensors(tensors));
  await rename(`${path}.part`, path);
}
