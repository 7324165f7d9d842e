// Measured points with their spread and, through them, fitted lines over a quantity: names stand at the lines' ends, and
// every point can be read with the pointer or the arrow keys.
import {gridValues, roomFor, textWidth} from "./axis.js";
import {formatCount, html, svg} from "./dom.js";
import {markerPath} from "./markers.js";
import {withPoints} from "./points.js";
import {responsive} from "./responsive.js";
import {spread} from "./spread.js";

export interface MeasuredPoint {
  readonly x: number;
  readonly y: number;
  /** low and high end of a bar through it */
  readonly range: readonly [number, number];
  /** what it says, its name first */
  readonly words: readonly string[];
}

export interface PointSeries {
  /** stands at its end */
  readonly name: string;
  /** in the order of x */
  readonly points: readonly MeasuredPoint[];
  /** the fitted line, as its corners [x, y]; default none */
  readonly line?: readonly (readonly [number, number])[];
}

export interface PointChartOptions {
  readonly xLabel: string;
  readonly yLabel: string;
  /** highest value of the axis, which begins at 0; bars that reach beyond it are cut off */
  readonly top: number;
  readonly ariaLabel: string;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
  /** CSS pixels; default 360 */
  readonly height?: number;
}

const left = 44;
const above = 30;
const below = 46;
const inset = 14;

/** The chart; it draws itself again when its room changes. */
export function pointChart(series: readonly PointSeries[], options: PointChartOptions): HTMLElement {
  const stage = html("div", {class: "chart"});
  let shown: ReturnType<typeof draw> | undefined;
  responsive(
    stage,
    (width) => {
      const focused = shown?.focused();
      shown = draw(series, options, width);
      stage.replaceChildren(shown.element);
      if (focused) shown.focus(focused);
    },
    {width: options.width}
  );
  return stage;
}

function draw(
  series: readonly PointSeries[],
  {xLabel, yLabel, top, ariaLabel, height = 360}: PointChartOptions,
  width: number
) {
  const right = Math.max(...series.map(({name}) => textWidth(name)), 0) + 20;
  const edge = width - right;
  const base = height - below;
  const ticks = [...new Set(series.flatMap(({points}) => points.map((point) => point.x)))].sort((a, b) => a - b);
  const [first, last] = [ticks[0], ticks[ticks.length - 1]];
  const share = (value: number): number => (last > first ? (value - first) / (last - first) : 0.5);
  const x = (value: number): number => round(left + inset + share(value) * (edge - left - 2 * inset));
  const y = (value: number): number => round(base - (Math.min(value, top) / (top || 1)) * (base - above));
  const written = roomFor(ticks.map(String), ticks.map(x));
  const ends = series.map(({line = [], points}) => [
    points.at(-1)?.x ?? first,
    line.at(-1)?.[1] ?? points.at(-1)?.y ?? 0
  ]);
  const places = spread(
    ends.map(([, value]) => y(value)),
    16,
    [above, base - 4]
  );
  const drawing = svg(
    "svg",
    {
      class: "lines points-chart",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": ariaLabel
    },
    ...gridValues(top).flatMap((value) => [
      svg("path", {class: "grid", d: `M${left},${y(value)}H${edge}`}),
      svg("text", {x: left - 8, y: y(value) + 4, "text-anchor": "end"}, formatCount(value))
    ]),
    ...ticks.flatMap((tick, i) =>
      written[i] ? [svg("text", {x: x(tick), y: base + 18, "text-anchor": "middle"}, String(tick))] : []
    ),
    svg("text", {x: (left + edge) / 2, y: height - 6, "text-anchor": "middle", class: "axis"}, xLabel),
    svg("text", {x: 0, y: 13, class: "axis"}, yLabel),
    ...series.map(({line = [], points}) =>
      svg(
        "g",
        {class: "measured"},
        svg("path", {class: "fit", d: line.map(([px, py], i) => `${i ? "L" : "M"}${x(px)},${y(py)}`).join("")}),
        svg("path", {
          class: "bars",
          d: points.map(({x: px, range}) => `M${x(px)},${y(range[0])}V${y(range[1])}`).join("")
        }),
        svg("path", {class: "marks", d: points.map((point) => markerPath("disc", x(point.x), y(point.y))).join("")})
      )
    ),
    ...series.flatMap(({name}, k) => {
      const [end, value] = ends[k];
      const place = round(places[k]);
      return [
        svg("path", {
          class: "leader",
          d: Math.abs(place - y(value)) > 6 ? `M${x(end) + 5},${y(value)}L${x(end) + 11},${place}` : ""
        }),
        svg("text", {class: "name", x: x(end) + 13, y: place + 4, "paint-order": "stroke"}, name)
      ];
    })
  );
  const grid = series.map(({points}) =>
    ticks.map((tick) => {
      const point = points.find((each) => each.x === tick);
      return point && {x: x(point.x), y: y(point.y), label: point.words.join(", ")};
    })
  );
  const readout = (row: number, column: number): HTMLElement[] => {
    const [name = "", ...values] = series[row].points.find((each) => each.x === ticks[column])?.words ?? [];
    return [html("strong", {}, name), ...values.map((text) => html("span", {}, text))];
  };
  return withPoints(drawing, grid, {name: ariaLabel, width, height, readout});
}

const round = (value: number): number => Math.round(value * 10) / 10;
