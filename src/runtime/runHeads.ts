// Medusa's heads that run on a runtime, as the decode loop knows them (decoding/heads.ts).
import {MEDUSA_HEADS} from "../nets/adapter/config.js";
import {adapterGraph, adapterHeadGraph} from "../nets/adapter/decode.js";
import {distributionOf, scoresOf} from "./scores.js";
import {hiddenOf} from "./states.js";
import {externalWeights, weightFiles} from "./weights.js";
import type {Heads} from "../decoding/heads.js";
import type {ScoreOptions, Scores, StateRow} from "../decoding/model.js";
import type {HostTensor} from "../onnx/index.js";
import type {AdapterCheckpoint} from "./adapter.js";
import type {Checkpoint} from "./checkpoint.js";
import type {Runtime, Session} from "./runtime.js";

export interface RunningHeads extends Heads {
  release(): Promise<void>;
}

/** Heads on the runtime that their target runs on. Throws for adapters of other architectures. */
export function runHeads(runtime: Runtime, target: Checkpoint, opened: AdapterCheckpoint): RunningHeads {
  const {adapter} = opened;
  if (adapter.architecture !== "medusa")
    throw new Error(`runHeads: ${adapter.architecture} is an adapter; use runAdapter`);
  const {hiddenSize, vocabSize} = target.config;
  const weights = {target: externalWeights(target), adapter: externalWeights(opened)};
  const open = (name: string, graph: {build(): Uint8Array}) => {
    const externalData = [...weightFiles(target), ...weightFiles(opened)];
    return runtime.createSession(graph.build(), {externalData, name});
  };
  let best: Promise<Session> | undefined;
  let whole: Promise<Session> | undefined;

  const byHead = async (states: readonly StateRow[], options: ScoreOptions): Promise<Scores[]> => {
    const data = hiddenOf(states, adapter.exitLayer, hiddenSize);
    const hidden: HostTensor = {dtype: "float32", dims: [states.length, hiddenSize], data};
    if (options.topK || options.temperature !== undefined) {
      whole ??= open("heads' logits", adapterHeadGraph(target.config, adapter, weights));
      const outputs = await (await whole).run({hidden});
      return heads((k) => distributionOf(outputs[`logits.${k}`].data as Float32Array, vocabSize, options));
    }
    best ??= open("heads", adapterGraph(target.config, adapter, weights, {cache: "rows", single: false}));
    const scored = Int32Array.from(states, (_, row) => row);
    const outputs = await (
      await best
    ).run({
      "hidden.in": hidden,
      scored: {dtype: "int32", dims: [scored.length], data: scored}
    });
    return heads((k) => scoresOf(outputs[`best.${k}`], outputs[`bestTokens.${k}`], outputs[`logSum.${k}`]));
  };

  return {
    count: MEDUSA_HEADS,
    vocabSize,
    async score(states, options = {}) {
      return interleave(await byHead(states, options), states.length);
    },
    async release() {
      for (const session of [best, whole]) await (await session)?.release();
      best = whole = undefined;
    }
  };
}

const heads = <T>(of: (k: number) => T): T[] => Array.from({length: MEDUSA_HEADS}, (_, k) => of(k));

/** Scores of each head over the same rows, as rows × heads. */
function interleave(byHead: readonly Scores[], rows: number): Scores {
  const order = Array.from({length: rows}, (_, row) => byHead.map((scores) => ({scores, row}))).flat();
  const each = <A extends Int32Array | Float32Array>(
    into: A,
    list: (scores: Scores) => A | undefined
  ): A | undefined => {
    const width = into.length / order.length;
    for (const [at, {scores, row}] of order.entries()) {
      const values = list(scores);
      if (!values) return undefined;
      into.set(values.subarray(row * width, (row + 1) * width), at * width);
    }
    return into;
  };
  const count = order.length;
  const topK = (byHead[0].topTokens?.length ?? 0) / Math.max(rows, 1);
  const vocab = (byHead[0].probabilities?.length ?? 0) / Math.max(rows, 1);
  const [choice, confidence, margin] = [new Int32Array(count), new Float32Array(count), new Float32Array(count)];
  each(choice, (scores) => scores.choice);
  each(confidence, (scores) => scores.confidence);
  each(margin, (scores) => scores.margin);
  return {
    choice,
    confidence,
    margin,
    topTokens: each(new Int32Array(count * topK), (scores) => scores.topTokens),
    topProbabilities: each(new Float32Array(count * topK), (scores) => scores.topProbabilities),
    probabilities: each(new Float32Array(count * vocab), (scores) => scores.probabilities)
  };
}
