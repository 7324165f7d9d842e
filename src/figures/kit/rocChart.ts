// ROC curves of one or two sets, the share of false alarms on a linear or a logarithmic axis; marks where each stands at the
// threshold, and at the limits of false alarms. A logarithmic axis has no zero: it has a place of its own at the left.
import {formatCount, html, svg} from "./dom.js";
import {markerPath} from "./markers.js";
import {plane} from "./plane.js";
import {withPoints} from "./points.js";
import type {Point, PointedAt} from "./points.js";
import {corners, pointAt, pointOf} from "./rocMath.js";
import type {RocPoint} from "./rocMath.js";

export interface RocCurve {
  /** "A" or "B" */
  readonly letter: string;
  readonly points: readonly RocPoint[];
  /** pristine pictures, for the least share that can be told */
  readonly pristine: number;
}

export interface RocChartOptions {
  readonly log: boolean;
  readonly threshold: number;
  /** limits of false alarms to mark */
  readonly limits: readonly number[];
  readonly height?: number;
}

/** "0.1%" */
export const percentText = (share: number): string => {
  const percent = share * 100;
  if (percent === 0) return "0%";
  return `${percent < 1 ? Number(percent.toPrecision(2)) : formatCount(Number(percent.toFixed(1)))}%`;
};

/** The drawing for a width. */
export function rocChart(
  curves: readonly RocCurve[],
  {log, threshold, limits, height = 330}: RocChartOptions,
  width: number
): PointedAt {
  const finest = Math.min(...curves.map(({pristine}) => 1 / pristine));
  const lowest = 10 ** Math.floor(Math.log10(finest) + 1e-9);
  const zero = lowest / Math.sqrt(10);
  const powers: number[] = [];
  for (let value = lowest; value < 1.01; value *= 10) powers.push(Number(value.toPrecision(3)));
  const ticks = log
    ? [{value: zero, text: "0"}, ...powers.map((value) => ({value, text: percentText(value)}))]
    : [0, 0.2, 0.4, 0.6, 0.8, 1].map((value) => ({value, text: percentText(value)}));
  const {x, y, base, top, left, edge, parts} = plane(
    {label: `false alarms (FPR)${log && width > 360 ? ", logarithmic" : ""}`, low: log ? zero : 0, high: 1, log, ticks},
    {label: "found (TPR, or TDR)", low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({value, text: percentText(value)}))}, // prettier-ignore
    {width, height, inset: 8}
  );
  const px = (fpr: number): number => x(log ? Math.max(zero, fpr) : fpr);
  const path = (points: readonly RocPoint[]): string =>
    `M${corners(points).map(({fpr, tpr}, k, all) => (k > 0 && log && all[k - 1].fpr === 0 && fpr > 0 ? `${px(fpr)},${y(all[k - 1].tpr)}L${px(fpr)},${y(tpr)}` : `${px(fpr)},${y(tpr)}`)).join("L")}`; // prettier-ignore
  const chance = Array.from({length: 41}, (_, k) => (log ? zero * (1 / zero) ** (k / 40) : k / 40));
  // the letter of the higher curve above it, that of the lower one below
  const letters = (): SVGTextElement[] => {
    const at = curves.map(({points}) => pointAt(points, log ? Math.sqrt(lowest) : 0.3));
    const highest = at.findIndex(({tpr}) => tpr === Math.max(...at.map((each) => each.tpr)));
    return curves.map(({letter}, k) => {
      const [dx, dy, anchor] = k === highest ? ([-8, -8, "end"] as const) : ([8, 18, "start"] as const);
      return svg("text", {class: `roc-${letter} name`, x: px(at[k].fpr) + dx, y: y(at[k].tpr) + dy, "text-anchor": anchor, "paint-order": "stroke"}, letter); // prettier-ignore
    });
  };
  const label = `ROC ${curves.length > 1 ? "curves" : "curve"}, false alarms ${log ? "on a logarithmic axis" : "from 0 to 100%"}`;
  const drawing = svg(
    "svg",
    {class: "lines roc-chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label},
    ...parts,
    svg("path", {class: "chance", d: `M${chance.map((share) => `${px(share)},${y(share)}`).join("L")}`}),
    ...(log ? limits.filter((limit) => limit > zero).map((limit) => svg("path", {class: "limit", d: `M${px(limit)},${base}V${top}`})) : []), // prettier-ignore
    ...curves.flatMap(({letter, points, pristine}) => {
      const here = pointOf(points, threshold);
      return [
        ...(log ? [svg("path", {class: `roc-${letter} finest`, d: `M${px(1 / pristine)},${base}v-9`})] : []),
        svg("path", {class: `roc-${letter} curve`, d: path(points)}),
        svg("path", {class: `roc-${letter} mark`, d: markerPath(letter === "A" ? "disc" : "diamond", px(here.fpr), y(here.tpr))}) // prettier-ignore
      ];
    }),
    ...(curves.length > 1 ? letters() : []),
    svg("path", {class: "grid", d: `M${left},${base}H${edge}`})
  );
  const stops = curves.map(({letter, points}) => [
    ...limits.map((limit) => ({name: `${letter}, at most ${percentText(limit)} false alarms`, point: pointAt(points, limit)})), // prettier-ignore
    {name: `${letter}, at the threshold`, point: pointOf(points, threshold)}
  ]);
  const words = ({name, point: {fpr, tpr}}: (typeof stops)[number][number]): [string, string, string] => [
    name,
    `${percentText(tpr)} found`,
    `${percentText(fpr)} false alarms`
  ];
  const grid = stops.map((row) =>
    row.map((stop): Point => ({x: px(stop.point.fpr), y: y(stop.point.tpr), label: words(stop).join(", ")}))
  );
  return withPoints(drawing, grid, {
    name: label,
    width,
    height,
    readout: (row, column) => {
      const [name, ...rest] = words(stops[row][column]);
      return [html("strong", {}, name), ...rest.map((text) => html("span", {}, text))];
    }
  });
}
