// The discrete cosine transform of 8 × 8 blocks (ITU-T T.81, A.3.3), orthonormal, as two products with its matrix.

/** [frequency, place] */
const matrix = Float64Array.from({length: 64}, (_, i) => {
  const [u, x] = [i >> 3, i & 7];
  return Math.sqrt((u === 0 ? 1 : 2) / 8) * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

const between = new Float64Array(64);

/** Block [8, 8] of values → [8, 8] of frequencies, in place: rows are vertical frequencies. */
export function forwardDct(block: Float64Array): void {
  multiply(block, false);
}

/** Undoes forwardDct, in place. */
export function inverseDct(block: Float64Array): void {
  multiply(block, true);
}

function multiply(block: Float64Array, inverse: boolean): void {
  const [outer, inner] = inverse ? [1, 8] : [8, 1];
  for (let i = 0; i < 8; i++) {
    for (let j = 0; j < 8; j++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += matrix[j * outer + k * inner] * block[i * 8 + k];
      between[i * 8 + j] = sum;
    }
  }
  for (let i = 0; i < 8; i++) {
    for (let j = 0; j < 8; j++) {
      let sum = 0;
      for (let k = 0; k < 8; k++) sum += matrix[i * outer + k * inner] * between[k * 8 + j];
      block[i * 8 + j] = sum;
    }
  }
}

/** Places of a block in the order of rising frequencies (ITU-T T.81, figure A.6). */
export const zigzag: readonly number[] = Array.from({length: 64}, (_, i) => i).sort((a, b) => {
  const [da, db] = [(a >> 3) + (a & 7), (b >> 3) + (b & 7)];
  return da - db || (da % 2 === 1 ? (a >> 3) - (b >> 3) : (b >> 3) - (a >> 3));
});
