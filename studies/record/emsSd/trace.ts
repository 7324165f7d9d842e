// What is recorded so far, as the lines of the committed files.
import {
  addTotals,
  type CostRecord,
  type CountsRecord,
  type RecordingRecord,
  type TimingRecord,
  type Totals
} from "../../../src/traces/index.js";
import {contestantKey} from "../contestant.js";
import {measuredCosts} from "../cost.js";
import type {Journal} from "../journal.js";
import {allPrompts, type Journals} from "../journals.js";
import {costLine, recordingLine, repeatsOf, timingLine} from "../lines.js";
import {identity} from "../networks.js";
import {isSteady, type Unit, type UnitResult} from "../unit.js";
import {asReleased, contestants} from "./contestants.js";
import {countsKey} from "./counts.js";
import {isCheck} from "./plan.js";
import type {Setting} from "./setting.js";

/** Everything that the journals hold, and what it was made with. */
export interface Recorded extends Journals<Setting> {
  readonly units: readonly Unit[];
  readonly counts: Journal<Totals>;
  readonly heldOutCounts: Journal<Totals>;
}

export function headOf(recorded: Recorded): RecordingRecord {
  const {maxNewTokens, beyond, chainDepth, timedPrompts, repeats, draftLength, lookup} = recorded.setting;
  const setting = {maxNewTokens, beyond, chainDepth, timedPrompts, repeats, draftLength, ...lookup};
  return recordingLine(recorded, {chapter: "ems-sd", units: recorded.units, setting});
}

/** Of the prompts that are recorded. */
export function oracleLines({prompts, answers, shape}: Recorded) {
  return [shape, ...allPrompts(prompts).flatMap(({id}) => answers.get(id)?.record ?? [])];
}

export function countsLines(recorded: Recorded): CountsRecord[] {
  const {prompts, networks, setting, units, results, counts, heldOutCounts} = recorded;
  const {maxNewTokens, batchSizes} = setting;
  const [first] = batchSizes;
  const {name: draft} = networks.draft;
  const replayed = (texts: CountsRecord["texts"], domain: string, batchSize: number): CountsRecord[] =>
    contestants(draft, setting).flatMap((contestant): CountsRecord[] => {
      const totals = (texts === "prompts" ? counts : heldOutCounts).get(countsKey(domain, batchSize, contestant));
      const {mode, drafter, options = {}} = contestant;
      const configuration = {mode, drafter, options, batchSize, maxNewTokens};
      return totals ? [{type: "counts", ...configuration, texts, domain, source: "replay", totals}] : [];
    });
  const released = (domain: string): CountsRecord[] =>
    asReleased(draft, setting).flatMap((contestant): CountsRecord[] => {
      const all = units.filter((unit) => unit.domain === domain && isCheck(unit, setting));
      const parts = all.map(({key}) => results.get(key)?.[contestantKey(contestant)]?.totals);
      if (parts.length === 0 || parts.includes(undefined)) return [];
      const totals = parts.filter((part) => part !== undefined).reduce(addTotals);
      const {mode, drafter, options = {}} = contestant;
      const configuration = {mode, drafter, options, batchSize: first, maxNewTokens};
      return [{type: "counts", ...configuration, texts: "prompts", domain, source: "run", totals}];
    });
  const sizes = [...batchSizes].sort((a, b) => a - b);
  return [...prompts.domains.keys()].flatMap((domain) => [
    ...sizes.flatMap((size) => replayed("prompts", domain, size)),
    ...released(domain),
    ...replayed("held-out", domain, first)
  ]);
}

/** Configurations by domain, with as many repeats as were finished and had the processor; at least one. */
export function timingLines(recorded: Recorded): TimingRecord[] {
  const {prompts, networks, setting, units, results, leastBusy} = recorded;
  const steady = ({key}: Unit): UnitResult | undefined =>
    isSteady(results.get(key), leastBusy) ? results.get(key) : undefined;
  const sizes = [...setting.batchSizes].sort((a, b) => a - b);
  const {name: draft} = networks.draft;
  const everyone = [...contestants(draft, setting), ...asReleased(draft, setting)];
  return [...prompts.domains.keys()].flatMap((domain) =>
    sizes.flatMap((batchSize) => {
      const here = units.filter((unit) => unit.timed && unit.domain === domain && unit.batchSize === batchSize);
      return everyone.flatMap((contestant): TimingRecord[] => {
        const repeats = repeatsOf(contestant, here, steady);
        return repeats.length > 0 ? [timingLine(recorded, contestant, repeats, {units: here, ...setting})] : [];
      });
    })
  );
}

export function costLines({networks, setting, provenance, costs}: Recorded): CostRecord[] {
  return (["target", "draft"] as const).flatMap((role) =>
    measuredCosts(networks[role].name, setting.cost, costs).map((cost) =>
      costLine(identity(networks[role], role), cost, provenance)
    )
  );
}
