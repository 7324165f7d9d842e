// How well adapters draft on held-out text, per domain.
import {adapterName, MEDUSA_HEADS, type AdapterConfig} from "../../src/nets/adapter/config.js";
import {evaluationBatches} from "../../src/training/evaluation.js";
import {batchFeeds} from "../evaluate.js";
import {measureName, measures} from "./adapters.js";
import type {SequenceShape} from "../../src/nets/llama/sequence.js";
import type {HostTensor} from "../../src/onnx/index.js";
import type {Session} from "../../src/runtime/runtime.js";
import type {Shard} from "../../src/training/sampling.js";

/** Means over the tokens of one domain, one entry a head. */
export interface Measured {
  /** −Σ p log q, nats */
  readonly loss: readonly number[];
  /** Σ min(p, q) */
  readonly acceptance: readonly number[];
  /** share of tokens where target and adapter have the same first choice */
  readonly agreement: readonly number[];
}

export interface MeasureOptions {
  /** of `measureSession` */
  readonly session: Session;
  readonly adapters: readonly AdapterConfig[];
  readonly shape: SequenceShape;
  /** parameters under the names of the graph's inputs */
  readonly parameters: Readonly<Record<string, HostTensor>>;
  readonly shards: Readonly<Record<string, Shard>>;
  /** tokens per domain; default all */
  readonly limit?: number;
}

/** By adapter, then by domain. */
export async function measure(options: MeasureOptions): Promise<Record<string, Record<string, Measured>>> {
  const {session, adapters, shape, parameters, shards, limit} = options;
  const result: Record<string, Record<string, Measured>> = {};
  for (const [domain, shard] of Object.entries(shards)) {
    const totals = new Map<string, number>();
    let counted = 0;
    for (const batch of evaluationBatches(shard, {...shape, limit})) {
      const {tokens, weights} = batchFeeds(batch);
      const outputs = await session.run({...parameters, tokens, weights});
      const rows = batch.w.reduce((n, w) => n + w, 0);
      for (const [name, {data}] of Object.entries(outputs)) {
        totals.set(name, (totals.get(name) ?? 0) + (data as Float32Array)[0] * rows);
      }
      counted += rows;
    }
    for (const adapter of adapters) {
      const name = adapterName(adapter);
      const heads = adapter.architecture === "medusa" ? MEDUSA_HEADS : 1;
      const [loss, acceptance, agreement] = measures.map((of) =>
        Array.from({length: heads}, (_, k) => (totals.get(measureName(of, name, k)) ?? NaN) / counted)
      );
      (result[name] ??= {})[domain] = {loss, acceptance, agreement};
    }
  }
  return result;
}

/** One measure over domains, weighted as the training text is mixed. */
export function overDomains(
  byDomain: Readonly<Record<string, Measured>>,
  mixture: Readonly<Record<string, number>>,
  of: keyof Measured,
  head = 0
): number {
  const domains = Object.keys(byDomain);
  const total = domains.reduce((sum, domain) => sum + (mixture[domain] ?? 0), 0);
  return domains.reduce((sum, domain) => sum + byDomain[domain][of][head] * ((mixture[domain] ?? 0) / total), 0);
}
