// Some thirty shapes at random: how depth, width and expansion go with quality, after the rank correlations that PanGu-π Pro
// (Tang et al. 2024) gives for about thirty of its own. Our score is better when lower, so it is turned round.
import {spearman} from "../traces/metrics/spearman.js";
import {costAxes, embeddingShareAxis, expansionAxis, layersAxis, partAxes, widthAxis} from "./kit/studyAxes.js";
import type {StudyAxis} from "./kit/studyAxes.js";
import type {Study} from "./kit/study.js";
import type {Claim} from "./kit/studyClaims.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {meanOf, signOf} from "./kit/studyMeasures.js";
import type {StudyMeasure} from "./kit/studyMeasures.js";
import {measureNamed} from "./kit/studyMeasures.js";
import {studyParameters} from "./kit/studyParameters.js";
import {minus} from "./kit/studyPaper.js";
import {numeral} from "./kit/studyWords.js";
import type {StudyData} from "./studyData.js";

/** fewer shapes than these say nothing of an order */
const LEAST = 6;

const quantities = [
  ["depth", layersAxis, "spearmanDepth"],
  ["width", widthAxis, "spearmanWidth"],
  ["expansion", expansionAxis, "spearmanExpansion"]
] as const;

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
  return `Over ${numeral(found[0].of!.count)} random shapes of one size the rank correlation with quality is, of ${words.join(", of ")}`;
}

function claim(name: string, theirs: number, ours: Correlation | undefined, done: number): Claim {
  const says = `over about 30 random shapes the rank correlation of ${name} with the score is ${minus(theirs, 3)}`;
  if (!ours) {
    const words = `${done} shapes are done, too few for a correlation.`;
    return {says, pairs: [], found: {verdict: "none", words}};
  }
  const range = `${minus(ours.rho, 3)} over ${ours.count} shapes (95 % interval ${minus(ours.low)} to ${minus(ours.high)})`;
  const inside = theirs >= ours.low && theirs <= ours.high;
  const zero = ours.low <= 0 && ours.high >= 0;
  const sign = Math.sign(ours.rho) === Math.sign(theirs);
  const verdict = inside ? (zero && Math.abs(theirs) > 0.3 ? "open" : "holds") : sign && !zero ? "in part" : "fails";
  const words = `ours with quality, lower bits per byte counting as better, is ${range}; the paper’s lies ${inside ? "within" : "outside"} that interval${zero ? ", and so does zero".replace("and so does", inside ? "and so does" : "within it lies") : ""}.`;
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
    "Shapes were drawn at random, with one number of weights in common; each has one seed, and the correlation takes all of them together. Quality is minus the bits per byte.",
  finding,
  paper: {
    claims: (data, _, fact) =>
      quantities.map(([name, axis, key]) =>
        claim(name, fact(key), qualityCorrelation(data, axis, measureNamed("mean")), data.done)
      )
  }
};

/** What an address may set. */
export const shapesStudyParameters = studyParameters(study);

/** The figure; it stands with any number of its runs. */
export const shapesStudy = (data: StudyData, options?: StudyExplorerOptions): HTMLElement =>
  studyExplorer(study, data, options);
