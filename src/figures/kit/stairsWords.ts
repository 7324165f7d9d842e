// The steps of the staircase in words: what each of ours is, what it read, what it gains.
import type {StudyPoint} from "../studyData.js";
import {formatCount, formatPercent} from "./dom.js";
import {about} from "./studyWords.js";

/** Names of our steps, as the study has them, and the paper's rows. */
export const STEPS: readonly (readonly [name: string, label: string])[] = [
  ["baseline", "baseline"],
  ["tokenizer", "+ tokenizer"],
  ["architecture", "+ architecture"],
  ["inheritance", "+ inheritance"],
  ["rounds", "+ rounds"]
];

/** What changes with a step of ours. */
export function stepWords({name, shape, vocabulary, start, rounds, text, parameters}: StudyPoint): string {
  const {layers, width, heads, kvHeads} = shape;
  const entries = formatCount(vocabulary.size);
  const share = formatPercent(parameters.embedding / parameters.total);
  const network = `${layers} layers of width ${width}`;
  switch (name) {
    case "baseline":
      return `${network}, a vocabulary of ${entries} learned for that size (${share} of the weights are its embedding), weights at random`;
    case "tokenizer":
      return `a vocabulary pruned to ${entries} entries (${share} of the weights), and ${network} in place of what it saves`;
    case "architecture":
      return `deeper and narrower: ${network}, ${heads} heads${kvHeads === heads ? "" : ` that share ${kvHeads === 1 ? "one set" : `${kvHeads} sets`} of keys and values`}`;
    case "inheritance":
      return "inherit" in start
        ? `weights from ${start.layers.length} layers of joey instead of random ones, the parts of them chosen by ${start.inherit === "mask" ? "a learned mask" : start.inherit}`
        : "weights inherited";
    default:
      return "tokens" in text
        ? `${about(text.tokens)} tokens first, then ${rounds.map(({rate, by}) => `${about(rate * text.tokens)} of them again, by ${by}`).join(", then ")}`
        : "further rounds";
  }
}

/** Tokens of training in all rounds; undefined where the text is given in bytes. */
export function totalTokens({text, rounds}: StudyPoint): number | undefined {
  if (!("tokens" in text)) return undefined;
  return text.tokens * rounds.reduce((sum, {rate}) => sum + rate, 1);
}

/** Bytes of text read in all rounds, by what the last one read. */
export function totalBytes(point: StudyPoint): number | undefined {
  const tokens = totalTokens(point);
  const [run] = point.runs;
  return tokens === undefined || !run ? undefined : (run.trained.bytes / run.trained.tokens) * tokens;
}
