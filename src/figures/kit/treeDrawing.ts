// A draft tree in one frame of its growth: levels are columns, a node is a token with its score, lines lead from parents to
// children. What becomes of a node is told by its line, its filling and, where it is pruned, by a stroke through it.
import {html, svg} from "./dom.js";
import {withPoints} from "./points.js";
import type {Point, PointedAt} from "./points.js";
import {fateOf, formatScore, leftOutScores, pathOf, shown} from "./treeShape.js";
import type {TreeFrame, TreeShape} from "./treeShape.js";
import {fateWords} from "./treeWords.js";

export interface TreeDrawingOptions {
  /** what the tree has become, in words */
  readonly ariaLabel: string;
}

export interface TreeDrawing {
  readonly pointed: PointedAt;
  /** right edge of what the frame adds, in pixels of the drawing */
  readonly front: number;
  readonly width: number;
}

const wide = 138;
const high = 21;
const step = 26;
const gap = 38;
const head = 46;
const foot = 52;
const edge = 3;

const x = (level: number): number => edge + level * (wide + gap);

/** One frame of the tree. */
export function drawTree(shape: TreeShape, frame: TreeFrame, {ariaLabel}: TreeDrawingOptions): TreeDrawing {
  const {round, nodes, levels} = shape;
  const {acceptedPath, emitted, before} = round;
  const most = Math.max(1, ...levels.map((level) => level.length));
  const bonusLevel = acceptedPath.length + 1;
  const columns = Math.max(levels.length, bonusLevel);
  const width = x(columns) + wide + edge;
  const height = head + most * step + foot;
  const middle = head + (most * step - (step - high)) / 2;
  const top = (level: number): number => (level === 0 ? middle - high / 2 : head + ((most - levels[level - 1].length) * step) / 2); // prettier-ignore
  const y = (index: number): number => top(nodes[index].level) + nodes[index].row * step;
  const fates = nodes.map((_, i) => fateOf(shape, i, frame));
  const visible = nodes.flatMap((_, i) => (fates[i] === "hidden" ? [] : [i]));
  const link = (from: number | undefined, level: number, to: number, kind: string): SVGPathElement => {
    const [x0, y0] = from === undefined ? [x(0) + wide, middle] : [x(nodes[from].level) + wide, y(from) + high / 2];
    const [x1, y1] = [x(level), to + high / 2];
    const bend = gap * 0.55;
    return svg("path", {class: `link ${kind}`, d: `M${x0},${r(y0)}C${x0 + bend},${r(y0)} ${x1 - bend},${r(y1)} ${x1},${r(y1)}`}); // prettier-ignore
  };
  const reached = frame.kind === "grow" || frame.kind === "prune" ? frame.level : frame.kind === "start" ? 0 : levels.length; // prettier-ignore
  const bonusTop = bonusLevel > levels.length ? y(acceptedPath[levels.length - 1]) : top(bonusLevel) + levels[bonusLevel - 1].length * step + 8; // prettier-ignore
  const accept = frame.kind === "accept";

  const drawing = svg(
    "svg",
    {
      class: "tree",
      viewBox: `0 0 ${width} ${r(height)}`,
      width,
      height: r(height),
      role: "img",
      "aria-label": ariaLabel
    },
    svg("text", {class: "level-name", x: x(0), y: 13}, "the text"),
    svg("text", {class: "level-note", x: x(0), y: 30}, "its last token"),
    ...levels.slice(0, reached).flatMap((_, k) => levelHead(shape, k + 1)),
    ...visible.map((i) => link(nodes[i].parent < 0 ? undefined : nodes[i].parent, nodes[i].level, y(i), fates[i])),
    ...(accept ? [link(acceptedPath.at(-1), bonusLevel, bonusTop, "bonus")] : []),
    ...node(x(0), top(0), before.at(-1) ?? "", "", "own"),
    ...visible.flatMap((i) => node(x(nodes[i].level), y(i), nodes[i].text, formatScore(nodes[i].score), fates[i])),
    ...(accept ? node(x(bonusLevel), bonusTop, emitted.at(-1) ?? "", "", "own") : []),
    ...(frame.kind === "grow" ? ghosts(shape, frame.level, top(frame.level)) : [])
  );
  const grid = Array.from({length: most}, (_, row) =>
    levels.map((level, k): Point | undefined => {
      const i = level.at(row);
      if (i === undefined || fates[i] === "hidden") return undefined;
      return {x: x(k + 1) + wide / 2, y: y(i) + high / 2, label: nodeWords(shape, i, frame).join(", ")};
    })
  );
  const readout = (row: number, column: number): HTMLElement[] => {
    const [first, ...rest] = nodeWords(shape, levels[column][row], frame);
    return [html("strong", {}, first), ...rest.map((text) => html("span", {}, text))];
  };
  const pointed = withPoints(drawing, grid, {name: "Nodes of the tree", width, height, readout});
  const last = accept ? bonusLevel : reached;
  return {pointed, front: x(last) + wide, width};
}

