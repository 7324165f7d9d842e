import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {Model} from "../../src/decoding/index.js";
import {readTrace, unpackOracle, type TraceLine} from "../../src/traces/index.js";
import {totalsOf} from "../../src/traces/totals.js";
import {fullBatches} from "../../studies/record/batches.js";
import {countEmsSd, openRecorded, recordEmsSd, writeRecording} from "../../studies/record/emsSd/stages.js";
import type {Networks} from "../../studies/record/networks.js";
import {replayBatch} from "../../studies/record/run.js";
import {silent, tiny, tinyNetworks, tinyOptions} from "./tinyRecording.js";

let folder = "";
let networks: Networks;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "concord-record-"));
  networks = await tinyNetworks();
});
afterAll(() => rmSync(folder, {recursive: true}));

/** Record to the end and write; the lines of each file. */
async function record(name: string, who = networks): Promise<Record<string, TraceLine[]>> {
  const options = tinyOptions(folder, who, name);
  const recorded = openRecorded(options);
  await recordEmsSd(options, recorded);
  await countEmsSd(options, recorded);
  const out = join(folder, `${name}-out`);
  const written = writeRecording(out, recorded);
  const files = Object.keys(written).map((file) => [file, readTrace(readFileSync(join(out, file), "utf8"))] as const);
  return Object.fromEntries(files);
}

const ofType = <T extends TraceLine["type"]>(lines: TraceLine[], type: T) =>
  lines.filter((line): line is Extract<TraceLine, {type: T}> => line.type === type);

describe("a recording", () => {
  let files: Record<string, TraceLine[]> = {};
  beforeAll(async () => {
    files = await record("whole");
  });

  test("has each file headed by what it comes from, and that all runs equal greedy and their replay", () => {
    expect(Object.keys(files)).toEqual(["oracle.jsonl", "counts.jsonl", "timing.jsonl", "cost.jsonl"]);
    for (const lines of Object.values(files)) expect(lines[0]).toEqual(files["oracle.jsonl"][0]);
    const [head] = ofType(files["oracle.jsonl"], "recording");
    expect(head.models.map(({name, sha256}) => [name, sha256])).toEqual([
      ["large", networks.target.sha256],
      ["small", networks.draft.sha256]
    ]);
    expect(head.done).toBe(head.planned);
    expect(head.lossless).toMatchObject({equal: true, prompts: 10, flips: [], replayTies: 0});
    expect(head.lossless.replayedSteps).toBeGreaterThan(200);
  });

  test("times every configuration as often as planned", () => {
    const timing = ofType(files["timing.jsonl"], "timing").filter(({mode}) => mode !== "vanilla-as-released");
    expect(timing).toHaveLength(2 * 3 * 9);
    for (const {decodeMs, prefillMs, draftMs, verifyMs} of timing) {
      expect(decodeMs).toHaveLength(2);
      expect(prefillMs).toHaveLength(2);
      decodeMs.forEach((ms, i) => expect(ms).toBeGreaterThanOrEqual(draftMs[i] + verifyMs[i]));
    }
  });

  test("records vanilla as released once, with counters from its runs", () => {
    const released = ofType(files["counts.jsonl"], "counts").filter(({mode}) => mode === "vanilla-as-released");
    expect(released.map(({source, batchSize, drafter}) => [source, batchSize, drafter])).toEqual([
      ["run", 2, "lookup"],
      ["run", 2, "small"],
      ["run", 2, "lookup"],
      ["run", 2, "small"]
    ]);
    const answers = ofType(files["oracle.jsonl"], "oracle").map(unpackOracle);
    for (const {domain, totals} of released) {
      const shown = answers.filter(({id}) => id.startsWith(domain)).map(({output}) => Math.min(output.length, 10));
      // two timed prompts are one batch, three others two, the last filled up with the first of them
      expect(totals).toMatchObject({samples: 6, tokens: [...shown, shown[2]].reduce((a, b) => a + b)});
    }
  });

  test("counts drafts that were accepted and pads that only padded modes have", () => {
    const counts = ofType(files["counts.jsonl"], "counts").filter(({batchSize}) => batchSize === 3);
    const find = (mode: string) => counts.filter((line) => line.mode === mode && line.domain === "left");
    for (const drafter of [0, 1]) {
      expect(find("ems-sd")[drafter].totals.drafted).toBeGreaterThan(0);
      expect(find("ems-sd")[drafter].totals).toMatchObject({padRows: 0, padSlots: 0});
      expect(find("vanilla")[drafter].totals.padSlots).toBeGreaterThan(0);
      expect(find("vanilla")[drafter].totals.tokens).toBe(find("ems-sd")[drafter].totals.tokens);
      expect(find("vanilla")[drafter].totals.steps).toBe(find("ems-sd")[drafter].totals.steps);
    }
    expect(find("ems-sd")[1].totals.accepted).toBeGreaterThan(0);
  });

  test("counts on held-out documents too, and keeps nothing of them but numbers", () => {
    const lines = ofType(files["counts.jsonl"], "counts").filter(({texts}) => texts === "held-out");
    expect(lines).toHaveLength(9);
    for (const {domain, batchSize, totals} of lines) {
      expect([domain, batchSize, totals.samples]).toEqual(["right", 2, 2]);
    }
    expect(ofType(files["oracle.jsonl"], "oracle")).toHaveLength(10);
  });

  test("holds all that replays its own counters", async () => {
    const [shape] = ofType(files["oracle.jsonl"], "oracle-model");
    const answers = ofType(files["oracle.jsonl"], "oracle").map(unpackOracle);
    const {draftLength, maxNewTokens} = tiny;
    const contestant = {mode: "unpad-kv-cache", drafter: "small", options: {draftLength}} as const;
    const batches = fullBatches(
      answers.filter(({id}) => id.startsWith("right")),
      3
    );
    const replayed = batches.map((batch) => {
      return replayBatch({contestant, maxNewTokens, eos: [0], padToken: 1}, batch, shape);
    });
    const totals = totalsOf((await Promise.all(replayed)).map(({steps}) => steps));
    const recorded = ofType(files["counts.jsonl"], "counts").find(
      ({mode, drafter, batchSize, domain}) =>
        mode === contestant.mode && drafter === contestant.drafter && batchSize === 3 && domain === "right"
    );
    expect(recorded?.totals).toEqual(totals);
  });

  test("goes on where it was stopped, and ends with the same answers and counters", async () => {
    const stop = new AbortController();
    const options = tinyOptions(folder, networks, "stopped");
    let units = 0;
    const first = openRecorded(options);
    const stopping = recordEmsSd(
      {
        ...options,
        signal: stop.signal,
        stage: (name) => ({
          update: () => void (name.startsWith("every prompt") && ++units === 3 && stop.abort(new Error("enough"))),
          end: () => undefined
        })
      },
      first
    );
    await expect(stopping).rejects.toThrow("enough");
    expect(first.results.size).toBe(3);
    const kept = JSON.stringify(first.results.get(first.units[0].key));
    const again = await record("stopped");
    expect(JSON.stringify(openRecorded(options).results.get(first.units[0].key))).toBe(kept);
    for (const file of ["oracle.jsonl", "counts.jsonl"]) expect(again[file]).toEqual(files[file]);
  });
});

