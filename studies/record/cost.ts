// The cost of one step on this device: T rows for each of B samples whose caches hold so many slots. Every step keeps one
// row per sample, so caches grow a little along the repeats; a line names the slots of its middle repeat.
import type {Model} from "../../src/decoding/index.js";
import type {Setting} from "./setting.js";
import type {Journal} from "./journal.js";

export interface Cost {
  readonly batchSize: number;
  readonly rowsPerSample: number;
  readonly cachedSlots: number;
  /** per repeat */
  readonly ms: readonly number[];
}

export interface CostOptions {
  readonly name: string;
  readonly model: Model;
  readonly grid: Setting["cost"];
  readonly journal: Journal<readonly Cost[]>;
  readonly signal?: AbortSignal;
  readonly progress?: (done: number) => void;
}

/** rows per sample with which caches are filled */
const FILL = 32;

/** Measure what the journal lacks; one entry per batch size and cache length. */
export async function measureCosts({name, model, grid, journal, signal, progress}: CostOptions): Promise<void> {
  let done = 0;
  for (const batchSize of grid.batchSizes) {
    for (const slots of grid.cachedSlots) {
      const key = `${name} ${batchSize} ${slots}`;
      signal?.throwIfAborted();
      if (!journal.has(key)) journal.add(key, await measure(model, batchSize, slots, grid));
      progress?.(++done);
    }
  }
}

async function measure(model: Model, batchSize: number, slots: number, grid: Setting["cost"]): Promise<Cost[]> {
  const {rowsPerSample, repeats} = grid;
  const extra = (repeats + 1) * rowsPerSample.length + Math.max(...rowsPerSample);
  await model.begin({batchSize, slots: slots + extra});
  let cached = 0;
  const step = async (count: number, kept: number): Promise<number> => {
    const rows = rowsOf(batchSize, count, cached, model.vocabSize);
    const start = performance.now();
    await model.score(await model.forward(rows));
    const keep = rows.slots.map((slot) => Number(slot < cached + kept));
    await model.commit({
      samples: rows.samples.filter((_, row) => keep[row]),
      slots: rows.slots.filter((_, row) => keep[row])
    });
    cached += kept;
    return performance.now() - start;
  };
  while (cached < slots) {
    const count = Math.min(FILL, slots - cached);
    await step(count, count);
  }
  const times = rowsPerSample.map((): {cached: number; ms: number}[] => []);
  for (let repeat = -1; repeat < repeats; repeat++) {
    for (const [t, count] of rowsPerSample.entries()) {
      const before = cached;
      const ms = await step(count, 1);
      if (repeat >= 0) times[t].push({cached: before, ms: Math.round(ms * 1000) / 1000}); // the first only warms up
    }
  }
  return rowsPerSample.map((count, t) => ({
    batchSize,
    rowsPerSample: count,
    cachedSlots: times[t][(repeats - 1) >> 1].cached,
    ms: times[t].map(({ms}) => ms)
  }));
}

/** `count` rows of arbitrary tokens for each sample, from position `first` on. */
function rowsOf(batchSize: number, count: number, first: number, vocabSize: number) {
  const place = Array.from({length: batchSize * count}, (_, row) => ({
    sample: Math.floor(row / count),
    at: row % count
  }));
  const positions = Int32Array.from(place, ({at}) => first + at);
  const samples = Int32Array.from(place, ({sample}) => sample);
  const tokens = Int32Array.from(place, ({sample, at}) => (7 * sample + 31 * (first + at)) % vocabSize);
  return {tokens, samples, positions, slots: positions};
}
