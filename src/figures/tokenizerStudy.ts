// How large a vocabulary a network of one size can afford: Table 1 of PanGu-π Pro (Tang et al. 2024). All networks read the
// same bytes of text; what the embedding takes, depth gives.
import {costAxes, embeddingShareAxis, layersAxis, partAxes, vocabularyAxis} from "./kit/studyAxes.js";
import {formatCount, formatPercent} from "./kit/dom.js";
import {printed} from "./kit/study.js";
import type {Study} from "./kit/study.js";
import {against} from "./kit/studyClaims.js";
import type {Claim} from "./kit/studyClaims.js";
import {studyExplorer} from "./kit/studyExplorer.js";
import type {StudyExplorerOptions} from "./kit/studyExplorer.js";
import {measureNamed, ranked} from "./kit/studyMeasures.js";
import {studyParameters} from "./kit/studyParameters.js";
import {columnOf} from "./paperData.js";
import type {StudyData, StudyPoint} from "./studyData.js";

const PRUNED = "pruned";
const LEARNED = "learned";

const learned = (points: readonly StudyPoint[]): StudyPoint[] => points.filter(({vocabulary}) => vocabulary.from === "bpe"); // prettier-ignore

/** Whether our best vocabulary keeps to the advised share of embedding and head. */
function shareClaim(points: readonly StudyPoint[]): Claim {
  const says = "embedding and head should take less than 20 % of the weights, and the best vocabulary takes 18.07 %";
  const order = ranked(learned(points), measureNamed("mean"));
  if (order.length < 2) return {says, pairs: [], found: {verdict: "none", words: "fewer than two sizes are done."}};
  const [{point}] = order;
  const share = point.parameters.embedding / point.parameters.total;
  const words = `of the ${order.length} sizes done, ${formatCount(point.vocabulary.size)} entries have the lowest mean, and take ${formatPercent(share, 1)} of the weights. Our head is the embedding; theirs is a matrix of its own.`;
  const seeds = Math.min(...order.map(({mean}) => mean.count));
  return {says, pairs: [], found: {verdict: seeds < 2 ? "one seed" : share < 0.2 ? "holds" : "fails", words}};
}

const study: Study = {
  id: "tokenizer-study",
  part: "tokenizer",
  things: "vocabularies",
  label: ({vocabulary}) => `${formatCount(vocabulary.size)}${vocabulary.from === "pruned" ? " pruned" : ""}`,
  axes: [vocabularyAxis, embeddingShareAxis, layersAxis, ...partAxes, ...costAxes],
  series: {of: ({vocabulary}) => (vocabulary.from === "bpe" ? LEARNED : PRUNED), names: [LEARNED, PRUNED]},
  note: ({points}) =>
    `All have width ${points[0].shape.width} and read the same bytes, so that a small vocabulary reads more tokens, and takes more operations; what a large one’s embedding takes is missing in depth. Training losses are per token and can’t be compared across vocabularies, bits per byte can.`,
  paper: {
    table: "vocabulary",
    columns: [["share", ({parameters}) => formatPercent(parameters.embedding / parameters.total, 1)]],
    rowOf: (point, {points}) => (point.vocabulary.from === "bpe" ? learned(points).indexOf(point) : undefined),
    matched: "smallest with smallest, though theirs are about ten times as large",
    claims({points}, tables) {
      const averages = columnOf(tables("vocabulary"), "average");
      const sizes = learned(points);
      const middle = sizes[3];
      const pairs = [1024, 4096].flatMap((size) => {
        const better = sizes.find(({vocabulary}) => vocabulary.size === size);
        const worse = points.find(({vocabulary}) => vocabulary.size === size && vocabulary.from === "pruned");
        return better && worse ? [{better, worse}] : [];
      });
      return [
        {
          says: `the fourth of six sizes is best, 48k (${printed(averages[3])}); smaller ones fall behind (${printed(averages[0])} with 8k), and so do larger ones (${printed(averages[5])} with 100k)`,
          pairs: against(middle, sizes)
        },
        shareClaim(points),
        {
          says: "the released scripts prune a large vocabulary, the text learns a small one, and they are never compared: is one as good as the other",
          ours: true,
          pairs,
          expects: "same"
        }
      ];
    }
  }
};

/** What an address may set. */
export const tokenizerStudyParameters = studyParameters(study);

/** The figure; it stands with any number of its runs. */
export const tokenizerStudy = (data: StudyData, options?: StudyExplorerOptions): HTMLElement =>
  studyExplorer(study, data, options);
