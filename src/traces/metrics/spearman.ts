/**
 * Spearman's rank correlation of two lists of the same things: Pearson's correlation of their ranks, ties with the mean of
 * the ranks they share. From −1 (opposite order) to 1 (same order); undefined below two values, and where one list has all
 * its values equal. @throws where the lists differ in length, or a value is no number
 */
export function spearman(a: readonly number[], b: readonly number[]): number | undefined {
  if (a.length !== b.length) throw new Error(`spearman: ${a.length} and ${b.length} values; give both lists one each`);
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length + 1) / 2;
  const product = (p: readonly number[], q: readonly number[]): number =>
    p.reduce((sum, rank, i) => sum + (rank - middle) * (q[i] - middle), 0);
  const scale = Math.sqrt(product(x, x) * product(y, y));
  return scale > 0 ? product(x, y) / scale : undefined;
}

/** Rank of each value from 1 for the smallest; equal values share the mean of theirs. @throws on what is no number */
export function ranks(values: readonly number[]): number[] {
  const wrong = values.find((value) => Number.isNaN(value));
  if (wrong !== undefined) throw new Error("spearman: NaN; leave out what was not measured");
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}
