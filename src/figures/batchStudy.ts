// How the learning rate should grow with the batch: lr = (bs / bs₀)^r · lr₀ of PanGu-π Pro (Tang et al. 2024), over batch
// factors and exponents r. All runs read the same tokens.
import {batchGrid, exponentOf, factorOf} from "./kit/batchGrid.js";
import {formatCount} from "./kit/dom.js";
import {costAxes} from "./kit/studyAxes.js";
import type {StudyAxis} from "./kit/studyAxes.js";
import type {Study} from "./kit/study.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {studyParameters} from "./kit/studyParameters.js";
import type {StudyData, StudyPoint} from "./studyData.js";

const exponents = ["r = 0", "r = 0.5", "r = 1", "r = 1.5"];

const factorAxis: StudyAxis = {
  key: "factor",
  name: "batch factor",
  label: "batch over the smallest batch",
  scale: "log",
  value: factorOf
};
const rateAxis: StudyAxis = {
  key: "rate",
  name: "learning rate",
  label: "highest learning rate",
  scale: "log",
  value: ({peak}) => peak,
  format: (value) => String(Number(value.toPrecision(2)))
};
const batchAxis: StudyAxis = {
  key: "batch",
  name: "tokens of a batch",
  label: "tokens of a batch",
  scale: "log",
  value: ({batchTokens}) => batchTokens
};

const study: Study = {
  id: "batch-study",
  part: "batch",
  things: "settings",
  label: (point) => `×${factorOf(point)}${factorOf(point) === 1 ? "" : `, r = ${exponentOf(point)}`}`,
  axes: [factorAxis, batchAxis, rateAxis, ...costAxes],
  series: {of: (point) => (factorOf(point) === 1 ? undefined : `r = ${exponentOf(point)}`), names: exponents},
  note: ({points}) =>
    `The smallest batch has ${formatCount(points[0].batchTokens)} tokens and a learning rate of ${points[0].peak}; a batch 8 times as large takes an eighth of the steps for the same text, with 8^r times that rate. In the paper the smallest has a million tokens and a rate of 1e-4.`,
  paper: {
    claims({points}) {
      const at = (factor: number, exponent: number): StudyPoint =>
        points.find((point) => factorOf(point) === factor && (factor === 1 || exponentOf(point) === exponent))!;
      const others = [0, 1, 1.5];
      return [
        {
          says: "up to 4 times the smallest batch the size hardly matters (r = 0.5)",
          pairs: [2, 4].map((factor) => ({better: at(1, 0), worse: at(factor, 0.5)})),
          expects: "same"
        },
        {
          says: "beyond 4 times the smallest batch r = 0.5 is the best exponent",
          pairs: [8, 16, 32].flatMap((factor) => others.map((r) => ({better: at(factor, 0.5), worse: at(factor, r)})))
        },
        {
          says: "16 times the smallest batch and more hurt (r = 0.5)",
          pairs: [16, 32].map((factor) => ({better: at(1, 0), worse: at(factor, 0.5)}))
        }
      ];
    }
  },
  extra: (data, measure) => [batchGrid(data, measure)]
};

/** What an address may set. */
export const batchStudyParameters = studyParameters(study);

/** The figure; it stands with any number of its runs. */
export const batchStudy = (data: StudyData, options?: StudyExplorerOptions): HTMLElement =>
  studyExplorer(study, data, options);
