// One lane: the caches of a batch, rows are samples, columns are slots. Each kind of token is one SVG path, so a step
// rewrites a handful of attributes however many tokens there are. Below the caches lies the list of rows that the step fed
// to the network, and from those of the marked sample a line leads to the slot that each was written to.
import type {PackedRow} from "../../decoding/cells.js";
import {svg} from "./dom.js";
import type {LaneCells} from "./laneCells.js";
import {tokenKindNames, tokenKinds} from "./tokenKinds.js";
import type {TokenKind} from "./tokenKinds.js";

export interface LaneOptions {
  readonly batchSize: number;
  /** first slot drawn of each sample [B] */
  readonly starts: readonly number[];
  /** slots drawn of each sample */
  readonly columns: number;
  /** what the picture shows, in words */
  readonly ariaLabel: string;
}

export interface Lane {
  readonly element: SVGSVGElement;
  /**
   * Draw the caches, and the rows of the step; `selected` is the sample that is marked, if any, and `pointing` draws the
   * lines from its rows to their slots, which would flicker in a figure that plays.
   */
  update(cells: LaneCells, fed: readonly PackedRow[], selected?: number, pointing?: boolean): void;
}

/** SVG units of a cell's width, and of the distance between two samples */
export const cellSize = 10;
const pitch = 12;
/** and between the caches and the list of rows */
const listGap = 16;

/** An empty lane. */
export function lane({batchSize, starts, columns, ariaLabel}: LaneOptions): Lane {
  const width = columns * cellSize;
  const height = batchSize * pitch;
  const listTop = height + listGap;
  const x = (i: number, slot: number): number => (slot - starts[i]) * cellSize;
  const bars = (spans: readonly (readonly [number, number])[]): string =>
    spans
      .flatMap(([first, end], i) => {
        const start = Math.max(first, starts[i]);
        return end > start
          ? [`M${x(i, start)},${i * pitch + 1}h${(end - start) * cellSize}v${pitch - 2}H${x(i, start)}z`]
          : [];
      })
      .join("");
  const track = svg("path", {class: "track"});
  const fed = svg("path", {class: "fed"});
  const cursor = svg("path", {class: "cursor"});
  const chosen = svg("path", {class: "chosen"});
  const pointers = svg("path", {class: "pointers"});
  const listed = tokenKindNames.map((kind) => svg("path", {class: `kind kind-${kind}`}));
  const marked = svg("path", {class: "marked"});
  const paths = tokenKindNames.map((kind) => svg("path", {class: `kind kind-${kind}`}));
  const element = svg(
    "svg",
    {
      viewBox: `-4 -1 ${width + 8} ${listTop + cellSize + 2}`,
      role: "img",
      "aria-label": ariaLabel,
      class: "lane-cells"
    },
    track,
    fed,
    ...paths,
    cursor,
    chosen,
    pointers,
    marked,
    ...listed
  );
  const drawList = (rows: readonly PackedRow[], selected: number | undefined, pointing: boolean): void => {
    const step = Math.min(cellSize, width / Math.max(rows.length, 1));
    const center = (row: number): number => (row + 0.5) * step;
    const shapes = tokenKindNames.map((): string[] => []);
    for (const fed of rows) {
      const shape = tokenKinds[rowKind(fed)].path(center(fed.row), listTop + cellSize / 2, Math.min(step, cellSize));
      shapes[tokenKindNames.indexOf(rowKind(fed))].push(shape);
    }
    listed.forEach((path, k) => path.setAttribute("d", shapes[k].join("")));
    const own = rows.filter(({sample}) => sample === selected);
    const [first] = own;
    marked.setAttribute(
      "d",
      first ? `M${first.row * step},${listTop - 1}h${own.length * step}v${cellSize + 2}h${-own.length * step}z` : ""
    );
    pointers.setAttribute(
      "d",
      (pointing ? own : [])
        .map(({row, sample, slot}) => {
          const [from, to] = [center(row), x(sample, slot) + cellSize / 2];
          const between = height + listGap / 2;
          return `M${from},${listTop - 1}V${between}H${to}V${(sample + 1) * pitch - 1}`;
        })
        .join("")
    );
  };
  return {
    element,
    update({kinds, fed: spans, cursors}, rows, selected, pointing = false) {
      drawList(rows, selected, pointing);
      const shapes = tokenKindNames.map((): string[] => []);
      kinds.forEach((row, i) => {
        for (let slot = starts[i]; slot < Math.min(row.length, starts[i] + columns); slot++) {
          const kind = row[slot];
          if (!kind) continue;
          const shape = tokenKinds[kind].path(x(i, slot) + cellSize / 2, (i + 0.5) * pitch, cellSize);
          shapes[tokenKindNames.indexOf(kind)].push(shape);
        }
      });
      paths.forEach((path, k) => path.setAttribute("d", shapes[k].join("")));
      track.setAttribute("d", bars(cursors.map((end, i) => [starts[i], end])));
      fed.setAttribute("d", bars(spans));
      cursor.setAttribute(
        "d",
        cursors.map((slot, i) => (slot > starts[i] ? `M${x(i, slot)},${i * pitch + 1}v${pitch - 2}` : "")).join("")
      );
      chosen.setAttribute("d", selected === undefined ? "" : `M-3,${selected * pitch + 2}v${pitch - 4}`);
    }
  };
}

/** What a row of the list is, in the figure's colours: a sample's last token is always the model's own. */
function rowKind({role, kept}: PackedRow): TokenKind {
  if (role === "pad" || role === "prompt") return role;
  if (role === "last") return "own";
  return kept ? "accepted" : "rejected";
}

/** The sample at a vertical place of a lane's picture, from 0 (top) to 1 (bottom). */
export const sampleAt = (fraction: number, batchSize: number): number => {
  const share = (batchSize * pitch + listGap + cellSize) / (batchSize * pitch);
  return Math.max(0, Math.min(batchSize - 1, Math.floor(fraction * share * batchSize)));
};
