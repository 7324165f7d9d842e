// A whole recorded batch, as loaders/batch/[domain].json.ts makes it: up to 24 prompts of one domain with all their new
// tokens, and what was drafted where the drafter was wrong, so that a reader can be shown what was rejected.
import type {OracleAnswers} from "../traces/oracle.js";
import {answersOf} from "./replayData.js";
import type {ReplayData, ReplaySample} from "./replayData.js";

export interface BatchSample extends ReplaySample {
  readonly promptText: string;
  /** by recorded drafter, for each chain: its first wrong token, −1 where all are right. What follows it is never read. */
  readonly wrong: Readonly<Record<string, readonly number[]>>;
}

export interface BatchData extends Omit<ReplayData, "samples"> {
  readonly domain: string;
  readonly samples: readonly BatchSample[];
  /** text of every token that a draft may hold besides those of the outputs */
  readonly words: Readonly<Record<number, string>>;
}

/** Data of a domain, fetched when asked for; null where nothing has been recorded. */
export type BatchSources = Readonly<Record<string, () => Promise<BatchData | null>>>;

/** A sample as the oracle wants it, with the drafter's own first wrong token in each chain. */
export function batchAnswers(sample: BatchSample, vocabSize: number): OracleAnswers {
  const answers = answersOf(sample, vocabSize);
  for (const [name, {depth, right}] of Object.entries(sample.chains)) {
    sample.wrong[name].forEach((token, i) => {
      if (token >= 0) answers.chains[name].tokens[i * depth + right[i]] = token;
    });
  }
  return answers;
}

/** What a token reads as by itself. */
export function wordOf({words, samples}: BatchData): (token: number) => string {
  const known = new Map(Object.entries(words).map(([token, word]) => [Number(token), word]));
  for (const {output, texts} of samples) {
    texts.forEach((text, i) => {
      if (!known.has(output[i])) known.set(output[i], text);
    });
  }
  return (token) => known.get(token) ?? "";
}
