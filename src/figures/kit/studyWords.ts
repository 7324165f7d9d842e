// Studies in words: how far they are, of which size, what a run's recipe is, what came out best, whether claims hold.
import type {Interval, SeedRun, StudyData, StudyPoint} from "../studyData.js";
import {formatCount, formatPercent} from "./dom.js";
import type {Study} from "./study.js";
import {tellPair} from "./studyClaims.js";
import type {ToldClaim, ToldPair, Verdict} from "./studyClaims.js";
import {ranked} from "./studyMeasures.js";
import type {StudyMeasure} from "./studyMeasures.js";

export const plural = (count: number, thing: string): string =>
  `${formatCount(count)} ${thing}${count === 1 ? "" : "s"}`;

const numerals = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
export const numeral = (count: number): string => numerals[count] ?? String(count);

/** "9 of 15 runs done", or "all 15 runs done". */
export const progressWords = ({done, planned}: StudyData): string =>
  done === planned ? `all ${plural(planned, "run")} done` : `${formatCount(done)} of ${plural(planned, "run")} done`;

/** A count with its thousands or millions, two digits: "0.6 million". */
export function about(value: number): string {
  if (value >= 95_000) return `${Number((value / 1e6).toPrecision(2))} million`;
  return formatCount(Number(value.toPrecision(2)));
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Size and text of our networks, as the figure has to say: "0.6 million weights, 3 million tokens of text". */
export function scaleWords({points}: StudyData): string {
  const totals = points.map(({parameters}) => parameters.total);
  const [least, most] = [Math.min(...totals), Math.max(...totals)];
  const size = most < 1.03 * least ? about(totals.reduce((a, b) => a + b, 0) / totals.length) : `${about(least)} to ${about(most)}`; // prettier-ignore
  const texts = unique(points.map(({text}) => textWords(text)));
  return `${size} weights, ${texts.join(" or ")} of text`;
}

const textWords = (text: StudyPoint["text"]): string =>
  "tokens" in text ? `${about(text.tokens)} tokens` : `${about(text.bytes)} bytes`;

const schemes: Readonly<Record<string, string>> = {
  constant: "one standard deviation for all layers",
  gpt2: "GPT-2’s scheme, all linear layers scaled down by depth",
  internlm: "InternLM’s scheme, some output layers scaled down by depth",
  depth: "the appendix’s scheme, attention scaled layer by layer"
};
/** short names of schemes and criteria */
export const startNames: Readonly<Record<string, string>> = {
  none: "none",
  l1: "L1",
  l2: "L2",
  taylor: "Taylor",
  mask: "learned mask",
  constant: "constant",
  gpt2: "GPT-2",
  internlm: "InternLM",
  depth: "appendix’s"
};
const criteria: Readonly<Record<string, string>> = {
  l1: "L1",
  l2: "L2",
  taylor: "first-order Taylor",
  mask: "a learned mask"
};

/** A run's recipe as sentences. */
export function recipeWords(
  {shape, vocabulary, start, rounds, text, batchTokens, peak, parameters}: StudyPoint,
  {seed}: Pick<SeedRun, "seed">
): string {
  // prettier-ignore
  const {layers, width, heads, kvHeads, headDim, intermediateSize, expansion} = shape;
  const shared = kvHeads === heads ? "" : `, ${kvHeads} of keys and values`;
  const share = formatPercent(parameters.embedding / parameters.total);
  const started =
    "scheme" in start
      ? `It starts at random by ${schemes[start.scheme] ?? start.scheme}.`
      : `It starts from joey’s layers ${start.layers.map((layer) => layer + 1).join(", ")}, neurons chosen by ${criteria[start.inherit] ?? start.inherit}.`;
  const from = vocabulary.from === "bpe" ? "merges learned for that size" : `pruned from ${formatCount(vocabulary.of ?? 0)}`; // prettier-ignore
  return [
    `${plural(layers, "layer")} of width ${width}; ${heads} heads of ${headDim}${shared}; an MLP of ${intermediateSize}, ${Number(expansion.toFixed(2))} times the width: ${formatCount(parameters.total)} weights, ${share} of them embedding and head.`,
    `A vocabulary of ${formatCount(vocabulary.size)} entries, ${from}.`,
    started,
    `It reads ${textWords(text)} in batches of ${formatCount(batchTokens)} tokens, learning rate up to ${peak}${roundsWords(rounds)}; seed ${seed}.`
  ].join(" ");
}

function roundsWords(rounds: StudyPoint["rounds"]): string {
  if (rounds.length === 0) return "";
  const each = rounds.map(({rate, by}) => `${formatPercent(rate)} of the batches by ${by}`);
  return `, then again ${each.join(", then ")}`;
}

/** "better by 0.012 (0.004 to 0.020)" */
export function gainWords({mean, low, high}: Interval, {format}: StudyMeasure): string {
  const way = mean < 0 ? "worse" : "better";
  const range =
    low === undefined || high === undefined
      ? ""
      : ` (${mean < 0 ? `${signed(-high, format)} to ${signed(-low, format)}` : `${signed(low, format)} to ${signed(high, format)}`})`;
  return `${way} by ${format(Math.abs(mean))}${range}`;
}

const signed = (value: number, format: (value: number) => string): string => (value < 0 ? `−${format(-value)}` : format(value)); // prettier-ignore

export const seedsWords = (count: number): string => `${numeral(count)} ${count === 1 ? "seed" : "seeds"}`;

/** What a pair came to, as the end of a sentence that names the two. */
export function pairWords({told, gain, diverged}: ToldPair, measure: StudyMeasure): string {
  if (diverged === "both") return "both diverged";
  if (diverged) return `the ${diverged === "better" ? "first" : "second"} diverged`;
  if (!gain) return "not run yet";
  const words = gainWords(gain, measure);
  if (gain.low === undefined) return `${words}, by one seed alone`;
  const zero = gain.low <= 0 && (gain.high ?? 0) >= 0;
  return zero
    ? `${words}: no difference that ${seedsWords(gain.count)} can tell`
    : `${words}, ${seedsWords(gain.count)}${told === "against" ? ", against the claim" : ""}`;
}

export const verdictNames: Readonly<Record<Verdict, string>> = {
  holds: "holds here",
  "in part": "holds in part",
  fails: "does not hold here",
  open: "cannot be told here",
  "one seed": "one seed cannot tell",
  none: "not run yet"
};

/** How many pairs came out which way, where there are several: "2 of 4 told apart that way, 1 against". */
export function countWords({pairs}: ToldClaim): string {
  if (pairs.length < 2) return "";
  type Kind = ToldPair["told"] | "alike";
  const kindOf = ({told, gain}: ToldPair): Kind => (told === "open" && gain && gain.low === undefined ? "alike" : told);
  const count = (kind: Kind): number => pairs.filter((pair) => kindOf(pair) === kind).length;
  const parts = [
    ["for", "as claimed"],
    ["against", "against it"],
    ["open", "not told apart"],
    ["alike", "with one seed, which cannot say that two are alike"],
    ["lean for", "leaning that way by one seed"],
    ["lean against", "leaning the other way by one seed"],
    ["none", "not run yet"]
  ] as const;
  return `Of ${plural(pairs.length, "pair")}: ${parts
    .filter(([kind]) => count(kind) > 0)
    .map(([kind, words]) => `${count(kind)} ${words}`)
    .join(", ")}.`;
}

/** What came out best, as the figure's title. */
export function findingWords(study: Study, data: StudyData, measure: StudyMeasure): string {
  const unfinished = data.done < data.planned ? ` (${progressWords(data)})` : "";
  if (data.done === 0) return `No run of this study has finished yet: ${progressWords(data)}`;
  const own = study.finding?.(data, measure);
  if (own) return `${own}${unfinished}`;
  const nameOf = (point: StudyPoint): string => study.label(point).replaceAll(" ", "\u00a0");
  const order = ranked(data.points, measure);
  const diverged = data.points.flatMap(({runs}) => runs.filter((run) => run.diverged !== undefined)).length;
  if (order.length === 0) return `Every run that is done diverged${unfinished}`;
  const [best, next] = order;
  const value = `${measure.format(best.mean.mean)}${measure.key === "cloze" ? " of" : ""} ${measure.label}`;
  const also = diverged > 0 ? `; ${plural(diverged, "run")} diverged` : "";
  if (!next) return `${nameOf(best.point)} comes to ${value}${also}${unfinished}`;
  const pair = tellPair({better: best.point, worse: next.point}, measure);
  const close = !pair.gain
    ? `; next is ${nameOf(next.point)}, with other seeds`
    : pair.gain.low === undefined
      ? `; ${nameOf(next.point)} follows ${measure.format(Math.abs(pair.gain.mean))} behind, by one seed`
      : pair.told === "for"
        ? `, ${gainWords(pair.gain, measure).replace("better", `better than ${nameOf(next.point)}`)}`
        : `; from ${nameOf(next.point)} there is no difference that ${seedsWords(pair.gain.count)} can tell`;
  return `Of ${numeral(order.length)} ${study.things}, ${nameOf(best.point)} comes out best, with ${value}${close}${also}${unfinished}`;
}
