// A few whole runs, with all their steps, to be stepped through: chains, trees, heads, and one that draws its tokens.
import type {RunRecord, StepLine, StepRecord} from "../../../src/traces/index.js";
import {contestantKey, modelsOf, type Contestant} from "../contestant.js";
import type {Journal} from "../journal.js";
import type {ChapterOptions, Journals} from "../journals.js";
import type {Prompt} from "../prompts.js";
import {runBatch} from "../run.js";
import type {Unit} from "../unit.js";
import {exitName} from "./modules.js";
import type {Setting} from "./setting.js";

export interface WholeRun {
  readonly prompt: string;
  readonly contestant: Contestant;
  readonly steps: readonly StepRecord[];
  /** whether the text is greedy's; undefined where tokens were drawn */
  readonly equal?: boolean;
}

/** The first test prompt of some domains, and who runs on it. */
export function wholeRunTasks(
  {prompts, setting}: Journals<Setting>,
  casting: (unit: Unit) => readonly Contestant[]
): {prompt: Prompt; contestant: Contestant}[] {
  return setting.runs.flatMap((domain) => {
    const prompt = (prompts.domains.get(domain) ?? []).find(({split}) => split === "test");
    if (!prompt) return [];
    const unit = {key: "", domain, batchSize: 1, repeat: 0, batch: 0, timed: false, prompts: [prompt]};
    const of = (series: string, keep: (contestant: Contestant) => boolean) => casting({...unit, series}).filter(keep);
    const {exitLayer, standard} = setting;
    const atStandard = ({options = {}}: Contestant) =>
      options.adapter === exitName(exitLayer) && options.threshold === standard.threshold;
    const all = [
      ...of("methods", (contestant) => atStandard(contestant) || contestant.drafter === "medusa"),
      ...of("methods", () => true).slice(-1), // the domain's own point
      ...of("variants", ({drafter}) => drafter === "early-exit-tree").slice(-1), // at the layer chosen for all
      ...of("sampled", ({drafter}) => drafter === "early-exit").slice(-1)
    ];
    const distinct = [...new Map(all.map((contestant) => [contestantKey(contestant), contestant])).values()];
    return distinct.map((contestant) => ({prompt, contestant}));
  });
}

const keyOf = (prompt: string, contestant: Contestant): string => `${prompt} ${contestantKey(contestant)}`;

/** Run what the journal lacks. */
export async function recordWholeRuns(
  options: ChapterOptions<Setting>,
  tasks: ReturnType<typeof wholeRunTasks>,
  greedyOf: (prompt: string) => Int32Array,
  journal: Journal<WholeRun>
): Promise<void> {
  const {networks, setting, eos, padToken, signal} = options;
  for (const {prompt, contestant} of tasks) {
    const key = keyOf(prompt.id, contestant);
    if (journal.has(key)) continue;
    const {runTokens: maxNewTokens} = setting;
    const running = {contestant, prompts: [prompt.tokens], maxNewTokens, eos, padToken, signal};
    const {steps, outputs} = await runBatch(running, networks);
    const drawn = contestant.options?.temperature !== undefined;
    const equal = outputs[0].join() === greedyOf(prompt.id).subarray(0, maxNewTokens).join();
    const run = {prompt: prompt.id, contestant, steps: steps.map(rounded)};
    journal.add(key, drawn ? run : {...run, equal});
  }
}

export function wholeRunLines(
  {networks, setting, eos, provenance}: Journals<Setting>,
  tasks: ReturnType<typeof wholeRunTasks>,
  journal: Journal<WholeRun>
): (RunRecord | StepLine)[] {
  return tasks.flatMap(({prompt, contestant}) => {
    const id = keyOf(prompt.id, contestant);
    const found = journal.get(id);
    if (!found) return [];
    const {mode, drafter, options = {}} = contestant;
    const tokens = found.steps.reduce((sum, {samples}) => sum + samples[0].emitted.length, 0);
    const run: RunRecord = {
      type: "run",
      id,
      models: modelsOf(networks, contestant),
      mode,
      drafter,
      options,
      batchSize: 1,
      maxNewTokens: setting.runTokens,
      prompts: [prompt.id],
      eos,
      provenance,
      ...(found.equal === undefined ? {} : {lossless: {equal: found.equal, tokens, flips: Number(!found.equal)}})
    };
    return [run, ...found.steps.map((step): StepLine => ({type: "step", run: id, ...step}))];
  });
}

/** A step with times in microseconds and probabilities to five places: it is looked at, not replayed. */
function rounded(step: StepRecord): StepRecord {
  return JSON.parse(
    JSON.stringify(step, (_, value: unknown) => (typeof value === "number" ? Math.round(value * 1e5) / 1e5 : value))
  ) as StepRecord;
}
