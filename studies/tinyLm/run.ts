// One run of the Tiny LM studies, from its recipe to its line. Checkpoints lie in the run's folder in the cache; what ends
// is written there too: `weights.safetensors`, which a further round goes on from, and `result.json`.
import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import {stepFlops} from "../../src/nets/llama/train.js";
import {openNode} from "../../src/runtime/node.js";
import {readSafetensors, readTensor, writeSafetensors} from "../../src/runtime/safetensors.js";
import {writeWhole} from "../../src/runtime/writeWhole.js";
import {decoderOf} from "./decoder.js";
import {batchCount, epoch, epochBatch, type Epoch} from "../../src/training/epoch.js";
import {batchFeeds} from "../../src/training/feeds.js";
import {initialState, stateWeights} from "../../src/training/loop.js";
import {loadCheckpoint, removeCheckpoints} from "../checkpoints.js";
import {openLog} from "../trainingLog.js";
import {provenanceOf} from "../record/provenance.js";
import {stepSessions} from "../session.js";
import {scheduleOf, trainRun} from "../study/training.js";
import {clozeItems} from "./cloze.js";
import {openScorer, overDomains, scoreCloze, scoreHeldOut} from "./scores.js";
import {partsOf} from "./parts.js";
import {networkOf, roundBefore, scaleOf, type TinyRecipe} from "./recipe.js";
import {drawRound, scoreBatches, type Round} from "./rounds.js";
import {drawSamples} from "./samples.js";
import {startOf, type Start} from "./start.js";
import {encodeText, readStudyText} from "./text.js";
import {vocabularyOf} from "./vocabularies.js";
import type {StudyRun} from "../../src/traces/studyRun.js";
import type {RunContext} from "../study/context.js";

const EVALUATIONS = 8;
/** tokens of each domain in the evaluations along the way */
const EVALUATED = 4096;
const SCORED = {batch: 8, length: 128};

