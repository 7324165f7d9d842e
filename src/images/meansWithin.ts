// How an activation map lies to a mask.

export interface MeansWithin {
  readonly inside: number;
  readonly outside: number;
}

/**
 * Means of values, weighted by how much of each place a mask covers, and by how much it does not; NaN where there is nothing to
 * weigh.
 * @param covered shares from 0 to 1, a value each
 */
export function meansWithin(values: ArrayLike<number>, covered: ArrayLike<number>): MeansWithin {
  let [inside, outside, isCovered, isNot] = [0, 0, 0, 0];
  for (let i = 0; i < covered.length; i++) {
    inside += covered[i] * values[i];
    outside += (1 - covered[i]) * values[i];
    isCovered += covered[i];
    isNot += 1 - covered[i];
  }
  return {inside: inside / isCovered, outside: outside / isNot};
}
