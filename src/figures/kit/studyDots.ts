// Points of a study in a plane: a mark at the mean over seeds with its 95 % interval, beside it a small ring for each seed;
// a hollow mark where there is one seed only; a cross at the edge where a run diverged. Each run can be pointed at.
import {textWidth} from "./axis.js";
import {html, svg} from "./dom.js";
import {dotMarks, dotNames, ringPath} from "./dotMarks.js";
import type {PlacedGroup} from "./dotMarks.js";
import {plane} from "./plane.js";
import type {Plane, PlaneAxis} from "./plane.js";
import {withPoints} from "./points.js";
import type {Point, PointIndex, PointedAt} from "./points.js";
import {spread} from "./spread.js";
import type {Interval} from "../studyData.js";
import type {RunPlace} from "./study.js";

export interface DotRun {
  readonly place: RunPlace;
  /** undefined where it diverged */
  readonly y?: number;
  /** ends of an interval of its own, as over the people that it was tested on; default none */
  readonly range?: readonly [low: number, high: number];
  /** what it says, its name first */
  readonly words: readonly string[];
}

export interface DotGroup {
  readonly name: string;
  readonly x: number;
  /** over all seeds; undefined where none has a value */
  readonly mean?: Interval;
  readonly runs: readonly DotRun[];
  /** place of its series; undefined where it belongs to all */
  readonly series?: number;
}

/** Runs with a ring around them, and the letter that stands there. */
export interface RingedRun {
  readonly place: RunPlace;
  readonly letter: string;
}

export interface DotsOptions {
  readonly xAxis: Omit<PlaneAxis, "low" | "high">;
  readonly yLabel: string;
  /** what stands at the axis; default the number */
  readonly formatY?: (value: number) => string;
  /** on which side the better values are; default neither is better */
  readonly better?: "low" | "high";
  /** x of points without a run, so that the axis has room for them */
  readonly planned: readonly number[];
  /** names of the series; default one without a name */
  readonly series?: readonly string[];
  /** whether a line leads through the means of a series */
  readonly joined: boolean;
  /** names written beside the marks */
  readonly named: boolean;
  readonly ringed: readonly RingedRun[];
  readonly ariaLabel: string;
  /** CSS pixels; default 400 */
  readonly height?: number;
  /** what stands where there is nothing to draw; default "no run yet" */
  readonly empty?: string;
  readonly pointed: (place: RunPlace | undefined) => void;
  readonly chosen: (place: RunPlace) => void;
}

/** CSS pixels from a mean to the rings of its seeds */
const strip = 11;

interface Spot extends Point {
  readonly place: RunPlace;
  readonly words: readonly string[];
}

/** The drawing for a width. */
export function studyDots(groups: readonly DotGroup[], options: DotsOptions, width: number): PointedAt {
  const {xAxis, yLabel, formatY, better, planned, series = [""], named, ringed, ariaLabel, height = 400} = options;
  const right = series.length > 1 ? Math.max(...series.map(textWidth)) + 26 : 16;
  const xs = [...groups.map(({x}) => x), ...planned];
  const [low, high] = rangeOf(groups);
  const drawn = plane(
    {...xAxis, low: Math.min(...xs), high: Math.max(...xs)},
    {
      label: better ? `${yLabel}; ${better === "low" ? "lower" : "higher"} is better` : yLabel,
      low,
      high,
      format: formatY,
      ...(groups.length === 0 ? {ticks: []} : {})
    },
    {width, height, right, inset: Math.min(40, width / 14)}
  );
  const {left, edge, top, base} = drawn;
  const placed = groups.map((group) => place(group, drawn, better));
  const spots = groups.flatMap(
    ({runs}, g) =>
    runs.map((run, k): Spot => ({...placed[g].runs[k], label: run.words.join(", "), place: run.place, words: run.words})) // prettier-ignore
  );
  const drawing = svg(
    "svg",
    {class: "lines study-dots", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel},
    ...drawn.parts,
    ...planned.map((value) => svg("text", {class: "missing", x: drawn.x(value), y: base - 6, "text-anchor": "middle"}, "–")), // prettier-ignore
    ...(groups.length === 0
      ? [
          svg(
            "text",
            {x: (left + edge) / 2, y: (top + base) / 2, "text-anchor": "middle"},
            options.empty ?? "no run yet"
          )
        ]
      : []),
    ...seriesLines(groups, drawn, options),
    ...placed.map((group) => dotMarks(group, drawn.y, [top, base])),
    ...(named ? dotNames(placed, drawn.y, drawn) : []),
    ...ringed.flatMap(({place: {point, seed}, letter}) => {
      const spot = spots.find((each) => each.place.point === point && each.place.seed === seed);
      if (!spot) return [];
      const ring = svg("path", {class: "ring", d: ringPath(spot.x, spot.y, 9)});
      return letter === ""
        ? [ring]
        : [ring, svg("text", {class: "letter", x: spot.x + 11, y: spot.y - 8, "paint-order": "stroke"}, letter)];
    })
  );
  const grid = gridOf(spots);
  const at = ([row, column]: PointIndex): RunPlace => grid[row][column]!.place;
  return withPoints(drawing, grid, {
    name: ariaLabel,
    width,
    height,
    readout: (row, column) => {
      const [name = "", ...rest] = grid[row][column]?.words ?? [];
      return [html("strong", {}, name), ...rest.map((text) => html("span", {}, text))];
    },
    pointed: (index) => options.pointed(index && at(index)),
    chosen: (index) => options.chosen(at(index))
  });
}

