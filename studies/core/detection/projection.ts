// Features on a sphere that can be drawn: unit features projected to the three directions of their largest second moment. Not
// centred, since angles at the origin are what the penalty is about.
import {EigenvalueDecomposition, Matrix} from "ml-matrix";

export interface Projection {
  /** [row][3], in the unit ball */
  readonly points: readonly Point[];
  /** mean share of the squared length that is kept */
  readonly share: number;
}

/**
 * `rows` of any length but 0, taken at length 1; a row of zeros stays in the middle. The sphere is turned so that the mean of
 * the rows from `front` on lies on its first axis, and what they differ by most along its second.
 */
export function projectToSphere(rows: readonly Float32Array[], front = 0): Projection {
  const width = rows[0].length;
  const units = rows.map((row) => {
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    return length === 0 ? row : row.map((value) => value / length);
  });
  const moment = Matrix.zeros(width, width);
  for (const unit of units) {
    for (let i = 0; i < width; i++) {
      if (unit[i] === 0) continue;
      for (let j = 0; j <= i; j++) moment.set(i, j, moment.get(i, j) + (unit[i] * unit[j]) / units.length);
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) moment.set(j, i, moment.get(i, j));
  const {realEigenvalues, eigenvectorMatrix} = new EigenvalueDecomposition(moment, {assumeSymmetric: true});
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const axes = order
    .slice(0, 3)
    .map((column) => Array.from({length: width}, (_, i) => eigenvectorMatrix.get(i, column)));
  const found = units.map((unit) => axes.map((axis) => unit.reduce((dot, value, i) => dot + value * axis[i], 0)));
  const frame = frameOf(found.slice(front));
  const points = found.map((point): Point => {
    const [x, y, z] = frame.map((axis) => Math.max(-1, Math.min(1, dotOf(point, axis))));
    return [x, y, z];
  });
  const share = points.reduce((sum, [x, y, z]) => sum + x * x + y * y + z * z, 0) / points.length;
  return {points, share};
}

type Point = readonly [number, number, number];

const dotOf = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Three axes at right angles: the mean of points, what they differ by most beside it, and the rest. */
function frameOf(points: readonly (readonly number[])[]): [Point, Point, Point] {
  const mean = [0, 1, 2].map((i) => points.reduce((sum, point) => sum + point[i], 0));
  const length = Math.hypot(...mean);
  const first: Point = length < 1e-9 ? [1, 0, 0] : [mean[0] / length, mean[1] / length, mean[2] / length];
  const beside = points.map((point) => point.map((value, i) => value - dotOf(point, first) * first[i]));
  const moment = new Matrix([0, 1, 2].map((i) => [0, 1, 2].map((j) => beside.reduce((sum, p) => sum + p[i] * p[j], 0)))); // prettier-ignore
  // the mean itself is given the least moment, so that the largest is at a right angle to it
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) moment.set(i, j, moment.get(i, j) - first[i] * first[j]);
  const {realEigenvalues, eigenvectorMatrix} = new EigenvalueDecomposition(moment, {assumeSymmetric: true});
  const column = realEigenvalues.indexOf(Math.max(...realEigenvalues));
  const second: Point = [0, 1, 2].map((i) => eigenvectorMatrix.get(i, column)) as unknown as Point;
  const [[a, b, c], [d, e, f]] = [first, second];
  return [first, second, [b * f - c * e, c * d - a * f, a * e - b * d]];
}
