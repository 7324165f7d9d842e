import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {gridCells} from "../../src/traces/gridCells.js";
import {readTrace, totalsOf, unpackOracle, type TraceLine} from "../../src/traces/index.js";
import {exitContestant} from "../../studies/record/kangaroo/contestants.js";
import {openRecorded, recordKangaroo, writeRecording} from "../../studies/record/kangaroo/stages.js";
import type {Networks} from "../../studies/record/networks.js";
import {replayBatch} from "../../studies/record/run.js";
import {tinyCast, tinyKangaroo, tinyKangarooOptions} from "./tinyKangaroo.js";

let folder = "";
let networks: Networks;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "concord-kangaroo-"));
  networks = await tinyCast();
});
afterAll(() => rmSync(folder, {recursive: true}));

/** Write what is recorded; the lines of each file. */
function written(name: string, recorded: ReturnType<typeof openRecorded>): Record<string, TraceLine[]> {
  const out = join(folder, `${name}-out`);
  const names = Object.keys(writeRecording(out, recorded));
  return Object.fromEntries(names.map((file) => [file, readTrace(readFileSync(join(out, file), "utf8"))]));
}

async function record(name: string, who = networks): Promise<Record<string, TraceLine[]>> {
  const options = tinyKangarooOptions(folder, who, name);
  const recorded = openRecorded(options);
  await recordKangaroo(options, recorded);
  return written(name, recorded);
}

const ofType = <T extends TraceLine["type"]>(lines: TraceLine[], type: T) =>
  lines.filter((line): line is Extract<TraceLine, {type: T}> => line.type === type);

