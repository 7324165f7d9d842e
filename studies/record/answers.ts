// The records that an oracle answers from: of every prompt the greedy output and what each drafter drafts from each of its
// positions. And the first half of the lossless check: every greedy token, teacher-forced on its own prefix, has the largest
// logit or nearly so.
import {recordAnswers as answersOf, type Drafter, type Model} from "../../src/decoding/index.js";
import {packOracle, unpackOracle, type OracleAnswers, type OracleRecord} from "../../src/traces/index.js";
import type {Journal} from "./journal.js";
import type {Prompt} from "./prompts.js";
import {TOLERANCE} from "./tolerance.js";

/** Prompts decoded together for the record. */
export const BATCH = 16;

export interface Answer {
  readonly record: OracleRecord;
  /** how far behind the largest logit the least likely greedy token is, teacher-forced */
  readonly gap: number;
}

export interface AnswerOptions {
  readonly prompts: readonly Prompt[];
  readonly target: Model;
  /** tokens recorded */
  readonly maxNewTokens: number;
  readonly eos: readonly number[];
  readonly padToken: number;
  /** network drafters, and those that read the target's own states, with the depth of their chains as draftLength */
  readonly drafters?: Readonly<Record<string, Drafter>>;
  readonly exits?: Readonly<Record<string, Drafter>>;
  /** layers whose own first choice is recorded */
  readonly probes?: readonly number[];
  readonly journal: Journal<Answer>;
  readonly signal?: AbortSignal;
  /** called after each batch with the number of prompts done */
  readonly progress?: (done: number) => void;
}

/** Record the prompts that the journal lacks. Throws when a greedy token is not the arg-max of its prefix. */
export async function recordAnswers({prompts, target, journal, progress, ...options}: AnswerOptions): Promise<void> {
  for (let first = 0; first < prompts.length; first += BATCH) {
    const batch = prompts.slice(first, first + BATCH);
    if (batch.every(({id}) => journal.has(id))) continue;
    const tokens = batch.map((prompt) => prompt.tokens);
    const ids = batch.map(({id}) => id);
    const found = await answersOf({...options, model: target, ids, prompts: tokens});
    for (const answers of found) {
      const {id, prompt, output} = answers;
      const gap = await largestGap(target, prompt, output);
      if (gap > TOLERANCE) throw new Error(`greedy ${id}: a token lies ${gap} behind the largest logit of its prefix`);
      if (!journal.has(id)) journal.add(id, {record: packOracle(answers), gap});
    }
    progress?.(Math.min(first + BATCH, prompts.length));
  }
}

/** What the journal knows of prompts. Throws where it lacks one. */
export function answersByPrompt(prompts: readonly Prompt[], journal: Journal<Answer>): Map<string, OracleAnswers> {
  return new Map(
    prompts.map(({id}) => {
      const answer = journal.get(id);
      if (!answer) throw new Error(`${id}: no greedy output recorded`);
      return [id, unpackOracle(answer.record)];
    })
  );
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
