// Lines over a few ordered values, such as batch sizes: each with its colour, its marker and its name at its end.
import {svg} from "./dom.js";

export interface Line {
  readonly name: string;
  /** CSS class that gives the colour: line-<key> */
  readonly key: string;
  /** one value per tick; undefined where there is none */
  readonly values: readonly (number | undefined)[];
  /** low and high end of a bar through each point, such as quartiles */
  readonly ranges?: readonly (readonly [number, number] | undefined)[];
  readonly marker: "disc" | "square" | "diamond" | "triangle" | "none";
  readonly dashed?: boolean;
}

export interface LinesOptions {
  /** CSS pixels */
  readonly width: number;
  readonly height?: number;
  readonly ticks: readonly (string | number)[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** a value to draw a line across at, such as 1 for "no gain" */
  readonly rule?: number;
  readonly ariaLabel: string;
}

const margin = {top: 26, right: 140, bottom: 40, left: 36}; // names of about 16 letters fit on the right

/** A chart of lines, from zero up. */
export function linesChart(lines: readonly Line[], options: LinesOptions): SVGSVGElement {
  const {width, height = 340, ticks, xLabel, yLabel, rule, ariaLabel} = options;
  const all = lines.flatMap(({values, ranges = []}) => [...values, ...ranges.flatMap((range) => range ?? [])]);
  const top = Math.max(rule ?? 0, ...all.filter((value) => value !== undefined)) * 1.05;
  const step = niceStep(top / 5);
  const x = (i: number): number => margin.left + ((i + 0.5) / ticks.length) * (width - margin.left - margin.right);
  const y = (value: number): number => height - margin.bottom - (value / top) * (height - margin.top - margin.bottom);
  const text = (content: string, attributes: Record<string, string | number>): SVGTextElement =>
    svg("text", attributes, content);
  const grid = Array.from({length: Math.floor(top / step) + 1}, (_, k) => k * step).flatMap((value) => [
    svg("line", {class: "grid", x1: margin.left, x2: width - margin.right, y1: y(value), y2: y(value)}),
    text(String(Math.round(value * 100) / 100), {x: margin.left - 6, y: y(value) + 4, "text-anchor": "end"})
  ]);
  const labels = spread(
    lines.map(({values}) => y(values.findLast((value) => value !== undefined) ?? 0)),
    15
  );
  return svg(
    "svg",
    {class: "lines", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel},
    ...grid,
    ...ticks.map((tick, i) => text(String(tick), {x: x(i), y: height - margin.bottom + 18, "text-anchor": "middle"})),
    text(xLabel, {x: (margin.left + width - margin.right) / 2, y: height - 4, "text-anchor": "middle", class: "axis"}),
    text(yLabel, {x: 0, y: 12, class: "axis"}),
    ...(rule === undefined
      ? []
      : [svg("line", {class: "rule", x1: margin.left, x2: width - margin.right, y1: y(rule), y2: y(rule)})]),
    ...lines.map(({name, key, values, ranges, marker, dashed}, k) => {
      const points = values.flatMap((value, i) => (value === undefined ? [] : [[x(i), y(value)] as const]));
      const bars = (ranges ?? []).map((range, i) => (range ? `M${x(i)},${y(range[0])}V${y(range[1])}` : "")).join("");
      return svg(
        "g",
        {class: `line line-${key}${dashed ? " dashed" : ""}`},
        svg("path", {class: "bars", d: bars}),
        svg("path", {class: "stroke", d: points.map(([px, py], i) => `${i ? "L" : "M"}${px},${py}`).join("")}),
        svg("path", {class: "marks", d: points.map(([px, py]) => markerPath(marker, px, py)).join("")}),
        text(name, {x: width - margin.right + 8, y: labels[k] + 4, class: "name"})
      );
    })
  );
}

/** Places at least `gap` apart, as near to the wanted ones as their order allows. */
export function spread(wanted: readonly number[], gap: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const places = [...wanted];
  for (let pass = 0; pass < 50; pass++) {
    for (let k = 1; k < order.length; k++) {
      const [above, below] = [order[k - 1], order[k]];
      const short = gap - (places[below] - places[above]);
      if (short <= 0) continue;
      places[above] -= short / 2;
      places[below] += short / 2;
    }
  }
  return places;
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

function markerPath(marker: Line["marker"], x: number, y: number): string {
  switch (marker) {
    case "disc":
      return `M${x - 4},${y}a4,4 0 1 0 8,0a4,4 0 1 0 -8,0`;
    case "square":
      return `M${x - 3.5},${y - 3.5}h7v7h-7z`;
    case "diamond":
      return `M${x},${y - 5}l5,5l-5,5l-5,-5z`;
    case "triangle":
      return `M${x},${y - 5}l5,8h-10z`;
    case "none":
      return "";
  }
}
