// One batch, decoded by the networks or replayed by oracles that stand for them.
import {collect, decode, oracleAdapter, oracleHeads, oracleModel} from "../../src/decoding/index.js";
import type {OracleAnswers, OracleModelRecord, StepRecord} from "../../src/traces/index.js";
import {chainOf, drafterOf, NO_ADAPTER, verifierOf, type Contestant, type Players} from "./contestant.js";
import type {Networks} from "./networks.js";
import {Watch} from "./watch.js";

export interface Run {
  readonly steps: readonly StepRecord[];
  /** new tokens of each sample */
  readonly outputs: readonly Int32Array[];
}

export interface RealRun extends Run {
  /** per step: how near the drafter was to another decision, as top-2 margin or distance from its threshold */
  readonly draftMargins: readonly number[];
}

export interface RunOptions {
  readonly contestant: Contestant;
  readonly prompts: readonly Int32Array[];
  readonly maxNewTokens: number;
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly signal?: AbortSignal;
}

/** Decode a batch with the networks themselves. */
export async function runBatch(options: RunOptions, networks: Networks): Promise<RealRun> {
  const {contestant, maxNewTokens, prompts, eos, padToken, signal} = options;
  const {mode} = contestant;
  const watch = new Watch(contestant.options?.threshold);
  const drafter = drafterOf(contestant, realPlayers(networks, watch));
  const model = watch.exits(networks.target.model);
  const decoding = {model, mode, drafter, prompts, eos, padToken, signal, verifier: verifierOf(contestant)};
  const steps: StepRecord[] = [];
  const draftMargins: number[] = [];
  for await (const step of decode({...decoding, maxNewTokens})) {
    steps.push(step);
    draftMargins.push(watch.smallest());
  }
  const outputs = prompts.map((_, i) => Int32Array.from(steps.flatMap(({samples}) => samples[i].emitted)));
  return {steps, outputs, draftMargins};
}

function realPlayers({draft, adapters = [], heads}: Networks, watch: Watch): Players {
  return {
    draft: {name: draft.name, model: watch.model(draft.model)},
    adapter(name) {
      const found = adapters.find((adapter) => adapter.name === name);
      if (!found) throw new Error(`no adapter ${name}; there are ${adapters.map((one) => one.name).join(", ")}`);
      return watch.adapter(found.part);
    },
    heads() {
      if (!heads) throw new Error("no Medusa heads");
      return watch.heads(heads.part);
    }
  };
}

/** Decode a batch from what is known of its prompts, in their order. */
export async function replayBatch(
  options: Omit<RunOptions, "prompts">,
  answers: readonly OracleAnswers[],
  shape: OracleModelRecord
): Promise<Run> {
  const {contestant, maxNewTokens, eos, padToken} = options;
  const {mode, options: {exitLayer, adapter} = {}} = contestant;
  const {layers, vocabSize, maxPositions, drafters} = shape;
  const known = {answers, vocabSize, maxPositions};
  const chain = chainOf(contestant) ?? "";
  const exit = adapter === NO_ADAPTER ? {chain, exitLayer: Number(exitLayer)} : {};
  const model = oracleModel({...known, layers, ...exit});
  const [[name, {maxPositions: positions}]] = Object.entries(drafters);
  const drafter = drafterOf(contestant, {
    draft: {
      name,
      get model() {
        return oracleModel({answers, layers: 1, vocabSize, maxPositions: positions, chain: name});
      }
    },
    adapter: () => oracleAdapter({...known, chain, exitLayer: Number(exitLayer)}),
    heads: () => oracleHeads({answers, vocabSize, chain})
  });
  const prompts = answers.map(({prompt}) => prompt);
  return await collect(decode({model, mode, drafter, prompts, eos, padToken, maxNewTokens}));
}