describe("a recording of kangaroo", () => {
  let files: Record<string, TraceLine[]> = {};
  beforeAll(async () => {
    files = await record("whole");
  });

  test("has every run equal greedy and its replay, but for drawn tokens", () => {
    expect(Object.keys(files)).toEqual(["forest.jsonl", "counts.jsonl", "timing.jsonl", "cost.jsonl", "runs.jsonl"]);
    const [head] = ofType(files["timing.jsonl"], "recording");
    for (const lines of Object.values(files)) expect(lines[0]).toEqual(head);
    expect(head.done).toBe(head.planned);
    expect(head.lossless).toMatchObject({equal: true, prompts: 4, flips: [], replayTies: 0});
    expect(head.lossless.replayedSteps).toBeGreaterThan(200);
    expect(head.models.map(({name}) => name)).toEqual(
      ["large", "small", "exit-1", "exit-2", "exit-1-own-head", "exit-1-layer", "exit-1-mlp", "medusa"] // prettier-ignore
    );
  });

  test("holds the forest of test prompts, from which any point replays with the counters of real runs", async () => {
    const forest = files["forest.jsonl"];
    const [shape] = ofType(forest, "oracle-model");
    expect(Object.keys(shape.drafters)).toEqual(["small", "exit-1", "exit-2", "medusa"]);
    const answers = ofType(forest, "oracle").map(unpackOracle);
    expect(answers.map(({id}) => id)).toEqual(["left-0", "left-1", "right-0", "right-1"]);
    expect(Object.keys(answers[0].chains)).toEqual(["small", "exit-1", "exit-2", "layer-1", "layer-2", "medusa"]);
    const counts = ofType(files["counts.jsonl"], "counts");
    const exits = counts.filter(({options}) => /^exit-\d$/.test(String(options.adapter)) && !options.temperature);
    const chains = exits.filter(({drafter}) => drafter === "early-exit");
    expect(chains.length).toBeGreaterThan(10);
    for (const {options, mode, batchSize, domain, totals} of chains) {
      const {exitLayer, draftLength, threshold} = options as Record<string, number>;
      const contestant = exitContestant({exitLayer, draftLength, threshold}, {mode: mode as "ems-sd"});
      const prompts = answers.filter(({id}) => id.startsWith(domain)).slice(0, totals.samples);
      const batches = batchSize === 1 ? prompts.map((prompt) => [prompt]) : [prompts];
      const runs = [];
      for (const batch of batches) {
        const {maxNewTokens} = tinyKangaroo;
        runs.push((await replayBatch({contestant, maxNewTokens, eos: [0], padToken: 1}, batch, shape)).steps);
      }
      expect(totalsOf(runs)).toEqual(totals);
    }
  });

  test("has in its grid what the runs counted", () => {
    const grid = ofType(files["counts.jsonl"], "grid");
    expect(grid).toHaveLength(2 * 2 * 2);
    const counts = ofType(files["counts.jsonl"], "counts");
    let compared = 0;
    for (const line of grid.filter(({split}) => split === "test")) {
      for (const cell of gridCells(line)) {
        const run = counts.find(
          ({mode, batchSize, domain, options, totals}) =>
            mode === "ems-sd" && batchSize === 1 && domain === line.domain && totals.samples === line.samples &&
            options.adapter === line.options.adapter && options.draftLength === cell.draftLength &&
            Math.abs(Number(options.threshold) - cell.threshold) < 1e-4
        ); // prettier-ignore
        if (!run) continue;
        compared++;
        const {steps, attentionSlots, raggedSlots, accepted, exit} = run.totals;
        expect([cell.steps, cell.attentionSlots, cell.raggedSlots, cell.adapterRows]).toEqual([
          steps,
          attentionSlots,
          raggedSlots,
          exit?.adapterRows
        ]);
        expect(cell.accepted.reduce((a, b) => a + b)).toBe(accepted);
      }
    }
    expect(compared).toBeGreaterThan(0);
  });

  test("chooses points of the grid on validation prompts, and runs them", () => {
    const choices = ofType(files["counts.jsonl"], "choice");
    expect(choices.map(({domain}) => domain)).toEqual(["all", "left", "right"]);
    const [head] = ofType(files["counts.jsonl"], "recording");
    const timing = ofType(files["timing.jsonl"], "timing");
    const [{exitLayer, draftLength, threshold, speedUp = 0, msPerToken}] = choices;
    expect(head.setting).toMatchObject({
      chosenExitLayer: exitLayer,
      chosenDraftLength: draftLength,
      chosenThreshold: threshold
    });
    expect([speedUp > 0, msPerToken > 0]).toEqual([true, true]);
    const options = {exitLayer, adapter: `exit-${exitLayer}`, draftLength, threshold};
    const runs = timing.filter((line) => JSON.stringify(line.options) === JSON.stringify(options));
    expect(new Set(runs.map(({batchSize}) => batchSize))).toEqual(new Set([1, 2]));
  });

  test("times methods, modules, trees, temperatures and batches, with the parts of an exit", () => {
    const timing = ofType(files["timing.jsonl"], "timing");
    const of = (drafter: string) => timing.filter((line) => line.drafter === drafter);
    for (const drafter of ["none", "lookup", "small", "early-exit", "early-exit-tree", "medusa"]) {
      expect(of(drafter).length, drafter).toBeGreaterThan(0);
    }
    for (const line of of("early-exit")) {
      const {shallow, adapter, head} = line.exitMs!;
      line.draftMs.forEach((ms, i) => expect(shallow[i] + adapter[i] + head[i]).toBeLessThanOrEqual(ms + 0.01));
      expect(line.busy).toHaveLength(line.decodeMs.length);
      expect(line.batches!.reduce((sum, {tokens}) => sum + tokens, 0)).toBe(line.tokens);
    }
    const drawn = timing.filter(({options}) => options.temperature === 0.2);
    expect(new Set(drawn.map(({options}) => options.confidence))).toEqual(new Set([undefined, "original", "adjusted"]));
    expect(new Set(timing.filter(({batchSize}) => batchSize === 2).map(({mode}) => mode))).toEqual(
      new Set(["greedy", "vanilla", "ems-sd"])
    );
    const adapters = new Set(of("early-exit").map(({options}) => options.adapter));
    expect(adapters).toEqual(new Set(["exit-1", "exit-2", "none", "exit-1-own-head", "exit-1-layer", "exit-1-mlp"]));
  });

  test("prices the parts of a step at every exit layer, by rows, slots and batch size", () => {
    const cost = ofType(files["cost.jsonl"], "cost");
    const kinds = new Set(cost.map(({model, part = "whole", exitLayer = ""}) => `${model.name} ${part} ${exitLayer}`));
    expect(kinds).toEqual(
      new Set([
        "large whole ",
        "small whole ",
        ...[1, 2].flatMap((layer) => [
          `large shallow ${layer}`,
          `large deep ${layer}`,
          `exit-${layer} adapter ${layer}`
        ]),
        "large head 1",
        ...["own-head", "layer", "mlp"].map((name) => `exit-1-${name} adapter 1`),
        "medusa heads "
      ])
    );
    for (const {part, rowsPerSample} of cost) if (part === "shallow") expect(rowsPerSample).toBe(1);
    expect(ofType(files["cost.jsonl"], "recording")[0].setting.pricedRuns).toBeGreaterThan(0);
  });

  test("keeps whole runs: a chain, a tree, heads, drawn tokens", () => {
    const runs = ofType(files["runs.jsonl"], "run");
    expect(new Set(runs.map(({drafter}) => drafter))).toEqual(new Set(["early-exit", "early-exit-tree", "medusa"]));
    const steps = ofType(files["runs.jsonl"], "step");
    for (const {id, options, lossless, drafter} of runs) {
      expect(lossless?.equal).toBe(options.temperature === undefined ? true : undefined);
      const own = steps.filter(({run}) => run === id);
      expect(own.length).toBeGreaterThan(1);
      const isTree = own.some(({samples}) => samples[0].draftParents !== undefined);
      expect(isTree).toBe(drafter === "early-exit-tree");
    }
  });
});

test("without heads the contestant is left out, and joins later without costing the forest again", async () => {
  const {heads, ...others} = networks;
  const without = await record("heads", others);
  expect(ofType(without["timing.jsonl"], "timing").some(({drafter}) => drafter === "medusa")).toBe(false);
  expect(heads).toBeDefined();
  const before = JSON.stringify(ofType(without["counts.jsonl"], "choice"));
  const later = await record("heads", networks);
  expect(ofType(later["timing.jsonl"], "timing").some(({drafter}) => drafter === "medusa")).toBe(true);
  expect(JSON.stringify(ofType(later["counts.jsonl"], "choice"))).toBe(before);
});

test("a recording that is stopped goes on where it was", async () => {
  const stop = new AbortController();
  const options = tinyKangarooOptions(folder, networks, "stopped");
  let units = 0;
  const stage = (name: string) => ({
    update: () => void (name.startsWith("real runs") && ++units === 2 && stop.abort(new Error("enough"))),
    end: () => undefined
  });
  const first = openRecorded(options);
  await expect(recordKangaroo({...options, signal: stop.signal, stage}, first)).rejects.toThrow("enough");
  expect(first.results.size).toBe(2);
  expect(ofType(written("stopped", first)["forest.jsonl"], "recording")[0]).toMatchObject({done: 2});
  const second = openRecorded(options);
  await recordKangaroo(options, second);
  expect(second.results.size).toBe(second.units.length);
});
