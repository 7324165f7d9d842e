// What a step costs, on a small grid: so many rows for each of so many samples whose caches hold so many slots. As in the
// recording (studies/record/cost.ts), but few enough steps for a reader to wait for. Every step keeps one row per sample,
// so caches grow a little along the repeats; a result names the slots of its middle repeat.
import type {Model} from "../decoding/model.js";

export interface CostGrid {
  readonly batchSizes: readonly number[];
  readonly rowsPerSample: readonly number[];
  readonly cachedSlots: readonly number[];
  readonly repeats: number;
}

/** some ten seconds of joey on one thread of wasm */
export const pageGrid: CostGrid = {
  batchSizes: [1, 4, 12],
  rowsPerSample: [1, 3, 8],
  cachedSlots: [72, 200],
  repeats: 5
};

/** Steps of one network that were timed alike. */
export interface TimedSteps {
  readonly network: string;
  readonly batchSize: number;
  readonly rowsPerSample: number;
  readonly cachedSlots: number;
  /** per repeat */
  readonly ms: readonly number[];
}

export interface GridEvent {
  /** steps run since the event before */
  readonly steps: number;
  /** results there are now */
  readonly timed?: readonly TimedSteps[];
}

/** rows per sample with which caches are filled */
const FILL = 32;

const fills = (slots: number): number => Math.ceil(slots / FILL);

/** Steps that the grid takes of one network. */
export const gridSteps = ({batchSizes, rowsPerSample, cachedSlots, repeats}: CostGrid): number =>
  batchSizes.length * cachedSlots.reduce((sum, slots) => sum + fills(slots) + (repeats + 1) * rowsPerSample.length, 0);

/** Run the grid; an event after each step, so that whoever listens can stop. `now` is a clock in milliseconds. */
export async function* timeGrid(
  network: string,
  model: Model,
  {batchSizes, rowsPerSample, cachedSlots, repeats}: CostGrid,
  now: () => number = () => performance.now()
): AsyncGenerator<GridEvent> {
  for (const batchSize of batchSizes) {
    for (const slots of cachedSlots) {
      await model.begin({batchSize, slots: slots + (repeats + 1) * rowsPerSample.length + Math.max(...rowsPerSample)});
      let cached = 0;
      const step = async (count: number, kept: number): Promise<number> => {
        const rows = rowsOf(batchSize, count, cached, model.vocabSize);
        const start = now();
        await model.score(await model.forward(rows));
        const keep = rows.slots.map((slot) => Number(slot < cached + kept));
        await model.commit({
          samples: rows.samples.filter((_, row) => keep[row]),
          slots: rows.slots.filter((_, row) => keep[row])
        });
        cached += kept;
        return now() - start;
      };
      while (cached < slots) {
        const count = Math.min(FILL, slots - cached);
        await step(count, count);
        yield {steps: 1};
      }
      const times = rowsPerSample.map((): {cached: number; ms: number}[] => []);
      for (let repeat = -1; repeat < repeats; repeat++) {
        for (const [t, count] of rowsPerSample.entries()) {
          const before = cached;
          const ms = await step(count, 1);
          if (repeat >= 0) times[t].push({cached: before, ms: Math.round(ms * 1000) / 1000}); // the first warms up
          yield {steps: 1};
        }
      }
      const timed = rowsPerSample.map((count, t) => ({
        network,
        batchSize,
        rowsPerSample: count,
        cachedSlots: times[t][(repeats - 1) >> 1].cached,
        ms: times[t].map(({ms}) => ms)
      }));
      yield {steps: 0, timed};
    }
  }
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
