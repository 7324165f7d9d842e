// The grid of a batch, drawn: a row a sample, a column a step, in each cell the tokens that were fed as one small column:
// the model's own below, accepted drafts on it, rejected ones hollow on top. Below lie the spread within each step and the
// pads that vanilla adds, in columns of the same steps. Names and totals stay beside the grid when it scrolls.
import type {Accepted, Pads} from "./acceptedCells.js";
import {sumPads} from "./acceptedCells.js";
import type {Pace} from "./batchReplay.js";
import {drawTotals} from "./acceptedTotals.js";
import {formatCount, svg} from "./dom.js";
import {niceTop} from "./niceTop.js";

export interface DrawingOptions {
  /** CSS pixels for all three parts */
  readonly width: number;
  readonly names: readonly string[];
  readonly paces: readonly Pace[];
  /** what the grid shows, in words */
  readonly ariaLabel: string;
}

export interface Place {
  readonly sample: number;
  /** from 1 on */
  readonly step: number;
}

export interface Drawing {
  /** names of rows, the grid, and what each row comes to */
  readonly parts: readonly [SVGSVGElement, SVGSVGElement, SVGSVGElement];
  /** Mark a cell and its step; undefined marks none. */
  mark(place: Place | undefined): void;
  /** The cell at a place of the grid's picture, in its pixels. */
  at(x: number, y: number): Place | undefined;
  /** Left and right edge of a step's column, in pixels of the grid's picture. */
  column(step: number): readonly [number, number];
}

const head = 22;
const stripGap = 18;
const strip = 46;

