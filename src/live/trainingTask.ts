// What a live training is asked to do, and what follows from it: vocabulary, network, schedule, the text in two. The page
// works it out to say how large a network is and what is wrong with a setting, the worker to train.
import {initializationSchemes} from "../nets/llama/initialize.js";
import type {InitializationScheme} from "../nets/llama/initialize.js";
import {parameterCount} from "../nets/llama/parameters.js";
import type {LlamaConfig} from "../nets/llama/config.js";
import type {SequenceShape} from "../nets/llama/sequence.js";
import {characterVocabulary} from "../training/characters.js";
import type {CharacterVocabulary} from "../training/characters.js";
import type {Schedule} from "../training/schedule.js";
import {splitText} from "../training/windows.js";
import type {SplitText} from "../training/windows.js";

/** One contestant. */
export interface NetworkSettings {
  /** layers */
  readonly depth: number;
  /** d */
  readonly width: number;
  /** attention heads */
  readonly heads: number;
  /** inner width of the MLP over d */
  readonly expansion: number;
  readonly initialization: InitializationScheme;
  /** peak learning rate */
  readonly rate: number;
  /** rows in a batch */
  readonly batch: number;
  /** characters in a row */
  readonly length: number;
}

/** A contestant and what all contestants share. */
export interface TrainingTask {
  readonly settings: NetworkSettings;
  readonly text: string;
  /** steps of the whole schedule */
  readonly steps: number;
  readonly seed: number;
}

export interface PreparedTask extends SplitText {
  readonly vocabulary: CharacterVocabulary;
  readonly network: LlamaConfig;
  /** weights in the network */
  readonly parameters: number;
  readonly shape: SequenceShape;
  readonly schedule: Schedule;
}

/** What is allowed, so that a step takes a fraction of a second on any machine. */
export const limits = {
  depth: [1, 6],
  width: [16, 64],
  batch: [1, 32],
  length: [16, 128],
  steps: [10, 5000],
  /** batch × length */
  tokens: 1024,
  parameters: [10_000, 60_000],
  /** characters */
  text: [300, 200_000],
  vocabulary: 96
} as const;

/** The characters of a text. @throws on one that is too short or too long */
export function readText(text: string): CharacterVocabulary {
  const [least, most] = limits.text;
  if (text.length < least) throw new Error(`text: ${text.length} characters; write or paste ${least} at least`);
  if (text.length > most) throw new Error(`text: ${text.length} characters; leave out some, ${most} are the most`);
  return characterVocabulary(text, limits.vocabulary);
}

/**
 * The network of a contestant.
 * @throws on a setting out of its limits, naming it and what to do
 */
export function networkOf(settings: NetworkSettings, vocabSize: number): {network: LlamaConfig; parameters: number} {
  const {depth, width, heads, expansion, initialization, rate, batch, length} = settings;
  within("depth", depth, limits.depth);
  within("width", width, limits.width);
  within("batch size", batch, limits.batch);
  within("characters a row", length, limits.length);
  if (!initializationSchemes.includes(initialization)) {
    throw new Error(`initialisation: ${String(initialization)}; there are ${initializationSchemes.join(", ")}`);
  }
  if (!(rate > 0 && rate <= 1)) throw new Error(`learning rate: ${rate}; above 0 and at most 1`);
  if (!(expansion >= 1 && expansion <= 4)) throw new Error(`expansion: ${expansion}; 1 to 4`);
  if (!Number.isInteger(heads) || heads < 1 || width % (2 * heads) !== 0) {
    throw new Error(`heads: ${heads}; a width of ${width} cannot be cut into ${heads} heads of an even width`);
  }
  if (batch * length > limits.tokens) {
    throw new Error(`a step: ${batch} × ${length} = ${batch * length} characters; at most ${limits.tokens}: lower the batch size or the row`); // prettier-ignore
  }
  const network: LlamaConfig = {
    hiddenSize: width,
    layers: depth,
    heads,
    kvHeads: heads,
    headDim: width / heads,
    intermediateSize: Math.round(width * expansion),
    vocabSize,
    rmsNormEps: 1e-5,
    ropeTheta: 10000,
    tiedHead: true,
    maxPositions: length,
    eosTokens: []
  };
  const parameters = parameterCount(network);
  const [least, most] = limits.parameters;
  if (parameters < least) throw new Error(`${parameters} parameters; at least ${least}: raise depth or width`);
  if (parameters > most) throw new Error(`${parameters} parameters; at most ${most}: lower depth, width or expansion`);
  return {network, parameters};
}

/** All that follows from a task. @throws as `readText` and `networkOf` do */
export function prepareTask({settings, text, steps, seed}: TrainingTask): PreparedTask {
  within("steps", steps, limits.steps);
  if (!Number.isSafeInteger(seed)) throw new Error(`seed: ${seed}; a whole number`);
  const vocabulary = readText(text);
  const {network, parameters} = networkOf(settings, vocabulary.characters.length);
  const schedule = {
    peak: settings.rate,
    warmup: Math.min(40, Math.round(steps / 10)),
    steps,
    decay: Math.round(steps / 5)
  };
  const shape = {batch: settings.batch, length: settings.length};
  return {vocabulary, network, parameters, shape, schedule, ...splitText(vocabulary.encode(text))};
}

/** Steps between two evaluations on held-out text. */
export const evaluateEvery = (steps: number): number => Math.max(5, Math.round(steps / 40));

function within(name: string, value: number, [least, most]: readonly [number, number]): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`${name}: ${value}; a whole number from ${least} to ${most}`);
  }
}
