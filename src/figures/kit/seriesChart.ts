// Series of points in a plane, each with an interval where it has one, joined by a line where they are a series: what lies
// above the plane is cut off, and said at its edge. Lower values may be drawn higher, where lower is better.
import {gridBetween, textWidth} from "./axis.js";
import {html, svg} from "./dom.js";
import {markerPath} from "./markers.js";
import type {Marker} from "./markers.js";
import {plane} from "./plane.js";
import type {Plane, PlaneAxis} from "./plane.js";
import {withPoints} from "./points.js";
import type {Point, PointedAt, PointIndex} from "./points.js";
import {spread} from "./spread.js";

export interface SeriesPoint {
  readonly x: number;
  readonly y: number;
  /** low and high end of a bar through it */
  readonly range?: readonly [number, number];
  /** what it says, its name first */
  readonly words: readonly string[];
  /** a ring around it: what is chosen */
  readonly ringed?: boolean;
}

export interface ChartSeries {
  /** stands at its end */
  readonly name: string;
  /** place in the colours: class series-0 … series-3 */
  readonly series: number;
  readonly marker: Marker;
  readonly points: readonly SeriesPoint[];
  /** whether a line leads through its points; default true */
  readonly joined?: boolean;
  /** open markers, broken line: a control */
  readonly open?: boolean;
}

export interface SeriesChartOptions {
  readonly xAxis: PlaneAxis;
  readonly yLabel: string;
  readonly formatY: (value: number) => string;
  /** lowest and highest value of the axis; default what the points need */
  readonly range?: readonly [number, number];
  /** lower values higher up; default false */
  readonly flipped?: boolean;
  /** a value to draw a line across at, and its name */
  readonly rule?: {readonly value: number; readonly text: string};
  /** shorter names of the axes, for less than 480 pixels */
  readonly narrow?: {readonly x: string; readonly y: string};
  readonly ariaLabel: string;
  /** CSS pixels; default 330 */
  readonly height?: number;
  readonly chosen?: (point: SeriesPoint) => void;
}

/** The drawing for a width. */
export function seriesChart(series: readonly ChartSeries[], options: SeriesChartOptions, width: number): PointedAt {
  const {formatY, flipped = false, rule, narrow, ariaLabel, height = 330, chosen} = options;
  const short = width < 480 ? narrow : undefined;
  const xAxis = short ? {...options.xAxis, label: short.x} : options.xAxis;
  const yLabel = short?.y ?? options.yLabel;
  const [low, high] = options.range ?? rangeOf(series, rule?.value);
  // a single point is named beside it, a line at the edge
  const named = series.flatMap(({name, points, series: key}) =>
    points.length > 1 ? [{name, class: `name series-${key}`, end: points[points.length - 1]}] : []
  );
  const right = Math.max(0, ...series.map(({name}) => textWidth(name)), rule ? textWidth(rule.text) : 0) + 24;
  const ticks = gridBetween(low, high, height > 260 ? 5 : 3).map((value) => ({value, text: formatY(value)}));
  const [bottom, top] = flipped ? [high, low] : [low, high];
  const drawn = plane(xAxis, {label: yLabel, low: bottom, high: top, ticks}, {width, height, right});
  const y = (value: number): number => drawn.y(Math.max(low, Math.min(high, value)));
  const cut = (value: number): boolean => value > high || value < low;
  const ends = named.map(({end}) => y(end.y));
  const places = spread(rule ? [...ends, y(rule.value)] : ends, 16, [drawn.top, drawn.base - 4]);
  const drawing = svg(
    "svg",
    {
      class: "lines series-chart",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": ariaLabel
    },
    ...drawn.parts,
    ...(rule ? [svg("path", {class: "rule", d: `M${drawn.left},${y(rule.value)}H${drawn.edge}`})] : []),
    ...series.map((each) => seriesMarks(each, drawn.x, y, cut)),
    ...cutNames(series, drawn, cut, formatY),
    ...named.flatMap(({name, class: kind, end}, k) => [
      svg("path", {class: "leader", d: `M${drawn.x(end.x) + 6},${ends[k]}L${drawn.edge + 4},${places[k]}`}),
      svg("text", {class: kind, x: drawn.edge + 8, y: places[k] + 4, "paint-order": "stroke"}, name)
    ]),
    ...series.flatMap(({name, points, series: key}) =>
      points.length === 1
        ? [svg("text", {class: `name series-${key}`, x: drawn.x(points[0].x) + 10, y: y(points[0].y) + 16, "paint-order": "stroke"}, name)] // prettier-ignore
        : []
    ),
    ...(rule
      ? [svg("text", {class: "rule-name", x: drawn.edge + 8, y: places[named.length] + 4, "paint-order": "stroke"}, rule.text)] // prettier-ignore
      : [])
  );
  const grid = series.map(({points}) =>
    points.map((point): Point => ({x: drawn.x(point.x), y: y(point.y), label: point.words.join(", ")}))
  );
  return withPoints(drawing, grid, {
    name: ariaLabel,
    width,
    height,
    readout: (row, column) => {
      const [name = "", ...rest] = series[row].points[column].words;
      return [
        html("strong", {}, name),
        ...rest.map((text) => html("span", {class: `series-${series[row].series}`}, text))
      ];
    },
    ...(chosen ? {chosen: ([row, column]: PointIndex) => chosen(series[row].points[column])} : {})
  });
}

