// Curves of a study's runs by training step, up to a moment of the training: a thin line for each seed, a thick one for
// their mean, with the point's name at its end. Colours go along an order, dashes alternate. Runs can be pointed at.
import {textWidth} from "./axis.js";
import {html, svg} from "./dom.js";
import {crossPath} from "./dotMarks.js";
import {plane} from "./plane.js";
import {withPoints} from "./points.js";
import type {Point, PointIndex, PointedAt} from "./points.js";
import type {RingedRun} from "./studyDots.js";
import type {RunPlace} from "./study.js";
import {spread} from "./spread.js";

export interface CurveRun {
  readonly place: RunPlace;
  /** such as "11 × 64, seed 2" */
  readonly name: string;
  /** [x, y], x ascending */
  readonly points: readonly (readonly [number, number])[];
  /** it ends early, and how far it strays decides nothing; default false */
  readonly diverged?: boolean;
}

export interface CurveGroup {
  readonly name: string;
  readonly runs: readonly CurveRun[];
  /** its colour, 0 to 1 */
  readonly share: number;
}

export interface StudyCurvesOptions {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** share of the training after which curves lie within the plane; before, what is higher is cut off. Default all do */
  readonly settled?: number;
  /** share of the training shown, 0 to 1; default all */
  readonly until?: number;
  readonly ringed: readonly RingedRun[];
  readonly ariaLabel: string;
  /** CSS pixels; default 400 */
  readonly height?: number;
  readonly pointed: (place: RunPlace | undefined) => void;
  readonly chosen: (place: RunPlace) => void;
}

/** More groups than this have only their ends named: the three lowest, the three highest, those with a ring. */
const NAMED = 12;
/** training losses fall so far before this share of the training that the rest would look flat beside it */
export const SETTLED = 0.1;
/** points of a curve that can be pointed at */
const STOPS = 9;

/** The drawing for a width. */
export function studyCurves(groups: readonly CurveGroup[], options: StudyCurvesOptions, width: number): PointedAt {
  const {xLabel, yLabel, formatX, formatY, settled = 0, until = 1, ringed, ariaLabel, height = 400} = options;
  const sound = groups.some(({runs}) => runs.some(({diverged}) => !diverged));
  const curves = groups.flatMap(({runs}) => runs.flatMap(({points, diverged}) => (diverged && sound ? [] : points)));
  const all = curves.length > 0 ? curves : ([[0, 1], [1, 2]] as const); // prettier-ignore
  const [xs, ys] = [all.map(([x]) => x), all.map(([, y]) => y)];
  const last = Math.max(...xs);
  const high = Math.max(...all.flatMap(([x, y]) => (x >= settled * last ? [y] : [])));
  const isRinged = ({place}: CurveRun): boolean =>
    ringed.some((ring) => ring.place.point === place.point && ring.place.seed === place.seed);
  const {x, y, top, base, edge, parts} = plane(
    {label: xLabel, low: Math.min(...xs, 0), high: last},
    {label: yLabel, low: Math.min(...ys), high, log: Math.min(...ys) > 0 && high > 2 * Math.min(...ys), ...(curves.length === 0 ? {ticks: []} : {})}, // prettier-ignore
    {width, height, right: Math.min(150, Math.max(0, ...groups.map(({name}) => textWidth(name))) + 22), inset: 6}
  );
  const shown = groups.flatMap((group, k) => {
    const cut = (points: CurveRun["points"]): CurveRun["points"] =>
      within(below(upTo(points, until * last), high), high);
    const runs = group.runs.map((run) => ({...run, points: cut(run.points)}));
    const main = group.runs.length > 1 ? cut(meanCurve(group.runs)) : (runs[0]?.points ?? []);
    return main.length > 0 ? [{...group, runs, main, k, ringed: runs.some(isRinged)}] : [];
  });
  const path = (points: CurveRun["points"]): string =>
    points.length > 0 ? `M${points.map(([px, py]) => `${x(px)},${y(py)}`).join("L")}` : "";
  const named = [...shown].sort((a, b) => a.main.at(-1)![1] - b.main.at(-1)![1]);
  const labels = named.filter((group, i) => named.length <= NAMED || i < 3 || i >= named.length - 3 || group.ringed);
  const ends = labels.map(({main}) => main.at(-1)!);
  const places = spread(ends.map(([, value]) => y(value)), 15, [top, base]); // prettier-ignore
  const colour = (share: number): string =>
    `--line: color-mix(in oklab, var(--curve-last) ${Math.round(100 * share)}%, var(--curve-first))`;
  const drawing = svg(
    "svg",
    {class: "lines study-curves", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel}, // prettier-ignore
    ...parts,
    ...(curves.length === 0
      ? [svg("text", {x: width / 2, y: (top + base) / 2, "text-anchor": "middle"}, "no run yet")]
      : []),
    ...shown.map(({runs, main, share, k, ringed: bold}) =>
      svg(
        "g",
        {class: `curve dash-${k % 3}${bold ? " bold" : ""}`, style: colour(share)},
        ...(runs.length > 1 ? runs.map((run) => svg("path", {class: isRinged(run) ? "run ringed" : "run", d: path(run.points)})) : []), // prettier-ignore
        svg("path", {class: "main", d: path(main)}),
        ...runs.flatMap(({points, diverged}) => {
          const end = points.at(-1);
          return diverged && end ? [svg("path", {class: "crosses", d: crossPath(x(end[0]), y(end[1]))})] : [];
        })
      )
    ),
    ...labels.flatMap(({name, share}, i) => [
      svg("path", {
        class: "leader",
        d: Math.abs(places[i] - y(ends[i][1])) > 6 ? `M${x(ends[i][0]) + 3},${y(ends[i][1])}L${x(ends[i][0]) + 8},${places[i]}` : "" // prettier-ignore
      }),
      svg(
        "text",
        {
          class: "name",
          style: colour(share),
          x: Math.min(edge, x(ends[i][0])) + 10,
          y: places[i] + 4,
          "paint-order": "stroke"
        },
        name
      )
    ])
  );
  const stops = shown.flatMap(({runs}) => runs.map((run) => ({run, points: stopsOf(run.points)})));
  const grid = stops.map(({run, points}) =>
    points.map(([px, py]): Point => ({x: x(px), y: y(py), label: `${run.name}: ${formatY(py)} at ${formatX(px)}`}))
  );
  const at = ([row]: PointIndex): RunPlace => stops[row].run.place;
  return withPoints(drawing, grid, {
    name: ariaLabel,
    width,
    height,
    readout: (row, column) => {
      const {run, points} = stops[row];
      const [px, py] = points[column];
      return [html("strong", {}, run.name), html("span", {}, formatX(px)), html("span", {}, formatY(py))];
    },
    pointed: (index) => options.pointed(index && at(index)),
    chosen: (index) => options.chosen(at(index))
  });
}

