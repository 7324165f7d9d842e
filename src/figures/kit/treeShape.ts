// A recorded tree, ready to be drawn: scores, the order of each level, and the frames in which it grows.
import type {TreeCandidate, TreeNodeData, TreeRound} from "../treeData.js";

export interface PlacedNode extends TreeNodeData {
  /** product of the probabilities on its path */
  readonly score: number;
  /** place within its level as drawn, from the top: children of one parent stand together, the best first */
  readonly row: number;
}

export interface TreeShape {
  readonly round: TreeRound;
  readonly nodes: readonly PlacedNode[];
  /** indices of nodes, level by level, from the top */
  readonly levels: readonly (readonly number[])[];
  /** indices of the nodes that were verified, in the order of the pass */
  readonly kept: readonly number[];
}

export type TreeFrame =
  | {readonly kind: "start" | "stop" | "verify" | "accept"}
  /** level `level` has been chosen; or nodes of the level before it have been pruned */
  | {readonly kind: "grow" | "prune"; readonly level: number};

export type Fate = "hidden" | "new" | "kept" | "pruned" | "accepted" | "rejected";

/** A score, from its parent's: the root's is 1, whatever its probability. */
function scoreOf(
  {parent, probability}: TreeCandidate,
  scores: readonly number[],
  {root}: TreeRound["options"]
): number {
  if (parent < 0) return root === "first-draft" ? 1 : probability;
  return scores[parent] * probability;
}

export function shapeOf(round: TreeRound): TreeShape {
  const {nodes, options} = round;
  const scores: number[] = [];
  for (const node of nodes) scores.push(scoreOf(node, scores, options));
  const rows = nodes.map(() => 0);
  const levels = round.levels.map((_, k) => {
    const here = nodes.flatMap(({level}, i) => (level === k + 1 ? [i] : []));
    const above = (i: number): number => rows[nodes[i].parent] ?? 0;
    here.sort((a, b) => above(a) - above(b) || scores[b] - scores[a]);
    here.forEach((i, row) => (rows[i] = row));
    return here;
  });
  return {
    round,
    nodes: nodes.map((node, i) => ({...node, score: scores[i], row: rows[i]})),
    levels,
    kept: nodes.flatMap(({pruned}, i) => (pruned === 0 ? [i] : []))
  };
}

/** Scores of the best candidates that a level left out, best first. */
export const leftOutScores = ({round, nodes}: TreeShape, level: number): number[] =>
  round.levels[level - 1].leftOut.map((candidate) =>
    scoreOf(
      candidate,
      nodes.map(({score}) => score),
      round.options
    )
  );

/** From the text alone to the accepted path. */
export function framesOf({round, nodes}: TreeShape): TreeFrame[] {
  const grown = round.levels.flatMap((_, k): TreeFrame[] => {
    const level = k + 1;
    const prunes = nodes.some(({pruned}) => pruned === level);
    return [{kind: "grow", level}, ...(prunes ? [{kind: "prune", level} as const] : [])];
  });
  return [{kind: "start"}, ...grown, {kind: "stop"}, {kind: "verify"}, {kind: "accept"}];
}

/** What a node is in a frame. */
export function fateOf({round, nodes}: TreeShape, index: number, frame: TreeFrame): Fate {
  const {level, pruned} = nodes[index];
  if (frame.kind === "start") return "hidden";
  if (frame.kind === "grow" || frame.kind === "prune") {
    if (level > frame.level) return "hidden";
    const reached = frame.kind === "prune" ? frame.level : frame.level - 1;
    if (pruned > 0 && pruned <= reached) return "pruned";
    return frame.kind === "grow" && level === frame.level ? "new" : "kept";
  }
  if (pruned > 0) return "pruned";
  if (frame.kind !== "accept") return "kept";
  return round.acceptedPath.includes(index) ? "accepted" : "rejected";
}

/** Indices from the root to a node. */
export function pathOf(nodes: readonly TreeCandidate[], index: number): number[] {
  return index < 0 ? [] : [...pathOf(nodes, nodes[index].parent), index];
}

/** 0.83, 0.012, 0.0031, 4.2·10⁻⁴ */
export function formatScore(score: number): string {
  if (score >= 0.0995) return score.toFixed(2);
  if (score >= 0.00095) return score.toPrecision(2);
  if (score === 0) return "0";
  const [digits, power] = score.toExponential(1).split("e-");
  return `${digits}·10⁻${[...power].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}`;
}

/** A token with its white space to be seen. */
export const shown = (text: string): string => text.replaceAll(" ", "·").replaceAll("\n", "⏎").replaceAll("\t", "⇥");