function seriesMarks(
  {points, marker, series, joined = true, open}: ChartSeries,
  x: (value: number) => number,
  y: (value: number) => number,
  cut: (value: number) => boolean
): SVGGElement {
  const at = points.map((point) => [x(point.x), y(point.y)] as const);
  const bars = points.flatMap(({x: px, range}) =>
    range
      ? [
          `M${x(px)},${y(range[0])}V${y(range[1])}${range.map((end) => (cut(end) ? "" : `M${x(px) - 4},${y(end)}h8`)).join("")}`
        ]
      : []
  );
  const rings = points.flatMap(({ringed}, i) =>
    ringed ? [`M${at[i][0] - 9},${at[i][1]}a9,9 0 1 0 18,0a9,9 0 1 0 -18,0z`] : []
  );
  return svg(
    "g",
    {class: `series series-${series}${open ? " open" : ""}`},
    svg("path", {class: "join", d: joined && at.length > 1 ? `M${at.join("L")}` : ""}),
    svg("path", {class: "bars", d: bars.join("")}),
    svg("path", {
      class: "marks",
      d: at.map(([px, py], i) => markerPath(cut(points[i].y) ? "triangle" : marker, px, py)).join("")
    }),
    ...(rings.length > 0 ? [svg("path", {class: "ring", d: rings.join("")})] : [])
  );
}

/** Values of what lies beyond the plane, beside the last of some that lie close together, one below the other. */
function cutNames(
  series: readonly ChartSeries[],
  {x, top}: Plane,
  cut: (value: number) => boolean,
  format: (value: number) => string
): SVGElement[] {
  const beyond = series
    .flatMap(({points, series: key}) => points.map(({x: at, y}) => ({at: x(at), y, key})))
    .filter(({y}) => cut(y))
    .sort((a, b) => a.at - b.at);
  const groups: (typeof beyond)[] = [];
  for (const point of beyond) {
    const group = groups.at(-1);
    if (group && point.at - group[group.length - 1].at < 76) group.push(point);
    else groups.push([point]);
  }
  return groups.flatMap((group) =>
    group.map(
      ({y, key}, i) =>
      svg("text", {class: `name cut series-${key}`, x: group[group.length - 1].at + 12, y: top + 12 + 16 * i, "paint-order": "stroke"}, `↑ ${format(y)}`) // prettier-ignore
    )
  );
}

/** What the points need, with their bars and the rule. */
export function rangeOf(series: readonly ChartSeries[], rule?: number): [number, number] {
  const values = series.flatMap(({points}) => points.flatMap(({y, range}) => [y, ...(range ?? [])]));
  if (rule !== undefined) values.push(rule);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) * 0.02 || 1) * 0.08;
  return [low - room, high + room];
}
