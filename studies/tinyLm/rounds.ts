// A further round of training: the loss of every batch under the network of the round before, and which are drawn.
import {existsSync} from "node:fs";
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {batchCount, epochBatch, type Epoch} from "../../src/training/epoch.js";
import {drawByLoss} from "../../src/training/lossSampling.js";
import {random} from "../../src/training/random.js";
import {meanLoss, openScorer} from "./scores.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {StudyRun} from "../../src/traces/studyRun.js";
import type {TinyRecipe} from "./recipe.js";

export interface Round {
  /** batches of the epoch, in the order in which they are trained on */
  readonly order: readonly number[];
  readonly sampling: NonNullable<StudyRun["sampling"]>;
}

/** Mean loss of every batch of the epoch, nats a token; kept beside the run whose network it is. */
export async function scoreBatches(
  folder: string,
  options: {
    runtime: Runtime;
    network: LlamaConfig;
    weights: ReadonlyMap<string, Float32Array>;
    epoch: Epoch;
    signal: AbortSignal;
    say: (what: string) => void;
  }
): Promise<number[] | undefined> {
  const path = join(folder, "batches.json");
  const {runtime, network, weights, epoch: read, signal, say} = options;
  const count = batchCount(read);
  if (existsSync(path)) return JSON.parse(await readFile(path, "utf8")) as number[];
  const scorer = await openScorer(runtime, network, {batch: read.batch, length: read.length});
  const losses: number[] = [];
  for (let i = 0; i < count; i++) {
    if (signal.aborted) return undefined;
    const batch = epochBatch(read, i);
    losses.push(Number(meanLoss(await scorer.score(weights, batch), batch).toPrecision(6)));
    say(`losses of batches ${((100 * i) / count).toFixed(0)} %`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await scorer.release();
  await writeFile(path, JSON.stringify(losses));
  return losses;
}

/**
 * Draws the batches of the recipe's last round, part by part.
 * @param batchFlops floating-point operations of scoring one batch
 */
export function drawRound(
  {rounds, seed}: TinyRecipe,
  {parts}: Epoch,
  losses: readonly number[],
  batchFlops: number
): Round {
  // prettier-ignore
  const {rate, by} = rounds[rounds.length - 1];
  const next = random(seed, 31, rounds.length);
  const order: number[] = [];
  const means: number[] = [];
  for (let part = 0; part + 1 < parts.length; part++) {
    const own = losses.slice(parts[part], parts[part + 1]);
    means.push(average(own));
    const drawn = drawByLoss(own, Math.round(rate * own.length), next, by === "chance");
    order.push(...drawn.map((i) => i + parts[part]));
  }
  const mean = average(losses);
  const round4 = (value: number): number => Number(value.toPrecision(5));
  return {
    order,
    sampling: {
      parts: means.map(round4),
      mean: round4(mean),
      deviation: round4(Math.sqrt(average(losses.map((loss) => (loss - mean) ** 2)))),
      drawn: round4(average(order.map((i) => losses[i]))),
      flops: losses.length * batchFlops
    }
  };
}

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
