// Features on a sphere that can be drawn: unit features projected to the three directions of their largest second moment. Not
// centred, since angles at the origin are what the penalty is about.
import {EigenvalueDecomposition, Matrix} from "ml-matrix";

export interface Projection {
  /** [row][3], in the unit ball */
  readonly points: readonly (readonly [number, number, number])[];
  /** mean share of the squared length that is kept */
  readonly share: number;
}

/** `rows` of any length but 0, taken at length 1; a row of zeros stays in the middle. */
export function projectToSphere(rows: readonly Float32Array[]): Projection {
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
  const axes = order.slice(0, 3).map((column) => {
    const axis = Array.from({length: width}, (_, i) => eigenvectorMatrix.get(i, column));
    // a direction and its opposite are one; the first shall point to where features are
    const sum = units.reduce((total, unit) => total + unit.reduce((dot, value, i) => dot + value * axis[i], 0), 0);
    return sum < 0 ? axis.map((value) => -value) : axis;
  });
  const points = units.map((unit) => {
    const [x, y, z] = axes.map((axis) => Math.max(-1, Math.min(1, unit.reduce((dot, value, i) => dot + value * axis[i], 0)))); // prettier-ignore
    return [x, y, z] as const;
  });
  const share = points.reduce((sum, [x, y, z]) => sum + x * x + y * y + z * z, 0) / points.length;
  return {points, share};
}
