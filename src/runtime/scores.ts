// Scores of rows that went through the head: what the graph found (arg-max, two largest logits), and on request the top
// k or the whole distribution, made from the logits on the host.
import type {Scores, ScoreOptions} from "../decoding/model.js";
import type {HostTensor} from "../onnx/index.js";

/** Arg-max, its probability and the top-2 margin, from the outputs of a decode graph. */
export function scoresOf(best: HostTensor, bestTokens: HostTensor, logSum: HostTensor): Scores {
  const values = best.data as Float32Array;
  const sums = logSum.data as Float32Array;
  const rows = sums.length;
  const wide = bestTokens.data as BigInt64Array;
  const tokens = new Int32Array(wide.buffer, wide.byteOffset, 2 * wide.length); // low words of small numbers
  const choice = new Int32Array(rows);
  const confidence = new Float32Array(rows);
  const margin = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    choice[row] = tokens[4 * row];
    confidence[row] = Math.exp(values[2 * row] - sums[row]);
    margin[row] = values[2 * row] - values[2 * row + 1];
  }
  return {choice, confidence, margin};
}

/** Scores with what was asked for, from logits [R, V]. */
export function distributionOf(logits: Float32Array, vocabSize: number, {topK = 0, temperature}: ScoreOptions): Scores {
  if (!(topK >= 0 && topK <= vocabSize)) throw new Error(`score: topK ${topK} is outside [0, ${vocabSize}]`);
  if (temperature !== undefined && !(temperature > 0)) throw new Error(`score: invalid temperature: ${temperature}`);
  const rows = logits.length / vocabSize;
  const scores = {
    choice: new Int32Array(rows),
    confidence: new Float32Array(rows),
    margin: new Float32Array(rows),
    ...(topK > 0 ? {topTokens: new Int32Array(rows * topK), topProbabilities: new Float32Array(rows * topK)} : {}),
    ...(temperature === undefined ? {} : {probabilities: new Float32Array(logits.length)})
  };
  for (let row = 0; row < rows; row++) {
    const line = logits.subarray(row * vocabSize, (row + 1) * vocabSize);
    const best = largest(line, Math.max(topK, 2));
    const top = line[best[0]];
    const sum = exponentialSum(line, top, 1);
    scores.choice[row] = best[0];
    scores.confidence[row] = 1 / sum;
    scores.margin[row] = top - line[best[1]];
    for (let rank = 0; rank < topK; rank++) {
      scores.topTokens?.set([best[rank]], row * topK + rank);
      scores.topProbabilities?.set([Math.exp(line[best[rank]] - top) / sum], row * topK + rank);
    }
    if (temperature === undefined) continue;
    const scaled = exponentialSum(line, top, temperature);
    scores.probabilities?.set(
      line.map((logit) => Math.exp((logit - top) / temperature) / scaled),
      row * vocabSize
    );
  }
  return scores;
}

function exponentialSum(line: Float32Array, top: number, temperature: number): number {
  let sum = 0;
  for (const logit of line) sum += Math.exp((logit - top) / temperature);
  return sum;
}

/** Indices of the k largest numbers, best first; of equals the first. */
function largest(line: Float32Array, k: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < line.length && k > 0; i++) {
    if (best.length === k && line[i] <= line[best[k - 1]]) continue;
    let at = best.length;
    while (at > 0 && line[i] > line[best[at - 1]]) at--;
    best.splice(at, 0, i);
    if (best.length > k) best.pop();
  }
  return best;
}
