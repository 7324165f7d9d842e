// One batch, decoded by the networks or replayed by oracles that stand for them.
import {collect, decode, oracleModel} from "../../src/decoding/index.js";
import type {Model} from "../../src/decoding/index.js";
import type {OracleAnswers, OracleModelRecord, StepRecord} from "../../src/traces/index.js";
import {drafterOf, type Contestant, type Network, type Networks} from "./contestants.js";
import type {Setting} from "./setting.js";

export interface Run {
  readonly steps: readonly StepRecord[];
  /** new tokens of each sample */
  readonly outputs: readonly Int32Array[];
}

export interface RealRun extends Run {
  /** per step: smallest top-2 margin that the draft model saw in it */
  readonly draftMargins: readonly number[];
}

export interface RunOptions {
  readonly contestant: Contestant;
  readonly prompts: readonly Int32Array[];
  readonly setting: Setting;
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly signal?: AbortSignal;
}

/** Decode a batch with the networks themselves. */
export async function runBatch(options: RunOptions, {target, draft}: Networks): Promise<RealRun> {
  const watched = watchMargins(draft);
  const steps: StepRecord[] = [];
  const draftMargins: number[] = [];
  const {contestant, setting, prompts, eos, padToken, signal} = options;
  const {mode} = contestant;
  const drafter = drafterOf(contestant, watched, setting);
  const decoding = {model: target.model, mode, drafter, prompts, eos, padToken, signal};
  for await (const step of decode({...decoding, maxNewTokens: setting.maxNewTokens})) {
    steps.push(step);
    draftMargins.push(watched.smallest());
  }
  const outputs = prompts.map((_, i) => Int32Array.from(steps.flatMap(({samples}) => samples[i].emitted)));
  return {steps, outputs, draftMargins};
}

/** Decode a batch from what is known of its prompts, in their order. */
export async function replayBatch(
  options: Omit<RunOptions, "prompts">,
  answers: readonly OracleAnswers[],
  shape: OracleModelRecord
): Promise<Run> {
  const {contestant, setting, eos, padToken} = options;
  const {mode} = contestant;
  const {layers, vocabSize, maxPositions, drafters} = shape;
  const model = oracleModel({answers, layers, vocabSize, maxPositions});
  const [[name, {maxPositions: positions}]] = Object.entries(drafters);
  const draft = {name, model: oracleModel({answers, layers: 1, vocabSize, maxPositions: positions, chain: name})};
  const drafter = drafterOf(contestant, draft, setting);
  const prompts = answers.map(({prompt}) => prompt);
  return await collect(decode({model, mode, drafter, prompts, eos, padToken, maxNewTokens: setting.maxNewTokens}));
}

/** The draft model, remembering how near to a tie its choices were since it was last asked. */
function watchMargins({name, model}: Network): {name: string; model: Model; smallest(): number} {
  let least = Infinity;
  return {
    name,
    model: {
      layers: model.layers,
      vocabSize: model.vocabSize,
      maxPositions: model.maxPositions,
      begin: (batch) => model.begin(batch),
      forward: (rows, forward) => model.forward(rows, forward),
      commit: (kept, masked) => model.commit(kept, masked),
      async score(states, scoring) {
        const scores = await model.score(states, scoring);
        for (const margin of scores.margin) least = Math.min(least, margin);
        return scores;
      }
    },
    smallest() {
      const value = least;
      least = Infinity;
      return value;
    }
  };
}
