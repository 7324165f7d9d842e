import {describe, expect, it} from "vitest";
import {collect, decode, draftModel, earlyExit, lookup, modes} from "../../src/decoding/index.js";
import type {DecodeOptions, Drafter} from "../../src/decoding/index.js";
import {stepRecord} from "../../src/traces/step.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

const prompts = [Int32Array.of(1, 2, 3, 1, 2), Int32Array.of(4, 5)];
const speculative = modes.filter((mode) => mode !== "greedy");

/** Drafts that are always right, as many as asked for, whatever the room. */
function perfect(model: ToyModel, draftLength: number): Drafter {
  return {
    name: "perfect",
    draftLength,
    begin: () => undefined,
    draft: ({samples}) => ({
      tokens: samples.map(({tokens}) => {
        const text = Array.from(tokens);
        return Int32Array.from({length: draftLength}, () => {
          text.push(model.next(text));
          return text[text.length - 1];
        });
      })
    })
  };
}

function failing(options: Partial<DecodeOptions>): Promise<unknown> {
  return collect(decode({model: new ToyModel(), mode: "ems-sd", prompts, maxNewTokens: 4, ...options}));
}

describe("decode refuses", () => {
  it("what it cannot decode, naming the value", async () => {
    await expect(failing({prompts: []})).rejects.toThrow("prompts: none");
    await expect(failing({prompts: [prompts[0], new Int32Array(0)]})).rejects.toThrow("prompt 1: empty");
    await expect(failing({prompts: [new Int32Array(256)]})).rejects.toThrow(
      "prompt 0: 256 tokens leave no room in 256"
    );
    await expect(failing({prompts: [Int32Array.of(1, 12)]})).rejects.toThrow("prompt 0: token 12 is outside [0, 12)");
    await expect(failing({maxNewTokens: 0})).rejects.toThrow("invalid maxNewTokens: 0");
    await expect(failing({padToken: -1})).rejects.toThrow("invalid padToken: -1");
    await expect(failing({mode: "padded" as "vanilla"})).rejects.toThrow(
      "unknown mode: padded (one of greedy, vanilla"
    );
    await expect(failing({mode: "greedy", drafter: lookup()})).rejects.toThrow(
      "mode greedy: takes no drafter, got lookup"
    );
  });

  it("drafters with invalid options", async () => {
    expect(() => lookup({copyLength: 0})).toThrow("invalid copyLength: 0");
    expect(() => draftModel({model: new ToyModel(), draftLength: 1.5})).toThrow("invalid draftLength: 1.5");
    expect(() => earlyExit({exitLayer: 1, threshold: 2})).toThrow("invalid threshold: 2");
    await expect(failing({drafter: earlyExit({exitLayer: 1})})).rejects.toThrow("invalid exitLayer: 1");
    const other = draftModel({model: new ToyModel({vocabSize: 8})});
    await expect(failing({drafter: other})).rejects.toThrow("draft model: vocabulary of 8, the target has 12");
    const short = draftModel({model: new ToyModel({maxPositions: 4})});
    await expect(failing({drafter: short})).rejects.toThrow("draft model: prompt 0 has 5 tokens, its context is 4");
  });
});

describe("decode stops", () => {
  for (const mode of speculative) {
    it(`at maxNewTokens exactly, though drafts reach further: ${mode}`, async () => {
      for (const maxNewTokens of [1, 2, 7, 8]) {
        const model = new ToyModel();
        const {steps, outputs} = await collect(
          decode({model, mode, drafter: perfect(model, 6), prompts, maxNewTokens})
        );
        expect(outputs.map(({length}) => length)).toEqual([maxNewTokens, maxNewTokens]);
        expect(steps.length).toBe(1 + Math.ceil((maxNewTokens - 1) / 7));
        expect(steps.at(-1)?.samples.map(({finish}) => finish)).toEqual(["length", "length"]);
      }
    });

    it(`where the context ends, prompt and output together: ${mode}`, async () => {
      const model = new ToyModel({maxPositions: 10});
      const drafter = perfect(model, 3);
      const {steps, outputs} = await collect(decode({model, mode, drafter, prompts, maxNewTokens: 50, padToken: 7}));
      expect(outputs.map((o) => Array.from(o))).toEqual(prompts.map((prompt) => model.greedy(prompt, 50)));
      expect(outputs.map(({length}) => length)).toEqual([5, 8]);
      expect(steps.flatMap(({samples}) => samples.map(({finish}) => finish)).filter(Boolean)).toEqual([
        "context",
        "context"
      ]);
    });

    it(`at an end token inside a draft, which counts as the target's own: ${mode}`, async () => {
      const model = new ToyModel();
      const text = model.greedy(prompts[0], 12);
      const eos = [text[4]];
      const run = decode({model, mode, drafter: perfect(model, 8), prompts, maxNewTokens: 12, eos});
      const {steps, outputs} = await collect(run);
      const end = text.indexOf(eos[0]);
      expect(Array.from(outputs[0])).toEqual(text.slice(0, end + 1));
      const last = steps.find(({samples}) => samples[0].finish);
      expect(last?.samples[0]).toMatchObject({finish: "eos", accepted: Math.max(end - 1, 0)});
    });
  }

  it("after the prefill when every sample's first token is an end token", async () => {
    const model = new ToyModel();
    const eos = prompts.map((prompt) => model.next(prompt));
    const {steps} = await collect(decode({model, mode: "vanilla", drafter: lookup(), prompts, maxNewTokens: 9, eos}));
    expect(steps.length).toBe(1);
    expect(steps[0].samples.map(({finish}) => finish)).toEqual(["eos", "eos"]);
  });

  it("when aborted, before and between steps", async () => {
    await expect(failing({signal: AbortSignal.abort(new Error("enough"))})).rejects.toThrow("enough");
    const controller = new AbortController();
    const run = decode({model: new ToyModel(), mode: "ems-sd", prompts, maxNewTokens: 9, signal: controller.signal});
    expect((await run.next()).value?.step).toBe(0);
    controller.abort(new Error("enough"));
    await expect(run.next()).rejects.toThrow("enough");
  });
});

