/** The p-quantile (R's type 7, linear interpolation), p in [0, 1]. NaN for no values or a NaN among them. */
export function quantile(values: Iterable<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new Error(`invalid p: ${p} (a number in [0, 1])`);
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0 || Number.isNaN(sorted[sorted.length - 1])) return NaN;
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return low === at ? sorted[low] : sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}
