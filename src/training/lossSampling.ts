// Which batches a further round trains on (Tang et al. 2024, section 3.4): in each part of the data, batches are drawn
// without replacement with probability exp(l_i) / Σ exp(l_j), where l_i is the loss of batch i under the frozen network
// of the round before. Drawing one after the other equals taking the largest of l_i + Gumbel noise (Kool et al. 2019).
import type {Random} from "./random.js";

/** exp(l_i) / Σ exp(l_j) [batches]: chance of each batch to be drawn first. @throws where a loss is no number */
export function lossWeights(losses: readonly number[]): number[] {
  checkLosses(losses);
  const largest = Math.max(...losses);
  const raw = losses.map((loss) => Math.exp(loss - largest));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => value / sum);
}

/**
 * Draws `count` of the batches with these losses, without replacement.
 * @param uniform draw without regard to loss: the control
 * @returns indices in the order in which they were drawn
 * @throws where more are asked for than there are, or a loss is no number
 */
export function drawByLoss(losses: readonly number[], count: number, next: Random, uniform = false): number[] {
  if (!(Number.isInteger(count) && count >= 0 && count <= losses.length)) {
    throw new Error(`invalid count: ${count}; there are ${losses.length}`);
  }
  checkLosses(losses);
  const keys = losses.map((loss) => (uniform ? 0 : loss) - Math.log(-Math.log(1 - next())));
  return keys.map((_, i) => i).sort((a, b) => keys[b] - keys[a]).slice(0, count); // prettier-ignore
}

function checkLosses(losses: readonly number[]): void {
  const wrong = losses.findIndex((loss) => !Number.isFinite(loss));
  if (wrong >= 0) throw new Error(`invalid loss of batch ${wrong}: ${losses[wrong]}`);
}