/** All three parts; they have one height. */
export function drawAccepted(accepted: Accepted, {width, names, paces, ariaLabel}: DrawingOptions): Drawing {
  const {cells, spreads, padRows, padSlots} = accepted;
  const steps = spreads.length;
  const narrow = width < 560;
  const [left, right] = narrow ? [76, 70] : [128, 168];
  const cw = Math.max(narrow ? 11 : 6, Math.min(26, (width - left - right) / Math.max(steps, 1)));
  const rowHeight = Math.max(19, Math.min(44, Math.floor(470 / cells.length)));
  const most = Math.max(1, ...cells.flat().map((cell) => (cell ? cell.drafted.length + 1 : 1)));
  const unit = (rowHeight - 4) / most;
  const gridHeight = head + cells.length * rowHeight;
  const tops = [0, 1, 2].map((k) => gridHeight + stripGap + k * (strip + stripGap));
  const height = tops[2] + strip + 8;
  const total = Math.max(steps * cw, 1);
  const base = (i: number): number => head + (i + 1) * rowHeight - 2;
  const bar = Math.max(cw - (cw > 9 ? 2 : 1), 2);
  const x = (k: number): number => k * cw + (cw - bar) / 2;
  const box = (k: number, bottom: number, size: number): string => {
    const [w, h] = [fixed(bar), fixed(size)];
    return `M${fixed(x(k))},${fixed(bottom)}h${w}v-${h}h-${w}z`;
  };

  const shapes = {own: "", accepted: "", rejected: "", live: "", end: ""};
  cells.forEach((row, i) => {
    row.forEach((cell, k) => {
      if (!cell) return;
      const right = cell.emitted.length - 1;
      shapes.own += box(k, base(i), unit);
      if (right > 0) shapes.accepted += box(k, base(i) - unit, right * unit);
      const wrong = cell.rejected.length;
      if (wrong > 0) shapes.rejected += hollow(x(k), base(i) - (right + 1) * unit, bar, wrong * unit);
    });
    const end = row.findLastIndex(Boolean) + 1;
    shapes.live += `M0,${base(i) + 1}H${fixed(end * cw)}`;
    if (end < steps) shapes.end += `M${fixed(end * cw + 0.5)},${base(i) + 1}v${-(rowHeight - 5)}`;
  });
  const ticks = tickSteps(steps, cw);
  const anchor = (k: number): string => (k === 1 && cw < 12 ? "start" : (steps - k) * cw < 10 ? "end" : "middle");
  const text = (content: string, attributes: Record<string, string | number>): SVGTextElement =>
    svg("text", attributes, content);
  const column = svg("path", {class: "marked-step"});
  const marker = svg("path", {class: "cell-cursor"});
  const spreadTop = niceTop(Math.max(1, ...spreads.map(({most: n}) => n)));
  const strips = [padRows, padSlots].map((pads) => padStrip(pads));
  const y = (value: number, k: number, top: number): number => tops[k] + strip * (1 - value / top);

  function padStrip(pads: readonly Pads[]): {top: number; running: string; ended: string} {
    const k = pads === padRows ? 1 : 2;
    const top = niceTop(Math.max(1, ...pads.map(({running, ended}) => running + ended)));
    const size = (value: number): number => (value / top) * strip;
    let [running, ended] = ["", ""];
    pads.forEach((pad, step) => {
      if (pad.running > 0) running += box(step, tops[k] + strip, size(pad.running));
      if (pad.ended > 0) ended += hollow(x(step), tops[k] + strip - size(pad.running), bar, size(pad.ended));
    });
    return {top, running, ended};
  }

  const grid = svg(
    "svg",
    {
      class: "accepted-grid",
      viewBox: `0 0 ${fixed(total)} ${height}`,
      width: fixed(total),
      height,
      role: "img",
      "aria-label": ariaLabel
    },
    column,
    svg("path", {class: "grid", d: ticks.map((k) => `M${fixed((k - 0.5) * cw)},${head - 7}v5`).join("")}),
    ...ticks.map((k) =>
      text(String(k), {x: fixed(k === steps ? total : (k - 0.5) * cw), y: 12, "text-anchor": anchor(k)})
    ),
    svg("path", {
      class: "axis-line",
      d: [...tops.map((top) => top + strip + 0.5), ...cells.map((_, i) => base(i) + 1)]
        .map((height) => `M0,${height}H${fixed(total)}`)
        .join("")
    }),
    svg("path", {class: "live", d: shapes.live}),
    svg("path", {class: "kind-accepted", d: shapes.accepted}),
    svg("path", {class: "kind-own", d: shapes.own}),
    svg("path", {class: "wrong", d: shapes.rejected}),
    svg("path", {class: "ended", d: shapes.end}),
    svg("path", {
      class: "spread",
      d: spreads
        .map(({least, most: n}, k) =>
          least < n ? `M${fixed((k + 0.5) * cw)},${y(least, 0, spreadTop)}V${y(n, 0, spreadTop)}` : ""
        )
        .join("")
    }),
    svg("path", {
      class: "mean",
      d: spreads.map(({mean}, k) => `M${fixed(x(k))},${fixed(y(mean, 0, spreadTop))}h${fixed(bar)}`).join("")
    }),
    ...strips.flatMap(({running, ended}) => [
      svg("path", {class: "pads-running", d: running}),
      svg("path", {class: "pads-ended", d: ended})
    ]),
    marker
  );

  const stripNames = narrow
    ? ["tokens", "pad rows", "pad slots"]
    : ["tokens, min–max", "pad rows fed", "pad slots added"];
  const maxima = [spreadTop, ...strips.map(({top}) => top)];
  const names_ = svg(
    "svg",
    {class: "accepted-grid", viewBox: `0 0 ${left} ${height}`, width: left, height},
    text("step", {x: left - 6, y: 12, "text-anchor": "end", class: "axis"}),
    ...names.map((name, i) => text(name, {x: left - 6, y: base(i) - rowHeight / 2 + 6, "text-anchor": "end"})),
    ...tops.flatMap((top, k) => [
      text(formatCount(maxima[k]), {x: left - 6, y: top + 6, "text-anchor": "end"}),
      text(stripNames[k], {x: left - 6, y: top + strip / 2 + 6, "text-anchor": "end", class: "axis"}),
      text("0", {x: left - 6, y: top + strip + 3, "text-anchor": "end"})
    ])
  );

  const sums = drawTotals(paces, [padRows, padSlots].map(sumPads), {
    base,
    rowHeight,
    tops,
    width: right,
    height,
    narrow
  });

  return {
    parts: [names_, grid, sums],
    mark(place) {
      const edges = place && [(place.step - 1) * cw, cw];
      column.setAttribute(
        "d",
        edges ? `M${fixed(edges[0])},${head - 4}h${fixed(cw)}V${height - 8}h${fixed(-cw)}z` : ""
      );
      marker.setAttribute(
        "d",
        place && edges
          ? `M${fixed(edges[0])},${base(place.sample) + 1.5}h${fixed(cw)}v${-rowHeight + 1}h${fixed(-cw)}z`
          : ""
      );
    },
    at(px, py) {
      const [step, sample] = [Math.floor(px / cw) + 1, Math.floor((py - head) / rowHeight)];
      const inside = step >= 1 && step <= steps && py >= head && py < height;
      return inside ? {step, sample: Math.min(sample, cells.length - 1)} : undefined;
    },
    column: (step) => [(step - 1) * cw, step * cw]
  };
}

const fixed = (value: number): number => Math.round(value * 100) / 100;

/** An outline that lies within the box, so that neighbours don't touch. */
function hollow(x: number, bottom: number, width: number, height: number): string {
  const [w, h] = [fixed(Math.max(width - 1, 0.5)), fixed(Math.max(height - 1, 0.5))];
  return `M${fixed(x + 0.5)},${fixed(bottom - 0.5)}h${w}v-${h}h-${w}z`;
}

/** Steps that the axis names: the first, and every fifth, tenth or twentieth. */
function tickSteps(steps: number, cw: number): number[] {
  const every = [1, 2, 5, 10, 20].find((n) => n * cw >= 34) ?? 50;
  return Array.from({length: steps}, (_, k) => k + 1).filter((k) => k === 1 || k % every === 0);
}
