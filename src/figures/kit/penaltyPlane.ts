// Two features as arrows from one point, the way they have come while they followed a penalty, and the pull that they are
// under now. Their tips can be dragged.
import {svg} from "./dom.js";
import {gradientOf, lengthOf} from "./penaltyMath.js";
import type {Pair, PenaltyKind, Vector} from "./penaltyMath.js";

export interface PenaltyPlaneOptions {
  readonly kind: PenaltyKind;
  /** CSS pixels; it is a square */
  readonly size: number;
  /** a tip is dragged to a place */
  readonly dragged: (which: "f" | "g", to: Vector) => void;
}

export interface PenaltyPlane {
  readonly element: SVGSVGElement;
  /** Draw a pair and where it has been: from the start to now. */
  show(path: readonly Pair[], ariaLabel: string): void;
}

/** from the middle to an edge, in units of length */
export const PLANE_REACH = 2.2;
/** the arrow of a pull for each unit of it, and the longest that is drawn */
const PULL = 0.5;
const LONGEST = 1.4;

/** The drawing; it stays the same element, so that a finger keeps hold of a tip while everything moves. */
export function penaltyPlane({kind, size, dragged}: PenaltyPlaneOptions): PenaltyPlane {
  const scale = size / (2 * PLANE_REACH);
  const middle = size / 2;
  const at = ([x, y]: Vector): [number, number] => [round(middle + x * scale), round(middle - y * scale)];
  const line = (name: string): SVGPathElement => svg("path", {class: name});
  const label = (text: string): SVGTextElement =>
    svg("text", {class: "vector-name", "text-anchor": "middle", "paint-order": "stroke"}, text);
  const sides = (["f", "g"] as const).map((which) => ({
    which,
    trail: line("trail"),
    vector: line(which === "g" ? "vector of-g" : "vector"),
    pull: line("pull"),
    name: label(which),
    handle: svg("circle", {class: "handle", r: 22})
  }));
  const element = svg(
    "svg",
    {class: `lines penalty-plane penalty-${kind}`, viewBox: `0 0 ${size} ${size}`, width: size, height: size, role: "img"}, // prettier-ignore
    ...[0.5, 1, 1.5, 2].map((r) => svg("circle", {class: "grid", cx: middle, cy: middle, r: round(r * scale)})),
    svg("path", {class: "grid", d: `M0,${middle}H${size}M${middle},0V${size}`}),
    svg("text", {class: "tick", x: round(middle + scale) + 3, y: middle + 14}, "1"),
    ...(["trail", "vector", "pull", "name", "handle"] as const).flatMap((part) => sides.map((side) => side[part]))
  );
  for (const {which, handle} of sides) {
    handle.addEventListener("pointerdown", (down) => follow(down, element, size, (to) => dragged(which, to)));
  }
  const show = (path: readonly Pair[], ariaLabel: string): void => {
    const now = path[path.length - 1];
    element.setAttribute("aria-label", ariaLabel);
    for (const {which, trail, vector, pull, name, handle} of sides) {
      const from = now[which];
      const [x, y] = at(from);
      const pulled = pullArrow(kind, which === "f" ? now : {f: now.g, g: now.f});
      trail.setAttribute("d", path.length < 2 ? "" : `M${path.map((pair) => at(pair[which])).join("L")}`);
      vector.setAttribute("d", arrow([middle, middle], [x, y], 9));
      pull.setAttribute("d", pulled ? arrow([x, y], at([from[0] + pulled[0], from[1] + pulled[1]]), 7) : "");
      name.setAttribute("x", String(outside(x, size)));
      name.setAttribute("y", String(outside(y, size) + 5));
      handle.setAttribute("cx", String(x));
      handle.setAttribute("cy", String(y));
    }
  };
  return {element, show};
}

/** The pull on f as it is drawn; undefined where it would be too short to see. */
function pullArrow(kind: PenaltyKind, pair: Pair): Vector | undefined {
  const gradient = gradientOf(kind, pair);
  const length = lengthOf(gradient);
  if (!(length * PULL > 0.02)) return undefined;
  const drawn = Math.min(PULL, LONGEST / length);
  return [-drawn * gradient[0], -drawn * gradient[1]];
}

/** A line with a head of so many pixels; none for what is shorter. */
function arrow([x0, y0]: readonly [number, number], [x1, y1]: readonly [number, number], head: number): string {
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (length < 1) return "";
  const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
  const barb = (side: 1 | -1): string => {
    const size = Math.min(head, length);
    return `M${x1},${y1}L${round(x1 - size * (ux - side * 0.45 * uy))},${round(y1 - size * (uy + side * 0.45 * ux))}`;
  };
  return `M${x0},${y0}L${x1},${y1}${barb(1)}${barb(-1)}`;
}

/** A place a little farther from the middle. */
const outside = (place: number, size: number): number => round(place + Math.sign(place - size / 2) * 13);

/** Tells where the pointer is from now on until it is let go, within the plane. */
function follow(down: PointerEvent, drawing: SVGSVGElement, size: number, to: (place: Vector) => void): void {
  down.preventDefault();
  const {left, top, width} = drawing.getBoundingClientRect();
  const document = drawing.ownerDocument;
  const pixels = (width || size) / (2 * PLANE_REACH);
  const clamped = (value: number): number => Math.max(-PLANE_REACH, Math.min(PLANE_REACH, value));
  const move = ({clientX, clientY, pointerId}: PointerEvent): void => {
    if (pointerId !== down.pointerId) return;
    to([clamped((clientX - left) / pixels - PLANE_REACH), clamped(PLANE_REACH - (clientY - top) / pixels)]);
  };
  const end = ({pointerId}: PointerEvent): void => {
    if (pointerId !== down.pointerId) return;
    document.removeEventListener("pointermove", move);
    for (const event of ["pointerup", "pointercancel"] as const) document.removeEventListener(event, end);
  };
  document.addEventListener("pointermove", move);
  for (const event of ["pointerup", "pointercancel"] as const) document.addEventListener(event, end);
}

const round = (value: number): number => Math.round(value * 10) / 10;
