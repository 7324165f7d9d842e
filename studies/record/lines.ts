// What is recorded so far, as the lines that the files of every chapter have.
import type {CostRecord, RecordingRecord, TimingRecord} from "../../src/traces/index.js";
import {contestantKey, modelsOf, type Contestant} from "./contestant.js";
import {allPrompts, type Journals} from "./journals.js";
import {everyNetwork} from "./networks.js";
import type {Outcome, Unit} from "./unit.js";

/** The line that heads every file. */
export function recordingLine<S>(
  recorded: Journals<S>,
  {chapter, units, setting}: Pick<RecordingRecord, "chapter" | "setting"> & {readonly units: readonly Unit[]}
): RecordingRecord {
  const {networks, prompts, eos, provenance, answers, results} = recorded;
  const done = units.filter(({key}) => results.has(key));
  const outcomes = done.flatMap((unit) =>
    Object.entries(results.get(unit.key) ?? {}).map(([key, run]) => ({unit, key, run}))
  );
  const sum = (value: (outcome: Outcome) => number): number => outcomes.reduce((n, {run}) => n + value(run), 0);
  const flips = outcomes.flatMap(({unit, key, run}) =>
    run.flips.map(({prompt, position, margin}) => {
      const [mode, drafter] = key.split(" ");
      return {prompt, position, margin, mode, drafter, batchSize: unit.batchSize};
    })
  );
  return {
    type: "recording",
    chapter,
    models: everyNetwork(networks),
    files: prompts.files,
    setting,
    eos,
    provenance,
    lossless: {
      equal: true, // a run that is not fails the recording
      runs: outcomes.length,
      samples: outcomes.reduce((n, {unit}) => n + unit.batchSize, 0),
      tokens: sum(({tokens}) => tokens),
      flips,
      largestGap: Math.max(0, ...allPrompts(prompts).map(({id}) => answers.get(id)?.gap ?? 0)),
      prompts: new Set(done.flatMap((unit) => unit.prompts.map(({id}) => id))).size,
      replayedSteps: sum(({replayed}) => replayed),
      replayTies: sum(({nearTie}) => Number(nearTie))
    },
    done: done.length,
    planned: units.length
  };
}

/** Times of a contestant: of each repeat, the outcomes of its units. */
export function timingLine<S>(
  {networks, provenance}: Pick<Journals<S>, "networks" | "provenance">,
  contestant: Contestant,
  repeats: readonly (readonly Outcome[])[],
  {units, maxNewTokens}: {readonly units: readonly Unit[]; readonly maxNewTokens: number}
): TimingRecord {
  const {mode, drafter, options = {}} = contestant;
  const [first] = repeats;
  const total = (value: (run: Outcome) => number) => (runs: readonly Outcome[]) =>
    Math.round(1000 * runs.reduce((n, run) => n + value(run), 0)) / 1000;
  return {
    type: "timing",
    mode,
    drafter,
    options,
    batchSize: units[0].batchSize,
    maxNewTokens,
    prompts: units.filter(({repeat}) => repeat === 0).flatMap((unit) => unit.prompts.map(({id}) => id)),
    models: modelsOf(networks, contestant),
    tokens: first.reduce((n, {tokens}) => n + tokens, 0),
    steps: first.reduce((n, {steps}) => n + steps, 0),
    decodeMs: repeats.map(total(({decodeMs}) => decodeMs)),
    prefillMs: repeats.map(total(({prefillMs}) => prefillMs)),
    draftMs: repeats.map(total(({draftMs}) => draftMs)),
    verifyMs: repeats.map(total(({verifyMs}) => verifyMs)),
    provenance
  };
}

/** Per repeat, a contestant's outcomes in some units; only repeats in which `accepted` has a result for each unit. */
export function repeatsOf(
  contestant: Contestant,
  units: readonly Unit[],
  accepted: (unit: Unit) => Readonly<Record<string, Outcome>> | undefined
): Outcome[][] {
  const repeats = [...new Set(units.map(({repeat}) => repeat))].sort((a, b) => a - b);
  return repeats
    .map((repeat) =>
      units.filter((unit) => unit.repeat === repeat).map((unit) => accepted(unit)?.[contestantKey(contestant)])
    )
    .filter((runs): runs is Outcome[] => !runs.includes(undefined));
}

/** A measured step as a line. */
export function costLine(
  model: CostRecord["model"],
  cost: Omit<CostRecord, "type" | "model" | "provenance">,
  provenance: CostRecord["provenance"]
): CostRecord {
  return {type: "cost", model, ...cost, provenance};
}
