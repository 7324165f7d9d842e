import {describe, expect, it} from "vitest";
import {cacheCells, collect, decode, draftModel, modes, packedRows} from "../../src/decoding/index.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

describe("cacheCells", () => {
  it("is empty before the prefill", () => {
    expect(cacheCells([])).toEqual([]);
  });

  for (const mode of modes.filter((name) => name !== "greedy")) {
    it(`holds, in live cells read in order, the text without its last token, after every step: ${mode}`, async () => {
      const next = random(21);
      const prompts = randomPrompts(next, 4);
      const drafter = draftModel({model: new ToyModel({seed: 2})});
      const {steps} = await collect(
        decode({model: new ToyModel(), mode, drafter, prompts, maxNewTokens: 20, padToken: 9})
      );
      for (let k = 1; k <= steps.length; k++) {
        const done = steps.slice(0, k);
        cacheCells(done).forEach((cells, i) => {
          const live = cells.filter(({kind}) => kind === "prompt" || kind === "accepted");
          const text = [...prompts[i], ...done.flatMap(({samples}) => samples[i].emitted)];
          expect(live.map(({token}) => token)).toEqual(text.slice(0, -1));
          expect(live.map(({position}) => position)).toEqual(live.map((_, position) => position));
          const {slots, padSlots} = steps[k - 1].samples[i];
          expect(cells.filter(({committed}) => committed).length).toBe(slots);
          expect(cells.filter(({committed, kind}) => committed && kind === "pad").length).toBe(padSlots);
          const drafts = live.filter(({source}) => source === "draft").length;
          expect(drafts).toBe(done.reduce((sum, {samples}) => sum + samples[i].accepted, 0));
        });
      }
    });
  }
});

describe("packedRows", () => {
  it("keeps as many rows of a sample as it emits tokens", async () => {
    const prompts = randomPrompts(random(4), 3);
    const drafter = draftModel({model: new ToyModel({seed: 2})});
    const {steps} = await collect(decode({model: new ToyModel(), mode: "vanilla", drafter, prompts, maxNewTokens: 9}));
    for (const step of steps.slice(1)) {
      const kept = step.samples.map((_, i) => packedRows(step).filter((row) => row.sample === i && row.kept).length);
      expect(kept).toEqual(step.samples.map(({emitted}) => emitted.length));
    }
    const last = packedRows(steps[0]).filter(({kept}) => kept);
    expect(last.length).toBe(prompts.reduce((sum, {length}) => sum + length, 0));
  });
});
