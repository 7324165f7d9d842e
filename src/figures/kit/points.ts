// Points of a drawing that can be read: with the pointer (the nearest one), with a finger, or with the arrow keys, as one
// stop of the Tab key. Each point is an element of its own over the drawing, named by its value, so that a screen reader
// says it when it gets the focus; the drawing itself stays one image.
import {html} from "./dom.js";
import type {Child} from "./dom.js";

export interface Point {
  /** CSS pixels in the drawing */
  readonly x: number;
  readonly y: number;
  /** what it is and what it says, in words */
  readonly label: string;
}

export interface PointsOptions {
  /** what the points are, such as "Speeds by batch size" */
  readonly name: string;
  /** size of the drawing, CSS pixels */
  readonly width: number;
  readonly height: number;
  /** What to show beside the point [row][column] while it is pointed at. */
  readonly readout: (row: number, column: number) => readonly Child[];
  /** The point that is pointed at or has the focus; undefined when none is any more. */
  readonly pointed?: (index: PointIndex | undefined) => void;
  /** A point was clicked or tapped, or Enter or the space bar pressed on it; then points are buttons. */
  readonly chosen?: (index: PointIndex) => void;
}

/** [row, column] */
export type PointIndex = readonly [number, number];

export interface PointedAt {
  readonly element: HTMLElement;
  /** the point that has the focus */
  focused(): PointIndex | undefined;
  focus(index: PointIndex): void;
}

/**
 * The drawing with its points over it. Rows are what the up and down keys go through, columns what left and right do; a
 * missing point is passed over.
 */
export function withPoints(
  drawing: SVGSVGElement,
  grid: readonly (readonly (Point | undefined)[])[],
  {name, width, height, readout, pointed, chosen}: PointsOptions
): PointedAt {
  const spots = grid.map((row) =>
    row.map((point) => {
      if (!point) return undefined;
      const spot = html("span", {role: chosen ? "button" : "img", tabindex: -1, "aria-label": point.label});
      spot.style.left = `${percent(point.x / width)}%`;
      spot.style.top = `${percent(point.y / height)}%`;
      return spot;
    })
  );
  const all = spots.flatMap((row, r) => row.flatMap((spot, c) => (spot ? [{spot, r, c, point: grid[r][c]!}] : [])));
  const box = html("div", {class: "readout", "aria-hidden": "true", hidden: true});
  const group = html(
    "div",
    {class: "points", role: "group", "aria-label": `${name}; arrow keys go from point to point`},
    ...all.map(({spot}) => spot)
  );
  const element = html("div", {class: "pointed-at"}, drawing, group, box);
  let stop = all[0]?.spot; // where the Tab key stops
  if (stop) stop.tabIndex = 0;

  const focused = (): PointIndex | undefined => {
    const found = all.find(({spot}) => spot === spot.ownerDocument.activeElement);
    return found && [found.r, found.c];
  };
  let last: PointIndex | undefined;
  const show = (index: PointIndex | undefined): void => {
    if (index?.[0] !== last?.[0] || index?.[1] !== last?.[1]) pointed?.((last = index));
    const point = index && grid[index[0]]?.[index[1]];
    for (const {spot} of all)
      spot.classList.toggle("active", point !== undefined && spots[index![0]][index![1]] === spot);
    box.hidden = point === undefined;
    if (!point || !index) return;
    box.replaceChildren(...readout(...index));
    const right = point.x < width / 2;
    box.style.left = right ? `calc(${percent(point.x / width)}% + 14px)` : "";
    box.style.right = right ? "" : `calc(${percent(1 - point.x / width)}% + 14px)`;
    box.style.maxWidth = `calc(${percent(right ? 1 - point.x / width : point.x / width)}% - 18px)`;
    const low = point.y > height / 2;
    box.style.top = low ? "" : `${percent(point.y / height)}%`;
    box.style.bottom = low ? `${percent(1 - point.y / height)}%` : "";
  };
  const focus = ([r, c]: PointIndex): void => {
    const spot = spots[r]?.[c];
    if (!spot) return;
    if (stop) stop.tabIndex = -1;
    stop = spot;
    stop.tabIndex = 0;
    stop.focus({preventScroll: true});
  };
  group.addEventListener("focusin", () => show(focused()));
  group.addEventListener("focusout", () => show(undefined));
  group.addEventListener("keydown", (event) => {
    const from = focused();
    if (event.key === "Escape") return show(undefined);
    if (from && chosen && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      return chosen(from);
    }
    const to = from && neighbour(grid, from, event.key);
    if (!to) return;
    event.preventDefault();
    focus(to);
  });
  const near = ({clientX, clientY}: MouseEvent): PointIndex | undefined => {
    const {left, top, width: wide} = drawing.getBoundingClientRect();
    const scale = wide / width || 1;
    return nearest(all, (clientX - left) / scale, (clientY - top) / scale);
  };
  const point = (event: PointerEvent): void => show(near(event));
  element.addEventListener("pointermove", point);
  element.addEventListener("pointerdown", point);
  element.addEventListener("pointerleave", () => show(focused()));
  if (chosen) {
    element.addEventListener("click", (event) => {
      const hit = all.find(({spot}) => spot === event.target); // by assistive technology
      const index: PointIndex | undefined = hit ? [hit.r, hit.c] : near(event);
      if (index) chosen(index);
    });
  }
  return {element, focused, focus};
}

const percent = (share: number): number => Math.round(share * 10_000) / 100;

/** The point to go to from one, by a key: the next one there is in that direction. */
function neighbour(
  grid: readonly (readonly (Point | undefined)[])[],
  [r, c]: PointIndex,
  key: string
): PointIndex | undefined {
  const [dr, dc] = key === "ArrowRight" ? [0, 1] : key === "ArrowLeft" ? [0, -1] : key === "ArrowUp" ? [-1, 0] : [1, 0];
  if (!key.startsWith("Arrow")) {
    const ends = grid[r].flatMap((point, k) => (point ? [k] : []));
    return key === "Home" ? [r, ends[0]] : key === "End" ? [r, ends.at(-1)!] : undefined;
  }
  for (let [i, k] = [r + dr, c + dc]; grid[i] && k >= 0 && k < grid[i].length; i += dr, k += dc) {
    if (grid[i][k]) return [i, k];
  }
  return [r, c];
}

/** The point nearest to a place, if it is near at all. */
function nearest(
  all: readonly {readonly r: number; readonly c: number; readonly point: Point}[],
  x: number,
  y: number
): PointIndex | undefined {
  let best: PointIndex | undefined;
  let least = 60;
  for (const {r, c, point} of all) {
    const distance = Math.hypot(point.x - x, (point.y - y) * 0.7);
    if (distance < least) [best, least] = [[r, c], distance];
  }
  return best;
}
