// Curves over a number, such as steps or batch sizes: each with its colour, its dash or marker, and its name at its end.
import {formatCount, formatPercent, svg} from "./dom.js";
import {spread} from "./spread.js";
import {niceTop} from "./niceTop.js";

export interface Curve {
  /** lines of its label */
  readonly names: readonly string[];
  /** CSS class that gives the colour: line-<key> */
  readonly key: string;
  /** [x, y], x ascending */
  readonly points: readonly (readonly [number, number])[];
  readonly marker?: "disc" | "square" | "none";
  readonly dashed?: boolean;
}

export interface CurvesOptions {
  /** CSS pixels */
  readonly width: number;
  readonly height?: number;
  readonly xLabel: string;
  readonly yLabel: string;
  /** x values that the axis names; default a few round ones */
  readonly ticks?: readonly number[];
  /** whether values are shares from 0 to 1; default false */
  readonly share?: boolean;
  /** the curves between which an area is filled, and its name */
  readonly between?: {readonly upper: Curve; readonly lower: Curve; readonly name: string};
  readonly ariaLabel: string;
}

const margin = {top: 28, right: 158, bottom: 40, left: 48};
const lineHeight = 14;

/** A chart of curves, from zero up. */
export function curvesChart(curves: readonly Curve[], options: CurvesOptions): SVGSVGElement {
  const {width, height = 300, xLabel, yLabel, share = false, between, ariaLabel} = options;
  const points = curves.flatMap((curve) => curve.points);
  const xs = points.map(([px]) => px);
  const [first, last] = [Math.min(...xs, Infinity), Math.max(...xs, -Infinity)];
  const most = Math.max(...points.map(([, py]) => py), 0);
  const top = most > 0 ? (share ? Math.min(1, niceTop(most)) : niceTop(most)) : 1;
  const [plotLeft, plotRight] = [margin.left, width - margin.right];
  const x = (value: number): number => {
    const part = last > first ? (value - first) / (last - first) : 0;
    return plotLeft + 8 + part * (plotRight - plotLeft - 16);
  };
  const y = (value: number): number => height - margin.bottom - (value / top) * (height - margin.top - margin.bottom);
  const path = (list: Curve["points"]): string =>
    list.map(([px, py], i) => `${i ? "L" : "M"}${fixed(x(px))},${fixed(y(py))}`).join("");
  const text = (content: string, attributes: Record<string, string | number>): SVGTextElement =>
    svg("text", attributes, content);

  const labels = curves.flatMap((curve) =>
    curve.names.map((name, k) => ({curve, name, first: k === 0, at: y(curve.points.at(-1)?.[1] ?? 0) + k / 100}))
  );
  const places = spread(
    labels.map(({at}) => at),
    lineHeight
  );
  const low = Math.max(0, Math.max(...places, 0) - (height - margin.bottom));
  return svg(
    "svg",
    {class: "lines", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel},
    ...parts(top).flatMap((part) => [
      svg("line", {class: "grid", x1: plotLeft, x2: plotRight, y1: y(part * top), y2: y(part * top)}),
      text(share ? formatPercent(part * top, 1) : compact(part * top), {
        x: plotLeft - 6,
        y: y(part * top) + 4,
        "text-anchor": "end"
      })
    ]),
    ...apart(options.ticks ?? roundTicks(first, last), (tick) => x(tick)).map((tick) =>
      text(String(tick), {x: fixed(x(tick)), y: height - margin.bottom + 18, "text-anchor": "middle"})
    ),
    text(xLabel, {x: (plotLeft + plotRight) / 2, y: height - 4, "text-anchor": "middle", class: "axis"}),
    text(yLabel, {x: 0, y: 12, class: "axis"}),
    ...(between ? area(between) : []),
    ...curves.map(({key, points: list, marker = "none", dashed}) =>
      svg(
        "g",
        {class: `line line-${key}${dashed ? " dashed" : ""}`},
        svg("path", {class: "stroke", d: path(list)}),
        svg("path", {class: "marks", d: list.map(([px, py]) => mark(marker, fixed(x(px)), fixed(y(py)))).join("")})
      )
    ),
    ...labels.map(({curve, name, first}, i) =>
      svg(
        "g",
        {class: `line line-${curve.key}${curve.dashed || !first ? " dashed" : ""}`},
        text(name, {x: plotRight + 6, y: fixed(places[i] - low + 4), class: "name", "paint-order": "stroke"})
      )
    )
  );

  function area({upper, lower, name}: NonNullable<CurvesOptions["between"]>): SVGElement[] {
    const widest = upper.points
      .map(([px, py], i) => ({px, gap: py - lower.points[i][1], middle: (py + lower.points[i][1]) / 2}))
      .filter(({px}) => px <= first + 0.85 * (last - first))
      .reduce((a, b) => (b.gap > a.gap ? b : a), {px: first, gap: 0, middle: 0});
    const roomy = y(0) - y(widest.gap) > 18;
    return [
      svg("path", {
        class: "between",
        d: `${path(upper.points)}${path(lower.points.toReversed()).replace("M", "L")}z`
      }),
      ...(roomy
        ? [text(name, {x: fixed(x(widest.px)), y: fixed(y(widest.middle)) + 4, "text-anchor": "end", class: "axis"})]
        : [])
    ];
  }
}

const fixed = (value: number): number => Math.round(value * 100) / 100;

const compact = (value: number): string =>
  value < 10_000
    ? formatCount(Math.round(value * 100) / 100)
    : new Intl.NumberFormat("en", {notation: "compact", maximumSignificantDigits: 3}).format(value);

/** Where an axis that ends at `niceTop` is divided: thirds, fifths or quarters, so that its numbers are round. */
function parts(top: number): number[] {
  const factor = Math.round(top / 10 ** Math.floor(Math.log10(top) + 1e-9));
  const count = factor === 3 ? 3 : factor === 5 ? 5 : 4;
  return Array.from({length: count + 1}, (_, k) => k / count);
}

/** The ends, and round numbers between them. */
function roundTicks(first: number, last: number): number[] {
  if (!(last > first)) return Number.isFinite(first) ? [first] : [];
  const every = niceTop((last - first) / 5);
  const inner = Array.from({length: Math.floor(last / every) + 1}, (_, k) => k * every);
  return inner.filter((value) => value >= first && value <= last);
}

/** Those that have room for their names. */
function apart(ticks: readonly number[], x: (tick: number) => number): number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    const before = kept.at(-1);
    if (before === undefined || x(tick) - x(before) >= 18) kept.push(tick);
  }
  return kept;
}

function mark(kind: Curve["marker"], x: number, y: number): string {
  if (kind === "disc") return `M${x - 4},${y}a4,4 0 1 0 8,0a4,4 0 1 0 -8,0`;
  return kind === "square" ? `M${x - 3.5},${y - 3.5}h7v7h-7z` : "";
}
