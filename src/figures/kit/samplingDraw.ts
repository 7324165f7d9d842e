// A draw of batches for a second round, as the paper makes it: in each part of the data by itself, without putting back, by
// exp(loss). What the figure adds is a temperature τ, exp(loss / τ), which the paper does not have.
import {drawByLoss, lossWeights} from "../../training/lossSampling.js";
import {random} from "../../training/random.js";
import type {BatchLosses} from "../../traces/batchLosses.js";

export interface DrawOptions {
  /** part of the data from 1 on, 0 for all of them */
  readonly part: number;
  /** share of each part's batches, 0 to 1 */
  readonly rate: number;
  /** τ > 0; 1 is the paper's rule */
  readonly temperature: number;
  /** draw without regard to loss */
  readonly uniform: boolean;
  readonly seed: number;
}

export interface SampledBatch {
  readonly index: number;
  /** from 1 on */
  readonly part: number;
  /** nats a token */
  readonly loss: number;
  /** chance to be drawn first, times the number of batches of its part: 1 for all where the draw is uniform */
  readonly weight: number;
  readonly drawn: boolean;
}

export interface Sampled {
  readonly batches: readonly SampledBatch[];
  readonly mean: number;
  readonly deviation: number;
  /** NaN where none is drawn */
  readonly drawnMean: number;
  readonly drawnCount: number;
}

/** The batches that are shown, each with its weight and whether it is drawn. */
export function sampled({parts, losses}: BatchLosses, {part, rate, temperature, uniform, seed}: DrawOptions): Sampled {
  const batches: SampledBatch[] = [];
  for (let k = 0; k + 1 < parts.length; k++) {
    // each part has a generator of its own, so that a part is drawn alike alone and among all
    const next = random(seed, 61, k);
    if (part !== 0 && part !== k + 1) continue;
    const own = losses.slice(parts[k], parts[k + 1]);
    const scaled = own.map((loss) => loss / temperature);
    const weights = uniform ? own.map(() => 1 / own.length) : lossWeights(scaled);
    const drawn = new Set(drawByLoss(scaled, Math.round(rate * own.length), next, uniform));
    own.forEach((loss, i) =>
      batches.push({index: parts[k] + i, part: k + 1, loss, weight: weights[i] * own.length, drawn: drawn.has(i)})
    );
  }
  const mean = average(batches.map(({loss}) => loss));
  const chosen = batches.filter(({drawn}) => drawn).map(({loss}) => loss);
  return {
    batches,
    mean,
    deviation: Math.sqrt(average(batches.map(({loss}) => (loss - mean) ** 2))),
    drawnMean: average(chosen),
    drawnCount: chosen.length
  };
}

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly drawn: number;
  /** mean weight of its batches; NaN where there are none */
  readonly weight: number;
}

/** Batches in bins of equal width over their losses, at least one. */
export function binned(batches: readonly SampledBatch[], count: number): Bin[] {
  const losses = batches.map(({loss}) => loss);
  const [low, high] = [Math.min(...losses), Math.max(...losses)];
  const width = (high - low) / count || 1;
  const bins = Array.from({length: count}, (): SampledBatch[] => []);
  for (const batch of batches) bins[Math.min(count - 1, Math.floor((batch.loss - low) / width))].push(batch);
  return bins.map((own, i) => ({
    from: low + i * width,
    to: low + (i + 1) * width,
    count: own.length,
    drawn: own.filter(({drawn}) => drawn).length,
    weight: average(own.map(({weight}) => weight))
  }));
}