test("a recording fails, naming text and token, when a batch of two is not greedy", async () => {
  const {target} = networks;
  const liar: Model = wrap(target.model, () => false);
  const lying = {...networks, target: {...target, model: liar}};
  await expect(record("lying", lying)).rejects.toThrow(
    /vanilla with (lookup|small), batch of 2: left-\d: token \d is \d+, greedy decoding says \d+ by a margin of/
  );
});

test("a recording fails when greedy decoding itself is not the arg-max of its prefix", async () => {
  const {target} = networks;
  const liar: Model = wrap(target.model, (batchSize) => batchSize === 10);
  await expect(record("worse", {...networks, target: {...target, model: liar}})).rejects.toThrow(
    /greedy left-\d: a token lies \d[\d.]* behind the largest logit of its prefix/
  );
});

/** A model that chooses wrongly: in padded batches of two, or wherever `everywhere` says so of a batch size. */
function wrap(model: Model, everywhere: (batchSize: number) => boolean): Model {
  let batchSize = 0;
  return {
    layers: model.layers,
    vocabSize: model.vocabSize,
    maxPositions: model.maxPositions,
    begin: (batch) => model.begin({...batch, batchSize: (batchSize = batch.batchSize)}),
    forward: (rows, options) => model.forward(rows, options),
    commit: (kept, masked) => model.commit(kept, masked),
    async score(states, options) {
      const scores = await model.score(states, options);
      const {samples, slots, positions} = states.rows;
      const padded = batchSize === 2 && slots.some((slot, row) => slot !== positions[row] && samples[row] === 0);
      if (!padded && !everywhere(batchSize)) return scores;
      return {...scores, choice: scores.choice.map((token) => (token + 1) % model.vocabSize)};
    }
  };
}

test("nothing is written before every prompt has its answer", () => {
  const options = tinyOptions(folder, networks, "empty");
  expect(writeRecording(join(folder, "empty-out"), openRecorded({...options, stage: silent}))).toEqual({});
});
