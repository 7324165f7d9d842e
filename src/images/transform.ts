// Affine maps of the plane.
import type {Point} from "./image.js";

/** x ↦ a·x + b·y + c, y ↦ d·x + e·y + f, as [a, b, c, d, e, f]. */
export type Transform = readonly [number, number, number, number, number, number];

export const identity: Transform = [1, 0, 0, 0, 1, 0];

export function applyTransform([a, b, c, d, e, f]: Transform, [x, y]: Point): Point {
  return [a * x + b * y + c, d * x + e * y + f];
}

/** The map that undoes it. Throws where it has none. */
export function invertTransform([a, b, c, d, e, f]: Transform): Transform {
  const determinant = a * e - b * d;
  if (Math.abs(determinant) < 1e-12) throw new Error(`transform: [${[a, b, c, d, e, f].join(", ")}] has no inverse`);
  const [ia, ib, id, ie] = [e / determinant, -b / determinant, -d / determinant, a / determinant];
  return [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)];
}

/** First `inner`, then `outer`. */
export function compose(outer: Transform, inner: Transform): Transform {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [a * p + b * s, a * q + b * t, a * r + b * u + c, d * p + e * s, d * q + e * t, d * r + e * u + f];
}

/** Turns by `angle` (radians, clockwise as seen), scales, and moves by `shift`, about `centre`. */
export function about([x, y]: Point, {angle = 0, scale = 1, shift = [0, 0] as Point} = {}): Transform {
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  return [cos, -sin, x - cos * x + sin * y + shift[0], sin, cos, y - sin * x - cos * y + shift[1]];
}

/**
 * The similarity (turn, scale, shift; no mirror image) that brings `from` nearest to `to` in the least-squares sense
 * (Umeyama 1991; in the plane it has this closed form). Throws with fewer than two points, or all in one place.
 */
export function similarity(from: readonly Point[], to: readonly Point[]): Transform {
  if (from.length < 2 || from.length !== to.length) {
    throw new Error(`similarity: ${from.length} points to ${to.length}; it takes two or more, and as many of each`);
  }
  const [fx, fy] = centroid(from);
  const [tx, ty] = centroid(to);
  let [norm, dot, cross] = [0, 0, 0];
  from.forEach(([x, y], i) => {
    const [px, py, qx, qy] = [x - fx, y - fy, to[i][0] - tx, to[i][1] - ty];
    norm += px * px + py * py;
    dot += px * qx + py * qy;
    cross += px * qy - py * qx;
  });
  if (norm < 1e-12) throw new Error(`similarity: all points lie at [${fx}, ${fy}]`);
  const [cos, sin] = [dot / norm, cross / norm];
  return [cos, -sin, tx - cos * fx + sin * fy, sin, cos, ty - sin * fx - cos * fy];
}

/** The mean of some points. */
export function centroid(points: readonly Point[]): Point {
  let [x, y] = [0, 0];
  for (const point of points) [x, y] = [x + point[0], y + point[1]];
  return [x / points.length, y / points.length];
}
