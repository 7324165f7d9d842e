import {describe, expect, it} from "vitest";
import {
  addChainTotals,
  chainTotals,
  collect,
  decode,
  earlyExit,
  oracleAdapter,
  oracleModel,
  recordAnswers
} from "../../src/decoding/index.js";
import {acceptanceRateByPosition} from "../../src/traces/metrics/index.js";
import {totalsOf, type OracleAnswers} from "../../src/traces/index.js";
import {ToyAdapter} from "./toyAdapter.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

const info = {layers: 3, vocabSize: 12, maxPositions: 40};
const chain = "adapter";
const exitLayer = 1;

async function recorded(prompts: Int32Array[], maxNewTokens: number, eos: number[]): Promise<OracleAnswers[]> {
  const model = new ToyModel(info);
  const adapter = new ToyAdapter(model, exitLayer);
  const exits = {[chain]: earlyExit({exitLayer, adapter, draftLength: 8, threshold: 0})};
  return await recordAnswers({model, ids: prompts.map(String), prompts, maxNewTokens, eos, exits});
}

describe("chainTotals", () => {
  it("counts what decode counts on an oracle, for any draft length, threshold and length", async () => {
    const next = random(5);
    for (let trial = 0; trial < 30; trial++) {
      const eos = next() < 0.5 ? [5] : [];
      const maxNewTokens = 6 + Math.floor(next() * 20);
      const beyond = Math.floor(next() * 2) * 8;
      const [known] = await recorded(randomPrompts(next, 1), maxNewTokens + beyond, eos);
      const shape = {draftLength: 1 + Math.floor(next() * 8), threshold: Math.round(next() * 100) / 100};
      const options = {answers: [known], ...info};
      const adapter = oracleAdapter({...options, chain, exitLayer});
      const drafter = earlyExit({exitLayer, adapter, ...shape});
      const model = oracleModel(options);
      const run = decode({model, mode: "ems-sd", drafter, prompts: [known.prompt], maxNewTokens, eos});
      const {steps} = await collect(run);
      const totals = totalsOf([steps]);
      const found = chainTotals(known, {chain, ...shape, maxNewTokens, eos});
      expect(found).toMatchObject({
        tokens: totals.tokens,
        steps: totals.steps,
        attentionSlots: totals.attentionSlots,
        raggedSlots: totals.raggedSlots
      });
      const drafted = found.drafted.reduce((a, b) => a + b);
      expect([drafted, found.adapterRows]).toEqual([totals.exit?.headRows ?? 0, totals.exit?.adapterRows ?? 0]);
      const own = steps
        .slice(1)
        .flatMap(({samples}) => samples.map((sample) => ({drafted: sample.drafted.length, accepted: sample.accepted})));
      const conditional = acceptanceRateByPosition(own, "conditional");
      expect(conditional.map((_, k) => found.accepted[k] / found.reached[k])).toEqual(conditional);
      const unconditional = acceptanceRateByPosition(own, "unconditional");
      expect(unconditional.map((_, k) => found.accepted[k] / found.drafted[0])).toEqual(unconditional);
    }
  });

  it("adds texts up", async () => {
    const [a, b] = await recorded([Int32Array.of(1, 2, 3), Int32Array.of(4, 4)], 9, []);
    const options = {chain, draftLength: 2, threshold: 0, maxNewTokens: 9};
    const [first, second] = [chainTotals(a, options), chainTotals(b, options)];
    const sum = addChainTotals(first, second);
    expect(sum.tokens).toBe(18);
    expect(sum.drafted).toEqual(first.drafted.map((steps, k) => steps + second.drafted[k]));
  });

  it("refuses chains that were not recorded, or not as deep", async () => {
    const [known] = await recorded([Int32Array.of(1, 2, 3)], 9, []);
    const options = {chain, draftLength: 9, threshold: 0, maxNewTokens: 9};
    expect(() => chainTotals(known, options)).toThrow("chain totals: draftLength 9, chains are 8 deep");
    expect(() => chainTotals(known, {...options, chain: "none"})).toThrow("no chains of none");
  });
});
