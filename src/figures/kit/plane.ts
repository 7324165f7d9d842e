// A plane to draw in: both axes from one value to another, linear or logarithmic, with a grid and what stands at it.
import {gridBetween, roomFor, textWidth} from "./axis.js";
import {formatCount, svg} from "./dom.js";

export interface PlaneAxis {
  readonly label: string;
  /** values of the data that must have room; with its ticks given, an axis may also lead from high to low */
  readonly low: number;
  readonly high: number;
  readonly log?: boolean;
  /** what is written at it; default some round values */
  readonly ticks?: readonly {readonly value: number; readonly text: string}[];
  readonly format?: (value: number) => string;
}

export interface PlaneOptions {
  readonly width: number;
  readonly height: number;
  /** room to the right of the plane, as for names; default 16 */
  readonly right?: number;
  /** room between the axes and the first and last value of x; default 22 */
  readonly inset?: number;
}

export interface Plane {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** the plane's sides, CSS pixels */
  readonly left: number;
  readonly edge: number;
  readonly top: number;
  readonly base: number;
  /** grid, labels of the axes and what stands at them */
  readonly parts: readonly SVGElement[];
}

const above = 30;
const below = 46;

/** The plane; x and y take values to pixels. */
export function plane(
  xAxis: PlaneAxis,
  yAxis: PlaneAxis,
  {width, height, right = 16, inset = 22}: PlaneOptions
): Plane {
  const levels = ticksOf(yAxis, height > 260 ? 5 : 3);
  const left = Math.round(Math.max(...levels.map(({text}) => textWidth(text)), 0) + 14);
  const edge = width - right;
  const base = height - below;
  const x = scale(xAxis, left + inset, edge - inset);
  const y = scale(yAxis, base - 8, above + 8);
  const ticks = ticksOf(xAxis, width > 500 ? 6 : 4);
  const places = ticks.map(({value}) => x(value));
  const written = roomFor(
    ticks.map(({text}) => text),
    places
  );
  // below the plane's middle, as far as the drawing has room
  const half = textWidth(xAxis.label) / 2;
  const middle = Math.max(half, Math.min(width - half, (left + edge) / 2));
  const parts = [
    ...levels.flatMap(({value, text}) => [
      svg("path", {class: "grid", d: `M${left},${y(value)}H${edge}`}),
      svg("text", {x: left - 8, y: y(value) + 4, "text-anchor": "end"}, text)
    ]),
    ...ticks.flatMap(({text}, i) => [
      svg("path", {class: "grid", d: `M${places[i]},${base}v5`}),
      ...(written[i] ? [svg("text", {x: places[i], y: base + 18, "text-anchor": "middle"}, text)] : [])
    ]),
    svg("text", {x: middle, y: height - 6, "text-anchor": "middle", class: "axis"}, xAxis.label),
    svg("text", {x: 0, y: 13, class: "axis"}, yAxis.label)
  ];
  return {x, y, left, edge, top: above, base, parts};
}

function ticksOf({low, high, log, ticks, format}: PlaneAxis, count: number) {
  if (ticks) return ticks;
  const values = log ? roundPowers(low, high) : gridBetween(low, high, count);
  if (!format) {
    // all with the decimals of the one that needs most
    const texts = values.map(formatCount);
    const decimals = Math.max(0, ...texts.map((text) => text.split(".")[1]?.length ?? 0));
    return values.map((value, i) => ({value, text: decimals > 0 && !log ? value.toFixed(decimals) : texts[i]}));
  }
  return values.map((value) => ({value, text: format(value)}));
}

/** 1, 2 and 5 times powers of ten within [low, high]; the ends where there are none. */
function roundPowers(low: number, high: number): number[] {
  const found: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
    for (const factor of [1, 2, 5]) if (factor * power >= low && factor * power <= high) found.push(factor * power);
  }
  return found.length > 0 ? found : [low, high];
}

function scale({low, high, log}: PlaneAxis, from: number, to: number): (value: number) => number {
  const at = log ? Math.log : (value: number): number => value;
  const [first, last] = [at(low), at(high)];
  return (value) => {
    const share = last !== first ? (at(value) - first) / (last - first) : 0.5;
    return Math.round((from + share * (to - from)) * 10) / 10;
  };
}
