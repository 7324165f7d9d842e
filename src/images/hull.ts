import type {Point} from "./image.js";

/** The convex hull of some points, counter-clockwise in mathematical axes (Andrew's monotone chain). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const half = (order: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of order) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}

const turn = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): number =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);

/** A polygon grown or shrunk about its centroid. */
export function scalePolygon(polygon: readonly Point[], factor: number): Point[] {
  const n = polygon.length;
  const cx = polygon.reduce((sum, [x]) => sum + x, 0) / n;
  const cy = polygon.reduce((sum, [, y]) => sum + y, 0) / n;
  return polygon.map(([x, y]): Point => [cx + (x - cx) * factor, cy + (y - cy) * factor]);
}
