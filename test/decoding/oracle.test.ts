import {describe, expect, it} from "vitest";
import {
  collect,
  decode,
  draftModel,
  earlyExit,
  lookup,
  modes,
  oracleModel,
  recordAnswers
} from "../../src/decoding/index.js";
import type {Drafter, Mode, Model} from "../../src/decoding/index.js";
import type {Chains, OracleAnswers, StepRecord} from "../../src/traces/index.js";
import {packOracle, unpackOracle} from "../../src/traces/index.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

const target = () => new ToyModel({maxPositions: 96, layers: 2});
const draft = () => new ToyModel({maxPositions: 80, seed: 2});
const info = {layers: 2, vocabSize: 12, maxPositions: 96};
const shown = 30;

/** Records with chains of a draft model and of an early exit, through the packed form and back. */
async function recorded(prompts: Int32Array[], eos: number[]): Promise<OracleAnswers[]> {
  const answers = await recordAnswers({
    model: target(),
    ids: prompts.map((_, i) => `prompt-${i}`),
    prompts,
    maxNewTokens: shown + 32,
    eos,
    drafters: {small: draftModel({model: draft(), draftLength: 8})}
  });
  return answers.map((known) => {
    const exit = exitChains(known.prompt, known.output);
    return unpackOracle(packOracle({...known, chains: {...known.chains, exit}}));
  });
}

function exitChains(prompt: Int32Array, output: Int32Array): Chains {
  const model = target();
  const chains = Array.from(output, (_, i) => {
    const text = [...prompt, ...output.subarray(0, i + 1)];
    return Array.from({length: 8}, () => {
      const next = model.exit(text);
      text.push(next.token);
      return next;
    });
  }).flat();
  return {
    depth: 8,
    tokens: Int32Array.from(chains, ({token}) => token),
    confidence: Uint16Array.from(chains, ({confidence}) => Math.round(Math.fround(confidence) * 65535))
  };
}

function withoutTimes(steps: readonly StepRecord[]): Omit<StepRecord, "ms">[] {
  return steps.map(({step, samples, feed, counts}) => ({step, samples, feed, counts}));
}

type MakeDrafter = (draftNetwork: Model) => Drafter;

const drafters: Record<string, MakeDrafter> = {
  lookup: () => lookup({copyLength: 5}),
  "draft model": (model) => draftModel({model}),
  "draft model, 7 tokens, threshold": (model) => draftModel({model, draftLength: 7, threshold: 0.25}),
  "early exit": () => earlyExit({exitLayer: 1, threshold: 0.3})
};

describe("an oracle replays the real run step by step, counters and margins included", () => {
  for (const mode of modes.filter((name) => name !== "greedy" && name !== "vanilla-as-released")) {
    for (const [name, drafter] of Object.entries(drafters)) {
      it(`${mode}, ${name}`, async () => {
        const next = random(5);
        for (const batchSize of [1, 2, 5]) {
          const prompts = randomPrompts(next, batchSize);
          const eos = next() < 0.5 ? [5] : [];
          const answers = await recorded(prompts, eos);
          const order = answers.map((_, i) => (i * 2) % batchSize).filter((at, i, all) => all.indexOf(at) === i);
          const batch = {mode: mode as Mode, prompts: order.map((i) => prompts[i]), maxNewTokens: shown, eos};
          const real = await collect(decode({...batch, model: target(), drafter: drafter(draft())}));
          const known = order.map((i) => answers[i]);
          const network = oracleModel({...info, maxPositions: 80, answers: known, chain: "small"});
          const exit = name === "early exit" ? {chain: "exit", exitLayer: 1} : {};
          const oracle = oracleModel({...info, answers: known, ...exit});
          const replay = await collect(decode({...batch, model: oracle, drafter: drafter(network)}));
          expect(withoutTimes(replay.steps)).toEqual(withoutTimes(real.steps));
        }
      });
    }
  }
});

describe("an oracle", () => {
  const prompts = [Int32Array.of(1, 2, 3, 1, 2), Int32Array.of(4, 5)];

  it("throws when a row behind a rejected token is read", async () => {
    const answers = await recorded(prompts, []);
    const wrong: Drafter = {
      name: "wrong",
      draftLength: 3,
      begin: () => undefined,
      draft: ({samples}) => ({
        tokens: samples.map(({length}, i) => {
          const right = answers[i].output[length - answers[i].prompt.length];
          return Int32Array.of((right + 1) % 12, 3, 3);
        })
      })
    };
    const options = {model: oracleModel({...info, answers}), drafter: wrong, prompts, maxNewTokens: 5};
    await expect(collect(decode({...options, mode: "vanilla"}))).resolves.toBeDefined();
    await expect(collect(decode({...options, mode: "vanilla-as-released"}))).rejects.toThrow(
      /sample 0, row 1 of 4: no answer recorded: a pad, or a row behind a rejected token/
    );
  });

  it("throws when the record is shorter than what is asked for", async () => {
    const answers = await recorded(prompts, []);
    const run = decode({model: oracleModel({...info, answers}), mode: "greedy", prompts, maxNewTokens: shown + 40});
    await expect(collect(run)).rejects.toThrow(/no answer recorded/);
  });

  it("throws on a batch of another size, on unknown chains, on sampling", async () => {
    const answers = await recorded(prompts, []);
    const oracle = oracleModel({...info, answers});
    await expect(oracle.begin({batchSize: 3, slots: 8})).rejects.toThrow("oracle: a batch of 3, records of 2");
    expect(() => oracleModel({...info, answers, chain: "other"})).toThrow("oracle prompt-0: no chains of other");
    await oracle.begin({batchSize: 2, slots: 8});
    const one = Int32Array.of(0);
    const states = await oracle.forward({tokens: Int32Array.of(1), samples: one, positions: one, slots: one});
    await expect(oracle.score(states, {temperature: 1})).rejects.toThrow("only arg-maxes were recorded");
  });

  it("refuses to commit what is not on the greedy text", async () => {
    const answers = await recorded(prompts, []);
    const oracle = oracleModel({...info, answers});
    await oracle.begin({batchSize: 2, slots: 8});
    const zero = Int32Array.of(0);
    await oracle.forward({tokens: Int32Array.of(9), samples: zero, positions: zero, slots: zero});
    expect(() => oracle.commit({samples: zero, slots: zero})).toThrow("commit of slot 0, which is not on the recorded");
  });
});