function levelHead(shape: TreeShape, level: number): SVGElement[] {
  const {nodes, levels, round} = shape;
  const best = Math.max(...levels[level - 1].map((i) => nodes[i].score));
  const {threshold} = round.options;
  const ends = level === levels.length && round.stopped === "score";
  return [
    svg("text", {class: "level-name", x: x(level), y: 13}, `level ${level}`),
    svg(
      "text",
      {class: ends ? "level-note ends" : "level-note", x: x(level), y: 30},
      `best ${formatScore(best)} ${ends ? "<" : "≥"} ${threshold}`
    )
  ];
}

/** A node: its outline, its token, its score; where it is pruned, a line through it. */
function node(left: number, top: number, text: string, score: string, kind: string): SVGElement[] {
  const round = kind === "own" ? 10 : 3;
  const letters = shown(text);
  const room = score === "" ? 15 : 10;
  const cut = letters.length > room ? `${letters.slice(0, room - 1)}…` : letters;
  const base = r(top) + 15;
  return [
    svg("path", {class: `node ${kind}`, d: rounded(left, r(top), wide, high, round)}),
    svg("text", {class: `token ${kind}`, x: left + 8, y: base}, cut),
    ...(score ? [svg("text", {class: `score ${kind}`, x: left + wide - 7, y: base, "text-anchor": "end"}, score)] : []),
    ...(kind === "pruned"
      ? [
          svg("path", {
            class: "struck",
            d: `M${left + 5},${r(top) + high / 2}h${Math.min(cut.length * 7 + 6, wide - 60)}`
          })
        ]
      : [])
  ];
}

/** Below a level that has just grown: the best of the candidates that got no place. */
function ghosts(shape: TreeShape, level: number, top: number): SVGElement[] {
  const {candidates, leftOut} = shape.round.levels[level - 1];
  const count = candidates - shape.levels[level - 1].length;
  if (count === 0) return [];
  const scores = leftOutScores(shape, level);
  const y = top + shape.levels[level - 1].length * step + 11;
  const shownHere = leftOut.slice(0, 2);
  return [
    svg("text", {class: "ghost-head", x: x(level), y}, `${count} get no place, first`),
    ...shownHere.flatMap(({text}, k) => {
      const base = y + 17 * (k + 1);
      return [
        svg("text", {class: "ghost", x: x(level) + 8, y: base}, shown(text).slice(0, 11)),
        svg("text", {class: "ghost", x: x(level) + wide - 7, y: base, "text-anchor": "end"}, formatScore(scores[k]))
      ];
    })
  ];
}

/** A node's path, level, probability and score, and what it has become by now. */
function nodeWords(shape: TreeShape, index: number, frame: TreeFrame): string[] {
  const {nodes, round} = shape;
  const {level, parent, probability, score} = nodes[index];
  const path = pathOf(nodes, index).map((i) => nodes[i].text);
  const product =
    parent < 0 && round.options.root === "first-draft"
      ? `score 1 as the root, probability ${formatScore(probability)}`
      : `score ${formatScore(score)} = ${parent < 0 ? "" : `${formatScore(nodes[parent].score)} · `}${formatScore(probability)}`;
  const fate = fateOf(shape, index, frame);
  return [
    `“${shown(path.join(""))}”`,
    `level ${level}`,
    product,
    ...(["accepted", "rejected", "pruned"].includes(fate) ? [fateWords(shape, index)] : [])
  ];
}

const r = (value: number): number => Math.round(value * 10) / 10;

const rounded = (left: number, top: number, width: number, height: number, radius: number): string =>
  `M${left + radius},${top}h${width - 2 * radius}a${radius},${radius} 0 0 1 ${radius},${radius}v${height - 2 * radius}a${radius},${radius} 0 0 1 ${-radius},${radius}h${2 * radius - width}a${radius},${radius} 0 0 1 ${-radius},${-radius}v${2 * radius - height}a${radius},${radius} 0 0 1 ${radius},${-radius}z`;
