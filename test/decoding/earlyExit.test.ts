import {describe, expect, it} from "vitest";
import {collect, decode, earlyExit, modes} from "../../src/decoding/index.js";
import type {Mode} from "../../src/decoding/index.js";
import type {StepRecord} from "../../src/traces/index.js";
import {ToyAdapter} from "./toyAdapter.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

const layers = 3;
const exitLayer = 2;
const target = () => new ToyModel({layers, maxPositions: 96});
const speculative = modes.filter((mode) => mode !== "greedy" && mode !== "vanilla-as-released");

interface Round {
  readonly drafted: number[];
  readonly confidence: number[];
  readonly accepted: number;
  readonly emitted: number[];
  readonly adapterRows: number;
}

interface Released {
  readonly prompt: Int32Array;
  readonly maxNewTokens: number;
  readonly eos: readonly number[];
  readonly gamma: number;
  readonly eta: number;
}

/**
 * The loop of `kangaroo_forward` over plain texts, without any cache but one number: how many states the adapter's cache
 * would hold. Only the limit is ours.
 */
function released({prompt, maxNewTokens, eos, gamma, eta}: Released): Round[] {
  const model = target();
  const adapter = new ToyAdapter(model, exitLayer);
  const text = Array.from(prompt);
  let adapterCache = text.length;
  text.push(model.next(text));
  const rounds: Round[] = [];
  const limit = prompt.length + maxNewTokens;
  while (text.length < limit && !eos.includes(text[text.length - 1])) {
    const start = text.length;
    const draft: number[] = [];
    const confidence: number[] = [];
    let adapterRows = 0;
    const most = Math.min(gamma, limit - start - 1);
    for (let step = 0; ; step++) {
      const missing = start + draft.length - adapterCache;
      if (step === most || (step > 0 && confidence[step - 1] < eta)) break;
      adapterRows += missing;
      adapterCache += missing;
      const said = adapter.exit([...text, ...draft]);
      draft.push(said.token);
      confidence.push(said.confidence);
    }
    const emitted: number[] = [];
    for (let i = 0; i <= draft.length; i++) {
      const token = model.next(text);
      text.push(token);
      emitted.push(token);
      if (i === draft.length || token !== draft[i] || eos.includes(token)) break;
    }
    adapterCache = Math.min(adapterCache, text.length - 1);
    rounds.push({drafted: draft, confidence, accepted: emitted.length - 1, emitted, adapterRows});
  }
  return rounds;
}

/** A sample's rounds in a run. */
function roundsOf(steps: readonly StepRecord[], i: number): Omit<Round, "adapterRows">[] {
  const own = steps.slice(1).flatMap(({samples}) => (samples[i].emitted.length > 0 ? [samples[i]] : []));
  return own.map(({drafted, draftConfidence = [], accepted, emitted}) => ({
    drafted: Array.from(drafted),
    confidence: Array.from(draftConfidence),
    accepted,
    emitted: Array.from(emitted)
  }));
}

