// One lane: the caches of a batch, rows are samples, columns are slots. Each kind of token is one SVG path, so a step
// rewrites a handful of attributes however many tokens there are.
import {svg} from "./dom.js";
import type {LaneCells} from "./laneCells.js";
import {tokenKindNames, tokenKinds} from "./tokenKinds.js";

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
  /** Draw the caches; `selected` is the sample that is marked, if any. */
  update(cells: LaneCells, selected?: number): void;
}

/** SVG units of a cell's width, and of the distance between two samples */
export const cellSize = 10;
const pitch = 12;

/** An empty lane. */
export function lane({batchSize, starts, columns, ariaLabel}: LaneOptions): Lane {
  const width = columns * cellSize;
  const height = batchSize * pitch;
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
  const paths = tokenKindNames.map((kind) => svg("path", {class: `kind kind-${kind}`}));
  const element = svg(
    "svg",
    {viewBox: `-4 -1 ${width + 8} ${height + 2}`, role: "img", "aria-label": ariaLabel, class: "lane-cells"},
    track,
    fed,
    ...paths,
    cursor,
    chosen
  );
  return {
    element,
    update({kinds, fed: spans, cursors}, selected) {
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

/** The sample at a vertical place of a lane's picture, from 0 (top) to 1 (bottom). */
export const sampleAt = (fraction: number, batchSize: number): number =>
  Math.max(0, Math.min(batchSize - 1, Math.floor(fraction * batchSize)));
