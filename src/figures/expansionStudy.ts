// How wide the MLP should be for its network's width: Table 3 of PanGu-π Pro (Tang et al. 2024).
import {costAxes, decodeAxis, expansionAxis, partAxes, widthAxis} from "./kit/studyAxes.js";
import type {Study} from "./kit/study.js";
import {against} from "./kit/studyClaims.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {studyParameters} from "./kit/studyParameters.js";
import {rowOf} from "./paperData.js";
import type {StudyData} from "./studyData.js";

const study: Study = {
  id: "expansion-study",
  part: "expansion",
  things: "expansions",
  label: ({shape}) => `×${shape.expansion.toFixed(2)}`,
  axes: [expansionAxis, widthAxis, ...partAxes, ...costAxes, decodeAxis()],
  note: ({points}) =>
    `All have ${points[0].shape.layers} layers and the same number of weights; a wider MLP is paid for by a narrower network.`,
  paper: {
    table: "expansion",
    rowOf: (point, {points}) => points.indexOf(point),
    matched: "narrowest MLP with narrowest",
    claims({points}, tables) {
      const average = (expansion: number): number => rowOf(tables("expansion"), expansion)[6] as number;
      const [one, two, usual, four] = points;
      return [
        {
          says: `an MLP as wide as the network is too narrow (${average(1)} against ${average(2)} to ${average(2.77)})`,
          pairs: [two, usual, four].map((better) => ({better, worse: one}))
        },
        {
          says: `beyond that the expansion matters little (${average(2)}, ${average(2.77)} and ${average(4)} for 2, 2.77 and 4)`,
          pairs: against(usual, [two, four]),
          expects: "same"
        }
      ];
    }
  }
};

/** What an address may set. */
export const expansionStudyParameters = studyParameters(study);

/** The figure; it stands with any number of its runs. */
export const expansionStudy = (data: StudyData, options?: StudyExplorerOptions): HTMLElement =>
  studyExplorer(study, data, options);
