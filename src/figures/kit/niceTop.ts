/** The least of 1, 2, 3, 4, 5, 8 and 10 times a power of ten that is no less than `value` > 0: where an axis may end. */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 3, 4, 5, 8].find((n) => n * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}
