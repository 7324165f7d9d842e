// Some thirty shapes at random: how depth, width and expansion go with quality, after the rank correlations that PanGu-π Pro
// (Tang et al. 2024) gives for about thirty of its own. Our score is better when lower, so it is turned round.
import {spearman} from "../traces/metrics/spearman.js";
import {costAxes, embeddingShareAxis, expansionAxis, layersAxis, partAxes, widthAxis} from "./kit/studyAxes.js";
import type {StudyAxis} from "./kit/studyAxes.js";
import type {Study} from "./kit/study.js";
import type {Claim, Verdict} from "./kit/studyClaims.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {meanOf, measureNamed, signOf} from "./kit/studyMeasures.js";
import type {StudyMeasure} from "./kit/studyMeasures.js";
import {studyParameters} from "./kit/studyParameters.js";
import {minus} from "./kit/studyPaper.js";
import {numeral} from "./kit/studyWords.js";
import type {StudyData, StudyPoint} from "./studyData.js";

/** fewer shapes than these say nothing of an order */
const LEAST = 6;
/** the paper calls a correlation of 0.090 little influence */
const LITTLE = 0.2;

const quantities = [
  ["depth", layersAxis, "spearmanDepth"],
  ["width", widthAxis, "spearmanWidth"],
  ["expansion", expansionAxis, "spearmanExpansion"]
] as const;

/** Shapes that chance has drawn twice are one: their runs are the same run. */
export function distinctShapes(data: StudyData): StudyData {
  const key = ({shape}: StudyPoint): string => JSON.stringify(shape);
  const points = data.points.filter((point, i, all) => all.findIndex((other) => key(other) === key(point)) === i);
  const sum = (count: (point: StudyPoint) => number): number =>
    points.reduce((total, point) => total + count(point), 0);
  return {...data, points, done: sum(({runs}) => runs.length), planned: sum(({planned}) => planned)};
}

interface Correlation {
  readonly rho: number;
  /** 95 % interval */
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/**
 * Rank correlation of a quantity with quality, and its interval by Fisher's transformation with the variance 1.06 / (n − 3)
 * (Fieller, Hartley & Pearson 1957). Undefined below six shapes.
 */
export function qualityCorrelation(
  {points}: StudyData,
  {value}: StudyAxis,
  measure: StudyMeasure
): Correlation | undefined {
  // prettier-ignore
  const known = points.flatMap((point) => {
    const [x, mean] = [value(point), meanOf(point, measure)];
    return x === undefined || !mean ? [] : [{x, quality: signOf(measure) * mean.mean}];
  });
  if (known.length < LEAST) return undefined;
  const rho = spearman(known.map(({x}) => x), known.map(({quality}) => quality)); // prettier-ignore
  if (rho === undefined) return undefined;
  const half = 1.96 * Math.sqrt(1.06 / (known.length - 3));
  const z = Math.atanh(Math.max(-0.999999, Math.min(0.999999, rho)));
  return {rho, low: Math.tanh(z - half), high: Math.tanh(z + half), count: known.length};
}

function finding(data: StudyData, measure: StudyMeasure): string | undefined {
  const found = quantities.map(([name, axis]) => ({name, of: qualityCorrelation(data, axis, measure)}));
  if (found.some(({of}) => !of)) return undefined;
  const words = found.map(({name, of}) => `${name} ${minus(of!.rho)}`);
  const some = data.done < data.planned ? "the first " : "";
  return `Over ${some}${numeral(found[0].of!.count)} random shapes of one size the rank correlation with quality is, of ${words.join(", of ")}`;
}

/** While runs are missing there is no verdict: those that are done need not be a fair sample of depths and widths. */
function claim(name: string, theirs: number, ours: Correlation | undefined, {done, planned}: StudyData): Claim {
  const says = `over about 30 random shapes the rank correlation of ${name} with the score is ${minus(theirs, 3)}`;
  if (!ours) {
    const words = `${done} shapes are done, too few for a correlation.`;
    return {says, pairs: [], found: {verdict: "none", words}};
  }
  const {rho, low, high, count} = ours;
  const range = `${minus(rho, 3)} over ${count} shapes (95 % interval ${minus(low)} to ${minus(high)})`;
  if (done < planned) {
    const words = `with quality, ours is ${range} so far, of ${planned}. The verdict waits for the others: shapes are not run in a random order.`;
    return {says, pairs: [], found: {verdict: "open", words}};
  }
  const zero = low <= 0 && high >= 0;
  const way = Math.sign(rho) === Math.sign(theirs) ? "the same way" : "the other way";
  const [verdict, then]: readonly [Verdict, string] =
    Math.abs(theirs) < LITTLE
      ? zero
        ? ["holds", "as in the paper, no more than chance may give"]
        : ["fails", "here it is more than chance would give"]
      : zero
        ? ["open", "which may be chance"]
        : [
            way === "the same way" ? "holds" : "fails",
            `${way}, the paper’s value lies ${theirs >= low && theirs <= high ? "within" : "outside"} the interval`
          ];
  const words = `with quality, lower bits per byte counting as better, ours is ${range}: ${then}.`;
  return {says, pairs: [], found: {verdict, words}};
}

const study: Study = {
  id: "shapes-study",
  part: "shapes",
  things: "shapes",
  label: ({shape}) => `${shape.layers} × ${shape.width}`,
  axes: [layersAxis, widthAxis, expansionAxis, ...partAxes, embeddingShareAxis, ...costAxes],
  joined: false,
  note: () =>
    "Depth and width were drawn at random, the number of weights is the same for all; each has one seed, and the correlation takes all of them together. Quality is minus the bits per byte.",
  finding,
  paper: {
    claims: (data, _, fact) =>
      quantities.map(([name, axis, key]) =>
        claim(name, fact(key), qualityCorrelation(data, axis, measureNamed("mean")), data)
      )
  }
};

/** What an address may set. */
export const shapesStudyParameters = studyParameters(study);

/** The figure; it stands with any number of its runs. */
export const shapesStudy = (data: StudyData, options?: StudyExplorerOptions): HTMLElement =>
  studyExplorer(study, distinctShapes(data), options);
