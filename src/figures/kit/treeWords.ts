// A round of tree drafting in words: the finding, what happens in each frame, and all nodes as a table.
import {tabulate} from "./dataTable.js";
import type {Table} from "./dataTable.js";
import {formatCount} from "./dom.js";
import {formatScore, leftOutScores, pathOf, shown} from "./treeShape.js";
import type {TreeFrame, TreeShape} from "./treeShape.js";

const plural = (n: number, what: string): string => `${formatCount(n)} ${what}${n === 1 ? "" : "s"}`;

const joined = (texts: readonly string[]): string => `“${shown(texts.join(""))}”`;

/** As one sentence with its numbers. */
export function treeFinding({round, nodes, kept}: TreeShape): string {
  const {acceptedPath, emitted, prompt} = round;
  const pruned = nodes.length - kept.length;
  const grown =
    pruned > 0
      ? `${nodes.length} nodes grow, ${pruned} ${pruned === 1 ? "is" : "are"} pruned`
      : `${nodes.length} nodes grow`;
  const outcome =
    acceptedPath.length === 0
      ? "none of them is accepted, and the pass writes 1 token"
      : `a path of ${acceptedPath.length} is accepted, and the pass writes ${plural(emitted.length, "token")}`;
  return `Round ${round.round} of ${prompt}: ${grown}, one pass verifies ${kept.length}; ${outcome}`;
}

/** A frame's name, short. */
export function frameName(frame: TreeFrame): string {
  switch (frame.kind) {
    case "start":
      return "the text";
    case "grow":
      return `level ${frame.level} grows`;
    case "prune":
      return `level ${frame.level - 1} pruned`;
    case "stop":
      return "growth ends";
    case "verify":
      return "one pass";
    case "accept":
      return "accepted";
  }
}

/** What happens in a frame. */
export function frameSentence(shape: TreeShape, frame: TreeFrame): string {
  const {round, nodes, kept, levels} = shape;
  const {exitLayer, threshold, maxNodes} = round.options;
  const {layers} = round;
  switch (frame.kind) {
    case "start":
      return `The tree hangs on the last token of the text. The first ${plural(exitLayer, "layer")} run on it, and the exit says what may come next.`;
    case "grow":
      return growSentence(shape, frame.level);
    case "prune": {
      const before = levels[frame.level - 2];
      const parents = new Set(levels[frame.level - 1].map((i) => nodes[i].parent));
      const childless = before.filter((i) => !parents.has(i)).length;
      const gone = nodes.filter(({pruned}) => pruned === frame.level).length;
      return `${plural(childless, "node")} of level ${frame.level - 1} got no child. The half with the lower scores is pruned, ${plural(gone, "node")}${childless % 2 ? ", of an odd number the smaller half" : ""}; the others stay, since a path may end there.`;
    }
    case "stop": {
      const [best] = levels[levels.length - 1].map((i) => nodes[i].score).sort((a, b) => b - a);
      if (round.stopped === "score") {
        return `The best score of level ${levels.length}, ${formatScore(best)}, is below η = ${threshold}, so growth ends. The last level is kept whole, as a chain keeps the token at which it stops.`;
      }
      return round.stopped === "size"
        ? `The tree has more than ${maxNodes} nodes, so growth ends.`
        : "The text may not become longer than the tree is deep, so growth ends.";
    }
    case "verify":
      return `One pass through layers ${exitLayer + 1} to ${layers} verifies ${plural(kept.length, "node")}, with the last token of the text ${plural(round.rows, "row")}. Each sees the text, its own ancestors and itself, no other branch. The first ${plural(exitLayer, "layer")} had run on ${plural(round.shallowRows, "row")} in ${round.shallowForwards} passes${nodes.length > kept.length ? ", pruned ones included" : ""}.`;
    case "accept":
      return acceptSentence(shape);
  }
}

function growSentence(shape: TreeShape, level: number): string {
  const {round, nodes, levels} = shape;
  const {candidates} = round.levels[level - 1];
  const {root, width} = round.options;
  const here = levels[level - 1];
  if (level === 1 && root === "first-draft") {
    const {text, probability} = nodes[here[0]];
    return `The exit's first choice, ${joined([text])}, is the root. Its score is 1, whatever its probability, which is ${formatScore(probability)}.`;
  }
  const scores = here.map((i) => nodes[i].score).sort((a, b) => b - a);
  const parents = level === 1 ? 1 : levels[level - 2].length;
  const from = `${level === 2 && parents === 1 ? "The root" : parents === 1 ? "The last token" : `Each of the ${parents} nodes of level ${level - 1}`} proposes its ${width} best continuations`;
  const range = `scores ${formatScore(scores[0])} to ${formatScore(scores[scores.length - 1])}`;
  if (candidates === here.length) return `${from}. All ${here.length} get a place in level ${level}, ${range}.`;
  const [next] = leftOutScores(shape, level);
  return `${from}, ${candidates} candidates. A score is the product of the probabilities from the root on. The ${here.length} best are level ${level}, ${range}; ${candidates - here.length} get no place, the best of them with ${formatScore(next)}.`;
}

function acceptSentence({round}: TreeShape): string {
  const {acceptedPath, emitted, confidence} = round;
  const own = joined(emitted.slice(-1));
  const sure = confidence.at(-1);
  const probability = sure === undefined ? "" : `, probability ${formatScore(sure)}`;
  if (acceptedPath.length === 0) {
    return `The whole network chooses ${own} where the root was drafted${probability}: the tree is lost, and the pass writes this one token.`;
  }
  return `The walk goes down while a child holds the network's own choice: ${plural(acceptedPath.length, "draft")}, ${joined(emitted.slice(0, -1))}. Behind ${acceptedPath.length === 1 ? "it" : "them"} the network chooses ${own} itself${probability}, the bonus token.`;
}

/** What became of a node in the end. */
export function fateWords({round, nodes}: TreeShape, index: number): string {
  const {pruned} = nodes[index];
  if (pruned > 0) return `pruned when level ${pruned} had grown`;
  return round.acceptedPath.includes(index) ? "accepted" : "verified, not chosen";
}

/** All nodes, the best of those left out, and the bonus token. */
export function treeTable(shape: TreeShape): Table {
  const {round, nodes, levels} = shape;
  const path = (index: number): string => shown(pathOf(nodes, index).map((i) => nodes[i].text).join("")); // prettier-ignore
  const drafted = levels.flatMap((here, k) => [
    ...here.map((i) => ({...nodes[i], path: path(nodes[i].parent), fate: fateWords(shape, i)})),
    ...round.levels[k].leftOut.map((candidate, rank) => ({
      ...candidate,
      level: k + 1,
      score: leftOutScores(shape, k + 1)[rank],
      path: path(candidate.parent),
      fate: "no place in its level"
    }))
  ]);
  const bonus = {
    text: round.emitted.at(-1) ?? "",
    level: round.acceptedPath.length + 1,
    probability: NaN,
    score: NaN,
    path: path(round.acceptedPath.at(-1) ?? -1),
    fate: "the network's own"
  };
  const number = (value: number): string | number => (Number.isNaN(value) ? "–" : Number(value.toPrecision(3)));
  return tabulate(
    [...drafted, bonus],
    [
      {name: "level", value: ({level}) => level},
      {name: "token", value: ({text}) => shown(text)},
      {name: "behind", value: ({path: behind}) => behind},
      {name: "probability", value: ({probability}) => number(probability)},
      {name: "score", value: ({score}) => number(score)},
      {name: "what became of it", value: ({fate}) => fate}
    ],
    `Nodes of round ${round.round} of ${round.prompt}; of those without a place, the best of each level`
  );
}
