// The records that an oracle answers from: of every prompt the greedy output, some way past the length that is shown, and
// what the draft model drafts from each of its positions. And the first half of the lossless check: every greedy token,
// teacher-forced on its own prefix, has the largest logit or nearly so.
import {chainRecorder, collect, decode, draftModel} from "../../src/decoding/index.js";
import type {Model} from "../../src/decoding/index.js";
import {packOracle, type OracleModelRecord, type OracleRecord} from "../../src/traces/index.js";
import type {Networks} from "./contestants.js";
import type {Journal} from "./journal.js";
import type {Prompt} from "./prompts.js";
import {TOLERANCE, type Setting} from "./setting.js";

/** Prompts decoded together for the record. */
export const BATCH = 16;

export interface Answer {
  readonly record: OracleRecord;
  /** how far behind the largest logit the least likely greedy token is, teacher-forced */
  readonly gap: number;
}

export interface AnswerOptions {
  readonly prompts: readonly Prompt[];
  readonly networks: Networks;
  readonly setting: Setting;
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly journal: Journal<Answer>;
  readonly signal?: AbortSignal;
  /** called after each batch with the number of prompts done */
  readonly progress?: (done: number) => void;
}

/** Record the prompts that the journal lacks. Throws when a greedy token is not the arg-max of its prefix. */
export async function recordAnswers(options: AnswerOptions): Promise<void> {
  const {prompts, networks, setting, eos, padToken, journal, signal, progress} = options;
  const {target, draft} = networks;
  for (let first = 0; first < prompts.length; first += BATCH) {
    const batch = prompts.slice(first, first + BATCH);
    if (batch.every(({id}) => journal.has(id))) continue;
    const drafter = chainRecorder(draftModel({model: draft.model, draftLength: setting.chainDepth, name: draft.name}));
    const maxNewTokens = setting.maxNewTokens + setting.beyond;
    const tokens = batch.map((prompt) => prompt.tokens);
    const decoding = {model: target.model, mode: "ems-sd", drafter, prompts: tokens, eos, padToken, signal} as const;
    const {steps, outputs} = await collect(decode({...decoding, maxNewTokens}));
    const chains = drafter.chains();
    for (const [i, {id}] of batch.entries()) {
      const samples = steps.map((step) => step.samples[i]);
      const record = packOracle({
        id,
        prompt: tokens[i],
        output: outputs[i],
        confidence: Float32Array.from(samples.flatMap(({confidence}) => confidence)),
        margin: Float32Array.from(samples.flatMap(({margin}) => margin)),
        chains: {[draft.name]: chains[i]}
      });
      const gap = await largestGap(target.model, tokens[i], outputs[i]);
      if (gap > TOLERANCE) throw new Error(`greedy ${id}: a token lies ${gap} behind the largest logit of its prefix`);
      if (!journal.has(id)) journal.add(id, {record, gap});
    }
    progress?.(Math.min(first + BATCH, prompts.length));
  }
}

/**
 * Feed prompt and output at once, and compare each output token with the largest logit of its prefix.
 * @returns the largest difference of logits; 0 where all tokens are arg-maxes
 */
export async function largestGap(model: Model, prompt: Int32Array, output: Int32Array): Promise<number> {
  const tokens = Int32Array.from([...prompt, ...output.subarray(0, -1)]);
  const positions = tokens.map((_, position) => position);
  const rows = {tokens, samples: new Int32Array(tokens.length), positions, slots: positions};
  const scored = Int32Array.from(output, (_, i) => prompt.length - 1 + i);
  await model.begin({batchSize: 1, slots: tokens.length});
  const states = await model.forward(rows, {scored});
  const {choice} = await model.score(states);
  if (choice.every((token, i) => token === output[i])) return 0;
  const {probabilities = new Float32Array(0)} = await model.score(states, {temperature: 1});
  return choice.reduce((largest, token, i) => {
    const row = i * model.vocabSize;
    return Math.max(largest, Math.log(probabilities[row + token] / probabilities[row + output[i]]));
  }, 0);
}

/** The line that says what the oracle stands for. */
export function oracleModelOf({target, draft}: Networks): OracleModelRecord {
  const {layers, vocabSize, maxPositions} = target.model;
  return {
    type: "oracle-model",
    name: target.name,
    sha256: target.sha256,
    layers,
    vocabSize,
    maxPositions,
    drafters: {[draft.name]: {sha256: draft.sha256, maxPositions: draft.model.maxPositions}}
  };
}
