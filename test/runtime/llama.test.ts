import {describe, expect, it} from "vitest";
import {openLlama, type Llama} from "../../src/runtime/llama.js";
import {parametersOf, testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {reference} from "../nets/reference.js";
import {expectAgreement} from "./agreement.js";
import {devices, itOn, openDevice} from "./devices.js";
import {ragged, texts} from "./ragged.js";
import {rowsOf, run, slotsOf, type Row} from "./rows.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {Checkpoint} from "../../src/runtime/checkpoint.js";
import type {States} from "../../src/decoding/model.js";

const logitsOf = (checkpoint: Checkpoint, text: number[]): Float64Array[] =>
  reference(checkpoint.config, parametersOf(checkpoint), text).logits;

/** Feed rows and compare each with its reference logits. */
async function compare(model: Llama, rows: readonly Row[], expected: (row: Row) => Float64Array | undefined) {
  const scores = await model.score(await model.forward(rowsOf(rows)), {temperature: 1});
  rows.forEach((row, i) => {
    const logits = expected(row);
    if (logits) expectAgreement(scores, i, logits);
  });
}

/** Every row of the schedule agrees with the reference. */
async function decodeRagged(model: Llama, checkpoint: Checkpoint, samples: number): Promise<void> {
  const references = texts.map((text) => logitsOf(checkpoint, text));
  let compared = 0;
  for await (const {sample, position, scores, row} of ragged(model, samples)) {
    expectAgreement(scores, row, references[sample][position]);
    compared++;
  }
  expect(compared).toBeGreaterThanOrEqual(11);
}

const untied: LlamaConfig = {...testConfig, tiedHead: false, heads: 4, kvHeads: 4};

for (const device of devices) {
  describe(`a llama on ${device}`, () => {
    itOn(device, "ragged acceptance and rejected drafts agree with the reference", async (runtime) => {
      const checkpoint = await testCheckpoint(testConfig);
      const model = openLlama(runtime, checkpoint);
      await decodeRagged(model, checkpoint, 3);
      await decodeRagged(model, checkpoint, 1);
      await model.release();
    });

    itOn(device, "an untied head, f16 and sharded bf16 weights agree with the reference", async (runtime) => {
      for (const checkpoint of [
        await testCheckpoint(untied, {dtype: "F16"}),
        await testCheckpoint(testConfig, {dtype: "BF16", shards: 3})
      ]) {
        const model = openLlama(runtime, checkpoint);
        await decodeRagged(model, checkpoint, 2);
        await model.release();
      }
    });

    itOn(device, "pad rows are stored and never seen", async (runtime) => {
      const checkpoint = await testCheckpoint(testConfig);
      const model = openLlama(runtime, checkpoint);
      const references = texts.map((text) => logitsOf(checkpoint, text));
      await model.begin({batchSize: 2, slots: 24});
      // sample 1 has fewer rows: pads fill its slots, and its positions lag behind its slots
      const lengths = [0, 0];
      let slot = 0;
      for (const counts of [
        [5, 3],
        [1, 4],
        [3, 2]
      ]) {
        const width = Math.max(...counts);
        const rows = [0, 1].flatMap((sample) =>
          Array.from({length: width}, (_, i): Row => {
            const position = lengths[sample] + i;
            return {sample, token: i < counts[sample] ? texts[sample][position] : 0, position, slot: slot + i};
          })
        );
        const real = (row: Row): boolean => row.position < lengths[row.sample ?? 0] + counts[row.sample ?? 0];
        await compare(model, rows, (row) => (real(row) ? references[row.sample ?? 0][row.position] : undefined));
        await model.commit(slotsOf(rows.filter(real)), slotsOf(rows.filter((row) => !real(row))));
        slot += width;
        counts.forEach((count, sample) => (lengths[sample] += count));
      }
      await model.release();
    });

    itOn(device, "in a tree a row sees its ancestors only", async (runtime) => {
      const checkpoint = await testCheckpoint(testConfig);
      const model = openLlama(runtime, checkpoint);
      const prompt = texts[0].slice(0, 5);
      await model.begin({batchSize: 2, slots: 24});
      const prompts = [...run(0, 0, prompt), ...run(1, 0, texts[1].slice(0, 2))];
      await model.forward(rowsOf(prompts));
      await model.commit(slotsOf(prompts));
      //      11 ── 12 ── 13
      //        └── 14 ── 15        and a second root, 16
      const tree: Row[] = [
        {token: 11, position: 5, slot: 5, parent: -1},
        {token: 12, position: 6, slot: 6, parent: 5},
        {token: 14, position: 6, slot: 7, parent: 5},
        {token: 13, position: 7, slot: 8, parent: 6},
        {token: 15, position: 7, slot: 9, parent: 7},
        {token: 16, position: 5, slot: 10, parent: -1}
      ];
      const path = (row: Row): number[] => [...tree.filter(({slot}) => slot === row.parent).flatMap(path), row.token];
      await compare(model, tree, (row) => logitsOf(checkpoint, [...prompt, ...path(row)]).at(-1));
      const accepted = [tree[0], tree[2], tree[4]];
      await model.commit(slotsOf(accepted));
      const text = [...prompt, 11, 14, 15, 20];
      const next: Row = {token: 20, position: 8, slot: 11};
      await compare(model, [next], () => logitsOf(checkpoint, text).at(-1));
      await model.release();
    });

    itOn(
      device,
      "a tree grows level by level through the first layers, and its path stays where it is",
      async (runtime) => {
        const checkpoint = await testCheckpoint(testConfig);
        const model = openLlama(runtime, checkpoint);
        const prompt = texts[0].slice(0, 5);
        await model.begin({batchSize: 2, slots: 24});
        const prompts = [...run(0, 0, prompt), ...run(1, 0, texts[1].slice(0, 2))];
        await model.forward(rowsOf(prompts));
        await model.commit(slotsOf(prompts));
        const levels: Row[][] = [
          [
            {token: 11, position: 5, slot: 5, parent: -1},
            {sample: 1, token: 21, position: 2, slot: 2, parent: -1}
          ],
          [
            {token: 12, position: 6, slot: 6, parent: 5},
            {token: 14, position: 6, slot: 7, parent: 5},
            {sample: 1, token: 22, position: 3, slot: 3, parent: 2}
          ],
          [
            {token: 13, position: 7, slot: 8, parent: 6},
            {token: 15, position: 7, slot: 9, parent: 7}
          ]
        ];
        const tree = levels.flat();
        const path = (row: Row): number[] => [
          ...tree.filter(({sample = 0, slot}) => sample === (row.sample ?? 0) && slot === row.parent).flatMap(path),
          row.token
        ];
        const textOf = (row: Row): number[] => [...(row.sample ? texts[1].slice(0, 2) : prompt), ...path(row)];
        const shallow: States[] = [];
        for (const rows of levels) shallow.push(await model.forward(rowsOf(rows), {to: 2}));
        // slot 6 and what hangs on it are pruned: the deep layers run on the others
        const kept = levels.flatMap((rows, level) =>
          rows.map((row, at) => ({row, state: {states: shallow[level], row: at}}))
        );
        const verified = kept.filter(({row}) => ![6, 8].includes(row.slot ?? 0));
        verified.sort((a, b) => (a.row.sample ?? 0) - (b.row.sample ?? 0) || (a.row.slot ?? 0) - (b.row.slot ?? 0));
        const rows = verified.map(({row}) => row);
        const deep = await model.forward(rowsOf(rows), {from: 2, states: verified.map(({state}) => state)});
        const scores = await model.score(deep, {temperature: 1});
        for (const [i, row] of rows.entries()) {
          const logits = logitsOf(checkpoint, textOf(row)).at(-1);
          if (logits) expectAgreement(scores, i, logits);
        }
        await model.commit(slotsOf(rows.filter(({sample = 0}) => sample === 0)));
        // the hole at slot 6 is written again, by the row behind slot 9
        const text = [...prompt, 11, 14, 15, 20];
        const next: Row[] = [
          {token: 20, position: 8, slot: 6, parent: -1},
          {token: 30, position: 9, slot: 8, parent: 6}
        ];
        const expected = logitsOf(checkpoint, [...text, 30]);
        await compare(model, next, ({position}) => expected[position]);
        await model.release();
      }
    );

    itOn(device, "layers run apart, from carried states, agree with the reference", async (runtime) => {
      const checkpoint = await testCheckpoint(testConfig);
      const model = openLlama(runtime, checkpoint, {exitHead: "shared"});
      const references = texts.map((text) => logitsOf(checkpoint, text));
      const prompts = [...run(0, 0, texts[0].slice(0, 4)), ...run(1, 0, texts[1].slice(0, 6))];
      await model.begin({batchSize: 2, slots: 24});
      await model.forward(rowsOf(prompts));
      await model.commit(slotsOf(prompts));
      // three shallow forwards, each seeing the pending rows before it; then the deep layers for all rows at once
      const drafts = [0, 1, 2].map((ahead) => [
        ...run(0, 4 + ahead, [texts[0][4 + ahead]]),
        ...(ahead < 2 ? run(1, 6 + ahead, [texts[1][6 + ahead]]) : [])
      ]);
      const shallow: States[] = [];
      for (const rows of drafts) shallow.push(await model.forward(rowsOf(rows), {to: 1}));
      const exit = await model.score(shallow[0], {temperature: 1});
      expect(exit.choice).toHaveLength(2);
      const carried = drafts.flatMap((rows, i) => rows.map((row, at) => ({row, state: {states: shallow[i], row: at}})));
      carried.sort((a, b) => (a.row.sample ?? 0) - (b.row.sample ?? 0) || a.row.position - b.row.position);
      const rows = carried.map(({row}) => row);
      const deep = await model.forward(rowsOf(rows), {from: 1, states: carried.map(({state}) => state)});
      const scores = await model.score(deep, {temperature: 1});
      rows.forEach(({sample = 0, position}, i) => expectAgreement(scores, i, references[sample][position]));
      await model.commit(slotsOf(rows.slice(0, 4)));
      const next = [...run(0, 7, [texts[0][7]]), ...run(1, 7, [texts[1][7]])];
      await compare(model, next, ({sample = 0, position}) => references[sample][position]);
      await model.release();
    });

    itOn(device, "only the rows that are asked for are scored", async (runtime) => {
      const checkpoint = await testCheckpoint(testConfig);
      const model = openLlama(runtime, checkpoint);
      await model.begin({batchSize: 1, slots: 24});
      const rows = rowsOf(run(0, 0, texts[0]));
      const states = await model.forward(rows, {scored: Int32Array.of(3, 9)});
      const scores = await model.score(states, {temperature: 1, topK: 4});
      const references = logitsOf(checkpoint, texts[0]);
      [3, 9].forEach((row, i) => expectAgreement(scores, i, references[row]));
      const order = references[9].map((_, token) => token).sort((a, b) => references[9][b] - references[9][a]);
      expect(Array.from(scores.topTokens ?? []).slice(4)).toEqual(Array.from(order.subarray(0, 4)));
      await model.release();
    });
  });
}

describe("webgpu", () => {
  itOn("webgpu", "no node of a decode step leaves the device", async (runtime) => {
    const checkpoint = await testCheckpoint(testConfig, {dtype: "F16"});
    const model = openLlama(runtime, checkpoint, {placement: true});
    await decodeRagged(model, checkpoint, 2);
    const placement = Object.values(await model.placement()).flat();
    expect(placement.length).toBeGreaterThan(100);
    expect(placement.filter(({provider}) => provider !== "WebGpuExecutionProvider")).toEqual([]);
    expect(placement.filter(({op}) => op.startsWith("Memcpy"))).toEqual([]);
    await model.release();
  });

  itOn("webgpu", "a cache kept on the host gives what a cache in place gives", async (runtime) => {
    const checkpoint = await testCheckpoint(testConfig);
    const model = openLlama(runtime, checkpoint, {cache: "rows"});
    await decodeRagged(model, checkpoint, 3);
    await model.release();
  });
});

describe("a llama", () => {
  const open = async (): Promise<Llama> => {
    const model = openLlama(await openDevice("cpu"), await testCheckpoint(testConfig));
    await model.begin({batchSize: 2, slots: 8});
    return model;
  };

  it("refuses rows that are out of order or out of range", async () => {
    const model = await open();
    const feed = (...rows: Row[]) => model.forward(rowsOf(rows));
    await expect(feed(...run(1, 0, [1]), ...run(0, 0, [1]))).rejects.toThrow("row 1 is out of order");
    await expect(feed({token: 97, position: 0})).rejects.toThrow("token 97 of row 0 is outside [0, 97)");
    await expect(feed({token: 1, position: 8})).rejects.toThrow("slot 8 of row 0 is outside [0, 8)");
    await expect(feed({token: 1, position: 256, slot: 0})).rejects.toThrow("position 256 of row 0");
    await expect(feed({sample: 2, token: 1, position: 0})).rejects.toThrow("sample 2 of row 0 is outside [0, 2)");
  });

  it("refuses to commit what is not pending or has not run all layers", async () => {
    const model = await open();
    const rows = run(0, 0, [1, 2]);
    await expect(model.commit(slotsOf(rows))).rejects.toThrow("slot 0 of sample 0 holds no pending row");
    await model.forward(rowsOf(rows), {to: 2});
    await expect(model.commit(slotsOf(rows))).rejects.toThrow("slot 0 of sample 0 has run 2 of 3 layers");
    await expect(model.forward(rowsOf(run(0, 2, [3])))).rejects.toThrow("pending rows have run layers [0, 2)");
    await expect(model.forward(rowsOf(rows), {to: 2})).rejects.toThrow("slot 0 of sample 0 holds a pending row");
  });

  it("scores no rows that left early when there is no exit head", async () => {
    const model = await open();
    const states = await model.forward(rowsOf(run(0, 0, [1, 2])), {to: 2});
    await expect(model.score(states)).rejects.toThrow("rows have run 2 of 3 layers and there is no exit head");
  });

  it("runs nothing for no rows", async () => {
    const model = await open();
    const {choice} = await model.score(await model.forward(rowsOf([])));
    expect(choice).toHaveLength(0);
    expect(model.timings.runs).toBe(0);
  });

  it("forgets rows that were not kept", async () => {
    const checkpoint = await testCheckpoint(testConfig);
    const model = await open();
    const rows = run(0, 0, [1, 2, 3]);
    await model.forward(rowsOf(rows));
    await model.commit(slotsOf(rows.slice(0, 1)));
    await compare(model, run(0, 1, [9]), () => logitsOf(checkpoint, [1, 9])[1]);
  });

  it("keeps a cache that covers the used length only, in steps", async () => {
    const lengths: number[] = [];
    const checkpoint = await testCheckpoint(testConfig);
    const model = openLlama(await openDevice("cpu"), checkpoint, {
      observe: (feeds) => lengths.push(feeds["keys.0"].dims[2])
    });
    await model.begin({batchSize: 1, slots: 200});
    for (const count of [60, 10, 1]) {
      const start = lengths.length === 0 ? 0 : lengths.length === 1 ? 60 : 70;
      const rows = run(0, start, new Array<number>(count).fill(5));
      await model.forward(rowsOf(rows));
      await model.commit(slotsOf(rows));
    }
    expect(lengths).toEqual([64, 64, 128]);
  });

  it("hides the slots that its last step has over", async () => {
    const checkpoint = await testCheckpoint(testConfig);
    const model = openLlama(await openDevice("cpu"), checkpoint);
    const text = Array.from({length: 71}, (_, i) => (i * 5) % testConfig.vocabSize);
    await model.begin({batchSize: 1, slots: 72});
    await model.forward(rowsOf(run(0, 0, text.slice(0, 70))));
    await model.commit(slotsOf(run(0, 0, text.slice(0, 70))));
    await compare(model, run(0, 70, text.slice(70)), () => logitsOf(checkpoint, text)[70]);
  });
});
