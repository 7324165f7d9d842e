// Principal components of few long rows, through the decomposition of their Gram matrix.
import {EigenvalueDecomposition, Matrix} from "ml-matrix";
import type {Components} from "../../src/images/appearance/model.js";

export interface Principal extends Components {
  /** [row][component], in deviations */
  readonly coefficients: readonly Float32Array[];
  /** variance of each component that there is, also of those left out */
  readonly variances: readonly number[];
}

/**
 * Mean and the `count` largest components of `rows` [n][length]. `weights` [length] says how much a number counts; directions
 * come back as what one deviation adds to a row. Throws where there are fewer than `count` + 1 rows.
 */
export function principalComponents(rows: readonly Float32Array[], count: number, weights?: Float32Array): Principal {
  const n = rows.length;
  if (n <= count) throw new Error(`components: ${count} of ${n} rows; there are at most ${n - 1}`);
  const length = rows[0].length;
  const mean = new Float32Array(length);
  for (const row of rows) for (let i = 0; i < length; i++) mean[i] += row[i] / n;
  const centred = rows.map((row) => row.map((value, i) => value - mean[i]));
  const dot = (a: Float32Array, b: Float32Array): number => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (weights?.[i] ?? 1) * a[i] * b[i];
    return sum;
  };
  const gram = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = dot(centred[i], centred[j]) / n;
      gram.set(i, j, value);
      gram.set(j, i, value);
    }
  }
  const {realEigenvalues, eigenvectorMatrix} = new EigenvalueDecomposition(gram, {assumeSymmetric: true});
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const kept = order.slice(0, count);
  // column v of unit length: row i has √n·v[i] deviations, and a deviation is Σ v[i]·row[i] / √n
  const root = Math.sqrt(n);
  const directions = kept.map((column) => {
    const direction = new Float32Array(length);
    centred.forEach((row, i) => {
      const share = eigenvectorMatrix.get(i, column) / root;
      for (let k = 0; k < length; k++) direction[k] += share * row[k];
    });
    return direction;
  });
  const coefficients = rows.map((_, i) => Float32Array.from(kept, (column) => root * eigenvectorMatrix.get(i, column)));
  return {mean, directions, coefficients, variances: order.map((i) => Math.max(0, realEigenvalues[i]))};
}
