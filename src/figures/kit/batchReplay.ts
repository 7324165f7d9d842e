// Recorded batches, replayed: in what order prompts fill them, what a batch does in each mode, and what an order costs.
import type {Mode} from "../../decoding/layouts/modes.js";
import type {StepRecord} from "../../traces/step.js";
import {totalsOf} from "../../traces/totals.js";
import {batchAnswers} from "../batchData.js";
import type {BatchData, BatchSample} from "../batchData.js";
import {recordedDrafter, replayLanes} from "./replay.js";

export interface BatchSetting {
  /** "lookup", or the name of a recorded drafter */
  readonly drafter: string;
  readonly draftLength: number;
}

export type Runs<M extends string> = Readonly<Record<M, readonly StepRecord[]>>;

/** The steps of one batch, by mode, the prefill first. */
export async function replayBatch<const M extends Mode>(
  {model, maxNewTokens, eos}: BatchData,
  samples: readonly BatchSample[],
  {drafter, draftLength}: BatchSetting,
  modes: readonly M[]
): Promise<Runs<M>> {
  const {layers, vocabSize, maxPositions} = model;
  const answers = samples.map((sample) => batchAnswers(sample, vocabSize));
  const lanes = await replayLanes({
    answers,
    layers,
    vocabSize,
    maxPositions,
    drafter: () => recordedDrafter({name: drafter, draftLength, answers, vocabSize, maxPositions}),
    maxNewTokens,
    eos,
    modes
  });
  return Object.fromEntries(modes.map((mode, i) => [mode, lanes[i].steps])) as Runs<M>;
}

/** In what order prompts fill the batches. The last two are known only when all is over. */
export const orderNames = {
  listed: "as listed",
  prompt: "by length of prompt",
  output: "by length of output",
  acceptance: "by tokens per step"
} as const;

export type Order = keyof typeof orderNames;
export const orders = Object.keys(orderNames) as readonly Order[];

/** What a sample does whatever batch it is in. */
export interface Pace {
  /** new tokens, the prefill's included */
  readonly tokens: number;
  /** steps in which it emitted something */
  readonly steps: number;
}

export const paces = (steps: readonly StepRecord[]): Pace[] =>
  (steps[0]?.samples ?? []).map((_, i) => ({
    tokens: steps.reduce((n, {samples}) => n + samples[i].emitted.length, 0),
    steps: steps.slice(1).filter(({samples}) => samples[i].emitted.length > 0).length
  }));

/** Mean tokens per step after the prefill; 0 where the prefill ended the text. */
export const tokensPerStep = ({tokens, steps}: Pace): number => (steps > 0 ? (tokens - 1) / steps : 0);

/** The samples in an order, longest or fastest first; `pace` of each in listed order. */
export function sortSamples<T extends BatchSample>(samples: readonly T[], pace: readonly Pace[], order: Order): T[] {
  const key = (sample: T, i: number): number => {
    if (order === "prompt") return sample.prompt.length;
    if (order === "output") return pace[i].tokens;
    return order === "acceptance" ? tokensPerStep(pace[i]) : 0;
  };
  return samples
    .map((sample, i) => ({sample, key: key(sample, i)}))
    .sort((a, b) => b.key - a.key)
    .map(({sample}) => sample);
}

/** Batches of `size` in that order; the last one may be smaller. */
export const batchesOf = <T>(samples: readonly T[], size: number): T[][] =>
  Array.from({length: Math.ceil(samples.length / size)}, (_, k) => samples.slice(k * size, (k + 1) * size));

export interface OrderCost {
  readonly order: Order;
  /** forward passes of all batches, prefills not counted */
  readonly steps: number;
  /** rows through the network after the prefill */
  readonly unpaddedRows: number;
  readonly paddedRows: number;
  readonly padRows: number;
  /** slots that hold nothing live when the batches end, padded */
  readonly padSlots: number;
}

/** What all prompts cost when an order fills the batches. */
export async function orderCost(
  data: BatchData,
  pace: readonly Pace[],
  order: Order,
  size: number,
  setting: BatchSetting
): Promise<OrderCost> {
  const runs: Runs<"vanilla" | "ems-sd">[] = [];
  for (const batch of batchesOf(sortSamples(data.samples, pace, order), size)) {
    runs.push(await replayBatch(data, batch, setting, ["vanilla", "ems-sd"]));
  }
  const padded = totalsOf(runs.map(({vanilla}) => vanilla));
  const unpadded = totalsOf(runs.map((run) => run["ems-sd"]));
  const {steps, rows, padRows, padSlots} = padded;
  return {order, steps, unpaddedRows: unpadded.rows, paddedRows: rows, padRows, padSlots};
}
