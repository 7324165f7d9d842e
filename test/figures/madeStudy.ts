// Runs of the Tiny LM studies made by hand, no network behind them: the grid's own points, each seed with scores that a
// formula gives, so that a figure can be drawn with none, one, some or all of its runs.
import {readFileSync} from "node:fs";
import {studyData} from "../../loaders/lib/studyData.js";
import type {Paper} from "../../src/figures/paperData.js";
import type {StudyData} from "../../src/figures/studyData.js";
import type {StudyRun} from "../../src/traces/studyRun.js";
import {recipeHash, type Point} from "../../studies/study/study.js";
import {tinyPoints, type Part} from "../../studies/tinyLm/grid.js";
import type {TinyRecipe} from "../../studies/tinyLm/recipe.js";

export interface MadeStudyOptions {
  /** which points' runs are done, by place in the grid; default all */
  readonly done?: (point: Point<TinyRecipe>, place: number) => boolean;
  /** the made score; default by depth, with a little of the seed */
  readonly score?: (point: Point<TinyRecipe>, place: number) => number;
  /** runs that diverge; default none */
  readonly diverges?: (point: Point<TinyRecipe>) => boolean;
}

const steps = 720;

function made(point: Point<TinyRecipe>, score: number, diverges: boolean): StudyRun<TinyRecipe> {
  const {recipe, name} = point;
  const own = Math.round(steps / (recipe.batch.batch / 16));
  const last = diverges ? Math.round(own / 3) : own;
  const at = Array.from({length: 25}, (_, i) => Math.round(((i + 1) * own) / 25)).filter((step) => step <= last);
  const inherit = "inherit" in recipe.start ? recipe.start.inherit : undefined;
  const begins = inherit ? 3.2 : 4.1;
  const way = (step: number): number => score + (begins - score) * Math.exp((-7 * step) / own);
  const round = (value: number): number => Number(value.toPrecision(5));
  return {
    type: "study-run",
    hash: recipeHash(recipe),
    recipe,
    inputs: {text: "a".repeat(64), ...(inherit ? {parent: "b".repeat(64)} : {})},
    parameters: {embedding: 1, attention: 1, mlp: 1, norms: 1},
    trained: {steps: own, tokens: 1_474_560, bytes: 5_100_000, flops: 5e12 + recipe.network.layers * 1e11},
    curve: at.map((step) => [step, round(1.6 * way(step)), 1]),
    evaluations: [0, 2, 4, 6].map((k) => [Math.round((k * own) / 8), round(way((k * own) / 8))] as const),
    ...(diverges
      ? {diverged: last + 1, samples: []}
      : {
          bitsPerByte: {dialogue: round(score - 0.2), stories: round(score), math: round(score + 0.3), books: round(score - 0.1)}, // prettier-ignore
          cloze: {dialogue: [30, 100], stories: [Math.round(60 - 20 * score), 100], math: [11, 100], books: [12, 100]},
          samples: [
            {prompt: "User: I would like to book", text: ` a made table <b>for ${name}</b>.`},
            {prompt: "Once there was a little", text: " made text, which no network wrote."}
          ]
        }),
    ...(inherit
      ? {
          inherited: {
            overlapWithL1: {channels: inherit === "l1" ? 1 : 0.62, heads: 0.5, neurons: 0.55},
            ...(inherit === "mask" ? {mask: [0, 10, 20, 30].map((step) => [step, 4 - step / 30, 0.4 - step / 80] as const)} : {}) // prettier-ignore
          }
        }
      : {}),
    cost: {
      seconds: 300 + recipe.network.layers,
      tokensPerSecond: 4900 - 20 * recipe.network.layers,
      peakMemoryMiB: 410
    },
    provenance: {
      command: "npm run train -- study tiny-lm",
      commit: "c",
      device: "Made",
      provider: "cpu",
      runtime: "r",
      date: "2026-11-26"
    }
  };
}

const byDepth = ({recipe}: Point<TinyRecipe>, place: number): number =>
  2.2 - 0.06 * Math.log(recipe.network.layers) + 0.004 * recipe.seed + 0.001 * ((place * 7) % 5);

/** A part of the study with made runs. */
export function madeStudy(
  part: Part,
  {done = () => true, score = byDepth, diverges = () => false}: MadeStudyOptions = {}
): StudyData {
  // prettier-ignore
  const points = tinyPoints().filter((point) => point.part === part);
  const runs = points
    .filter((point, i) => done(point, i))
    .map((point) => made(point, score(point, points.indexOf(point)), diverges(point)));
  return studyData(part, points, new Map(runs.map((run) => [run.hash, run])));
}

export const tinyLmPaper = (): Paper => JSON.parse(readFileSync("data/papers/tiny-lm.json", "utf8")) as Paper;

/** Made runs of all parts, as data/runs would hold them, to look at a page with. */
export const madeStudyRuns = (done: (point: Point<TinyRecipe>, place: number) => boolean): StudyRun<TinyRecipe>[] =>
  tinyPoints()
    .filter(done)
    .map((point, i) => made(point, byDepth(point, i), point.part === "batch" && point.name === "32-1.5"));