/** The curve up to x, its last stretch cut where x lies. */
export function upTo(points: CurveRun["points"], x: number): CurveRun["points"] {
  const beyond = points.findIndex(([px]) => px > x);
  if (beyond < 0) return points;
  if (beyond === 0) return [];
  const [[x0, y0], [x1, y1]] = [points[beyond - 1], points[beyond]];
  const cut: readonly [number, number] = [x, y0 + ((x - x0) / (x1 - x0)) * (y1 - y0)];
  return x > x0 ? [...points.slice(0, beyond), cut] : points.slice(0, beyond);
}

/** The curve from where it comes down to y. */
export function below(points: CurveRun["points"], y: number): CurveRun["points"] {
  const first = points.findIndex(([, py]) => py <= y);
  if (first <= 0) return first < 0 ? [] : points;
  const [[x0, y0], [x1, y1]] = [points[first - 1], points[first]];
  return [[x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), y], ...points.slice(first)];
}

/** The same with what is higher than y brought down to it. */
const within = (points: CurveRun["points"], y: number): CurveRun["points"] =>
  points.map(([px, py]) => [px, Math.min(py, y)] as const);

/** Means over runs, point by point, as far as all of them go. */
function meanCurve(runs: readonly CurveRun[]): CurveRun["points"] {
  const length = Math.min(...runs.map(({points}) => points.length));
  const mean = (i: number, k: 0 | 1): number => runs.reduce((sum, {points}) => sum + points[i][k], 0) / runs.length;
  return Array.from({length}, (_, i) => [mean(i, 0), mean(i, 1)] as const);
}

/** Some points of a curve, its ends among them. */
function stopsOf(points: CurveRun["points"]): CurveRun["points"] {
  if (points.length <= STOPS) return points;
  return Array.from({length: STOPS}, (_, i) => points[Math.round((i * (points.length - 1)) / (STOPS - 1))]);
}
