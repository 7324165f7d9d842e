// Lines over a few ordered values, such as batch sizes: bands behind them, a marker at each value, the name at the line's
// end, a rule to compare with, marks where something happens. Every point can be read with the pointer or the arrow keys.
import {gridValues, roomFor, textWidth} from "./axis.js";
import {formatCount, html, svg} from "./dom.js";
import {bandPath, linePath} from "./linePaths.js";
import {markerPath} from "./markers.js";
import type {Marker} from "./markers.js";
import {withPoints} from "./points.js";
import type {Point, PointedAt} from "./points.js";
import {responsiveChart} from "./responsive.js";
import {spread} from "./spread.js";

export interface ChartLine {
  readonly name: string;
  /** what is written at its end; default the name */
  readonly label?: string;
  /** CSS class that gives the colour: line-<key> */
  readonly key: string;
  /** one value per tick; undefined where there is none */
  readonly values: readonly (number | undefined)[];
  /** low and high end around each value, such as quartiles */
  readonly bands?: readonly (readonly [number, number] | undefined)[];
  readonly marker: Marker;
  /** broken line and open markers: what was not measured, such as a prediction */
  readonly dashed?: boolean;
  /** markers and bands only: single measurements that no line joins */
  readonly loose?: boolean;
  /** thin and pale, to compare another line with */
  readonly quiet?: boolean;
}

/** Something to point out on the way from one tick to the next, such as a crossing. */
export interface ChartMark {
  /** key of the line, for the colour */
  readonly key: string;
  /** place between the ticks: 2.5 is half way from the third to the fourth */
  readonly at: number;
  readonly value: number;
  readonly text: string;
}

export interface ChartRule {
  readonly value: number;
  readonly text: string;
}

export interface LineChartOptions {
  /** what stands below each value */
  readonly ticks: readonly (string | number)[];
  /** where the ticks lie, in any unit; default one after the other, evenly */
  readonly positions?: readonly number[];
  readonly xLabel: string;
  readonly yLabel: string;
  /** values to draw lines across at, and their names, such as 1, "greedy" */
  readonly rule?: ChartRule | readonly ChartRule[];
  /** default none */
  readonly marks?: readonly ChartMark[];
  /** write a dash at ticks where nothing was measured; default true */
  readonly missing?: boolean;
  /** highest value of the axis, which begins at 0; default the highest that is shown */
  readonly top?: number;
  /** default two decimals */
  readonly format?: (value: number) => string;
  readonly ariaLabel: string;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
  /** CSS pixels; default 320 */
  readonly height?: number;
}

const above = 30;
const below = 46;

/** The chart; it draws itself again when its room changes. */
export function lineChart(lines: readonly ChartLine[], options: LineChartOptions): HTMLElement {
  return responsiveChart((width) => draw(lines, options, width), {width: options.width});
}

/** Highest value that lines show, bands included. */
const highest = (lines: readonly ChartLine[]): number =>
  Math.max(0, ...lines.flatMap(({values, bands = []}) => [...values, ...bands.flat()].filter((v) => v !== undefined)));

