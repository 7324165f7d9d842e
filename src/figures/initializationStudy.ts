// How weights should start: Tables 4 and 11 of PanGu-π Pro (Tang et al. 2024).
import {namesAxis} from "./kit/studyAxes.js";
import type {Study} from "./kit/study.js";
import {against} from "./kit/studyClaims.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {studyParameters} from "./kit/studyParameters.js";
import {columnOf} from "./paperData.js";
import type {StudyData} from "./studyData.js";

const names: Readonly<Record<string, string>> = {constant: "constant", gpt2: "GPT-2", internlm: "InternLM", depth: "appendix’s"}; // prettier-ignore

const study: Study = {
  id: "initialization-study",
  part: "initialization",
  things: "schemes",
  label: ({name}) => names[name] ?? name,
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
          says: `one standard deviation for all layers is better than GPT-2’s and InternLM’s schemes (${averages.slice(0, 3).join(", ")})`,
          pairs: against(constant, [gpt2, internlm])
        },
        {
          says: `the appendix’s scheme is better still (${averages[3]}), though constant is what the paper advises`,
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
