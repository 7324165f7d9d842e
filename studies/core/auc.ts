// The area under the ROC curve and its uncertainty (DeLong, DeLong and Clarke-Pearson 1988).

export interface Auc {
  /** how often a forged picture scores above a pristine one; a tie counts a half */
  readonly auc: number;
  /** 95 % interval, normal approximation, within 0 and 1 */
  readonly low: number;
  readonly high: number;
}

/** Throws where either list has fewer than two scores. */
export function auc(pristine: readonly number[], forged: readonly number[]): Auc {
  const [n, m] = [pristine.length, forged.length];
  if (n < 2 || m < 2) throw new Error(`auc: ${n} pristine and ${m} forged scores; it takes two or more of each`);
  const above = (a: number, b: number): number => (a > b ? 1 : a === b ? 0.5 : 0);
  const ofForged = forged.map((f) => pristine.reduce((sum, p) => sum + above(f, p), 0) / n);
  const ofPristine = pristine.map((p) => forged.reduce((sum, f) => sum + above(f, p), 0) / m);
  const value = ofForged.reduce((a, b) => a + b, 0) / m;
  const variance = (values: readonly number[]): number =>
    values.reduce((sum, v) => sum + (v - value) ** 2, 0) / (values.length - 1);
  const half = 1.96 * Math.sqrt(variance(ofForged) / m + variance(ofPristine) / n);
  return {auc: value, low: Math.max(0, value - half), high: Math.min(1, value + half)};
}
