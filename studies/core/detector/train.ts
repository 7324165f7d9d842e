// One run of the CORE study, from its recipe to its line.
import {readdir} from "node:fs/promises";
import {join} from "node:path";
import {initializeDetector} from "../../../src/nets/detector/initialize.js";
import {detectorParameters, detectorSize} from "../../../src/nets/detector/parameters.js";
import {detectorLoss} from "../../../src/nets/detector/train.js";
import {openNode} from "../../../src/runtime/node.js";
import {writeSafetensors} from "../../../src/runtime/safetensors.js";
import {writeWhole} from "../../../src/runtime/writeWhole.js";
import {initialState, stateWeights, type TrainingState} from "../../../src/training/loop.js";
import {random} from "../../../src/training/random.js";
import {trainingStep} from "../../../src/training/step.js";
import {loadCheckpoint, removeCheckpoints} from "../../checkpoints.js";
import {provenanceOf} from "../../record/provenance.js";
import {scheduleOf, trainRun} from "../../study/training.js";
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
  const draw = viewDrawer(recipe, training);
  const graphs = await openDetector(runtime, config, 2 * recipe.pairs);
  const measured = Array.from({length: MEASURED}, (_, k) => draw(-1 - k).faces);
  const ready = async (weights: Weights): Promise<Ready> => ({graphs, weights, folded: await graphs.fold(weights, measured), size: recipe.size}); // prettier-ignore

  const saved = await loadCheckpoint(folder, hash);
  const log = await openLog<Entry>(folder, saved?.state.step ?? -1);
  const best = new BestWeights(folder);
  if (saved) await best.resume(saved.state.step);
  const between = Math.max(1, Math.round(steps / EVALUATIONS));
  const kept = new Set(KEPT.map((share) => Math.round(share * steps)));
  const keep = async (state: TrainingState): Promise<void> => {
    const weights = stateWeights(state, parameters);
    writeWeights(keptWeights(folder, state.step), parameters, weights, await graphs.fold(weights, measured));
  };
  const evaluates = (step: number): boolean => step % between === 0 || step === steps;
  const from = saved ?? {state: initialState(initializeDetector(config, random(recipe.seed)))};
  if (!saved) await keep(from.state);
  const {state, seconds, diverged} = await trainRun(context, {
    runtime,
    session: await runtime.createSession(
      trainingStep(parameters, detectorLoss(config, recipe), {weightDecay: recipe.weightDecay, clip: 1}),
      {name: "training step"}
    ),
    parameters,
    schedule: scheduleOf(recipe.schedule, steps),
    from,
    batch: (step) => ({feeds: draw(step).feeds, tokens: 2 * recipe.pairs}),
    outputs: SEEN,
    curve: (step, [, ...means]) => log.add({step, means: means.map(round)}),
    looks: (step) => evaluates(step) || kept.has(step),
    async look(at) {
      if (evaluates(at.step)) {
        const weights = stateWeights(at, parameters);
        const auc = round(await validationAuc(await ready(weights), validation));
        await log.add({step: at.step, auc});
        best.offer(at.step, auc, weights);
      }
      if (kept.has(at.step)) await keep(at);
    },
    say: ([loss, , , agreement]) => `loss ${loss.toFixed(3)}  cos ${agreement.toFixed(3)}`
  });
  if (signal.aborted) return undefined;

  const chosen = best.weights ?? stateWeights(state, parameters);
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
  writeWeights(join(folder, "weights.safetensors"), parameters, chosen, asked.folded);
  const entries = await log.read();
  await removeCheckpoints(folder);
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

function writeWeights(
  path: string,
  parameters: readonly {readonly name: string; readonly shape: readonly number[]}[],
  weights: Weights,
  folded: Folded
): void {
  const tensors = [
    ...parameters.map(({name, shape}) => ({name, shape, data: weights.get(name) as Float32Array})),
    ...[...folded].map(([name, data]) => ({name, shape: [data.length], data}))
  ];
  writeWhole(path, writeSafetensors(tensors));
}
