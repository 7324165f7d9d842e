// Rounds of training, and losses of batches, made by hand: no network behind them, to draw figures with.
import {random} from "../../src/training/random.js";
import type {SeedRun, StudyData, StudyPoint} from "../../src/figures/studyData.js";
import type {BatchLosses} from "../../src/traces/batchLosses.js";
import {madeStudy} from "./madeStudy.js";
import type {MadeStudyOptions} from "./madeStudy.js";

/** Bits per byte that a point comes to: each quarter of the batches read again gains 0.008, by chance 0.002 less. */
const madeScore: MadeStudyOptions["score"] = ({recipe: {rounds, seed}}, place) =>
  2 + 0.02 * seed + 0.0007 * ((place * 5) % 4) - rounds.reduce((sum, {rate, by}) => sum + 0.032 * rate - (by === "chance" ? 0.002 : 0), 0); // prettier-ignore

/** Part "rounds" with made runs; a further round trains on its share, and its losses rise towards the part read first. */
export function madeRounds(options: MadeStudyOptions = {}): StudyData {
  const data = madeStudy("rounds", {score: madeScore, ...options});
  return {
    ...data,
    points: data.points.map((point) => ({...point, runs: point.runs.map((run) => withSampling(point, run))}))
  };
}

function withSampling({rounds}: StudyPoint, run: SeedRun): SeedRun {
  const {seed, trained} = run;
  const last = rounds.at(-1);
  if (!last) return {...run, trained: {...trained, flops: 1e13}};
  const mean = 2.25 - 0.01 * rounds.length;
  return {
    ...run,
    trained: {...trained, flops: 1e13 * last.rate},
    sampling: {
      parts: Array.from({length: 8}, (_, i) => Number((mean + 0.003 * seed + 0.004 * (3.5 - i) + 0.001 * ((i * seed) % 3)).toFixed(4))), // prettier-ignore
      mean,
      deviation: 0.08,
      drawn: mean + (last.by === "loss" ? 0.003 : 0.0001),
      flops: 1e13 / 3
    }
  };
}

/** Losses of 8 parts of 20 batches, about normal with a deviation of 0.08. */
export function madeBatches(): BatchLosses {
  const next = random(5);
  const normal = (): number => Array.from({length: 12}, next).reduce((a, b) => a + b, -6);
  return {
    type: "batch-losses",
    hash: "0123456789abcdef",
    seed: 1,
    parts: Array.from({length: 9}, (_, i) => 20 * i),
    losses: Array.from({length: 160}, (_, i) =>
      Number((2.26 - 0.002 * Math.floor(i / 20) + 0.08 * normal()).toFixed(4))
    ),
    tokensPerBatch: 2048,
    provenance: {command: "npm run train -- study tiny-lm", commit: "c", device: "Made", provider: "cpu", runtime: "r", date: "2026-11-26"} // prettier-ignore
  };
}