/** Trains `recipe`; undefined when it was interrupted, after a checkpoint. */
export async function trainTiny(recipe: TinyRecipe, context: RunContext): Promise<StudyRun<TinyRecipe> | undefined> {
  const {hash, folder, signal, say, device, threads} = context;
  const runtime = await openNode({device, threads});
  const network = networkOf(recipe);
  const parameters = llamaParameters(network);
  const studyText = await readStudyText(scaleOf(recipe));
  const {tokenizer, kept} = await vocabularyOf(recipe.vocabulary, studyText.train);
  const text = encodeText(studyText, tokenizer);
  const shape = recipe.batch;
  const limit =
    "tokens" in recipe.text
      ? {limit: recipe.text.tokens}
      : {limit: recipe.text.bytes, sizes: studyText.train.map((passage) => Buffer.byteLength(passage))};
  const read = epoch(text.train, {...shape, ...limit, seed: recipe.seed});
  const scorer = await openScorer(runtime, network, SCORED);

  const before = roundBefore(recipe);
  let start: Start;
  let round: Round | undefined;
  if (before) {
    const base = context.folderOf(before);
    start = {weights: await readWeights(base)};
    const losses = await scoreBatches(base, {runtime, network, weights: start.weights, epoch: read, signal, say});
    if (!losses) return undefined;
    round = drawRound(recipe, read, losses, stepFlops(network, shape) / 3);
  } else {
    start = await startOf(recipe, {runtime, text, kept, signal, say});
  }
  const order = round?.order ?? Array.from({length: batchCount(read)}, (_, i) => i);
  const steps = order.length;
  const saved = await loadCheckpoint(folder, hash);
  const log = await openLog<Entry>(folder, saved?.state.step ?? -1);
  const evaluate = async (weights: ReadonlyMap<string, Float32Array>, step: number): Promise<void> =>
    log.add({step, bitsPerByte: overDomains(await scoreHeldOut(scorer, weights, text, EVALUATED))});
  if (!saved) await evaluate(start.weights, 0);
  const between = Math.max(1, Math.round(steps / EVALUATIONS));
  const {state, seconds, diverged} = await trainRun(context, {
    runtime,
    session: await stepSessions(runtime, network, {weightDecay: recipe.weightDecay, clip: 1})(shape),
    parameters,
    schedule: scheduleOf(recipe.schedule, steps),
    from: saved ?? {state: initialState(start.weights)},
    batch: (step) => ({feeds: batchFeeds(epochBatch(read, order[step])), tokens: shape.batch * shape.length}),
    curve: (step, [loss, gradientNorm]) => log.add({step, loss, gradientNorm}),
    looks: (step) => step % between === 0 && step < steps,
    look: (at) => evaluate(stateWeights(at, parameters), at.step),
    say: ([loss], rate) => `loss ${loss.toFixed(3)}  ${rate.toFixed(0)} tokens/s`
  });
  if (signal.aborted) return undefined;

  const weights = stateWeights(state, parameters);
  const entries = await log.read();
  const scores =
    diverged === undefined
      ? {
          bitsPerByte: rounded(await scoreHeldOut(scorer, weights, text)),
          cloze: await scoreCloze(scorer, weights, clozeItems(studyText.heldOut), text)
        }
      : {diverged};
  const samples =
    diverged === undefined
      ? await drawSamples(runtime, network, await scorer.feeds(weights), {...text, decode: decoderOf(tokenizer)})
      : [];
  await scorer.release();
  const tokens = (diverged ?? steps) * shape.batch * shape.length;
  const evaluations = entries.flatMap((e) => (e.bitsPerByte === undefined ? [] : [[e.step, round4(e.bitsPerByte)] as const])); // prettier-ignore
  const result: StudyRun<TinyRecipe> = {
    type: "study-run",
    hash,
    recipe,
    inputs: context.inputs as StudyRun["inputs"],
    parameters: partsOf(network),
    trained: {
      steps: diverged ?? steps,
      tokens,
      bytes: bytesRead(read, order.slice(0, diverged ?? steps), text.byteLengths),
      flops: stepFlops(network, shape) * (diverged ?? steps)
    },
    curve: entries.flatMap(({step, loss, gradientNorm}) =>
      loss === undefined ? [] : [[step, round4(loss), round4(gradientNorm ?? 0)] as const]
    ),
    evaluations,
    ...scores,
    samples,
    ...(round ? {sampling: round.sampling} : {}),
    ...(start.inherited ? {inherited: roundedDeep(start.inherited)} : {}),
    cost: {
      seconds: Math.round(seconds),
      tokensPerSecond: Math.round(tokens / seconds),
      peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024)
    },
    provenance: provenanceOf(runtime, "npm run train -- study tiny-lm", ".")
  };
  const tensors = parameters.map(({name, shape: dims}) => ({
    name,
    shape: dims,
    data: weights.get(name) as Float32Array
  }));
  writeWhole(join(folder, WEIGHTS), writeSafetensors(tensors));
  await removeCheckpoints(folder);
  return result;
}

interface Entry {
  readonly step: number;
  readonly loss?: number;
  readonly gradientNorm?: number;
  readonly bitsPerByte?: number;
}

const round4 = (value: number): number => Number(value.toPrecision(5));
const rounded = (values: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, round4(value)]));
const roundedDeep = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_, v: unknown) => (typeof v === "number" ? round4(v) : v))) as T;

function bytesRead(read: Epoch, order: readonly number[], byteLengths: Uint8Array): number {
  let bytes = 0;
  for (const index of order) for (const token of epochBatch(read, index).y) bytes += byteLengths[token];
  return bytes;
}

const WEIGHTS = "weights.safetensors";

/** The weights that a run of this machine ended with. @throws where there are none */
export async function readWeights(folder: string): Promise<Map<string, Float32Array>> {
  const file = await readFile(join(folder, WEIGHTS));
  return new Map(readSafetensors(file).map((t) => [t.name, readTensor(file, t)]));
}

export const hasWeights = (folder: string): boolean => existsSync(join(folder, WEIGHTS));
