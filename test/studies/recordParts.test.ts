import {createHash} from "node:crypto";
import {appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, test} from "vitest";
import type {OracleAnswers, StepRecord} from "../../src/traces/index.js";
import {claim} from "../../studies/record/codeDigest.js";
import {findStale, sourcesOf} from "../../studies/record/findStale.js";
import {brokenOff, heldOutPrompts} from "../../studies/record/emsSd/heldOut.js";
import {Journal} from "../../studies/record/journal.js";
import {fullBatches} from "../../studies/record/batches.js";
import {unitContestants} from "../../studies/record/emsSd/contestants.js";
import {plan} from "../../studies/record/emsSd/plan.js";
import {emsSd} from "../../studies/record/emsSd/setting.js";
import {inOrder, isSteady, steadier, type Outcome} from "../../studies/record/unit.js";
import {agreement, firstDifference, flipsOf} from "../../studies/record/verdict.js";

const folder = mkdtempSync(join(tmpdir(), "concord-parts-"));
afterAll(() => rmSync(folder, {recursive: true}));

describe("Journal", () => {
  test("reads back what was added", () => {
    const path = join(folder, "kept", "journal.jsonl");
    new Journal<number>(path).add("a", 1);
    const again = new Journal<number>(path);
    expect([again.size, again.get("a"), again.has("b")]).toEqual([1, 1, false]);
  });

  test("drops a line that was cut off, and goes on behind the one before", () => {
    const path = join(folder, "cut.jsonl");
    new Journal<number>(path).add("a", 1);
    appendFileSync(path, '["b",');
    const again = new Journal<number>(path);
    again.add("c", 3);
    expect(readFileSync(path, "utf8")).toBe('["a",1]\n["c",3]\n');
  });
});

describe("plan", () => {
  const prompts = (domain: string) =>
    Array.from({length: 64}, (_, i) => ({id: `${domain}-${i}`, domain, tokens: new Int32Array(1)}));
  const units = plan(new Map(emsSd.domains.map((domain) => [domain, prompts(domain)])), emsSd);

  test("fills the last batch from the beginning", () => {
    expect(fullBatches([1, 2, 3], 2)).toEqual([
      [1, 2],
      [3, 1]
    ]);
    expect(fullBatches([1], 3)).toEqual([[1, 1, 1]]);
    expect(fullBatches([], 3)).toEqual([]);
  });

  test("has no unit twice, and every timed batch in every repeat", () => {
    expect(new Set(units.map(({key}) => key)).size).toBe(units.length);
    for (const size of emsSd.batchSizes) {
      const timed = units.filter(({timed, batchSize}) => timed && batchSize === size);
      expect(timed).toHaveLength(5 * 3 * Math.ceil(24 / size));
    }
  });

  test("first runs every prompt once", () => {
    const seen = new Set(units.slice(0, 40).flatMap((unit) => unit.prompts.map(({id}) => id)));
    expect(seen.size).toBe(320);
  });

  test("lets every contestant begin a unit now and then", () => {
    const dialogues = units.filter(({domain, batchSize}) => domain === "dialogue" && batchSize === 1);
    const first = new Set(dialogues.map((unit) => inOrder(unitContestants(unit, emsSd, "small"), unit)[0].mode));
    expect(first).toEqual(new Set(["greedy", "vanilla", "unpad-kv-cache", "unpad-input-tokens", "ems-sd"]));
  });
});

describe("held-out documents", () => {
  test("are broken off where the model has to speak", () => {
    const turns =
      "User: Hello, I need a table.\nAssistant: Where?\nUser: In Davis.\nAssistant: At what time?\nUser: Six.";
    expect(brokenOff(turns)).toBe("User: Hello, I need a table.\nAssistant: Where?\nUser: In Davis.\nAssistant:");
  });

  test("are broken off at a word where nobody speaks", () => {
    expect(brokenOff("The river was higher than ever.")).toBe("The river was higher");
    expect(brokenOff("Word")).toBe("Word");
    expect(brokenOff("")).toBe("");
  });

  test("come from everywhere, and more of them begin with the same ones", () => {
    const letters = {encode: (text: string) => Int32Array.from(text, (c) => c.charCodeAt(0)), decode};
    const text = Array.from({length: 4000}, (_, i) => "one two three "[i % 14]).join("");
    const tokens = Uint16Array.from(`${text}\0${text.slice(0, 100)}\0`, (c) => c.charCodeAt(0));
    const shards = {books: {tokens, starts: Uint32Array.of(0, 4001, 4102)}};
    const [few, many] = [3, 9].map((count) => heldOutPrompts(shards, letters, count).get("books") ?? []);
    expect(many.slice(0, 3)).toEqual(few);
    expect(many).toHaveLength(9);
    for (const prompt of many) expect(prompt.tokens.length).toBeLessThan(200);
  });
});

