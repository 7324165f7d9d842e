// Points with their spread, and lines, over a measured quantity: names stand at the lines' ends, and every point can be
// reached with the arrow keys or the pointer, and says its values in words.
import {html, svg} from "./dom.js";
import {niceStep, spread} from "./lines.js";

export interface XyPoint {
  readonly x: number;
  readonly y: number;
  /** low and high end of a bar through it */
  readonly range?: readonly [number, number];
  /** what it says when it is pointed at */
  readonly words: string;
}

export interface Series {
  /** stands at its end; "" for none */
  readonly name: string;
  /** CSS class that gives the colour: xy-<key> */
  readonly key: string;
  /** x and y of the line's corners; default none */
  readonly line?: readonly (readonly [number, number])[];
  readonly points?: readonly XyPoint[];
  /** default "disc" */
  readonly marker?: "disc" | "square";
  /** drawn as outlines, such as measured points on a predicted line; default false */
  readonly hollow?: boolean;
}

export interface XyOptions {
  /** CSS pixels */
  readonly width: number;
  readonly height?: number;
  /** values written below; ends of the scale */
  readonly xTicks: readonly number[];
  /** default "linear" */
  readonly xScale?: "linear" | "log";
  readonly xLabel: string;
  readonly yLabel: string;
  /** pixels for the names on the right; default 84 */
  readonly right?: number;
  /** a value to draw a line across at */
  readonly rule?: number;
  /** an x to draw a line up at, such as the one chosen */
  readonly chosen?: number;
  /** highest y; default the highest drawn */
  readonly top?: number;
  readonly ariaLabel: string;
}

/** The chart, with a line of words below for the point that is pointed at. */
export function xyChart(series: readonly Series[], options: XyOptions): HTMLElement {
  const {width, height = 320, xTicks, xScale = "linear", xLabel, yLabel, right = 84, rule, chosen, ariaLabel} = options;
  const margin = {top: 28, right, bottom: 42, left: 36};
  const drawn = series.flatMap(({line = [], points = []}) => [
    ...line.map(([, y]) => y),
    ...points.flatMap(({y, range}) => [y, range?.[1] ?? y])
  ]);
  const top = options.top ?? Math.max(rule ?? 0, ...drawn) * 1.04;
  const scaled = (value: number): number => (xScale === "log" ? Math.log(value) : value);
  const [from, to] = [scaled(Math.min(...xTicks)), scaled(Math.max(...xTicks))];
  const inset = 10;
  const x = (value: number): number =>
    round(
      margin.left +
        inset +
        (to === from ? 0.5 : (scaled(value) - from) / (to - from)) * (width - margin.left - right - 2 * inset)
    );
  const y = (value: number): number =>
    round(height - margin.bottom - (Math.min(value, top) / top) * (height - margin.top - margin.bottom));
  const step = niceStep(top / 5);
  const across = {x1: margin.left, x2: width - right};
  const grid = Array.from({length: Math.floor(top / step) + 1}, (_, k) => k * step).flatMap((value) => [
    svg("line", {class: "grid", ...across, y1: y(value), y2: y(value)}),
    svg("text", {x: margin.left - 6, y: y(value) + 4, "text-anchor": "end"}, String(Number(value.toPrecision(3))))
  ]);
  let last = -Infinity;
  const ticks = [...xTicks]
    .sort((a, b) => a - b)
    .filter((tick) => x(tick) - last >= 17 && ((last = x(tick)), true))
    .map((tick) => svg("text", {x: x(tick), y: height - margin.bottom + 18, "text-anchor": "middle"}, String(tick)));
  const named = series.filter(({name}) => name !== "");
  const ends = named.map(({line = [], points = []}) => y(line.at(-1)?.[1] ?? points.at(-1)?.y ?? 0));
  const places = spread(ends, 15);
  const pointer = svg("path", {class: "pointer", d: ""});
  const picture = svg(
    "svg",
    {class: "lines xy", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel},
    ...grid,
    ...ticks,
    svg("text", {x: (margin.left + width - right) / 2, y: height - 4, "text-anchor": "middle", class: "axis"}, xLabel),
    svg("text", {x: 0, y: 12, class: "axis"}, yLabel),
    ...(rule === undefined ? [] : [svg("line", {class: "rule", ...across, y1: y(rule), y2: y(rule)})]),
    ...(chosen === undefined
      ? []
      : [svg("line", {class: "chosen", x1: x(chosen), x2: x(chosen), y1: margin.top, y2: height - margin.bottom})]),
    ...series.map(({key, line = [], points = [], marker, hollow}) =>
      svg(
        "g",
        {class: `line xy-${key}${hollow ? " hollow" : ""}`},
        svg("path", {class: "bars", d: points.map((point) => bar(x(point.x), y, point)).join("")}),
        svg("path", {class: "stroke", d: line.map(([px, py], i) => `${i ? "L" : "M"}${x(px)},${y(py)}`).join("")}),
        svg("path", {class: "marks", d: points.map((point) => mark(marker, x(point.x), y(point.y))).join("")})
      )
    ),
    ...named.map(({name, key}, k) =>
      svg("text", {x: width - right + 6, y: round(places[k]) + 4, class: `name name-${key}`}, name)
    ),
    pointer
  );
  const points = series.flatMap((each) => each.points ?? []).sort((a, b) => a.x - b.x || a.y - b.y);
  return withPointer(picture, pointer, points, (point) => [x(point.x), y(point.y)]);
}

function withPointer(
  picture: SVGSVGElement,
  pointer: SVGPathElement,
  points: readonly XyPoint[],
  at: (point: XyPoint) => readonly [number, number]
): HTMLElement {
  const words = html("p", {class: "pointed", role: "status"});
  const holder = html(
    "div",
    {class: "xy-points", tabindex: 0, role: "group", "aria-label": "Points: arrow keys step through them"},
    picture
  );
  let index = -1;
  const point = (next: number): void => {
    index = Math.max(0, Math.min(points.length - 1, next));
    const [px, py] = at(points[index]);
    pointer.setAttribute("d", `M${px - 8},${py}a8,8 0 1 0 16,0a8,8 0 1 0 -16,0`);
    words.textContent = points[index].words;
  };
  if (points.length > 0) {
    holder.addEventListener("keydown", (event) => {
      const moves: Record<string, number> = {
        ArrowRight: index + 1,
        ArrowLeft: index - 1,
        Home: 0,
        End: points.length - 1
      };
      if (!(event.key in moves)) return;
      event.preventDefault();
      point(moves[event.key]);
    });
    holder.addEventListener("pointermove", ({clientX, clientY}) => {
      const {left, top, width} = picture.getBoundingClientRect();
      const scale = picture.viewBox.baseVal.width / (width || 1);
      const far = points.map((candidate) => {
        const [px, py] = at(candidate);
        return Math.hypot(px - (clientX - left) * scale, py - (clientY - top) * scale);
      });
      const nearest = far.indexOf(Math.min(...far));
      if (far[nearest] < 24 && nearest !== index) point(nearest);
    });
  }
  return html("div", {class: "chart"}, holder, words);
}

const round = (value: number): number => Math.round(value * 100) / 100;

const bar = (px: number, y: (value: number) => number, {range}: XyPoint): string =>
  range ? `M${px},${y(range[0])}V${y(range[1])}` : "";

const mark = (marker: Series["marker"], px: number, py: number): string =>
  marker === "square" ? `M${px - 3.5},${py - 3.5}h7v7h-7z` : `M${px - 3.5},${py}a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0`;
