// Times and counters of the real runs, by series, domain, batch size and contestant.
import {addTotals, type CountsRecord, type TimingRecord} from "../../../src/traces/index.js";
import {contestantKey, type Contestant} from "../contestant.js";
import type {Journals} from "../journals.js";
import {timingLine} from "../lines.js";
import {isSteady, type Outcome, type Unit, type UnitResult} from "../unit.js";
import type {Setting} from "./setting.js";

export type Casting = (unit: Unit) => readonly Contestant[];

/** Units of one series, domain and batch size. */
function groupsOf(units: readonly Unit[]): Unit[][] {
  const groups = new Map<string, Unit[]>();
  for (const unit of units) {
    const key = [unit.series, unit.domain, unit.batchSize].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  return [...groups.values()];
}

/**
 * Times of repeats that are finished. Where every batch has units in which nobody waited for the processor, only of those:
 * the first of each batch together, then the second of each; else of all, and `busy` tells.
 */
export function timingLines(recorded: Journals<Setting>, units: readonly Unit[], casting: Casting): TimingRecord[] {
  const {results, leastBusy, setting} = recorded;
  return groupsOf(units).flatMap((group) => {
    const steady = transposed(group, ({key}) => (isSteady(results.get(key), leastBusy) ? results.get(key) : undefined));
    const chosen = steady.length > 0 ? steady : transposed(group, ({key}) => results.get(key));
    return casting(group[0]).flatMap((contestant): TimingRecord[] => {
      const key = contestantKey(contestant);
      const has = chosen.filter((batches) => batches.every((result) => key in result));
      const repeats = has.map((batches) => batches.map((result) => result[key]));
      if (repeats.length === 0) return [];
      const {maxNewTokens} = setting;
      const line = timingLine(recorded, contestant, repeats, {units: group, maxNewTokens});
      const {type, provenance, ...times} = line;
      return [{type, series: group[0].series, ...times, ...moreTimes(repeats), provenance}];
    });
  });
}

/** Results of a group's batches: the first that counts of each, then the second, as long as every batch has one. */
function transposed(group: readonly Unit[], counted: (unit: Unit) => UnitResult | undefined): UnitResult[][] {
  const batches = [...new Set(group.map(({batch}) => batch))];
  const lists = batches.map((batch) =>
    group.flatMap((unit): UnitResult[] => {
      const result = unit.batch === batch ? counted(unit) : undefined;
      return result ? [result] : [];
    })
  );
  return Array.from({length: Math.min(...lists.map(({length}) => length))}, (_, k) => lists.map((list) => list[k]));
}

/** Parts of the draft time, shares of the processor, and each batch by itself. */
function moreTimes(repeats: readonly (readonly Outcome[])[]): Pick<TimingRecord, "exitMs" | "busy" | "batches"> {
  const [first] = repeats;
  const part = (name: "shallow" | "adapter" | "head"): number[] =>
    repeats.map((runs) => rounded(runs.reduce((sum, {exitMs}) => sum + (exitMs?.[name] ?? 0), 0)));
  const known = first.every(({busy}) => busy !== undefined);
  return {
    ...(first[0].exitMs ? {exitMs: {shallow: part("shallow"), adapter: part("adapter"), head: part("head")}} : {}),
    ...(known ? {busy: repeats.map(shareOf)} : {}),
    batches: first.map(({tokens, steps}, i) => ({
      tokens,
      steps,
      decodeMs: repeats.map((runs) => runs[i].decodeMs),
      ...(known ? {busy: repeats.map((runs) => shareOf([runs[i]]))} : {})
    }))
  };
}

/** Processor time by wall time, over some runs. */
function shareOf(runs: readonly Outcome[]): number {
  const wall = (run: Outcome): number => run.prefillMs + run.decodeMs;
  const total = runs.reduce((sum, run) => sum + wall(run), 0);
  return rounded(runs.reduce((sum, run) => sum + wall(run) * (run.busy ?? 1), 0) / total);
}

/** Counters of every contestant's first repeat; of those with a replay they are the replay's. */
export function countsLines(recorded: Journals<Setting>, units: readonly Unit[], casting: Casting): CountsRecord[] {
  const {results, setting} = recorded;
  const {maxNewTokens} = setting;
  return groupsOf(units.filter(({repeat}) => repeat === 0)).flatMap((group) =>
    casting(group[0]).flatMap((contestant): CountsRecord[] => {
      const parts = group.map(({key}) => results.get(key)?.[contestantKey(contestant)]?.totals);
      if (parts.includes(undefined)) return [];
      const {mode, drafter, options = {}} = contestant;
      const {batchSize, domain, series} = group[0];
      const totals = parts.filter((part) => part !== undefined).reduce(addTotals);
      const configuration = {series, mode, drafter, options, batchSize, maxNewTokens};
      return [{type: "counts", ...configuration, texts: "prompts", split: "test", domain, source: "run", totals}];
    })
  );
}

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
