// Scores of a network of the Tiny LM studies: bits per byte of held-out text, and the cloze test.
import {Graph} from "../../src/onnx/index.js";
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import {scoreTokens} from "../../src/nets/llama/score.js";
import {bitsPerByte, evaluationBatches, predictedBytes} from "../../src/training/evaluation.js";
import {batchFeeds} from "../../src/training/feeds.js";
import {parameterInputs} from "../../src/training/step.js";
import {openFeeder, type WeightFeeds} from "../session.js";
import {clozeBatches, type ClozeItem} from "./cloze.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {SequenceShape} from "../../src/nets/llama/sequence.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {Batch} from "../../src/training/sampling.js";
import type {EncodedText} from "./text.js";

/** Loss of each token of a batch and whether it was the likeliest [batch * length]. */
export interface TokenScores {
  readonly losses: Float32Array;
  readonly right: Uint8Array;
}

export interface Scorer {
  readonly shape: SequenceShape;
  score(weights: ReadonlyMap<string, Float32Array>, batch: Batch): Promise<TokenScores>;
  /** weights as this network's graphs are fed them, until others are asked for */
  feeds(weights: ReadonlyMap<string, Float32Array>): Promise<WeightFeeds>;
  release(): Promise<void>;
}

/** Opens the graph that scores text of a network, whatever its weights. */
export async function openScorer(runtime: Runtime, network: LlamaConfig, shape: SequenceShape): Promise<Scorer> {
  const graph = new Graph("scores");
  const parameters = llamaParameters(network);
  scoreTokens(network, shape, graph, parameterInputs(graph, parameters));
  const session = await runtime.createSession(graph.build(), {name: "scores"});
  const feeder = await openFeeder(runtime, parameters);
  return {
    shape,
    feeds: (weights) => feeder.feeds(weights),
    async score(weights, batch) {
      const feeds = await feeder.feeds(weights);
      const {tokens, targets} = batchFeeds(batch);
      const {losses, choices} = await session.run({...feeds, tokens, targets});
      const chosen = choices.data as BigInt64Array;
      const right = Uint8Array.from(chosen, (choice, i) => Number(Number(choice) === batch.y[i]));
      return {losses: losses.data as Float32Array, right};
    },
    async release() {
      await feeder.release();
      await session.release();
    }
  };
}

/** Mean loss of a batch's counted tokens, in nats. */
export function meanLoss({losses}: TokenScores, {w}: Batch): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < w.length; i++) {
    sum += w[i] * losses[i];
    count += w[i];
  }
  return sum / count;
}

/** Bits per byte by domain. @param limit tokens to predict in each; default all */
export async function scoreHeldOut(
  scorer: Scorer,
  weights: ReadonlyMap<string, Float32Array>,
  {heldOut, byteLengths}: EncodedText,
  limit?: number
): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [domain, shard] of Object.entries(heldOut)) {
    let nats = 0;
    let bytes = 0;
    for (const batch of evaluationBatches(shard, {...scorer.shape, limit})) {
      const {losses} = await scorer.score(weights, batch);
      for (let i = 0; i < losses.length; i++) nats += batch.w[i] * losses[i];
      bytes += predictedBytes(batch, byteLengths);
    }
    found[domain] = bitsPerByte(nats, bytes);
  }
  return found;
}

/** Right answers of the cloze test, by domain, and how many were asked. */
export async function scoreCloze(
  scorer: Scorer,
  weights: ReadonlyMap<string, Float32Array>,
  items: Readonly<Record<string, readonly ClozeItem[]>>,
  text: EncodedText
): Promise<Record<string, readonly [right: number, asked: number]>> {
  const found: Record<string, readonly [number, number]> = {};
  for (const [domain, asked] of Object.entries(items)) {
    let right = 0;
    for (const batch of clozeBatches(asked, text, scorer.shape)) {
      const scores = await scorer.score(weights, batch);
      for (let row = 0; row < batch.items; row++) {
        const at = row * scorer.shape.length;
        const end = at + scorer.shape.length;
        let all = true;
        for (let i = at; i < end; i++) if (batch.w[i] > 0 && scores.right[i] === 0) all = false;
        right += Number(all);
      }
    }
    found[domain] = [right, asked.length];
  }
  return found;
}

/** Mean over domains: each weighs the same, however much text of it there is. */
export const overDomains = (byDomain: Readonly<Record<string, number>>): number =>
  Object.values(byDomain).reduce((a, b) => a + b, 0) / Object.keys(byDomain).length;
