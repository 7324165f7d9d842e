// (1 − cos)² beside 1 − cos, over the angle or the cosine: values, or how steep they are. Agreement lies at the left. A rule
// stands where the pair on the page is.
import {textWidth} from "./axis.js";
import {html, svg} from "./dom.js";
import {markerPath} from "./markers.js";
import {slopeByAngle, slopeByCosine} from "./penaltyMath.js";
import {plane} from "./plane.js";
import {withPoints} from "./points.js";
import type {Point, PointedAt} from "./points.js";
import {spread} from "./spread.js";

export interface PenaltyCurvesOptions {
  readonly over: "angle" | "cosine";
  readonly show: "value" | "slope";
  /** of the pair, radians */
  readonly angle: number;
}

const kinds = ["cosine", "plain"] as const;
const names = {cosine: "(1 − cos)²", plain: "1 − cos"} as const;
const markers = {cosine: "disc", plain: "square"} as const;
/** degrees between the points that can be read */
const STOP = 15;

/** What is drawn at an angle: the value, or how much it falls for each radian or each unit of cosine. */
export function curveValue(
  kind: "cosine" | "plain",
  {over, show}: Omit<PenaltyCurvesOptions, "angle">,
  angle: number
): number {
  const away = 1 - Math.cos(angle);
  if (show === "value") return kind === "cosine" ? away ** 2 : away;
  return over === "angle" ? slopeByAngle(kind, angle) : -slopeByCosine(kind, Math.cos(angle));
}

/** The drawing for a width. */
export function penaltyCurves(options: PenaltyCurvesOptions, width: number): PointedAt {
  const {over, show, angle} = options;
  const height = 280;
  const degrees = [0, 30, 60, 90, 120, 150, 180];
  const ticks =
    over === "angle"
      ? degrees.map((value) => ({value, text: `${value}°`}))
      : [1, 0.5, 0, -0.5, -1].map((value) => ({value, text: String(value).replace("-", "−")}));
  const at = (radians: number): number => (over === "angle" ? (radians * 180) / Math.PI : Math.cos(radians));
  const fine = Array.from({length: 91}, (_, i) => (i * Math.PI) / 90);
  const high = Math.max(...kinds.flatMap((kind) => fine.map((radians) => curveValue(kind, options, radians))));
  const yLabel = show === "value" ? "penalty" : over === "angle" ? "slope, by the angle" : "slope, by the cosine";
  const right = Math.max(...kinds.map((kind) => textWidth(names[kind]))) + 14;
  const {x, y, base, top, edge, parts} = plane(
    {label: over === "angle" ? "angle between f and g" : "cosine of f and g", low: at(0), high: at(Math.PI), ticks},
    {label: yLabel, low: 0, high},
    {width, height, right, inset: 8}
  );
  const place = (kind: "cosine" | "plain", radians: number): [number, number] => [
    x(at(radians)),
    y(curveValue(kind, options, radians))
  ];
  const here = x(at(angle));
  const ends = spread(kinds.map((kind) => place(kind, Math.PI)[1]), 16, [top, base]); // prettier-ignore
  // at its end, or where it is highest if it comes down again
  const nameAt = (kind: "cosine" | "plain", k: number): {x: number; y: number; "text-anchor"?: string} => {
    const highest = fine.reduce((a, b) => (place(kind, b)[1] < place(kind, a)[1] ? b : a));
    const [px, py] = place(kind, highest);
    return place(kind, Math.PI)[1] > py + 30
      ? {x: px, y: py - 7, "text-anchor": "middle"}
      : {x: edge + 2, y: ends[k] + 4};
  };
  const label = `${yLabel} of (1 − cos)² and of 1 − cos over the ${over}`;
  const drawing = svg(
    "svg",
    {class: "lines penalty-curves", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label},
    ...parts,
    svg("path", {class: "rule", d: `M${here},${base}V${top - 6}`}),
    ...kinds.flatMap((kind) => [
      svg("path", {class: `penalty-${kind} curve`, d: `M${fine.map((radians) => place(kind, radians)).join("L")}`}),
      svg("path", {class: `penalty-${kind} mark`, d: markerPath(markers[kind], ...place(kind, angle))})
    ]),
    ...kinds.map((kind, k) =>
      svg("text", {class: `penalty-${kind} name`, ...nameAt(kind, k), "paint-order": "stroke"}, names[kind])
    )
  );
  const stops = Array.from({length: 180 / STOP + 1}, (_, i) => i * STOP);
  const words = (kind: "cosine" | "plain", stop: number): [string, string] => [
    `${stop}° (cos ${signed(Math.cos((stop * Math.PI) / 180), 2)})`,
    `${names[kind]}: ${signed(curveValue(kind, options, (stop * Math.PI) / 180), 3)}`
  ];
  const grid = kinds.map((kind) =>
    stops.map((stop): Point => {
      const [px, py] = place(kind, (stop * Math.PI) / 180);
      return {x: px, y: py, label: words(kind, stop).join(", ")};
    })
  );
  return withPoints(drawing, grid, {
    name: label,
    width,
    height,
    readout: (row, column) => {
      const [name, text] = words(kinds[row], stops[column]);
      return [html("strong", {}, name), html("span", {}, text)];
    }
  });
}

/** A number with a minus sign, and none in front of what rounds to zero. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
