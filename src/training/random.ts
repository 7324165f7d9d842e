// Seeded random numbers: mulberry32 (a 32-bit Weyl sequence through a mixing function; T. Ettinger, public domain idea).
// Good enough to shuffle text, not for cryptography. The same seed gives the same numbers on every machine.

/** Returns the next number, uniform in [0, 1). */
export type Random = () => number;

/** A generator for `seed`, any list of integers: `random(seed, step, row)` starts an independent stream per triple. */
export function random(...seed: readonly number[]): Random {
  let state = 0x9e3779b9;
  for (const part of seed) state = mix(state ^ mix(part | 0)) + 0x6d2b79f5;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    return (mix(state) >>> 0) / 4294967296;
  };
}

/** An integer, uniform in [0, n). */
export function below(next: Random, n: number): number {
  return Math.floor(next() * n);
}

/** One of `items`, which must not be empty. */
export function pick<T>(next: Random, items: readonly T[]): T {
  return items[below(next, items.length)];
}

function mix(a: number): number {
  let t = Math.imul(a ^ (a >>> 15), a | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return t ^ (t >>> 14);
}
