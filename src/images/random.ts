// Numbers drawn at random, from a generator that the caller has seeded: the same generator gives the same image in Node and
// in the page.

/** The next number, uniform in [0, 1). */
export type Random = () => number;

/** Uniform between `low` and `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** A whole number, uniform from `low` to `high`, both included. */
export function wholeBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** Normal with mean 0 and deviation 1 (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Weights that add up to 1, from the symmetric Dirichlet distribution of a whole concentration: large ones make them alike. */
export function dirichlet(random: Random, count: number, concentration: number): number[] {
  const gammas = Array.from({length: count}, () => {
    let sum = 0;
    for (let i = 0; i < concentration; i++) sum -= Math.log(1 - random());
    return sum;
  });
  const total = gammas.reduce((a, b) => a + b, 0);
  return gammas.map((value) => value / total);
}

/** `count` of `items`, in random order, none twice; all where there are fewer. */
export function draw<T>(random: Random, items: readonly T[], count: number): T[] {
  const left = [...items];
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  return drawn;
}
