// Two features of one detector: drawn in the plane they span, so that the angle between them is true, and element by element.
import {html, svg} from "../figures/kit/dom.js";
import type {ViewReading} from "./faceMessages.js";
import {CLASS_WEIGHTS} from "../nets/detector/config.js";
import {entropyOf, type Agreement} from "./faceWork.js";

const SIZE = 150;
const WIDE = 320;
const HIGH = 84;

export interface Agreed {
  readonly name: string;
  readonly agreement: Agreement;
  readonly views: readonly ViewReading[];
  readonly manipulated: boolean;
}

/** The card of one detector. */
export function agreementCard({name, agreement, views, manipulated}: Agreed): HTMLElement {
  const [a, b] = views;
  const weight = CLASS_WEIGHTS[Number(manipulated)];
  const losses = views.map(({logit}) => entropyOf(logit, manipulated));
  const rows: [string, string][] = [
    ["angle", `${agreement.angle.toFixed(1)}°`],
    ["cos", agreement.cosine.toFixed(3)],
    ["(1 − cos)²", agreement.penalty.toPrecision(2)],
    ["L1, L2", `${agreement.l1.toPrecision(2)}, ${agreement.l2.toPrecision(2)}`],
    ["p(manipulated)", views.map(({logit}) => probability(logit).toFixed(2)).join(" and ")],
    [`cross-entropy${weight === 1 ? "" : ` × ${weight}`}`, losses.map((loss) => (weight * loss).toFixed(2)).join(" and ")] // prettier-ignore
  ];
  return html(
    "section",
    {class: "agreement", "aria-label": `Detector ${name}`},
    html("p", {class: "agreement-name"}, name),
    anglePicture(agreement),
    elementsPicture(a.feature, b.feature),
    html("dl", {}, ...rows.map(([term, text]) => html("div", {}, html("dt", {}, term), html("dd", {}, text))))
  );
}

export const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** Both features from one point, the first along the horizontal. */
function anglePicture({angle, norms: [first, second]}: Agreement): SVGSVGElement {
  const longest = Math.max(first, second, 1e-6);
  const reach = SIZE - 34;
  const [x0, y0] = [12, SIZE - 22];
  const arrow = (length: number, degrees: number, kind: string, letter: string): SVGElement[] => {
    const t = (degrees * Math.PI) / 180;
    const [x, y] = [x0 + (reach * length * Math.cos(t)) / longest, y0 - (reach * length * Math.sin(t)) / longest];
    const wing = (turn: number): string => `${x - 8 * Math.cos(t + turn)},${y + 8 * Math.sin(t + turn)}`;
    return [
      svg("path", {class: `feature ${kind}`, d: `M${x0},${y0}L${x},${y}M${wing(0.45)}L${x},${y}L${wing(-0.45)}`}),
      svg("text", {class: `feature-name ${kind}`, x: x + 9 * Math.cos(t + 0.2), y: y - 9 * Math.sin(t + 0.2) + 4, "text-anchor": "middle"}, letter) // prettier-ignore
    ];
  };
  const r = 34;
  const t = (angle * Math.PI) / 180;
  const arc = `M${x0 + r},${y0}A${r},${r} 0 0 0 ${x0 + r * Math.cos(t)},${y0 - r * Math.sin(t)}`;
  return svg(
    "svg",
    {class: "lines angle", viewBox: `0 0 ${SIZE} ${SIZE}`, width: SIZE, height: SIZE, role: "img", "aria-label": `Features f and g of the two views, lengths ${first.toFixed(2)} and ${second.toFixed(2)}, ${angle.toFixed(1)} degrees apart`}, // prettier-ignore
    svg("path", {class: "arc", d: arc}),
    ...arrow(first, 0, "first", "f"),
    ...arrow(second, angle, "second", "g")
  );
}

/** Element by element: f upwards, g downwards. Where both sides mirror each other, the views agree. */
function elementsPicture(f: Float32Array, g: Float32Array): SVGSVGElement {
  const most = Math.max(1e-6, ...f, ...g);
  const middle = HIGH / 2;
  const step = WIDE / f.length;
  const bars = (values: Float32Array, sign: number): string =>
    Array.from(values, (value, i) => {
      const x = ((i + 0.5) * step).toFixed(1);
      return value > 0 ? `M${x},${middle}V${(middle - (sign * (middle - 4) * value) / most).toFixed(1)}` : "";
    }).join("");
  return svg(
    "svg",
    {class: "lines elements", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": `${f.length} elements of both features: those of f upwards, those of g downwards`}, // prettier-ignore
    svg("path", {class: "feature first", d: bars(f, 1)}),
    svg("path", {class: "feature second", d: bars(g, -1)}),
    svg("path", {class: "grid", d: `M0,${middle}H${WIDE}`})
  );
}
