// What a small network gains by starting from a large one's weights, and how those should be chosen: Table 5 of PanGu-π Pro
// (Tang et al. 2024). The large one is joey; how its mask is learned here stands in docs/training.md.
import {inheritedParts} from "./kit/inheritedParts.js";
import {namesAxis} from "./kit/studyAxes.js";
import type {Study} from "./kit/study.js";
import {against, chain} from "./kit/studyClaims.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {startMeasure} from "./kit/studyMeasures.js";
import {studyParameters} from "./kit/studyParameters.js";
import {columnOf} from "./paperData.js";
import type {StudyData} from "./studyData.js";

const names: Readonly<Record<string, string>> = {none: "none", l1: "L1", l2: "L2", taylor: "Taylor", mask: "learned mask"}; // prettier-ignore

const study: Study = {
  id: "inheritance-study",
  part: "inheritance",
  things: "ways to start",
  label: ({name}) => names[name] ?? name,
  axes: [namesAxis("criterion", "criterion that chooses what is inherited")],
  show: "curves",
  curve: "held-out",
  note: ({points}) => {
    const {layers, width} = points[0].shape;
    return `All are networks of ${layers} layers and width ${width}; all but one start from joey’s weights, with the same layers kept and channels, heads and neurons chosen by the criterion. Held-out curves begin before the first step.`;
  },
  paper: {
    table: "inheritance",
    rowOf: (point, {points}) => points.indexOf(point),
    claims({points}, tables) {
      const [none, l1, l2, taylor, mask] = points;
      const averages = columnOf(tables("inheritance"), "average");
      return [
        {
          says: `inheriting by any criterion is better than starting at random (${averages[0]} against ${averages[1]} to ${averages[4]})`,
          pairs: [l1, l2, taylor, mask].map((better) => ({better, worse: none}))
        },
        {
          says: `a learned mask is best, then Taylor, L2 and L1 (${[...averages].reverse().slice(0, 4).join(", ")})`,
          pairs: chain([mask, taylor, l2, l1])
        },
        {
          says: "the learned mask has the lowest loss before the first step",
          pairs: against(mask, [taylor, l2, l1]),
          measure: startMeasure
        }
      ];
    }
  },
  extra: (data, _, width) => inheritedParts(data, width)
};

/** What an address may set. */
export const inheritanceStudyParameters = studyParameters(study);

/** The figure; it stands with any number of its runs. */
export const inheritanceStudy = (data: StudyData, options?: StudyExplorerOptions): HTMLElement =>
  studyExplorer(study, data, options);
