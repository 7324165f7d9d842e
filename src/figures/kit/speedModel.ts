// What would happen if: batches of texts of given lengths are decoded by the real loop, with a network that only knows
// where each text ends and a drafter whose every step is drawn at random from a distribution. So the counters are the
// loop's own, padding, finished samples and the draft model's catching up included. Approximate: steps and samples are
// independent of each other, where real drafts come in runs (a text that quotes goes on quoting).
import {decode} from "../../decoding/decode.js";
import {draftModel} from "../../decoding/drafters/draftModel.js";
import {noTokens} from "../../decoding/drafters/drafter.js";
import type {Drafter, Drafts} from "../../decoding/drafters/drafter.js";
import type {Batch} from "../../decoding/batch.js";
import type {Mode} from "../../decoding/layouts/modes.js";
import type {Model, Rows, States} from "../../decoding/model.js";
import {uniform} from "../../decoding/verification/draw.js";
import {totalsOf} from "../../traces/totals.js";
import type {Totals} from "../../traces/totals.js";
import type {StepRecord} from "../../traces/step.js";
import type {Guessing, Outcome} from "./guessing.js";

/** Tokens of a text's prompt and of its greedy output; an output shorter than `maxNewTokens` ends with an end token. */
export interface TextLength {
  readonly prompt: number;
  readonly output: number;
}

export interface SpeedModelOptions {
  readonly mode: Mode;
  readonly batchSize: number;
  /** the last batch is filled up from the first texts, as in a recording */
  readonly texts: readonly TextLength[];
  readonly maxNewTokens: number;
  /** what a step of a sample drafts, and how much of it is right */
  readonly guessing: Guessing;
  /** drafts come from a second network, one forward each; default false: they cost nothing */
  readonly network?: boolean;
  /** equal seeds give equal outcomes, in every mode and batch size; default 1 */
  readonly seed?: number;
  /** called between steps, for whoever shares the thread */
  readonly pause?: () => Promise<void> | undefined;
}

const WORD = 0;
const END = 1;
const WRONG = 2;

/** Counters of all batches. */
export async function speedModel({
  mode,
  batchSize,
  texts,
  seed = 1,
  pause,
  ...rest
}: SpeedModelOptions): Promise<Totals> {
  if (texts.length === 0) throw new Error("speedModel: no texts");
  const runs: StepRecord[][] = [];
  for (let first = 0; first < texts.length; first += batchSize) {
    const chosen = Array.from({length: batchSize}, (_, i) => (first + i) % texts.length);
    const steps: StepRecord[] = [];
    for await (const step of batchOf({mode, chosen, texts, seed, ...rest})) {
      steps.push(step);
      await pause?.();
    }
    runs.push(steps);
  }
  return totalsOf(runs);
}

interface BatchOptions extends Pick<SpeedModelOptions, "mode" | "texts" | "maxNewTokens" | "guessing" | "network"> {
  /** the batch's samples, as places in `texts` */
  readonly chosen: readonly number[];
  readonly seed: number;
}

function batchOf({mode, chosen, texts, maxNewTokens, guessing, network = false, seed}: BatchOptions) {
  const samples = chosen.map((at) => texts[at]);
  const ends = samples.map(({prompt, output}) => (output < maxNewTokens ? prompt + output - 1 : -1));
  const truth = (sample: number, position: number): number => (position === ends[sample] ? END : WORD);
  const streams = chosen.map((at) => uniform(Math.imul(seed, 0x9e3779b1) ^ (at * 0x85ebca6b)));
  const plan: ((Outcome & {readonly from: number}) | undefined)[] = [];
  const guess = (sample: number, position: number): number => {
    const {from, accepted} = plan[sample] ?? {from: position, accepted: 0}; // the prefill is scored as well
    return position - from < accepted ? truth(sample, position) : WRONG;
  };
  const look = ({samples: batch}: Batch): void =>
    batch.forEach((sample, i) => {
      if (!sample.finished) plan[i] = {...guessing.draw(streams[i]), from: sample.length};
    });
  const drafter = network
    ? planned(draftModel({model: new KnownModel(guess), draftLength: guessing.draftLength}), look)
    : copying(guessing.draftLength, look, (i) => plan[i]?.drafted ?? 0, guess);
  const prompts = samples.map(({prompt}) => new Int32Array(prompt).fill(WORD));
  const options = {model: new KnownModel(truth), mode, prompts, maxNewTokens, eos: [END], now: () => 0};
  return decode(mode === "greedy" ? options : {...options, drafter});
}

/** A drafter that decides before each step how much of it will be right. */
const planned = (drafter: Drafter, look: (batch: Batch) => void): Drafter => ({
  ...drafter,
  draft(batch, model) {
    look(batch);
    return drafter.draft(batch, model);
  }
});

/** Drafts that cost nothing, as a look-up's. */
const copying = (
  draftLength: number,
  look: (batch: Batch) => void,
  drafted: (sample: number) => number,
  guess: (sample: number, position: number) => number
): Drafter => ({
  name: "drawn",
  draftLength,
  begin: () => undefined,
  draft(batch): Drafts {
    look(batch);
    const tokens = batch.samples.map(({finished, length}, i) =>
      finished ? noTokens : Int32Array.from({length: drafted(i)}, (_, k) => guess(i, length + k))
    );
    return {tokens};
  }
});

/** A network that answers at once: the token that comes after each row. */
class KnownModel implements Model {
  readonly layers = 1;
  readonly vocabSize = 3;
  readonly maxPositions = 1 << 20;

  constructor(private readonly next: (sample: number, position: number) => number) {}

  begin = (): Promise<void> => Promise.resolve();
  commit = (): Promise<void> => Promise.resolve();

  forward(
    rows: Rows,
    {scored = Int32Array.from(rows.tokens.keys())}: {scored?: Int32Array} = {}
  ): Promise<KnownStates> {
    return Promise.resolve({rows, layer: 1, scored});
  }

  score(states: States): Promise<{choice: Int32Array; confidence: Float32Array; margin: Float32Array}> {
    const {rows, scored} = states as KnownStates;
    const choice = scored.map((row) => this.next(rows.samples[row], rows.positions[row] + 1));
    const certain = new Float32Array(scored.length).fill(1);
    return Promise.resolve({choice, confidence: certain, margin: certain});
  }
}

interface KnownStates extends States {
  readonly scored: Int32Array;
}