function draw(lines: readonly ChartLine[], options: LineChartOptions, width: number): PointedAt {
  const {ticks, positions = ticks.map((_, i) => i), xLabel, yLabel, rule = [], marks = [], ariaLabel} = options;
  const rules = [rule].flat();
  const {
    top = Math.max(highest(lines), ...rules.map(({value}) => value)),
    format = (value) => value.toFixed(2),
    height = 320,
    missing = true
  } = options;
  const levels = gridValues(top, height > 240 ? 5 : 3).map((value) => ({value, text: formatCount(value)}));
  const left = Math.round(Math.max(...levels.map(({text}) => textWidth(text))) + 14);
  const ends = lines.map(({values}) => values.findLastIndex((value) => value !== undefined));
  const [first, last] = [Math.min(...positions), Math.max(...positions)];
  const share = (i: number): number => (last > first ? (positions[i] - first) / (last - first) : 0.5);
  // room for the names on the right, as far as they reach beyond the last tick
  const rough = width - left - 14;
  const reach = lines.map(({name, label = name}, k) =>
    ends[k] < 0 ? 0 : textWidth(label) + 18 - rough * (1 - share(ends[k]))
  );
  const right = Math.max(14, ...rules.map(({text}) => textWidth(text) + 18), ...reach);
  const inset = positions.length > 1 ? 14 : 0;
  const x = (i: number): number => {
    const [a, b] = [Math.floor(i), Math.ceil(i)];
    const at = share(a) + (i - a) * (share(b) - share(a));
    return round(left + inset + at * (width - left - right - inset));
  };
  const base = height - below;
  const y = (value: number): number => round(base - (value / (top * 1.04 || 1)) * (base - above));
  const edge = round(width - right);
  const tickPlaces = ticks.map((_, i) => x(i));
  const written = roomFor(ticks.map(String), tickPlaces);

  const names = [
    ...lines.flatMap(({name, label = name, key, values, dashed}, k) =>
      ends[k] < 0
        ? []
        : [{name: label, class: `name line-${key}${dashed ? " dashed" : ""}`, end: ends[k], value: values[ends[k]]!}]
    ),
    ...rules.map(({value, text}) => ({name: text, class: "rule-name", end: ticks.length - 1, value}))
  ];
  const places = names.map(() => 0);
  for (const end of new Set(names.map((name) => name.end))) {
    const here = names.flatMap((name, k) => (name.end === end ? [k] : []));
    const spreadOut = spread(
      here.map((k) => y(names[k].value)),
      16,
      [above, base - 4]
    );
    here.forEach((k, i) => (places[k] = round(spreadOut[i])));
  }
  const nothing = ticks.flatMap((_, i) =>
    !missing || lines.some(({values, dashed}) => !dashed && values[i] !== undefined) ? [] : [i]
  );

  const drawing = svg(
    "svg",
    {class: "lines", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel},
    ...levels.flatMap(({value, text}) => [
      svg("path", {class: "grid", d: `M${left},${y(value)}H${edge}`}),
      svg("text", {x: left - 8, y: y(value) + 4, "text-anchor": "end"}, text)
    ]),
    ...ticks.flatMap((tick, i) =>
      written[i] ? [svg("text", {x: x(i), y: base + 18, "text-anchor": "middle"}, String(tick))] : []
    ),
    ...nothing.map((i) => svg("text", {class: "missing", x: x(i), y: base - 6, "text-anchor": "middle"}, "–")),
    svg("text", {x: (left + edge) / 2, y: height - 6, "text-anchor": "middle", class: "axis"}, xLabel),
    svg("text", {x: 0, y: 13, class: "axis"}, yLabel),
    ...rules.map(({value}) => svg("path", {class: "rule", d: `M${left},${y(value)}H${edge}`})),
    ...lines.map(({key, bands = []}) =>
      svg("path", {
        class: `band line-${key}`,
        d: bandPath(bands.map((ends, i) => ends && [x(i), y(ends[0]), y(ends[1])]))
      })
    ),
    ...lines.map(({key, values, marker, dashed, loose, quiet}) => {
      const points = values.map((value, i) => (value === undefined ? undefined : ([x(i), y(value)] as const)));
      const {solid, bridges} = loose ? {solid: "", bridges: ""} : linePath(points);
      const shapes = points.map((point) => (point ? markerPath(marker, ...point) : "")).join("");
      return svg(
        "g",
        {class: `line line-${key}${dashed ? " dashed" : ""}${quiet ? " quiet" : ""}`},
        svg("path", {class: "stroke", d: solid}),
        svg("path", {class: "bridge", d: bridges}),
        svg("path", {class: "marks", d: shapes})
      );
    }),
    ...marks.flatMap(({key, at, value, text}) => {
      const [px, py] = [x(at), y(value)];
      const before = px - textWidth(text) > left; // written near the axis, where lines seldom are
      return [
        svg("path", {class: `mark line-${key}`, d: `M${px - 6},${py}a6,6 0 1 0 12,0a6,6 0 1 0 -12,0`}),
        svg("path", {class: `drop line-${key}`, d: `M${px},${py + 6}V${base}`}),
        svg(
          "text",
          {
            class: `mark-name line-${key}`,
            x: px + (before ? -6 : 6),
            y: base - 9,
            "text-anchor": before ? "end" : "start",
            "paint-order": "stroke"
          },
          text
        )
      ];
    }),
    ...names.flatMap(({name, class: classes, end, value}, k) => [
      svg("path", {
        class: "leader",
        d: Math.abs(places[k] - y(value)) > 6 ? `M${x(end) + 5},${y(value)}L${x(end) + 11},${places[k]}` : ""
      }),
      svg("text", {class: classes, x: x(end) + 13, y: places[k] + 4, "paint-order": "stroke"}, name)
    ])
  );
  const say = ({name, values, bands}: ChartLine, i: number): string => {
    const band = bands?.[i];
    const spreads = band && band[0] < band[1] ? ` (${format(band[0])} to ${format(band[1])})` : "";
    return `${name} ${format(values[i]!)}${spreads}`;
  };
  const grid = lines.map((line) =>
    line.values.map((value, i): Point | undefined =>
      value === undefined ? undefined : {x: x(i), y: y(value), label: `${xLabel} ${ticks[i]}: ${say(line, i)}`}
    )
  );
  const readout = (row: number, i: number): HTMLElement[] => {
    const known = lines.map((line, k) => ({line, k})).filter(({line}) => line.values[i] !== undefined);
    known.sort((a, b) => b.line.values[i]! - a.line.values[i]!);
    return [
      html("strong", {}, `${xLabel} ${ticks[i]}`),
      ...known.map(({line, k}) => html("span", {class: `line-${line.key}${k === row ? " here" : ""}`}, say(line, i)))
    ];
  };
  return withPoints(drawing, grid, {name: ariaLabel, width, height, readout});
}

const round = (value: number): number => Math.round(value * 10) / 10;