const rounded = (confidence: number) => Math.round(confidence * 65535) / 65535;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe("an early exit with an adapter", () => {
  for (const mode of speculative) {
    it(`drafts, stops, verifies and catches up as kangaroo_forward does, in any batch: ${mode}`, async () => {
      const next = random(31);
      const seen = {full: 0, stopped: 0, rejected: 0};
      for (let trial = 0; trial < 16; trial++) {
        const prompts = randomPrompts(next, 1 + Math.floor(next() * 5));
        const maxNewTokens = 1 + Math.floor(next() * 40);
        const eos = next() < 0.4 ? [3] : [];
        const gamma = 1 + Math.floor(next() * 6);
        const eta = [0, 0.3, 0.6, 1][Math.floor(next() * 4)];
        const model = target();
        const adapter = new ToyAdapter(model, exitLayer);
        const drafter = earlyExit({exitLayer, adapter, draftLength: gamma, threshold: eta});
        const {steps, outputs} = await collect(
          decode({model, mode, drafter, prompts, maxNewTokens, eos, padToken: 11})
        );
        expect(outputs.map((o) => Array.from(o))).toEqual(prompts.map((p) => model.greedy(p, maxNewTokens, eos)));
        const expected = prompts.map((prompt) => released({prompt, maxNewTokens, eos, gamma, eta}));
        expected.forEach((rounds, i) => {
          expect(roundsOf(steps, i)).toEqual(
            rounds.map(({drafted, confidence, accepted, emitted}) => ({
              drafted,
              confidence: confidence.map(rounded),
              accepted,
              emitted
            }))
          );
          for (const {drafted, accepted} of rounds) {
            if (drafted.length > 0 && accepted === drafted.length) seen.full++;
            if (drafted.length > 0 && drafted.length < gamma) seen.stopped++;
            if (accepted < drafted.length) seen.rejected++;
          }
        });
        if (mode === "ems-sd") {
          steps.slice(1).forEach(({counts}, step) => {
            const rounds = expected.flatMap((list) => (step < list.length ? [list[step]] : []));
            const drafts = rounds.map(({drafted}) => drafted.length);
            // samples that stopped feed no later pass
            expect(counts.exit).toEqual({
              layer: exitLayer,
              shallowForwards: 1 + Math.max(...drafts),
              shallowRows: sum(drafts) + rounds.length,
              adapterForwards: Math.max(...drafts),
              adapterRows: sum(rounds.map(({adapterRows}) => adapterRows)),
              headRows: sum(drafts)
            });
            expect(counts.rows).toBe(counts.exit?.shallowRows);
          });
        }
      }
      expect(Math.min(seen.full, seen.stopped, seen.rejected)).toBeGreaterThan(10);
    });
  }

  it("runs every row of the target once through the first layers and once through those behind", async () => {
    for (const mode of speculative) {
      const model = target();
      const adapter = new ToyAdapter(model, exitLayer);
      const prompts = randomPrompts(random(2), 3);
      const drafter = earlyExit({exitLayer, adapter});
      const {steps} = await collect(decode({model, mode, drafter, prompts, maxNewTokens: 20}));
      const rows = (from: number) =>
        sum(model.calls.filter((call) => call.from === from).map((call) => call.rows.tokens.length));
      expect(model.calls.every(({from, to}) => (from === 0 ? to === exitLayer : to === layers))).toBe(true);
      expect(rows(0)).toBe(rows(exitLayer));
      expect(rows(0)).toBe(sum(steps.map(({counts}) => counts.exit?.shallowRows ?? 0)));
      expect(sum(adapter.calls.map(({tokens}) => tokens.length))).toBe(
        sum(steps.map(({counts}) => counts.exit?.adapterRows ?? 0))
      );
    }
  });

  it("takes 6 drafts and 0.6 as the paper's defaults, and refuses what does not fit", async () => {
    const model = target();
    const adapter = new ToyAdapter(model, exitLayer);
    expect(earlyExit({exitLayer, adapter}).draftLength).toBe(6);
    expect(() => earlyExit({exitLayer: 1, adapter})).toThrow("the adapter reads layer 2, exitLayer is 1");
    const failing = (mode: Mode, other = adapter) =>
      collect(
        decode({
          model,
          mode,
          drafter: earlyExit({exitLayer, adapter: other}),
          prompts: [Int32Array.of(1)],
          maxNewTokens: 4
        })
      );
    await expect(failing("vanilla-as-released")).rejects.toThrow("verifies leftovers, which the first layers");
    const foreign = new ToyAdapter(new ToyModel({vocabSize: 7}), exitLayer);
    await expect(failing("ems-sd", foreign)).rejects.toThrow("the adapter has a vocabulary of 7, the target of 12");
  });

  it("goes on at a confidence equal to the threshold, and stops one step of 1/65535 below it", async () => {
    const prompts = [Int32Array.of(1, 2, 1)];
    const first = async (threshold: number) => {
      const model = target();
      const drafter = earlyExit({exitLayer, adapter: new ToyAdapter(model, exitLayer), threshold, draftLength: 2});
      const {steps} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 9}));
      return steps[1].samples[0];
    };
    const confidence = (await first(0)).draftConfidence?.[0] ?? NaN;
    expect((await first(confidence)).drafted.length).toBe(2);
    expect((await first(confidence + 1 / 65535)).drafted.length).toBe(1);
  });

  it("times its parts within the draft time", async () => {
    let clock = 0;
    const model = target();
    const drafter = earlyExit({exitLayer, adapter: new ToyAdapter(model, exitLayer), threshold: 0});
    const prompts = [Int32Array.of(1, 2, 1)];
    const {steps} = await collect(
      decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 9, now: () => clock++})
    );
    for (const {ms, counts} of steps) {
      const {shallow = 0, adapter = 0, head = 0} = ms.exit ?? {};
      expect([shallow, adapter]).toEqual([counts.exit?.shallowForwards, counts.exit?.adapterForwards]);
      expect(shallow + adapter + head).toBeLessThan(ms.draft);
    }
  });
});

describe("an early exit without an adapter", () => {
  it("counts no adapter, and leaves the prefill whole", async () => {
    const model = target();
    const drafter = earlyExit({exitLayer, threshold: 0.2});
    const prompts = randomPrompts(random(6), 2);
    const {steps} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 12}));
    expect(steps[0].counts.exit).toBeUndefined();
    expect(model.calls[0]).toMatchObject({from: 0, to: layers});
    for (const {counts, samples} of steps.slice(1)) {
      expect(counts.exit).toMatchObject({adapterForwards: 0, adapterRows: 0});
      expect(counts.exit?.headRows).toBe(sum(samples.map(({drafted}) => drafted.length)));
    }
  });
});
