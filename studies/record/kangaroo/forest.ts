// The draft forest: of every prompt the greedy output, and from each of its positions the chain that every exit layer, the
// draft model and Medusa's heads would draft, with confidences; and what each layer would say by itself.
import {draftModel, earlyExit, medusa} from "../../../src/decoding/index.js";
import type {Drafter} from "../../../src/decoding/index.js";
import type {OracleModelRecord, OracleRecord} from "../../../src/traces/index.js";
import type {AnswerOptions} from "../answers.js";
import {plainChain} from "../contestant.js";
import {allPrompts, type ChapterOptions, type Journals} from "../journals.js";
import {MEDUSA} from "./modules.js";
import type {Setting} from "./setting.js";

/** What of all prompts is recorded, and with whom. */
export function forestOptions(options: ChapterOptions<Setting>): Omit<AnswerOptions, "journal"> {
  const {prompts, networks, setting, eos, padToken, signal} = options;
  const {target, draft, adapters = [], heads} = networks;
  const {maxNewTokens, chainDepth: draftLength, plainLayers} = setting;
  const chain = {draftLength, threshold: 0};
  const exits: Record<string, Drafter> = Object.fromEntries([
    ...adapters.map(({name, part}) => [name, earlyExit({exitLayer: part.exitLayer, adapter: part, ...chain})] as const),
    ...plainLayers.map((exitLayer) => [plainChain(exitLayer), earlyExit({exitLayer, ...chain})] as const),
    ...(heads ? [[MEDUSA, medusa({heads: heads.part})] as const] : [])
  ]);
  return {
    prompts: allPrompts(prompts),
    target: target.model,
    maxNewTokens,
    eos,
    padToken,
    drafters: {[draft.name]: draftModel({model: draft.model, name: draft.name, ...chain})},
    exits,
    probes: Array.from({length: target.model.layers - 1}, (_, k) => k + 1),
    signal
  };
}

/** The test prompts' records without the chains that only check real runs: other architectures, and none. */
export function forestLines({prompts, answers, shape, networks}: Journals<Setting>) {
  const {heads, adapters = [], draft} = networks;
  const shown = adapters.filter(({name, part}) => name === `exit-${part.exitLayer}`).map(({name}) => name);
  const kept = [draft.name, ...shown, ...(heads ? [heads.name] : [])];
  const drafters = Object.fromEntries(Object.entries(shape.drafters).filter(([name]) => kept.includes(name)));
  const records = allPrompts(prompts).filter(({split}) => split === "test").flatMap(({id}) => answers.get(id)?.record ?? []); // prettier-ignore
  const model: OracleModelRecord = {...shape, drafters};
  return [model, ...records.map((record) => withChains(record, (name) => kept.includes(name) || name.startsWith("layer-")))]; // prettier-ignore
}

function withChains({chains, ...record}: OracleRecord, keep: (name: string) => boolean): OracleRecord {
  return {...record, chains: Object.fromEntries(Object.entries(chains).filter(([name]) => keep(name)))};
}
