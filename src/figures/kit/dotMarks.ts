// The marks of one point of a study: its mean with an interval, a ring for each seed, a cross for a run that diverged.
import type {Interval} from "../studyData.js";
import {textWidth} from "./axis.js";
import {svg} from "./dom.js";
import {markerPath} from "./markers.js";
import type {Marker} from "./markers.js";
import type {Plane} from "./plane.js";

export const seriesMarkers: readonly Marker[] = ["disc", "square", "diamond", "triangle"];

export interface PlacedGroup {
  readonly name: string;
  readonly series: number;
  /** CSS pixels */
  readonly x: number;
  readonly mean?: Interval;
  /** CSS pixels; runs that diverged lie at the edge of the plane */
  readonly runs: readonly {
    readonly x: number;
    readonly y: number;
    readonly diverged: boolean;
    /** both ends of its own interval */
    readonly range?: readonly [number, number];
  }[];
}

export const ringPath = (cx: number, cy: number, r: number): string =>
  `M${cx - r},${cy}a${r},${r} 0 1 0 ${2 * r},0a${r},${r} 0 1 0 ${-2 * r},0z`;

export const crossPath = (x: number, y: number): string => `M${x - 4},${y - 4}l8,8m0,-8l-8,8`;

/** The marks; `y` takes values to pixels within [top, base]. */
export function dotMarks(
  {x, mean, runs, series}: PlacedGroup,
  y: (value: number) => number,
  [top, base]: readonly [number, number]
): SVGGElement {
  // prettier-ignore
  const scored = runs.filter(({diverged}) => !diverged);
  const crosses = runs.filter(({diverged}) => diverged).map((run) => crossPath(run.x, run.y));
  const inside = (at: number): number => Math.max(top, Math.min(base, at));
  const within = (value: number): number => inside(y(value));
  const own = scored.flatMap(({x: px, range}) => (range ? [`M${px},${inside(range[0])}V${inside(range[1])}`] : []));
  return svg(
    "g",
    {class: `dots series-${series}${mean?.count === 1 ? " single" : ""}`},
    ...(mean?.low !== undefined && mean.high !== undefined
      ? [svg("path", {class: "interval", d: intervalPath(x, within(mean.low), within(mean.high), [top, base])})]
      : []),
    ...(own.length > 0 ? [svg("path", {class: "run-interval", d: own.join("")})] : []),
    ...(mean && mean.count > 1
      ? [svg("path", {class: "seeds", d: scored.map((run) => ringPath(run.x, run.y, 3)).join("")})]
      : []),
    ...(mean ? [svg("path", {class: "marks", d: markerPath(seriesMarkers[series % 4], x, y(mean.mean))})] : []),
    ...(crosses.length > 0 ? [svg("path", {class: "crosses", d: crosses.join("")})] : [])
  );
}

/** A bar with ends; one that is cut off by the plane has none there. */
function intervalPath(x: number, low: number, high: number, [top, base]: readonly [number, number]): string {
  const end = (at: number): string => (at > top && at < base ? `M${x - 4},${at}h8` : "");
  return `M${x},${low}V${high}${end(low)}${end(high)}`;
}

/** Names above the marks, below or beside them, as far as there is room within the plane and they touch no other. */
export function dotNames(
  groups: readonly PlacedGroup[],
  y: (value: number) => number,
  {left, edge: right, top, base}: Pick<Plane, "left" | "edge" | "top" | "base">
): SVGElement[] {
  const taken: {x: number; y: number; half: number}[] = groups.flatMap(({x, mean}) =>
    mean ? [{x, y: y(mean.mean) + 4, half: 8}] : []
  );
  return groups.flatMap(({name, x, mean}) => {
    if (!mean) return [];
    const half = textWidth(name) / 2;
    const middle = Math.max(left + half, Math.min(right - half, x));
    const ends = [mean.high, mean.low].flatMap((value) => (value === undefined ? [] : [y(value)]));
    const places = [
      {x: middle, y: Math.min(y(mean.mean), ...ends) - 11},
      {x: middle, y: Math.max(y(mean.mean), ...ends) + 19},
      {x: x - half - 10, y: y(mean.mean) + 4}
    ];
    const free = places.find(
      (place) =>
        place.y > top - 14 &&
        place.y < base &&
        place.x >= left + half &&
        taken.every((other) => Math.abs(other.y - place.y) > 13 || Math.abs(other.x - place.x) > other.half + half)
    );
    if (free === undefined) return [];
    taken.push({...free, half});
    return [svg("text", {class: "dot-name", ...free, "text-anchor": "middle", "paint-order": "stroke"}, name)];
  });
}
