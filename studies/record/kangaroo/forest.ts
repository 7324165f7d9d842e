// The draft forest: of every prompt the greedy output, and from each of its positions the chain that every exit layer, the
// draft model and Medusa's heads would draft, with confidences; and what each layer would say by itself. It is recorded in
// parts, so that heads which come later do not cost the rest again.
import {draftModel, earlyExit, medusa} from "../../../src/decoding/index.js";
import type {OracleAnswers, OracleModelRecord, OracleRecord} from "../../../src/traces/index.js";
import {answersByPrompt, recordAnswers, type Answer, type AnswerOptions} from "../answers.js";
import {plainChain} from "../contestant.js";
import type {Journal} from "../journal.js";
import {allPrompts, openJournal, type ChapterOptions, type Journals} from "../journals.js";
import type {Prompt} from "../prompts.js";
import {exitName} from "./modules.js";
import type {Setting} from "./setting.js";

/** What is drafted from every position, and of which prompts. */
interface Part {
  readonly name: string;
  readonly prompts: readonly Prompt[];
  readonly journal: Journal<Answer>;
  readonly record: Pick<AnswerOptions, "drafters" | "exits" | "probes">;
}

/** First what settings are chosen from; then what else test prompts' runs are compared with. */
function partsOf({prompts, networks, setting, work}: ChapterOptions<Setting>, answers: Journal<Answer>): Part[] {
  const {target, draft, adapters = [], heads} = networks;
  const {chainDepth: draftLength, plainLayers, exitLayers} = setting;
  const chain = {draftLength, threshold: 0};
  const exitOf = ({name, part}: (typeof adapters)[number]) =>
    [name, earlyExit({exitLayer: part.exitLayer, adapter: part, ...chain})] as const;
  const layers = exitLayers.map(exitName);
  const all = allPrompts(prompts);
  const test = all.filter(({split}) => split === "test");
  const main: Part = {
    name: "greedy outputs and the draft forest",
    prompts: all,
    journal: answers,
    record: {
      drafters: {[draft.name]: draftModel({model: draft.model, name: draft.name, ...chain})},
      exits: Object.fromEntries(adapters.filter(({name}) => layers.includes(name)).map(exitOf)),
      probes: Array.from({length: target.model.layers - 1}, (_, k) => k + 1)
    }
  };
  const others: Part = {
    name: "drafts of other modules, and of none",
    prompts: test,
    journal: openJournal(work, "answers-others"),
    record: {
      exits: Object.fromEntries([
        ...adapters.filter(({name}) => !layers.includes(name)).map(exitOf),
        ...plainLayers.map((exitLayer) => [plainChain(exitLayer), earlyExit({exitLayer, ...chain})] as const)
      ])
    }
  };
  if (!heads) return [main, others];
  const guesses: Part = {
    name: "drafts of Medusa's heads",
    prompts: test,
    journal: openJournal(work, `answers-heads-${heads.sha256.slice(0, 12)}`),
    record: {exits: {[heads.name]: medusa({heads: heads.part})}}
  };
  return [main, others, guesses];
}

/** Record what the journals lack. */
export async function recordForest(options: ChapterOptions<Setting>, {answers}: Journals<Setting>): Promise<void> {
  const {networks, setting, eos, padToken, signal, stage} = options;
  const {maxNewTokens} = setting;
  const common = {target: networks.target.model, maxNewTokens, eos, padToken, signal};
  for (const {name, prompts, journal, record} of partsOf(options, answers)) {
    const {length} = prompts;
    const recording = stage(name, length, 0);
    const progress = (done: number): void => recording.update(done, `${done} of ${length} prompts`);
    await recordAnswers({...common, ...record, prompts, journal, progress});
    recording.end();
  }
}

/** What all journals know of each prompt, once the first knows all. Throws where their greedy outputs differ. */
export function knownAnswers(
  options: ChapterOptions<Setting>,
  {answers}: Journals<Setting>
): Map<string, OracleAnswers> {
  const known = new Map<string, OracleAnswers>();
  for (const {prompts, journal} of partsOf(options, answers)) {
    const recorded = prompts.filter(({id}) => journal.has(id));
    for (const [id, more] of answersByPrompt(recorded, journal)) {
      const before = known.get(id);
      if (before && before.output.join() !== more.output.join()) throw new Error(`${id}: two greedy outputs differ`);
      known.set(id, {...more, ...before, chains: {...before?.chains, ...more.chains}});
    }
  }
  return known;
}

/** The test prompts' records; without the chains of other modules and of none, which only check real runs. */
export function forestLines(recorded: Journals<Setting>, work: string): (OracleModelRecord | OracleRecord)[] {
  const {prompts, answers, shape, setting, networks} = recorded;
  const {heads, draft} = networks;
  const kept = [draft.name, ...setting.exitLayers.map(exitName), ...(heads ? [heads.name] : [])];
  const drafters = Object.fromEntries(Object.entries(shape.drafters).filter(([name]) => kept.includes(name)));
  const guesses = heads && openJournal<Answer>(work, `answers-heads-${heads.sha256.slice(0, 12)}`);
  const records = allPrompts(prompts).flatMap(({id, split}): OracleRecord[] => {
    const record = answers.get(id)?.record;
    if (!record || split !== "test") return [];
    return [{...record, chains: {...record.chains, ...guesses?.get(id)?.record.chains}}];
  });
  return [{...shape, drafters}, ...records];
}
