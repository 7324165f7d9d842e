// The mask of the pass that verifies a tree: a line is a row of the pass, a column is what it may see: the text in the cache,
// the text's last token, and the nodes. Each row sees its ancestors and itself. While the tree grows, it is the mask that
// the tree would have as it stands.
import {formatCount, svg} from "./dom.js";
import {fateOf, framesOf, pathOf} from "./treeShape.js";
import type {TreeFrame, TreeShape} from "./treeShape.js";

/** Nodes in the tree in a frame, in the order of a pass. */
export const standing = (shape: TreeShape, frame: TreeFrame): number[] =>
  shape.nodes.flatMap((_, i) => (["hidden", "pruned"].includes(fateOf(shape, i, frame)) ? [] : [i]));

/** Rows of a pass over these nodes that each row sees: 0 is the last token of the text, then the nodes in order. */
export function maskOf({nodes}: TreeShape, here: readonly number[]): number[][] {
  const row = new Map(here.map((index, k) => [index, k + 1]));
  return [[0], ...here.map((index) => [0, ...pathOf(nodes, index).map((i) => row.get(i)!)])];
}

/** What the mask says, in numbers. */
export function maskSentence(shape: TreeShape, frame: TreeFrame): string {
  const mask = maskOf(shape, standing(shape, frame));
  const seen = mask.reduce((sum, columns) => sum + columns.length, 0);
  const rows = mask.length === 1 ? "1 row" : `${mask.length} rows`;
  const verifying = frame.kind === "verify" || frame.kind === "accept";
  const pairs = `of the ${formatCount(mask.length ** 2)} places in its mask ${formatCount(seen)} are open`;
  return verifying
    ? `The pass that verifies the tree has ${rows}, and ${pairs}.`
    : `As it stands, the tree would be verified in a pass of ${rows}; ${pairs}.`;
}

const left = 72;
const text = 26;
const origin = left + text + 4;
const head = 22;
const size = 300;

/** The drawing of a frame; all frames of a tree have one scale. */
export function drawMask(shape: TreeShape, frame: TreeFrame): SVGSVGElement {
  const {nodes, round} = shape;
  const here = standing(shape, frame);
  const mask = maskOf(shape, here);
  const most = 1 + Math.max(...framesOf(shape).map((each) => standing(shape, each).length));
  const cell = Math.max(4, Math.min(15, Math.floor(size / most)));
  const side = cell * mask.length;
  const [width, height] = [origin + cell * most + 2, head + cell * most + 2];
  const pad = cell > 6 ? 1 : 0.5;
  const box = (x: number, y: number, w: number, h: number): string => `M${x},${y}h${w}v${h}h${-w}z`;
  const y = (row: number): number => head + row * cell;
  const path = frame.kind === "accept" ? [0, ...round.acceptedPath.map((index) => here.indexOf(index) + 1)] : [];
  const cells = (wanted: boolean): string =>
    mask
      .flatMap((columns, row) => (path.includes(row) === wanted ? columns.map((column) => [column, row]) : []))
      .map(([column, row]) => box(origin + column * cell + pad, y(row) + pad, cell - 2 * pad, cell - 2 * pad))
      .join("");
  const levels = [...new Set(here.map((i) => nodes[i].level))].map((level) => {
    const rows = here.flatMap((i, k) => (nodes[i].level === level ? [k + 1] : []));
    return {level, start: rows[0], end: rows[rows.length - 1] + 1};
  });
  const label = (words: string, start: number, end: number): SVGTextElement =>
    svg("text", {class: "mask-label", x: left - 6, y: (y(start) + y(end)) / 2 + 4, "text-anchor": "end"}, words);
  return svg(
    "svg",
    {
      class: "tree-mask",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": `${maskSentence(shape, frame)} Every row sees the text before it, its ancestors and itself`
    },
    svg("text", {x: left, y: 13}, "text"),
    svg("text", {x: origin, y: 13}, "rows of the pass"),
    svg("path", {class: "mask-tint", d: path.map((row) => box(left, y(row), text + 4 + side, cell)).join("")}),
    svg("path", {class: "mask-frame", d: box(origin, head, side, side) + box(left, head, text, side)}),
    svg("path", {class: "mask-levels", d: levels.map(({start}) => `M${left},${y(start)}H${origin + side}`).join("")}),
    label("last token", 0, 1),
    ...levels
      .filter(({start, end}) => start > 1 || (end - start + 1) * cell > 22)
      .map(({level, start, end}) => label(`level ${level}`, start, end)),
    svg("path", {
      class: "mask-text",
      d: mask.map((_, row) => box(left + 1, y(row) + pad, text - 2, cell - 2 * pad)).join("")
    }),
    svg("path", {class: "mask-cells", d: cells(false)}),
    svg("path", {class: "mask-cells accepted", d: cells(true)})
  );
}
