// The discrete cosine transform of 8 × 8 blocks (ITU-T T.81, A.3.3), orthonormal, as two products with its matrix.

/** [frequency, place] */
const matrix = Float64Array.from({length: 64}, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return Math.sqrt((u === 0 ? 1 : 2) / 8) * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

const transposed = Float64Array.from(matrix, (_, i) => matrix[(i & 7) * 8 + (i >> 3)]);
const between = new Float64Array(64);

/** Block [8, 8] of values → [8, 8] of frequencies, in place: rows are vertical frequencies. */
export function forwardDct(block: Float64Array): void {
  rowsTimes(block, matrix, between);
  rowsTimes(between, matrix, block);
}

/** Undoes forwardDct, in place. */
export function inverseDct(block: Float64Array): void {
  rowsTimes(block, transposed, between);
  rowsTimes(between, transposed, block);
}

/** Every row of `from` times `factors`, as columns of `to`: twice, and a block is multiplied from both sides. */
function rowsTimes(from: Float64Array, factors: Float64Array, to: Float64Array): void {
  for (let r = 0; r < 8; r++) {
    const i = 8 * r;
    const [a, b, c, d] = [from[i], from[i + 1], from[i + 2], from[i + 3]];
    const [e, f, g, h] = [from[i + 4], from[i + 5], from[i + 6], from[i + 7]];
    for (let k = 0; k < 64; k += 8) {
      to[k + r] =
        factors[k] * a + factors[k + 1] * b + factors[k + 2] * c + factors[k + 3] * d +
        factors[k + 4] * e + factors[k + 5] * f + factors[k + 6] * g + factors[k + 7] * h; // prettier-ignore
    }
  }
}

/** Places of a block in the order of rising frequencies (ITU-T T.81, figure A.6). */
export const zigzag: readonly number[] = Array.from({length: 64}, (_, i) => i).sort((a, b) => {
  const [da, db] = [(a >> 3) + (a & 7), (b >> 3) + (b & 7)];
  return da - db || (da % 2 === 1 ? (a >> 3) - (b >> 3) : (b >> 3) - (a >> 3));
});