const decode = (tokens: ArrayLike<number>) => String.fromCharCode(...Array.from(tokens));

describe("lossless", () => {
  const answers = (margin: number): OracleAnswers => ({
    id: "text",
    prompt: Int32Array.of(1),
    output: Int32Array.of(5, 6, 7, 8),
    margin: Float32Array.of(1, margin, 1, 1),
    chains: {}
  });

  test("is a text that equals greedy up to the shown length", () => {
    expect(flipsOf([Int32Array.of(5, 6, 7)], [answers(1)], 3)).toEqual([]);
  });

  test("is not a text that is too short", () => {
    expect(() => flipsOf([Int32Array.of(5)], [answers(1)], 3)).toThrow("token 1 is the end, greedy decoding says 6");
  });

  test("counts a difference at a near tie as a flip", () => {
    const margin = Math.fround(5e-5);
    const flips = flipsOf([Int32Array.of(5, 9, 9)], [answers(margin)], 3);
    expect(flips).toEqual([{prompt: "text", sample: 0, position: 1, margin}]);
  });

  test("fails on a difference elsewhere", () => {
    expect(() => flipsOf([Int32Array.of(5, 9, 9)], [answers(2e-4)], 3)).toThrow("text: token 1 is 9");
  });

  test("firstDifference sees the end of the shorter list", () => {
    expect([firstDifference([], []), firstDifference([1], [1, 2]), firstDifference([1, 3], [1, 2])]).toEqual([
      -1, 1, 1
    ]);
  });
});

describe("agreement", () => {
  const step = (token: number) => ({samples: [{emitted: [token]}], feed: {}, counts: {}}) as unknown as StepRecord;
  const run = (...tokens: number[]) => ({
    steps: tokens.map(step),
    outputs: [Int32Array.from(tokens)],
    draftMargins: tokens.map((token) => (token === 9 ? 1e-6 : 1))
  });

  test("is the number of equal steps", () => {
    expect(agreement(run(1, 2), run(1, 2), [])).toEqual({steps: 2, nearTie: false});
  });

  test("fails at a step that differs, and where one run is longer", () => {
    expect(() => agreement(run(1, 2), run(1, 3), [])).toThrow("step 1 of the replay differs");
    expect(() => agreement(run(1, 2), run(1), [])).toThrow("step 1 of the replay differs");
  });

  test("ends at a near tie of the drafter, or where a text has flipped", () => {
    expect(agreement(run(1, 9), run(1, 3), [])).toEqual({steps: 1, nearTie: true});
    const flip = {prompt: "text", sample: 0, position: 1, margin: 0};
    expect(agreement(run(1, 2), run(1, 3), [flip])).toEqual({steps: 1, nearTie: true});
    expect(() => agreement(run(1, 2, 2), run(3, 2, 2), [flip])).toThrow("step 0 of the replay differs");
  });
});

test("times count where every run had the processor, or nobody knows", () => {
  const run = (busy?: number) => ({steps: 1, ...(busy === undefined ? {} : {busy})}) as unknown as Outcome;
  expect(isSteady({a: run(0.97), b: run()}, 0.9)).toBe(true);
  expect(isSteady({a: run(0.97), b: run(0.5)}, 0.9)).toBe(false);
  expect(isSteady(undefined, 0)).toBe(false);
  const [waited, steady] = [
    {a: run(0.5), b: run(1)},
    {a: run(0.9), b: run(0.8)}
  ];
  expect([steadier(undefined, waited), steadier(waited, steady), steadier(steady, waited)]).toEqual([
    waited,
    steady,
    steady
  ]);
});

test("a work folder with results of other code is only gone on with on request", () => {
  const work = join(folder, "work");
  claim(work, "old", false);
  claim(work, "old", false);
  expect(() => claim(work, "new", false)).toThrow("recorded with other code");
  claim(work, "new", true);
  claim(work, "new", false);
});

