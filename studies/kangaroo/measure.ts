// How well adapters draft on held-out text, per domain.
import {adapterName, type AdapterConfig} from "../../src/nets/adapter/config.js";
import {shifts} from "../../src/nets/adapter/train.js";
import {evaluationBatches} from "../../src/training/evaluation.js";
import {measureName, measures} from "./adapters.js";
import type {SequenceShape} from "../../src/nets/llama/sequence.js";
import type {HostTensor} from "../../src/onnx/index.js";
import type {Session} from "../../src/runtime/runtime.js";
import {batchFeeds} from "../../src/training/feeds.js";
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
  const heads = adapters.flatMap((adapter) =>
    measures.flatMap((of) =>
      shifts(adapter).map((shift, k) => ({output: measureName(of, adapterName(adapter), k), shift}))
    )
  );
  const result: Record<string, Record<string, Measured>> = {};
  for (const [domain, shard] of Object.entries(shards)) {
    const totals = new Map<string, {sum: number; tokens: number}>();
    for (const batch of evaluationBatches(shard, {...shape, limit})) {
      const {tokens, weights} = batchFeeds(batch);
      const outputs = await session.run({...parameters, tokens, weights});
      for (const {output, shift} of heads) {
        const counted = batch.w.reduce((n, w, i) => (i % shape.length < shift ? n : n + w), 0);
        if (counted === 0) continue; // a mean over no tokens is no number
        const {sum, tokens: before} = totals.get(output) ?? {sum: 0, tokens: 0};
        totals.set(output, {sum: sum + (outputs[output].data as Float32Array)[0] * counted, tokens: before + counted});
      }
    }
    for (const adapter of adapters) {
      const [loss, acceptance, agreement] = measures.map((of) =>
        shifts(adapter).map((_, k) => {
          const {sum, tokens} = totals.get(measureName(of, adapterName(adapter), k)) ?? {sum: NaN, tokens: 1};
          return sum / tokens;
        })
      );
      (result[adapterName(adapter)] ??= {})[domain] = {loss, acceptance, agreement};
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
