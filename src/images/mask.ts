// Masks: where an image is changed, and how much. 1 is changed wholly, 0 not at all.
import {createPlane, type Plane, type Point} from "./image.js";

/** How deep a place lies inside, in pixels: below 0 outside, above 0 inside. */
export type Depth = (x: number, y: number) => number;

/** Depth in a convex polygon, corners in either order: the distance to the nearest side's line. */
export function polygonDepth(polygon: readonly Point[]): Depth {
  if (polygon.length < 3) throw new Error(`polygon: ${polygon.length} corners; it takes three or more`);
  const area = polygon.reduce((sum, [x, y], i) => {
    const [nx, ny] = polygon[(i + 1) % polygon.length];
    return sum + x * ny - y * nx;
  }, 0);
  const sign = area > 0 ? 1 : -1;
  const sides = polygon.flatMap(([x, y], i) => {
    const [nx, ny] = polygon[(i + 1) % polygon.length];
    const length = Math.hypot(nx - x, ny - y);
    return length < 1e-9 ? [] : [[x, y, (sign * (nx - x)) / length, (sign * (ny - y)) / length]];
  });
  return (x, y) => {
    let depth = Infinity;
    for (const [sx, sy, dx, dy] of sides) depth = Math.min(depth, dx * (y - sy) - dy * (x - sx));
    return depth;
  };
}

/** Depth in an ellipse: exact on its axes and outline, and near enough elsewhere. */
export function ellipseDepth([cx, cy]: Point, radiusX: number, radiusY: number): Depth {
  const mean = Math.min(radiusX, radiusY);
  return (x, y) => (1 - Math.hypot((x - cx) / radiusX, (y - cy) / radiusY)) * mean;
}

/**
 * A mask of what lies inside. With `feather` pixels it rises from 0 at the outline to 1 that far inside, smoothly; with 0
 * it is hard, 0 or 1. It never reaches beyond the outline.
 */
export function maskOf(width: number, height: number, depth: Depth, feather = 0): Plane {
  const mask = createPlane(width, height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) mask.data[at] = rise(depth(x, y), feather);
  }
  return mask;
}

function rise(depth: number, feather: number): number {
  if (depth <= 0) return 0;
  if (depth >= feather) return 1;
  const t = depth / feather;
  return t * t * (3 - 2 * t);
}

/** Every number of a mask times `factor`. */
export function scaleMask(mask: Plane, factor: number): Plane {
  return {...mask, data: mask.data.map((value) => value * factor)};
}
