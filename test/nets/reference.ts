// A Llama-type network in float64 and plain loops, one text at a time and without a cache: slow, and short enough to be
// checked by eye. Everything that runs on ONNX Runtime is compared with it.
import {headName, layerNames, embeddingName, finalNormName} from "../../src/nets/llama/parameters.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";

export interface Reference {
  /** hidden states before layer i, and after the last: [layers + 1][T][d] */
  readonly hidden: Float64Array[][];
  /** [T][vocabSize] */
  readonly logits: Float64Array[];
}

/** Run a text through the network. `weight` gives a parameter's numbers by its Hugging Face name. */
export function reference(config: LlamaConfig, weight: (name: string) => Float32Array, tokens: number[]): Reference {
  const {hiddenSize: d, headDim, heads, kvHeads} = config;
  const embedding = weight(embeddingName);
  let x: Float64Array[] = tokens.map((token) => Float64Array.from(embedding.subarray(token * d, (token + 1) * d)));
  const hidden = [x];
  for (let layer = 0; layer < config.layers; layer++) {
    const names = layerNames(layer);
    const normal = x.map((row) => norm(row, weight(names.inputNorm), config.rmsNormEps));
    const queries = normal.map((row, t) => rotate(linear(row, weight(names.query)), t, config));
    const keys = normal.map((row, t) => rotate(linear(row, weight(names.key)), t, config));
    const values = normal.map((row) => linear(row, weight(names.value)));
    x = x.map((row, t) => {
      const mixed = new Float64Array(heads * headDim);
      for (let head = 0; head < heads; head++) {
        const kv = Math.floor(head / (heads / kvHeads)) * headDim;
        const query = queries[t].subarray(head * headDim, (head + 1) * headDim);
        const scores = keys
          .slice(0, t + 1)
          .map((key) => dot(query, key.subarray(kv, kv + headDim)) / Math.sqrt(headDim));
        softmax(scores).forEach((share, s) => {
          for (let i = 0; i < headDim; i++) mixed[head * headDim + i] += share * values[s][kv + i];
        });
      }
      return sum(row, linear(mixed, weight(names.output)));
    });
    x = x.map((row) => {
      const input = norm(row, weight(names.postNorm), config.rmsNormEps);
      const gate = linear(input, weight(names.gate));
      const up = linear(input, weight(names.up));
      return sum(
        row,
        linear(
          gate.map((g, i) => (g / (1 + Math.exp(-g))) * up[i]),
          weight(names.down)
        )
      );
    });
    hidden.push(x);
  }
  const logits = x.map((row) => linear(norm(row, weight(finalNormName), config.rmsNormEps), weight(headName(config))));
  return {hidden, logits};
}

export function softmax(scores: ArrayLike<number>): number[] {
  const list = Array.from(scores);
  const max = Math.max(...list);
  const powers = list.map((score) => Math.exp(score - max));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

export const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]);

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/** x · wᵀ, w [out, in] */
export function linear(x: Float64Array, w: Float32Array): Float64Array {
  const rows = w.length / x.length;
  return Float64Array.from({length: rows}, (_, row) => dot(x, w.subarray(row * x.length, (row + 1) * x.length)));
}

export function norm(x: Float64Array, w: Float32Array, epsilon: number): Float64Array {
  const scale = 1 / Math.sqrt(dot(x, x) / x.length + epsilon);
  return x.map((value, i) => value * scale * w[i]);
}

/** Halves of each head rotated against each other, as in Hugging Face's Llama. */
export function rotate(x: Float64Array, position: number, {headDim, ropeTheta}: LlamaConfig): Float64Array {
  const half = headDim / 2;
  return x.map((value, index) => {
    const i = index % headDim;
    const angle = position / ropeTheta ** ((2 * (i % half)) / headDim);
    const other = i < half ? -x[index + half] : x[index - half];
    return value * Math.cos(angle) + other * Math.sin(angle);
  });
}
