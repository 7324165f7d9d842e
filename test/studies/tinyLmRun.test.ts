// A run of the Tiny LM studies in miniature: our own documents as its text, a network of one layer, two rounds.
import {mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import {END_OF_TEXT, type TokenizerJson} from "../../src/training/tokenizerFiles.js";
import {cacheFolder} from "../../studies/cache.js";
import {encodeShard, writeMeta, writeShard} from "../../studies/corpora/shards.js";
import {recipeHash} from "../../studies/study/study.js";
import {BASE, type TinyRecipe} from "../../studies/tinyLm/recipe.js";
import {readWeights, trainTiny} from "../../studies/tinyLm/run.js";
import {SHARES} from "../../studies/tinyLm/text.js";
import type {StudyRun} from "../../src/traces/studyRun.js";
import type {RunContext} from "../../studies/study/context.js";

const recipe: TinyRecipe = {
  ...BASE,
  vocabulary: {from: "pruned", of: 4096, size: 512},
  network: {layers: 1, hiddenSize: 16, heads: 2, kvHeads: 2, headDim: 8, intermediateSize: 24},
  text: {tokens: 12_000},
  batch: {batch: 4, length: 32}
};
const further: TinyRecipe = {...recipe, rounds: [{rate: 0.5, by: "loss"}]};

let cache: string;

beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "concord-tiny-lm-"));
  process.env.CONCORD_CACHE = cache;
  const json = readFileSync("data/models/joey/tokenizer.json", "utf8");
  const tokenizer = JSON.parse(json) as TokenizerJson;
  const encode = bpeEncoder(tokenizer);
  const separator = tokenizer.model.vocab[END_OF_TEXT];
  // paragraphs of the project's own documentation stand for the corpora
  const paragraphs = readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .flatMap((name) => readFileSync(join("docs", name), "utf8").split("\n\n"))
    .filter(({length}) => length > 100);
  const domains = Object.fromEntries(
    Object.keys(SHARES).map((domain, i, {length}) => {
      const own = paragraphs.filter((_, k) => k % length === i);
      const shards = {train: own.slice(3), validation: own.slice(0, 3)};
      const info = (split: keyof typeof shards) =>
        writeShard(cacheFolder("text"), domain, split, encodeShard(shards[split], encode, separator));
      return [domain, {train: info("train"), validation: info("validation")}];
    })
  );
  writeMeta(cacheFolder("text"), {tokenizer: "", inputs: "own", separator, vocabulary: 4096, domains});
});

afterAll(() => {
  delete process.env.CONCORD_CACHE;
  rmSync(cache, {recursive: true});
});

/** @param folder name of the runs' folder; runs of one folder know of each other */
const contextOf = (of: TinyRecipe, folder: string, more: Partial<RunContext> = {}): RunContext => ({
  hash: recipeHash(of),
  folder: cacheFolder(folder, recipeHash(of)),
  folderOf: (other) => cacheFolder(folder, recipeHash(other)),
  inputs: {text: "own"},
  device: "cpu",
  threads: 1,
  signal: new AbortController().signal,
  say: () => {},
  ...more
});

/** Trains with an interruption after each of the shares. */
async function interrupted(of: TinyRecipe, folder: string, shares: readonly number[]) {
  for (const share of shares) {
    const stop = new AbortController();
    const say = (_: string, done = 0): void => void (done >= share && stop.abort());
    expect(await trainTiny(of, contextOf(of, folder, {signal: stop.signal, saveEvery: 0, say}))).toBeUndefined();
    const left = readdirSync(contextOf(of, folder).folder);
    expect(left.some((name) => /^step-\d+\.json$/.test(name))).toBe(true);
  }
  return trainTiny(of, contextOf(of, folder));
}

describe("a run of the Tiny LM studies", () => {
  const whole = "whole";
  let run: StudyRun<TinyRecipe>;

  beforeAll(async () => {
    const trained = await trainTiny(recipe, contextOf(recipe, whole));
    if (!trained) throw new Error("interrupted");
    run = trained;
  });

  it("learns, and says what it was, what it cost and how well it does in each domain", async () => {
    const {curve, evaluations, trained, bitsPerByte, cloze, samples, diverged} = run;
    expect(run).toMatchObject({type: "study-run", hash: recipeHash(recipe), recipe, inputs: {text: "own"}});
    expect(diverged).toBeUndefined();
    expect(trained.tokens).toBe(trained.steps * 4 * 32);
    expect(trained.tokens).toBeGreaterThan(9_000);
    expect(trained.tokens).toBeLessThanOrEqual(12_000);
    expect(curve.length).toBeGreaterThan(40);
    expect(curve.at(-1)?.[0]).toBe(trained.steps);
    // 512 entries at chance: 6.24 nats
    expect(curve[0][1]).toBeGreaterThan(5.9);
    expect(curve.at(-1)?.[1]).toBeLessThan(curve[0][1] - 0.3);
    expect(evaluations[0][0]).toBe(0);
    expect(evaluations.at(-1)?.[1]).toBeLessThan(evaluations[0][1]);
    expect(Object.keys(bitsPerByte ?? {})).toEqual(Object.keys(SHARES));
    expect(Object.keys(cloze ?? {})).toEqual(Object.keys(SHARES));
    expect(samples?.every(({text}) => text.length > 0)).toBe(true);
    const weights = await readWeights(contextOf(recipe, whole).folder);
    expect([...weights.values()].reduce((sum, {length}) => sum + length, 0)).toBe(
      Object.values(run.parameters).reduce((a, b) => a + b, 0)
    );
  });

  it("ends with the same bits where it was interrupted twice, and leaves no checkpoint", async () => {
    const resumed = await interrupted(recipe, "pieces", [0.3, 0.7]);
    const [a, b] = [whole, "pieces"].map((folder) => contextOf(recipe, folder).folder);
    expect(await readWeights(b)).toEqual(await readWeights(a));
    expect(readdirSync(b).filter((name) => name.startsWith("step-"))).toEqual([]);
    const log = (folder: string): string => readFileSync(join(folder, "log.jsonl"), "utf8");
    expect(log(b)).toBe(log(a));
    expect(resumed?.cost.seconds).toBeGreaterThanOrEqual(0);
  });

  it("goes on for a second round with half of the batches, the harder ones more often", async () => {
    const second = await trainTiny(further, contextOf(further, whole));
    if (!second?.sampling) throw new Error("no second round");
    expect(second.trained.steps).toBeLessThan(0.6 * run.trained.steps);
    expect(second.trained.steps).toBeGreaterThan(0.4 * run.trained.steps);
    expect(second.sampling.parts).toHaveLength(8);
    expect(second.sampling.drawn).toBeGreaterThan(second.sampling.mean);
    // it began where the first round ended, not anew
    expect(second.evaluations[0][1]).toBeLessThan(run.evaluations[0][1] - 0.1);
  });

  it("says at which step it diverged, and has no scores then", async () => {
    const wild: TinyRecipe = {...recipe, schedule: {...recipe.schedule, peak: 1e30, warmup: 0}};
    const run = await trainTiny(wild, contextOf(wild, "wild"));
    expect(run?.diverged).toBeGreaterThanOrEqual(1);
    expect(run?.trained.steps).toBe(run?.diverged);
    expect(run?.bitsPerByte).toBeUndefined();
  });
});