function place(
  {name, x, mean, runs, series = 0}: DotGroup,
  {x: across, y, top, base}: Plane,
  better: "low" | "high" = "high"
): PlacedGroup {
  // prettier-ignore
  const px = across(x);
  const beside = (mean?.count ?? 0) > 1 ? px + strip : px;
  const worst = better === "low" ? top + 4 : base - 8;
  const places = runs.map((run, k) => {
    if (run.y === undefined) return {x: px, y: worst, diverged: true};
    if (!run.range) return {x: beside, y: y(run.y), diverged: false};
    // side by side, so that their intervals can be told apart
    const range = [y(run.range[0]), y(run.range[1])] as const;
    return {x: beside === px ? px : beside + 6 * k, y: y(run.y), diverged: false, range};
  });
  return {name, series, x: px, mean, runs: places};
}

/** Lines through the means of each series, and its name at the end. */
function seriesLines(
  groups: readonly DotGroup[],
  {x, y, edge, top, base}: Plane,
  {series = [""], joined}: DotsOptions
): SVGElement[] {
  // prettier-ignore
  const paths = series.map((_, k) =>
    groups
      .flatMap((group) => (group.mean && (group.series ?? k) === k ? [[x(group.x), y(group.mean.mean)] as const] : []))
      .sort(([a], [b]) => a - b)
  );
  const lines = paths.map((path, k) =>
    svg("path", {class: `join series-${k}`, d: joined && path.length > 1 ? `M${path.join("L")}` : ""})
  );
  if (series.length < 2) return lines;
  const known = series.flatMap((name, k) => (paths[k].length > 0 ? [{name, k, end: paths[k].at(-1)!}] : []));
  const places = spread(known.map(({end}) => end[1]), 16, [top, base]); // prettier-ignore
  const names = known.flatMap(({name, k, end: [px, py]}, i) => [
    svg("path", {class: "leader", d: `M${px + 7},${py}L${edge + 4},${places[i]}`}),
    svg("text", {class: `name series-${k}`, x: edge + 8, y: places[i] + 4, "paint-order": "stroke"}, name)
  ]);
  return [...lines, ...names];
}

/** Rows for the keys up and down, columns for left and right: all runs, by place and then by value. */
function gridOf(spots: readonly Spot[]): (Spot | undefined)[][] {
  const columns = [...new Set(spots.map(({x}) => x))].sort((a, b) => a - b);
  const byColumn = columns.map((x) => spots.filter((spot) => spot.x === x).sort((a, b) => a.y - b.y));
  const most = Math.max(0, ...byColumn.map(({length}) => length));
  return Array.from({length: most}, (_, row) => byColumn.map((column) => column[row]));
}

/** Lowest and highest value, with the intervals of three seeds and more; wider ones are cut off. */
function rangeOf(groups: readonly DotGroup[]): [number, number] {
  const values = groups.flatMap(({runs, mean}) => [
    ...runs.flatMap(({y, range = []}) => (y === undefined ? [] : [y, ...range])),
    ...(mean && mean.count > 2 ? [mean.low!, mean.high!] : [])
  ]);
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || Math.abs(high) * 0.02 || 1) * 0.08;
  return [low - room, high + room];
}