describe("finished samples", () => {
  it("feed nothing where inputs are packed, pads where they are padded", async () => {
    for (const mode of speculative) {
      const model = new ToyModel();
      const next = random(1);
      let pair = randomPrompts(next, 2); // one whose second sample ends at once, and whose first does not
      while (model.greedy(pair[0], 9).includes(model.next(pair[1]))) pair = randomPrompts(next, 2);
      const eos = [model.next(pair[1])];
      const run = decode({model, mode, prompts: pair, drafter: lookup(), maxNewTokens: 9, eos, padToken: 11});
      const {steps} = await collect(run);
      expect(steps.length).toBeGreaterThan(1);
      for (const {samples, feed} of steps.slice(1)) {
        const padded = mode !== "ems-sd" && mode !== "unpad-input-tokens";
        expect(samples[1].rows).toBe(padded ? samples[0].rows : 0);
        expect(samples[1].padRows).toBe(samples[1].rows);
        feed.tokens.forEach((token, r) => expect(feed.samples[r] === 1 ? token : 11).toBe(11));
      }
    }
  });
});

describe("vanilla-as-released", () => {
  it("emits the tokens of vanilla in other steps, because leftovers are verified", async () => {
    const next = random(2);
    let leftovers = 0;
    let steps = 0;
    for (let trial = 0; trial < 20; trial++) {
      const batch = {prompts: randomPrompts(next, 4), maxNewTokens: 40, padToken: 3};
      const model = new ToyModel({copies: 9});
      const vanilla = await collect(decode({...batch, model, mode: "vanilla", drafter: lookup()}));
      const released = await collect(decode({...batch, model, mode: "vanilla-as-released", drafter: lookup()}));
      expect(released.outputs).toEqual(vanilla.outputs);
      const samples = released.steps.flatMap((step) => step.samples);
      leftovers += samples.reduce((sum, {accepted, drafted}) => sum + Math.max(accepted - drafted.length, 0), 0);
      steps += vanilla.steps.length - released.steps.length;
    }
    expect(leftovers).toBeGreaterThan(0);
    expect(steps).toBeGreaterThan(0);
  });
});

describe("step records", () => {
  it("add up, match their schema and survive JSON", async () => {
    const next = random(9);
    for (const mode of modes) {
      const model = new ToyModel({maxPositions: 64});
      const drafter = mode === "greedy" ? undefined : draftModel({model: new ToyModel({seed: 2, maxPositions: 64})});
      let clock = 0;
      const now = () => clock++;
      const run = decode({model, mode, drafter, prompts: randomPrompts(next, 3), maxNewTokens: 20, now});
      const {steps} = await collect(run);
      for (const step of steps) {
        const {samples, feed, counts, ms} = step;
        const sum = (of: (sample: (typeof samples)[number]) => number) =>
          samples.reduce((total, s) => total + of(s), 0);
        expect(sum(({rows}) => rows)).toBe(counts.rows);
        expect(feed.roles.length).toBe(counts.rows);
        expect(sum(({padRows}) => padRows)).toBe(counts.padRows);
        expect([...feed.roles].filter((role) => role === "-").length).toBe(counts.padRows);
        expect(sum(({slots}) => slots)).toBe(counts.slotsUsed);
        expect(sum(({padSlots}) => padSlots)).toBe(counts.padSlots);
        expect(counts.slotsUsed).toBeLessThanOrEqual(counts.slotsAllocated);
        expect(counts.raggedSlots).toBeLessThanOrEqual(counts.attentionSlots);
        expect(ms.draft + ms.verify).toBeLessThan(ms.total);
        expect(stepRecord.check(JSON.parse(JSON.stringify(step)), "")).toEqual(step);
      }
    }
  });

  it("count the drafter's forwards and rows, catch-up included", async () => {
    const model = new ToyModel();
    const drafter = draftModel({model: new ToyModel(), draftLength: 3}); // the target itself: all drafts are accepted
    const {steps} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 9}));
    expect(steps.map(({counts}) => [counts.draftForwards, counts.draftRows])).toEqual([
      [1, 7],
      [3, 6],
      [3, 8]
    ]);
    expect(steps.map(({samples}) => samples.map(({accepted}) => accepted))).toEqual([
      [0, 0],
      [3, 3],
      [3, 3]
    ]);
  });
});
