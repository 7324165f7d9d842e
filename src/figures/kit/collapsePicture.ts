// The toy of collapse side by side: what the penalty alone makes of the features, and what it makes of them with
// cross-entropy. A mark for each view, a thin line between the two views of one picture.
import {formatPercent, html, svg} from "./dom.js";
import {markerPath} from "./markers.js";
import {signed} from "./penaltyCurves.js";
import type {ToyState, ToyWeights} from "./collapseToy.js";

const markers = ["disc", "diamond"] as const;

export interface ToyPlaneOptions {
  readonly name: string;
  readonly ariaLabel: string;
  /** of the state, for the line between the classes; default none */
  readonly weights?: ToyWeights;
  /** units of length from the middle to an edge */
  readonly reach: number;
  /** CSS pixels; it is a square */
  readonly size: number;
}

/** Features in the plane. */
export function toyPlane(state: ToyState, {ariaLabel, weights, reach, size}: ToyPlaneOptions): SVGSVGElement {
  const scale = size / (2 * reach);
  const at = (x: number, y: number): [number, number] => [round(size / 2 + x * scale), round(size / 2 - y * scale)];
  const marks = (label: number): string =>
    state.features
      .filter((feature) => feature.label === label)
      .flatMap(({views}) => views.map(([x, y]) => markerPath(markers[label], ...at(x, y))))
      .join("");
  const pairs = state.features.map(({views: [[fx, fy], [gx, gy]]}) => `M${at(fx, fy)}L${at(gx, gy)}`).join("");
  return svg(
    "svg",
    {class: "lines toy-plane", viewBox: `0 0 ${size} ${size}`, width: size, height: size, role: "img", "aria-label": ariaLabel}, // prettier-ignore
    svg("circle", {class: "grid", cx: size / 2, cy: size / 2, r: round(scale)}),
    svg("path", {class: "grid", d: `M0,${size / 2}H${size}M${size / 2},0V${size}`}),
    svg("text", {class: "tick", x: round(size / 2 + scale) + 3, y: size / 2 + 14}, "1"),
    svg("path", {class: "boundary", d: weights ? boundary(weights, reach, at) : ""}),
    svg("path", {class: "pairs", d: pairs}),
    svg("path", {class: "class-0", d: marks(0)}),
    svg("path", {class: "class-1", d: marks(1)})
  );
}

/** Where the classifier is undecided, as far as that lies within the plane. */
function boundary(
  [, , , , w0, w1, bias]: ToyWeights,
  reach: number,
  at: (x: number, y: number) => [number, number]
): string {
  const length = Math.hypot(w0, w1);
  if (!(length > 1e-9) || Math.abs(bias) / length > reach) return "";
  const [nx, ny] = [w0 / length, w1 / length];
  const [ox, oy] = [(-bias / length) * nx, (-bias / length) * ny];
  const along = 2 * reach; // the drawing is cut off at its edges
  return `M${at(ox - along * ny, oy + along * nx)}L${at(ox + along * ny, oy - along * nx)}`;
}

export interface ToyColumn {
  readonly name: string;
  readonly state: ToyState;
}

/** What there is to say of some states, a column for each. */
export function toyTable(columns: readonly ToyColumn[], caption: string): HTMLTableElement {
  const rows: readonly (readonly [string, (state: ToyState) => string])[] = [
    ["mean cosine of two views of a picture", ({together}) => signed(together, 3)],
    ["mean cosine of pictures of different classes", ({between}) => signed(between, 3)],
    [
      "mean length of a feature",
      ({norm}) => (norm >= 0.001 ? norm.toFixed(3) : norm.toExponential(0).replace("-", "−"))
    ],
    ["the plane is flattened", ({flatness}) => (flatness >= 1000 ? "over 1,000 to 1" : `${flatness.toFixed(1)} to 1`)],
    ["views on the right side", ({accuracy}) => (accuracy === undefined ? "–" : formatPercent(accuracy, 1))]
  ];
  return html(
    "table",
    {class: "penalty-table"},
    html("caption", {}, caption),
    html(
      "thead",
      {},
      html("tr", {}, html("td", {}), ...columns.map(({name}) => html("th", {scope: "col", class: "number"}, name)))
    ),
    html(
      "tbody",
      {},
      ...rows.map(([name, value]) =>
        html(
          "tr",
          {},
          html("th", {scope: "row"}, name),
          ...columns.map(({state}) => html("td", {class: "number"}, value(state)))
        )
      )
    )
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
