// A small random adapter on a llama's hidden states, in float64 and plain loops, with a cache: RMSNorm, attention with
// rotary positions, residual, RMSNorm, the llama's own head (Kangaroo, section 3). It stands for any adapter on any runtime.
import {best, visibleFrom} from "../decoding/toyModel.js";
import {dot, linear, norm, rotate, softmax, sum} from "../nets/reference.js";
import {parametersOf, randomNumbers} from "../nets/testCheckpoint.js";
import {headName} from "../../src/nets/llama/parameters.js";
import {hiddenOf} from "../../src/runtime/states.js";
import type {Adapter} from "../../src/decoding/adapter.js";
import type {Scores, States} from "../../src/decoding/model.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {Checkpoint} from "../../src/runtime/checkpoint.js";

interface Entry {
  readonly key: Float64Array;
  readonly value: Float64Array;
  /** in a tree: slot of its parent, −1 for none; undefined in a chain */
  readonly parent: number | undefined;
  status: "pending" | "live" | "masked";
}

interface AdapterStates extends States {
  /** logits of the scored rows [R][vocabSize] */
  readonly logits: readonly Float64Array[];
}

export function randomAdapter({config, ...files}: Checkpoint, exitLayer: number, seed = 9): Adapter {
  const {hiddenSize: width, rmsNormEps: epsilon, vocabSize} = config;
  const random = randomNumbers(seed);
  const matrix = (spread: number) => Float32Array.from({length: width * width}, () => spread * random());
  const [queries, keys, values] = [1, 2, 3].map(() => matrix(Math.sqrt(3 / width)));
  const output = matrix(0.1 * Math.sqrt(3 / width));
  const [inputNorm, lastNorm] = [1, 2].map(() => Float32Array.from({length: width}, () => 1 + 0.1 * random()));
  const head = parametersOf({config, ...files})(headName(config));
  let caches: Map<number, Entry>[] = [];

  const mixed = (query: Float64Array, seen: readonly Entry[], {heads, headDim}: LlamaConfig): Float64Array => {
    const result = new Float64Array(width);
    for (let from = 0; from < heads * headDim; from += headDim) {
      const part = query.subarray(from, from + headDim);
      const scores = seen.map(({key}) => dot(part, key.subarray(from, from + headDim)) / Math.sqrt(headDim));
      softmax(scores).forEach((share, s) => {
        for (let i = from; i < from + headDim; i++) result[i] += share * seen[s].value[i];
      });
    }
    return result;
  };

  return {
    exitLayer,
    vocabSize,
    begin({batchSize}) {
      caches = Array.from({length: batchSize}, () => new Map());
      return Promise.resolve();
    },
    forward(rows, {states, scored}) {
      const hidden = hiddenOf(states, exitLayer, width);
      const inputs = states.map((_, r) => Float64Array.from(hidden.subarray(r * width, (r + 1) * width)));
      const normal = inputs.map((row) => norm(row, inputNorm, epsilon));
      normal.forEach((row, r) => {
        const key = rotate(linear(row, keys), rows.positions[r], config);
        const entry: Entry = {key, value: linear(row, values), parent: rows.parents?.[r], status: "pending"};
        caches[rows.samples[r]].set(rows.slots[r], entry);
      });
      const logits = Array.from(scored ?? rows.tokens.keys(), (r) => {
        const seen = [...caches[rows.samples[r]]]
          .filter(visibleFrom(caches[rows.samples[r]], rows.slots[r]))
          .sort(([a], [b]) => a - b)
          .map(([, entry]) => entry);
        const query = rotate(linear(normal[r], queries), rows.positions[r], config);
        return linear(norm(sum(inputs[r], linear(mixed(query, seen, config), output)), lastNorm, epsilon), head);
      });
      const result: AdapterStates = {rows, layer: exitLayer + 1, logits};
      return Promise.resolve(result);
    },
    commit(kept, masked) {
      kept.slots.forEach((slot, k) => (entryAt(caches[kept.samples[k]], slot).status = "live"));
      masked?.slots.forEach((slot, k) => (entryAt(caches[masked.samples[k]], slot).status = "masked"));
      for (const cache of caches) for (const [slot, {status}] of cache) if (status === "pending") cache.delete(slot);
      return Promise.resolve();
    },
    score(states, {topK = 0, temperature} = {}) {
      const {logits} = states as AdapterStates;
      const shares = logits.map((row) => softmax(row));
      const choice = Int32Array.from(shares, (row) => row.indexOf(Math.max(...row)));
      const scores: Scores = {
        ...(topK > 0 && best(shares, topK)),
        choice,
        confidence: Float32Array.from(choice, (token, r) => shares[r][token]),
        margin: Float32Array.from(logits, (row, r) => row[choice[r]] - (row.toSorted((a, b) => b - a).at(1) ?? 0)),
        ...(temperature && {
          probabilities: Float32Array.from(logits.flatMap((row) => softmax(row.map((logit) => logit / temperature))))
        })
      };
      return Promise.resolve(scores);
    }
  };
}

function entryAt(cache: Map<number, Entry>, slot: number): Entry {
  const entry = cache.get(slot);
  if (entry?.status !== "pending") throw new Error(`adapter: slot ${slot} is ${entry?.status ?? "empty"}`);
  return entry;
}
