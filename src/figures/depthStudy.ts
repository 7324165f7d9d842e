// Depth against width at one size: Table 2 of PanGu-π Pro (Tang et al. 2024), asked of networks a thousand times smaller.
import {layersAxis, widthAxis, embeddingShareAxis, partAxes, costAxes, decodeAxis} from "./kit/studyAxes.js";
import {formatCount, formatPercent} from "./kit/dom.js";
import {printed} from "./kit/study.js";
import type {Study} from "./kit/study.js";
import {chain} from "./kit/studyClaims.js";
import type {Claim} from "./kit/studyClaims.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {studyParameters} from "./kit/studyParameters.js";
import {rowOf} from "./paperData.js";
import type {StudyData} from "./studyData.js";

export interface DepthStudyOptions extends StudyExplorerOptions {
  /** tokens decoded a second, by name of the point such as "11x64"; default not measured */
  readonly speeds?: Readonly<Record<string, number>>;
}

const study = (speeds?: DepthStudyOptions["speeds"]): Study => ({
  id: "depth-study",
  part: "depth",
  things: "shapes",
  label: ({shape}) => `${shape.layers} × ${shape.width}`,
  axes: [layersAxis, widthAxis, ...partAxes, embeddingShareAxis, ...costAxes, decodeAxis(speeds)],
  note: ({points}) =>
    [
      "Names are layers × width; all shapes have the same number of weights, the MLP takes what depth and width leave.",
      ...closingWords(points)
    ].join(" "),
  paper: {
    table: "shape",
    rowOf: (point, {points}) => points.indexOf(point),
    matched: "deepest with deepest",
    claims({points}, tables) {
      const table = tables("shape");
      const average = (depth: number): string => printed(rowOf(table, depth)[6] as number);
      const speed = (depth: number): number => rowOf(table, depth)[2] as number;
      const [deepest, shallowest] = [points[0], points[points.length - 1]];
      return [
        {
          says: `the deepest network scores best, the shallowest worst (${average(40)} with 40 layers, ${average(9)} with 9)`,
          pairs: [{better: deepest, worse: shallowest}]
        },
        {
          says: "at one size each deeper network is better than the next shallower one (all five in order)",
          pairs: chain(points)
        },
        ...speedClaim(points, speeds, speed(20) / speed(40))
      ];
    }
  }
});

/** How far the deepest is behind the shallowest early and late in training, where it catches up; means of common seeds. */
function closingWords(points: StudyData["points"]): string[] {
  const [deepest, shallowest] = [points[0], points[points.length - 1]];
  const gaps = deepest.runs.flatMap((run) => {
    const other = shallowest.runs.find(({seed}) => seed === run.seed);
    const shared = run.evaluations.flatMap(([step, value]) => {
      const same = other?.evaluations.find(([at]) => at === step);
      return step > 0 && same ? [{share: step / run.trained.steps, gap: value - same[1]}] : [];
    });
    return shared.length > 1 ? [[shared[0], shared[shared.length - 1]]] : [];
  });
  if (gaps.length === 0) return [];
  const mean = (k: 0 | 1, key: "share" | "gap"): number => gaps.reduce((sum, each) => sum + each[k][key], 0) / gaps.length; // prettier-ignore
  const [early, late] = [mean(0, "gap"), mean(1, "gap")];
  if (!(late > 0 && early > late)) return [];
  const [deep, flat] = [deepest, shallowest].map(({shape}) => `${shape.layers} × ${shape.width}`);
  return [
    `After ${formatPercent(mean(0, "share"))} of the training ${deep} is ${early.toFixed(3)} bits per byte behind ${flat}, after ${formatPercent(mean(1, "share"))} ${late.toFixed(3)} (on a part of the held-out text): deep networks begin slower. These runs are short, which may be why depth does not pay here.`
  ];
}

function speedClaim(points: StudyData["points"], speeds: DepthStudyOptions["speeds"], theirs: number): Claim[] {
  const [deep, middle] = [points[0], points[2]].map(({name}) => speeds?.[name]);
  if (deep === undefined || middle === undefined) return [];
  const [a, b] = [points[0].shape.layers, points[2].shape.layers];
  return [
    {
      says: `depth costs speed: 20 layers decode ${theirs.toFixed(1)} times as fast as 40, so about 20 are advised`,
      pairs: [],
      found: {
        verdict: middle > deep ? "holds" : "fails",
        words: `${b} layers decode ${formatCount(middle)} tokens a second, ${(middle / deep).toFixed(1)} times the ${formatCount(deep)} of ${a} layers.`
      }
    }
  ];
}

/** What an address may set. */
export const depthStudyParameters = studyParameters(study());

/** The figure; it stands with any number of its runs. */
export function depthStudy(data: StudyData, {speeds, ...options}: DepthStudyOptions = {}): HTMLElement {
  return studyExplorer(study(speeds), data, options);
}
