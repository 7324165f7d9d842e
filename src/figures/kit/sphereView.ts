// One sphere with pairs of points on it: discs are views of pristine faces, diamonds of manipulated ones, an arc joins the two
// views of a face; what is behind the sphere's middle is faint.
import {html, svg} from "./dom.js";
import {arcBetween, onSphere, pathsByDepth, rotation, sphereNet, type Vector} from "./sphereGeometry.js";

/** drawing's width and height, and the sphere's radius, in its own units */
const SIZE = 260;
const RADIUS = 118;
/** how near the pointer must be to a point */
const REACH = 14;

export interface SpherePair {
  readonly manipulated: boolean;
  /** both views, in the unit ball */
  readonly ends: readonly [Vector, Vector];
}

export interface SphereState {
  /** pairs that are shown, by their place in the data */
  readonly pairs: ReadonlyMap<number, SpherePair>;
  /** the pair that is looked at */
  readonly marked: number | undefined;
  /** degrees */
  readonly turn: number;
  readonly tilt: number;
  readonly label: string;
}

export interface SphereEvents {
  /** pointed at; undefined: no more */
  readonly pointed: (pair: number | undefined) => void;
  readonly chosen: (pair: number | undefined) => void;
  /** turned by so many degrees */
  readonly turned: (turn: number, tilt: number) => void;
}

export interface SphereView {
  readonly element: HTMLElement;
  show(state: SphereState): void;
}

const place = ([x, y]: Vector): string => `${(SIZE / 2 + RADIUS * x).toFixed(1)},${(SIZE / 2 - RADIUS * y).toFixed(1)}`;

function mark(point: Vector, manipulated: boolean): string {
  const [x, y] = [SIZE / 2 + RADIUS * point[0], SIZE / 2 - RADIUS * point[1]];
  return manipulated
    ? `M${x.toFixed(1)},${(y - 4.2).toFixed(1)}l4.2,4.2l-4.2,4.2l-4.2,-4.2z`
    : `M${(x - 3.1).toFixed(1)},${y.toFixed(1)}a3.1,3.1 0 1 0 6.2,0a3.1,3.1 0 1 0 -6.2,0z`;
}

const layers = ["arc behind", "mark behind", "net", "arc front", "mark front"] as const;
const groups = ["pristine", "manipulated"] as const;

/** A sphere called `name`, which the pointer and arrow keys turn. */
export function sphereView(name: string, {pointed, chosen, turned}: SphereEvents): SphereView {
  const paths = new Map(
    layers
      .flatMap((layer) => (layer === "net" ? [layer] : groups.map((group) => `${layer} ${group}`)))
      .map((key) => [key, svg("path", {class: key})])
  );
  const marked = svg("path", {class: "marked-arc"});
  const rings = svg("path", {class: "marked"});
  const drawing = svg(
    "svg",
    {viewBox: `0 0 ${SIZE} ${SIZE}`, width: SIZE, height: SIZE, role: "img", class: "sphere"},
    svg("circle", {class: "globe", cx: SIZE / 2, cy: SIZE / 2, r: RADIUS}),
    ...paths.values(),
    marked,
    rings
  );
  const element = html(
    "div",
    {class: "sphere-turn", tabindex: 0, role: "group", "aria-label": `${name}: arrow keys turn all spheres`},
    drawing
  );
  const net = sphereNet();
  let seen: {pair: number; at: Vector}[] = [];

  const nearest = ({clientX, clientY}: PointerEvent): number | undefined => {
    const box = drawing.getBoundingClientRect();
    const [x, y] = [((clientX - box.left) / box.width) * SIZE, ((clientY - box.top) / box.height) * SIZE];
    let best: number | undefined;
    let least = REACH;
    for (const {pair, at} of seen) {
      const far = Math.hypot(SIZE / 2 + RADIUS * at[0] - x, SIZE / 2 - RADIUS * at[1] - y) + (at[2] < 0 ? 5 : 0);
      if (far < least) [best, least] = [pair, far];
    }
    return best;
  };
  let held: {x: number; y: number; moved: boolean} | undefined;
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held = {x: event.clientX, y: event.clientY, moved: false};
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    if (!held) return pointed(nearest(event));
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (!held.moved && Math.hypot(dx, dy) < 4) return;
    held = {x: event.clientX, y: event.clientY, moved: true};
    turned(dx * 0.6, dy * 0.6);
  });
  element.addEventListener("pointerup", (event) => {
    if (held && !held.moved) chosen(nearest(event));
    held = undefined;
  });
  element.addEventListener("pointercancel", () => (held = undefined));
  element.addEventListener("pointerleave", () => pointed(undefined));
  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step: Readonly<Partial<Record<string, readonly [number, number]>>> = {ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10]}; // prettier-ignore
    const by = step[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation(); // else the player takes them
    turned(by[0], by[1]);
  });

  return {
    element,
    show({pairs, marked: one, turn, tilt, label}) {
      const rotate = rotation(turn, tilt);
      const texts = new Map<string, string>();
      const add = (key: string, text: string): void => void texts.set(key, (texts.get(key) ?? "") + text);
      for (const line of net) add("net", pathsByDepth(line.map(rotate), place).front);
      seen = [];
      let arcText = "";
      let ringText = "";
      for (const [pair, {manipulated, ends}] of pairs) {
        const group = groups[Number(manipulated)];
        const [a, b] = ends.map((end) => rotate(onSphere(end)));
        const {front, behind} = pathsByDepth(arcBetween(a, b), place);
        add(`arc front ${group}`, front);
        add(`arc behind ${group}`, behind);
        for (const end of [a, b]) {
          add(`mark ${end[2] >= 0 ? "front" : "behind"} ${group}`, mark(end, manipulated));
          seen.push({pair, at: end});
        }
        if (pair !== one) continue;
        arcText = front + behind;
        ringText = [a, b].map(([x, y]) => `M${(SIZE / 2 + RADIUS * x - 8).toFixed(1)},${(SIZE / 2 - RADIUS * y).toFixed(1)}a8,8 0 1 0 16,0a8,8 0 1 0 -16,0z`).join(""); // prettier-ignore
      }
      for (const [key, path] of paths) path.setAttribute("d", texts.get(key) ?? "");
      marked.setAttribute("d", arcText);
      rings.setAttribute("d", ringText);
      drawing.setAttribute("aria-label", label);
    }
  };
}
