// A map of where a detector sees the evidence, over a face that is not shown: squares speak for manipulated, rings for real, the
// larger the more; a line goes around what was really changed.
import {svg} from "./dom.js";

/** units of a drawing's side */
const SIZE = 128;

export interface Tile {
  /** [size, size]; positive speaks for manipulated */
  readonly activation: ArrayLike<number>;
  readonly size: number;
  /** what the largest sign stands for */
  readonly most: number;
  /** [maskSize, maskSize], 0 to 255 */
  readonly mask?: ArrayLike<number>;
  readonly maskSize?: number;
  readonly label: string;
}

export function activationTile({activation, size, most, mask, maskSize = 0, label}: Tile): SVGSVGElement {
  const cell = SIZE / size;
  const paths = {for: "", against: ""};
  for (let i = 0; i < size * size; i++) {
    const value = activation[i];
    // areas tell amounts
    const half = (cell / 2 - 0.4) * Math.sqrt(Math.min(1, Math.abs(value) / (most || 1)));
    if (half < 0.25) continue;
    const [x, y] = [(i % size) * cell + cell / 2, Math.floor(i / size) * cell + cell / 2];
    if (value > 0) paths.for += `M${fixed(x - half)},${fixed(y - half)}h${fixed(2 * half)}v${fixed(2 * half)}h${fixed(-2 * half)}z`; // prettier-ignore
    else paths.against += `M${fixed(x - half)},${fixed(y)}a${fixed(half)},${fixed(half)} 0 1 0 ${fixed(2 * half)},0a${fixed(half)},${fixed(half)} 0 1 0 ${fixed(-2 * half)},0z`; // prettier-ignore
  }
  return svg(
    "svg",
    {
      viewBox: `0 0 ${SIZE} ${SIZE}`,
      width: SIZE,
      height: SIZE,
      role: "img",
      class: "activation-map",
      "aria-label": label
    },
    svg("rect", {class: "ground", width: SIZE, height: SIZE}),
    svg("path", {class: "against", d: paths.against}),
    svg("path", {class: "for", d: paths.for}),
    ...(mask ? [svg("path", {class: "mask", d: outline(mask, maskSize)})] : [])
  );
}

/** Edges between places of a mask that are new by half and places that are not. */
export function outline(mask: ArrayLike<number>, size: number): string {
  const step = SIZE / size;
  const inside = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < size && y < size && mask[y * size + x] >= 128;
  let path = "";
  for (let y = 0; y <= size; y++) {
    for (let x = 0; x <= size; x++) {
      if (x < size && inside(x, y) !== inside(x, y - 1))
        path += `M${fixed(x * step)},${fixed(y * step)}h${fixed(step)}`;
      if (y < size && inside(x, y) !== inside(x - 1, y))
        path += `M${fixed(x * step)},${fixed(y * step)}v${fixed(step)}`;
    }
  }
  return path;
}

const fixed = (value: number): string => String(Math.round(value * 100) / 100);
