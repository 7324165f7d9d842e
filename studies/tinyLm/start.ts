// The weights that a run starts from: random ones, or a child of joey's.
import {createHash} from "node:crypto";
import {existsSync, readFileSync} from "node:fs";
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {initializeLlama} from "../../src/nets/llama/initialize.js";
import {parseLlamaConfig, type LlamaConfig} from "../../src/nets/llama/config.js";
import {readSafetensors, readTensor} from "../../src/runtime/safetensors.js";
import {batchCount, epoch, epochBatch} from "../../src/training/epoch.js";
import {allParts, childConfig, childWeights, type Kept} from "../../src/training/inherit/child.js";
import {keepMostImportant, overlap, weightNorms, type ChildSize, type Importance} from "../../src/training/inherit/importance.js"; // prettier-ignore
import {random} from "../../src/training/random.js";
import {cacheFolder} from "../cache.js";
import {sha256} from "../digest.js";
import {modelFolder} from "../exportModel.js";
import {learnMask, MASK, taylorScores} from "./importance.js";
import {networkOf, type TinyRecipe} from "./recipe.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {StudyRun} from "../../src/traces/studyRun.js";
import type {EncodedText} from "./text.js";

export interface Parent {
  readonly config: LlamaConfig;
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** SHA-256 of its file */
  readonly sha256: string;
}

/** joey, as data/models holds it. */
export function readParent(): Parent {
  const folder = modelFolder("joey");
  const file = readFileSync(join(folder, "model.safetensors"));
  const weights = new Map(readSafetensors(file).map((t) => [t.name, readTensor(file, t)]));
  const config = parseLlamaConfig(JSON.parse(readFileSync(join(folder, "config.json"), "utf8")));
  return {config, weights, sha256: createHash("sha256").update(file).digest("hex")};
}

export interface Start {
  readonly weights: Map<string, Float32Array>;
  readonly inherited?: NonNullable<StudyRun["inherited"]>;
}

/** Text that scores are taken on: so many batches of 8 x 128 tokens. */
const CALIBRATION = {batch: 8, length: 128};
const TAYLOR_BATCHES = 48;
const MASK_BATCHES = 200;

export interface StartOptions {
  readonly runtime: Runtime;
  readonly text: EncodedText;
  /** ids of the run's vocabulary → joey's */
  readonly kept: Int32Array;
  readonly signal: AbortSignal;
  readonly say: (what: string) => void;
}

export async function startOf(recipe: TinyRecipe, options: StartOptions): Promise<Start> {
  const network = networkOf(recipe);
  const {start, seed} = recipe;
  if ("scheme" in start) return {weights: initializeLlama(network, random(seed), {scheme: start.scheme})};
  const parent = readParent();
  const whole = allParts(parent.config, start.layers, options.kept);
  const config = childConfig(parent.config, whole);
  const weights = childWeights(parent.weights, parent.config, whole);
  const size: ChildSize = {
    channels: network.hiddenSize,
    kvHeads: network.kvHeads,
    neurons: network.intermediateSize
  };
  const stay = {layers: start.layers.map((_, i) => i), tokens: whole.tokens};
  const own = {layers: stay.layers, tokens: Int32Array.from({length: network.vocabSize}, (_, i) => i)};
  const l1 = keepMostImportant(weightNorms(weights, config, 1), size, own);
  const {scores, mask} = await importanceOf(recipe, {...options, parent, config, weights, size});
  const kept = keepMostImportant(scores, size, own);
  const child = childConfig(config, kept);
  for (const field of [
    "layers",
    "hiddenSize",
    "heads",
    "kvHeads",
    "headDim",
    "intermediateSize",
    "vocabSize"
  ] as const) {
    // prettier-ignore
    if (child[field] !== network[field]) {
      throw new Error(`inheritance: the child has ${field} ${child[field]}, the recipe ${network[field]}`);
    }
  }
  return {weights: childWeights(weights, config, kept), inherited: {overlapWithL1: overlaps(kept, l1), ...(mask ? {mask} : {})}}; // prettier-ignore
}

interface ImportanceOptions extends StartOptions {
  readonly parent: Parent;
  readonly config: LlamaConfig;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly size: ChildSize;
}

type MaskCurve = NonNullable<NonNullable<StudyRun["inherited"]>["mask"]>;

/** Scores of the parts; those that take a while are kept in the cache. */
async function importanceOf(
  {start, vocabulary, seed}: TinyRecipe,
  {runtime, text, parent, config, weights, size, signal, say}: ImportanceOptions
): Promise<{scores: Importance; mask?: MaskCurve}> {
  if (!("inherit" in start)) throw new Error("importance: the start is not inherited");
  if (start.inherit === "l1" || start.inherit === "l2") {
    return {scores: weightNorms(weights, config, start.inherit === "l1" ? 1 : 2)};
  }
  const settings = start.inherit === "mask" ? {MASK, size, MASK_BATCHES} : {TAYLOR_BATCHES};
  const key = sha256(JSON.stringify([start, vocabulary, seed, parent.sha256, settings, CALIBRATION]));
  const path = cacheFolder("studies", "tiny-lm", "importance", `${key.slice(0, 16)}.json`);
  if (existsSync(path)) {
    const {scores, mask} = JSON.parse(await readFile(path, "utf8")) as {scores: [string, number[]][]; mask?: MaskCurve};
    return {scores: new Map(scores.map(([name, values]) => [name, Float32Array.from(values)])), mask};
  }
  const count = start.inherit === "mask" ? MASK_BATCHES : TAYLOR_BATCHES;
  const read = epoch(text.train, {...CALIBRATION, parts: 1, seed: 1000 + seed, limit: (count + 2) * 1024});
  const batches = Array.from({length: Math.min(count, batchCount(read))}, (_, i) => epochBatch(read, i));
  const progress = (done: number): void => say(`${start.inherit} scores ${(100 * done).toFixed(0)} %`);
  const calibration = {runtime, network: config, weights, shape: CALIBRATION, batches, signal, progress};
  const found =
    start.inherit === "taylor"
      ? {scores: await taylorScores(calibration)}
      : await learnMask(calibration, size).then(({scores, curve}) => ({scores, mask: thinned(curve)}));
  await mkdir(dirname(path), {recursive: true});
  await writeFile(path, JSON.stringify({...found, scores: [...found.scores].map(([name, values]) => [name, [...values]])})); // prettier-ignore
  return found;
}

/** Means over 32 stretches. */
function thinned(curve: readonly (readonly [number, number])[]): MaskCurve {
  const stretch = Math.ceil(curve.length / 32);
  return Array.from({length: Math.ceil(curve.length / stretch)}, (_, i) => {
    const part = curve.slice(i * stretch, (i + 1) * stretch);
    const mean = (k: 0 | 1): number => part.reduce((sum, entry) => sum + entry[k], 0) / part.length;
    return [i * stretch + part.length, mean(0), mean(1)] as const;
  });
}

function overlaps(kept: Kept, l1: Kept): NonNullable<StudyRun["inherited"]>["overlapWithL1"] {
  const mean = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number =>
    a.reduce((sum, list, i) => sum + overlap(list, b[i]), 0) / a.length;
  return {
    channels: overlap(kept.channels, l1.channels),
    heads: mean(kept.heads, l1.heads),
    neurons: mean(kept.neurons, l1.neurons)
  };
}
