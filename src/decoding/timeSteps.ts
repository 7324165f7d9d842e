// What a step costs, on a grid: so many rows for each of so many samples whose caches hold so many slots; and ragged, one
// sample with so many rows and all others with one. Every step keeps one row per sample, so caches grow a little along the
// repeats; a result names the slots of its middle repeat.
import type {Model, Rows} from "./model.js";
import {wholeModel, type Timed, type TimedParts} from "./timedParts.js";

export interface CostGrid {
  readonly batchSizes: readonly number[];
  readonly rowsPerSample: readonly number[];
  /** rows of the one sample of ragged steps, in batches of several */
  readonly ragged: readonly number[];
  readonly cachedSlots: readonly number[];
  readonly repeats: number;
}

/** Steps that were timed alike. */
export interface TimedSteps {
  readonly batchSize: number;
  /** of the sample with most */
  readonly rowsPerSample: number;
  /** of all samples */
  readonly rows: number;
  /** of each sample */
  readonly cachedSlots: number;
  /** per repeat */
  readonly ms: readonly number[];
}

/** One batch size and cache length of a grid. */
export interface GridCell {
  readonly batchSize: number;
  readonly slots: number;
}

/** The cells of a grid, in the order in which they are timed. */
export const gridCells = ({batchSizes, cachedSlots}: CostGrid): GridCell[] =>
  batchSizes.flatMap((batchSize) => cachedSlots.map((slots) => ({batchSize, slots})));

/** rows per sample with which caches are filled */
const FILL = 32;

/** Rows of each sample, for every step of a cell [shapes][B]. */
function shapesOf({rowsPerSample, ragged}: CostGrid, batchSize: number): number[][] {
  const level = rowsPerSample.map((count) => Array<number>(batchSize).fill(count));
  const uneven = batchSize > 1 ? ragged.map((count) => [count, ...Array<number>(batchSize - 1).fill(1)]) : [];
  return [...level, ...uneven];
}

/** Steps that a cell takes, those that fill its caches and warm up included. */
export const cellSteps = (grid: CostGrid, {batchSize, slots}: GridCell): number =>
  Math.ceil(slots / FILL) + (grid.repeats + 1) * shapesOf(grid, batchSize).length;

/**
 * Time the steps of one cell. Yields undefined after every step, so that whoever listens can stop, and the results last.
 * `now` is a clock in milliseconds.
 */
export async function* timeCell(
  model: Model,
  grid: CostGrid,
  cell: GridCell,
  now: () => number = () => performance.now()
): AsyncGenerator<readonly TimedSteps[] | undefined> {
  for await (const timed of timeParts(wholeModel(model), grid, cell, now)) yield timed && Object.values(timed)[0];
}

/** Likewise what each part of the steps takes, by part: they run one after the other in every step, as they do in use. */
export async function* timeParts(
  parts: TimedParts,
  grid: CostGrid,
  {batchSize, slots}: GridCell,
  now: () => number = () => performance.now()
): AsyncGenerator<Readonly<Record<string, readonly TimedSteps[]>> | undefined> {
  const shapes = shapesOf(grid, batchSize);
  const longest = Math.max(...shapes.flat());
  await parts.begin({batchSize, slots: slots + (grid.repeats + 1) * shapes.length + longest});
  let cached = 0;
  const step = async (counts: readonly number[], kept: number): Promise<Record<string, number>> => {
    const rows = rowsOf(counts, cached, parts.vocabSize);
    const keep = rows.slots.map((slot) => Number(slot < cached + kept));
    const live = {
      samples: rows.samples.filter((_, row) => keep[row]),
      slots: rows.slots.filter((_, row) => keep[row])
    };
    const spent: Record<string, number> = {};
    const timed: Timed = async (part, work) => {
      const start = now();
      const result = await work();
      spent[part] = (spent[part] ?? 0) + now() - start;
      return result;
    };
    await parts.run(rows, live, timed);
    cached += kept;
    return spent;
  };
  while (cached < slots) {
    const count = Math.min(FILL, slots - cached);
    await step(Array<number>(batchSize).fill(count), count);
    yield undefined;
  }
  const times = shapes.map((): {cached: number; spent: Record<string, number>}[] => []);
  for (let repeat = -1; repeat < grid.repeats; repeat++) {
    for (const [s, counts] of shapes.entries()) {
      const before = cached;
      const spent = await step(counts, 1);
      if (repeat >= 0) times[s].push({cached: before, spent}); // the first warms up
      yield undefined;
    }
  }
  const names = Object.keys(times[0][0]?.spent ?? {});
  const of = (name: string): TimedSteps[] =>
    shapes.map((counts, s) => ({
      batchSize,
      rowsPerSample: Math.max(...counts),
      rows: counts.reduce((sum, count) => sum + count, 0),
      cachedSlots: times[s][(grid.repeats - 1) >> 1].cached,
      ms: times[s].map(({spent}) => Math.round(spent[name] * 1000) / 1000)
    }));
  yield Object.fromEntries(names.map((name) => [name, of(name)]));
}

/** So many rows of arbitrary tokens for each sample, from position `first` on. */
function rowsOf(counts: readonly number[], first: number, vocabSize: number): Rows {
  const place = counts.flatMap((count, sample) => Array.from({length: count}, (_, at) => ({sample, at})));
  const positions = Int32Array.from(place, ({at}) => first + at);
  const samples = Int32Array.from(place, ({sample}) => sample);
  const tokens = Int32Array.from(place, ({sample, at}) => (7 * sample + 31 * (first + at)) % vocabSize);
  return {tokens, samples, positions, slots: positions};
}
