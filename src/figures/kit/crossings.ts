export interface Crossing {
  /** the neighbouring places [from, to] between which the values fall below the level */
  readonly between: readonly [number, number];
  /** where they would meet it on a straight line */
  readonly at: number;
  /** the same as a place in the list: 2.5 is half way from the third value to the fourth */
  readonly place: number;
}

/** Where values fall from a level, or above it, to below it; unknown values are passed over. */
export function crossings(
  places: readonly number[],
  values: readonly (number | undefined)[],
  level: number
): Crossing[] {
  const known = values.flatMap((value, i) => (value === undefined ? [] : [i]));
  return known.slice(1).flatMap((to, k): Crossing[] => {
    const from = known[k];
    const [high, low] = [values[from]!, values[to]!];
    if (high < level || low >= level) return [];
    const share = (high - level) / (high - low);
    return [
      {
        between: [places[from], places[to]],
        at: places[from] + share * (places[to] - places[from]),
        place: from + share * (to - from)
      }
    ];
  });
}
