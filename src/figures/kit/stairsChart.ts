// Scores as stairs: a level for each step, a riser to the next with what it gains, rings for seeds and a bar for their
// interval. Better is always up: where lower is better the axis is turned round.
import {gridBetween, textWidth} from "./axis.js";
import {html, svg} from "./dom.js";
import {ringPath} from "./dotMarks.js";
import {plane} from "./plane.js";
import {withPoints} from "./points.js";
import type {PointedAt} from "./points.js";

export interface Stair {
  readonly name: string;
  /** undefined where it is not known yet */
  readonly value?: number;
  readonly range?: readonly [number, number];
  readonly seeds?: readonly number[];
  /** what it adds to the step before, to be written at the riser, such as "+1.70" */
  readonly gain?: string;
  /** what it says, its name first */
  readonly words: readonly string[];
}

export interface StairsOptions {
  readonly yLabel: string;
  readonly formatY: (value: number) => string;
  /** lower values higher up */
  readonly flipped: boolean;
  /** place in the colours */
  readonly series: number;
  readonly ariaLabel: string;
  /** CSS pixels; default 330 */
  readonly height?: number;
}

/** The drawing for a width. */
export function stairsChart(stairs: readonly Stair[], options: StairsOptions, width: number): PointedAt {
  const {yLabel, formatY, flipped, series, ariaLabel, height = 330} = options;
  const values = stairs.flatMap(({value, range = [], seeds = []}) => [...(value === undefined ? [] : [value]), ...range, ...seeds]); // prettier-ignore
  const [least, most] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
  const room = (most - least || Math.abs(most) * 0.02 || 1) * 0.12;
  const [low, high] = [least - room, most + room];
  const ticks = gridBetween(low, high, 5).map((value) => ({value, text: formatY(value)}));
  const named = stairs.every(({name}) => textWidth(name) < (width - 60) / stairs.length);
  const drawn = plane(
    {label: "", low: -0.5, high: stairs.length - 0.5, ticks: stairs.map(({name}, i) => ({value: i, text: named ? name : String(i)}))}, // prettier-ignore
    {label: yLabel, low: flipped ? high : low, high: flipped ? low : high, ticks},
    {width, height, inset: 2}
  );
  const {x, y} = drawn;
  const known = stairs.flatMap(({value}, i) => (value === undefined ? [] : [{i, value}]));
  const levels = known.map(({i, value}) => `M${x(i - 0.5)},${y(value)}H${x(i + 0.5)}`);
  const risers = known.slice(1).map(({value}, k) => `M${x(known[k].i + 0.5)},${y(known[k].value)}V${y(value)}`);
  const bars = stairs.flatMap(({range}, i) =>
    range ? [`M${x(i)},${y(range[0])}V${y(range[1])}${range.map((end) => `M${x(i) - 4},${y(end)}h8`).join("")}`] : []
  );
  const rings = stairs.flatMap(({seeds = []}, i) => seeds.map((seed) => ringPath(x(i) + 11, y(seed), 3)));
  const drawing = svg(
    "svg",
    {class: `lines stairs-chart series-${series}`, viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel}, // prettier-ignore
    ...drawn.parts,
    svg("path", {class: "filled", d: known.map(({i, value}) => `M${x(i - 0.5)},${drawn.base}V${y(value)}H${x(i + 0.5)}V${drawn.base}z`).join("")}), // prettier-ignore
    svg("path", {class: "levels", d: [...levels, ...risers].join("")}),
    svg("path", {class: "bars", d: bars.join("")}),
    svg("path", {class: "seeds", d: rings.join("")}),
    ...stairs.flatMap(({value, gain, range}, i) => {
      if (value === undefined) return [svg("text", {class: "missing", x: x(i), y: drawn.base - 6, "text-anchor": "middle"}, "–")]; // prettier-ignore
      const top = Math.min(y(value), ...(range ?? []).map(y));
      return [
        svg("text", {class: "stair-value", x: x(i), y: top - 8, "text-anchor": "middle", "paint-order": "stroke"}, formatY(value)), // prettier-ignore
        ...(gain === undefined ? [] : [svg("text", {class: "stair-gain", x: x(i), y: drawn.base - 8, "text-anchor": "middle", "paint-order": "stroke"}, gain)]) // prettier-ignore
      ];
    })
  );
  const points = stairs.map(({value, words}, i) =>
    value === undefined ? undefined : {x: x(i), y: y(value), label: words.join(", ")}
  );
  return withPoints(drawing, [points], {
    name: ariaLabel,
    width,
    height,
    readout: (_, column) => {
      const [name, ...rest] = stairs[column].words;
      return [html("strong", {}, name), ...rest.map((text) => html("span", {}, text))];
    }
  });
}