describe("stale", () => {
  test("finds every digest that a line names", () => {
    const line = {type: "x", models: [{name: "a", sha256: "1"}], model: {name: "b", sha256: "2"}, files: {"f/g": "3"}};
    expect(sourcesOf({...line, name: "c", sha256: "4", drafters: {d: {sha256: "5"}}})).toEqual([
      ["c", "4"],
      ["d", "5"],
      ["f/g", "3"],
      ["a", "1"],
      ["b", "2"]
    ]);
  });

  test("names files, sources and both digests, and a source that is gone", () => {
    const root = join(folder, "stale");
    mkdirSync(join(root, "data/models/joey"), {recursive: true});
    mkdirSync(join(root, "data/traces/ems-sd"), {recursive: true});
    writeFileSync(join(root, "data/models/joey/model.safetensors"), "weights");
    const today = "9f5fa6d4cf90de8ed47e6d6e4a3a9a8b5cba2f9f4e4e4c3a4f7b0f5f1d7c0e11";
    writeFileSync(join(root, "data/models/joey/training.json"), JSON.stringify({sha256: today}));
    writeFileSync(join(root, "data/models/joey/README.md"), `SHA-256 of the weights: \`${today}\``);
    const lines = [{models: [{name: "joey", sha256: "old"}]}, {model: {name: "kangaroo", sha256: "any"}}];
    writeFileSync(join(root, "data/traces/ems-sd/timing.jsonl"), lines.map((line) => JSON.stringify(line)).join("\n"));
    const stale = findStale(root);
    const [{today: digest}] = stale;
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(stale).toEqual([
      {file: "data/traces/ems-sd/timing.jsonl", source: "joey", made: "old", today: digest},
      {file: "data/traces/ems-sd/timing.jsonl", source: "kangaroo", made: "any", today: undefined},
      {file: "data/models/joey/README.md", source: "joey", made: today, today: digest},
      {file: "data/models/joey/training.json", source: "joey", made: today, today: digest}
    ]);
  });

  test("names adapters of other weights, and adapters that are not the card's", () => {
    const root = join(folder, "stale-adapters");
    for (const model of ["joey", "kangaroo"]) mkdirSync(join(root, "data/models", model), {recursive: true});
    writeFileSync(join(root, "data/models/joey/model.safetensors"), "weights");
    writeFileSync(join(root, "data/models/kangaroo/exit-2.safetensors"), "adapter");
    const old = "0".repeat(64);
    const card = {target: {name: "joey", sha256: old}, adapters: {"exit-2": {sha256: old}, medusa: {sha256: old}}};
    writeFileSync(join(root, "data/models/kangaroo/training.json"), JSON.stringify(card));
    writeFileSync(join(root, "data/models/kangaroo/README.md"), `- target: joey, SHA-256 \`${old}\``);
    mkdirSync(join(root, "data/traces/kangaroo"), {recursive: true});
    const adapter = (sha256: string) => JSON.stringify({models: [{name: "exit-2", sha256}], drafters: {medusa: {sha256}}}); // prettier-ignore
    const today = createHash("sha256").update("adapter").digest("hex");
    writeFileSync(join(root, "data/traces/kangaroo/forest.jsonl"), adapter(today));
    writeFileSync(join(root, "data/traces/kangaroo/timing.jsonl"), adapter(old));
    expect(findStale(root).map(({file, source}) => [file, source])).toEqual([
      ["data/traces/kangaroo/forest.jsonl", "medusa"],
      ["data/traces/kangaroo/timing.jsonl", "medusa"],
      ["data/traces/kangaroo/timing.jsonl", "exit-2"],
      ["data/models/kangaroo/README.md", "joey"],
      ["data/models/kangaroo/training.json", "joey"],
      ["data/models/kangaroo/training.json", "data/models/kangaroo/exit-2.safetensors"]
    ]);
  });

  test("knows a model that is one packed file by its own digest", () => {
    const root = join(folder, "stale-packed");
    mkdirSync(join(root, "data/models/appearance"), {recursive: true});
    writeFileSync(join(root, "data/models/appearance/appearance.bin.gz"), "packed");
    const today = createHash("sha256").update("packed").digest("hex");
    writeFileSync(join(root, "data/models/appearance/training.json"), JSON.stringify({sha256: today}));
    writeFileSync(join(root, "data/models/appearance/README.md"), `SHA-256 \`${"1".repeat(64)}\``);
    const stale = findStale(root);
    expect(stale.map(({file, today: digest}) => [file, digest])).toEqual([["data/models/appearance/README.md", today]]);
  });

  test("nothing committed is: no mixtures of weights, prompts and what was made from them", () => {
    expect(findStale(".")).toEqual([]);
  });
});
