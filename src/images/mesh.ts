// Piecewise affine warps over a mesh of triangles: how an active appearance model moves texture between shapes (Cootes,
// Edwards and Taylor 2001).
import {createImage, type Image, type Point} from "./image.js";
import {interpolations, type Interpolation} from "./interpolation.js";
import {resize} from "./resize.js";

/** Corners of triangles, as indices into a list of points. */
export type Triangles = readonly (readonly [number, number, number])[];

/** For every pixel of a picture where in another it comes from: `data` [height, width, 2] of x and y; NaN where nowhere. */
export interface WarpMap {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/**
 * Where each pixel inside the mesh, its points at `to`, lies when they are at `from`. With `density` n the map has n × n
 * places a pixel.
 */
export function warpMap(
  from: readonly Point[],
  to: readonly Point[],
  triangles: Triangles,
  width: number,
  height: number,
  density = 1
): WarpMap {
  if (from.length !== to.length) throw new Error(`warp: ${from.length} points to ${to.length}`);
  const [w, h] = [width * density, height * density];
  const data = new Float32Array(w * h * 2).fill(NaN);
  const place = (i: number): number => (i + 0.5) / density - 0.5;
  const index = (p: number): number => (p + 0.5) * density - 0.5;
  for (const [i, j, k] of triangles) {
    const [[ax, ay], [bx, by], [cx, cy]] = [to[i], to[j], to[k]];
    const [p, q, r] = [from[i], from[j], from[k]];
    const determinant = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (Math.abs(determinant) < 1e-9) continue;
    const x1 = Math.min(w - 1, Math.ceil(index(Math.max(ax, bx, cx))));
    const y1 = Math.min(h - 1, Math.ceil(index(Math.max(ay, by, cy))));
    const x0 = Math.max(0, Math.floor(index(Math.min(ax, bx, cx))));
    for (let y = Math.max(0, Math.floor(index(Math.min(ay, by, cy)))); y <= y1; y++) {
      const dy = place(y) - ay;
      for (let x = x0; x <= x1; x++) {
        const dx = place(x) - ax;
        const u = ((cy - ay) * dx - (cx - ax) * dy) / determinant;
        const v = ((bx - ax) * dy - (by - ay) * dx) / determinant;
        if (u < -1e-6 || v < -1e-6 || u + v > 1 + 1e-6) continue;
        const at = 2 * (y * w + x);
        data[at] = p[0] + u * (q[0] - p[0]) + v * (r[0] - p[0]);
        data[at + 1] = p[1] + u * (q[1] - p[1]) + v * (r[1] - p[1]);
      }
    }
  }
  return {width: w, height: h, data};
}

/** The picture that a map makes; what comes from nowhere is black. */
export function applyWarp(
  image: Image,
  {width, height, data}: WarpMap,
  interpolation: Interpolation = "bilinear"
): Image {
  const result = createImage(width, height);
  const sample = interpolations[interpolation];
  for (let p = 0; p < width * height; p++) {
    const x = data[2 * p];
    if (!Number.isNaN(x)) sample(image, x, data[2 * p + 1], result.data, 3 * p);
  }
  return result;
}

export interface WarpMeshOptions {
  /** pixels of the result; default those of the image */
  readonly width?: number;
  readonly height?: number;
  /** samples along each side of a pixel, whose mean it is; default 2 */
  readonly density?: number;
  readonly interpolation?: Interpolation;
}

/** An image whose points `from` have moved to `to`, and the mesh with them. Outside the mesh nothing moves. */
export function warpMesh(
  image: Image,
  from: readonly Point[],
  to: readonly Point[],
  triangles: Triangles,
  options: WarpMeshOptions = {}
): Image {
  const {width = image.width, height = image.height, density = 2, interpolation = "bilinear"} = options;
  const map = warpMap(from, to, triangles, width, height, density);
  for (let p = 0; p < map.width * map.height; p++) {
    if (!Number.isNaN(map.data[2 * p])) continue;
    map.data[2 * p] = ((p % map.width) + 0.5) / density - 0.5;
    map.data[2 * p + 1] = (Math.floor(p / map.width) + 0.5) / density - 0.5;
  }
  const dense = applyWarp(image, map, interpolation);
  return density === 1 ? dense : resize(dense, width, height, "area");
}
