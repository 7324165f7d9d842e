import {describe, expect, it} from "vitest";
import {
  collect,
  decode,
  earlyExit,
  modes,
  oracleAdapter,
  oracleModel,
  recordAnswers,
  type Adapter,
  type Model
} from "../../src/decoding/index.js";
import {packOracle, unpackOracle, type OracleAnswers, type StepRecord} from "../../src/traces/index.js";
import {ToyAdapter} from "./toyAdapter.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

const info = {layers: 3, vocabSize: 12, maxPositions: 96};
const exitLayers = [1, 2];
const shown = 24;
const target = () => new ToyModel(info);
const speculative = modes.filter((mode) => mode !== "greedy" && mode !== "vanilla-as-released");

/** Greedy output and the draft forest, with and without adapters, through the packed form and back. */
async function recorded(prompts: Int32Array[], eos: number[] = []): Promise<OracleAnswers[]> {
  const model = target();
  const chain = {draftLength: 8, threshold: 0};
  const exits = exitLayers.flatMap((exitLayer) => [
    [`adapter-${exitLayer}`, earlyExit({exitLayer, adapter: new ToyAdapter(model, exitLayer), ...chain})] as const,
    [`exit-${exitLayer}`, earlyExit({exitLayer, ...chain})] as const
  ]);
  const answers = await recordAnswers({
    model,
    ids: prompts.map((_, i) => `prompt-${i}`),
    prompts,
    maxNewTokens: shown + 32,
    eos,
    exits: Object.fromEntries(exits),
    probes: exitLayers
  });
  return answers.map((known) => unpackOracle(packOracle(known)));
}

const withoutTimes = (steps: readonly StepRecord[]) =>
  steps.map(({step, samples, feed, counts}) => ({step, samples, feed, counts}));

describe("the draft forest", () => {
  for (const mode of speculative) {
    it(`replays any exit layer, draft length and threshold step by step: ${mode}`, async () => {
      const next = random(17);
      for (let trial = 0; trial < 4; trial++) {
        const prompts = randomPrompts(next, 1 + Math.floor(next() * 4));
        const eos = next() < 0.4 ? [5] : [];
        const answers = await recorded(prompts, eos);
        for (let k = 0; k < 5; k++) {
          const exitLayer = exitLayers[Math.floor(next() * 2)];
          const shape = {exitLayer, draftLength: 1 + Math.floor(next() * 8), threshold: Math.round(next() * 100) / 100};
          const run = async (model: Model, adapter?: Adapter) => {
            const drafter = earlyExit({...shape, adapter});
            return withoutTimes(
              (await collect(decode({mode, prompts, maxNewTokens: shown, eos, model, drafter}))).steps
            );
          };
          const model = target();
          const known = {...info, answers, exitLayer};
          const oracle = oracleAdapter({...known, chain: `adapter-${exitLayer}`});
          expect(await run(oracleModel({...info, answers}), oracle)).toEqual(
            await run(model, new ToyAdapter(model, exitLayer))
          );
          expect(await run(oracleModel({...known, chain: `exit-${exitLayer}`}))).toEqual(await run(target()));
        }
      }
    });
  }

  it("holds at every position what a text alone gives: chains of 8, and each layer's own top-1", async () => {
    const prompts = randomPrompts(random(3), 2);
    const answers = await recorded(prompts);
    const model = target();
    answers.forEach(({prompt, output, chains}) => {
      const last = output.length - 1;
      for (let i = 0; i < output.length; i++) {
        const text = [...prompt, ...output.subarray(0, i + 1)];
        for (const exitLayer of exitLayers) {
          const probe = model.statesOf(text, exitLayer)[text.length - 1];
          expect(chains[`layer-${exitLayer}`].tokens[i]).toBe(probe.guess);
          if (i >= last - 1) continue;
          expect(chains[`exit-${exitLayer}`].tokens[8 * i]).toBe(probe.guess);
          expect(chains[`exit-${exitLayer}`].confidence[8 * i]).toBe(chains[`layer-${exitLayer}`].confidence[i]);
          const adapter = new ToyAdapter(model, exitLayer);
          const draft = Array.from(text);
          for (let k = 0; k < 8; k++) {
            const said = i + k < last - 1 ? adapter.exit(draft) : undefined;
            if (said) draft.push(said.token);
            // where the room ends, the chain does
            expect(chains[`adapter-${exitLayer}`].tokens[8 * i + k]).toBe(said?.token ?? -1);
            expect(chains[`adapter-${exitLayer}`].confidence[8 * i + k]).toBe(
              said ? Math.round(said.confidence * 65535) : 0
            );
          }
        }
      }
    });
  });

  it("has no answer beyond its depth, or for a layer that was not recorded", async () => {
    const prompts = [Int32Array.of(1, 2, 3, 1, 2)];
    const answers = await recorded(prompts);
    const options = {...info, answers};
    expect(() => oracleAdapter({...options, chain: "adapter-7", exitLayer: 1})).toThrow("no chains of adapter-7");
    const adapter = oracleAdapter({...options, chain: "adapter-1", exitLayer: 1});
    const drafter = earlyExit({exitLayer: 1, adapter, draftLength: 12, threshold: 0});
    const run = decode({model: oracleModel(options), mode: "ems-sd", drafter, prompts, maxNewTokens: shown});
    await expect(collect(run)).rejects.toThrow(/draft \d+: no answer recorded/);
    await expect(
      recordAnswers({model: target(), ids: ["a"], prompts, maxNewTokens: 4, probes: [2, 1]})
    ).rejects.toThrow("exit choices: invalid layer 1 (ascending in [1, 3))");
  });
});
