// How weights should start: Tables 4 and 11 of PanGu-π Pro (Tang et al. 2024).
import {namesAxis} from "./kit/studyAxes.js";
import {printed} from "./kit/study.js";
import type {Study} from "./kit/study.js";
import {against} from "./kit/studyClaims.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {studyParameters} from "./kit/studyParameters.js";
import {startNames} from "./kit/studyWords.js";
import {columnOf} from "./paperData.js";
import type {StudyData} from "./studyData.js";

const study: Study = {
  id: "initialization-study",
  part: "initialization",
  things: "schemes",
  label: ({name}) => startNames[name] ?? name,
  axes: [namesAxis("scheme", "scheme of initialisation")],
  note: () =>
    "Schemes differ in the standard deviations that weights are drawn with: constant, the same for all layers; GPT-2, all linear layers scaled down by depth; InternLM, some output layers only; the appendix’s, attention scaled layer by layer.",
  paper: {
    table: "initialisation",
    rowOf: (point, {points}) => points.indexOf(point),
    claims({points}, tables) {
      const [constant, gpt2, internlm, appendix] = points;
      const averages = columnOf(tables("initialisation"), "average");
      return [
        {
          says: `one standard deviation for all layers is better than GPT-2’s and InternLM’s schemes (${printed(...averages.slice(0, 3))})`,
          pairs: against(constant, [gpt2, internlm])
        },
        {
          says: `the appendix’s scheme is better still (${printed(averages[3])}), though constant is what the paper advises`,
          pairs: [{better: appendix, worse: constant}]
        }
      ];
    }
  }
};

/** What an address may set. */
export const initializationStudyParameters = studyParameters(study);

/** The figure; it stands with any number of its runs. */
export const initializationStudy = (data: StudyData, options?: StudyExplorerOptions): HTMLElement =>
  studyExplorer(study, data, options);
