// Bits per byte of held-out text, per domain.
import {evaluationBatches, bitsPerByte, predictedBytes} from "../src/training/evaluation.js";
import {batchFeeds} from "../src/training/feeds.js";
import type {HostTensor} from "../src/onnx/index.js";
import type {Session} from "../src/runtime/runtime.js";
import type {Shard} from "../src/training/sampling.js";
import type {SequenceShape} from "../src/nets/llama/sequence.js";

export interface EvaluateOptions {
  readonly session: Session;
  readonly shape: SequenceShape;
  /** parameters under the names of the loss graph's inputs */
  readonly parameters: Readonly<Record<string, HostTensor>>;
  readonly shards: Readonly<Record<string, Shard>>;
  /** bytes of each token [vocabSize] */
  readonly byteLengths: Uint8Array;
  /** predicted tokens per domain; default all */
  readonly limit?: number;
}

/** Bits per byte by domain. */
export async function evaluate(options: EvaluateOptions): Promise<Record<string, number>> {
  const {session, shape, parameters, shards, byteLengths, limit} = options;
  const results: Record<string, number> = {};
  for (const [domain, shard] of Object.entries(shards)) {
    let nats = 0;
    let bytes = 0;
    for (const batch of evaluationBatches(shard, {...shape, limit})) {
      const {loss} = await session.run({...parameters, ...batchFeeds(batch)});
      const counted = batch.w.reduce((n, w) => n + w, 0);
      nats += (loss.data as Float32Array)[0] * counted;
      bytes += predictedBytes(batch, byteLengths);
    }
    results[domain] = bitsPerByte(nats, bytes);
  }
  return results;
}
