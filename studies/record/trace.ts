// What is recorded so far, as the lines of the committed files.
import {
  addTotals,
  type CostRecord,
  type CountsRecord,
  type ModelIdentity,
  type OracleModelRecord,
  type Provenance,
  type RecordingRecord,
  type TimingRecord,
  type Totals
} from "../../src/traces/index.js";
import type {Answer} from "./answers.js";
import {asReleased, contestantKey, contestants, optionsOf, type Networks} from "./contestants.js";
import {countsKey} from "./counts.js";
import type {TimedSteps} from "../../src/decoding/timeSteps.js";
import {measuredCosts} from "./cost.js";
import type {Journal} from "./journal.js";
import {isCheck, type Unit} from "./plan.js";
import type {Prompt, Prompts} from "./prompts.js";
import type {Setting} from "./setting.js";
import {isSteady, type Outcome, type UnitResult} from "./unit.js";

/** Everything that the journals hold, and what it was made with. */
export interface Recorded {
  readonly prompts: Prompts;
  readonly networks: Networks;
  readonly shape: OracleModelRecord;
  readonly setting: Setting;
  readonly eos: readonly number[];
  readonly provenance: Provenance;
  readonly leastBusy: number;
  readonly units: readonly Unit[];
  readonly answers: Journal<Answer>;
  readonly results: Journal<UnitResult>;
  readonly counts: Journal<Totals>;
  readonly costs: Journal<readonly TimedSteps[]>;
  readonly heldOutCounts: Journal<Totals>;
}

const identity = ({name, sha256}: Networks["target"], role: ModelIdentity["role"]): ModelIdentity => ({
  name,
  sha256,
  role
});

function modelsOf({target, draft}: Networks, drafter: string): ModelIdentity[] {
  return [identity(target, "target"), ...(drafter === draft.name ? [identity(draft, "draft")] : [])];
}

const flat = ({domains}: Prompts): Prompt[] => [...domains.values()].flat();

/** The line that heads every file. */
export function recordingLine(recorded: Recorded): RecordingRecord {
  const {networks, prompts, setting, eos, provenance, units, answers, results} = recorded;
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
  const {maxNewTokens, beyond, chainDepth, timedPrompts, repeats, draftLength, lookup} = setting;
  return {
    type: "recording",
    chapter: "ems-sd",
    models: modelsOf(networks, networks.draft.name),
    files: prompts.files,
    setting: {maxNewTokens, beyond, chainDepth, timedPrompts, repeats, draftLength, ...lookup},
    eos,
    provenance,
    lossless: {
      equal: true, // a run that is not fails the recording
      runs: outcomes.length,
      samples: outcomes.reduce((n, {unit}) => n + unit.batchSize, 0),
      tokens: sum(({tokens}) => tokens),
      flips,
      largestGap: Math.max(0, ...flat(recorded.prompts).map(({id}) => answers.get(id)?.gap ?? 0)),
      prompts: new Set(done.flatMap((unit) => unit.prompts.map(({id}) => id))).size,
      replayedSteps: sum(({replayed}) => replayed),
      replayTies: sum(({nearTie}) => Number(nearTie))
    },
    done: done.length,
    planned: units.length
  };
}

/** Of the prompts that are recorded. */
export function oracleLines({prompts, answers, shape}: Recorded) {
  return [shape, ...flat(prompts).flatMap(({id}) => answers.get(id)?.record ?? [])];
}

export function countsLines(recorded: Recorded): CountsRecord[] {
  const {prompts, networks, setting, units, results, counts, heldOutCounts} = recorded;
  const {maxNewTokens, batchSizes} = setting;
  const [first] = batchSizes;
  const replayed = (texts: CountsRecord["texts"], domain: string, batchSize: number): CountsRecord[] =>
    contestants(networks.draft.name).flatMap((contestant): CountsRecord[] => {
      const totals = (texts === "prompts" ? counts : heldOutCounts).get(countsKey(domain, batchSize, contestant));
      const options = optionsOf(contestant, setting);
      const configuration = {...contestant, options, batchSize, maxNewTokens};
      return totals ? [{type: "counts", ...configuration, texts, domain, source: "replay", totals}] : [];
    });
  const released = (domain: string): CountsRecord[] =>
    asReleased(networks.draft.name).flatMap((contestant): CountsRecord[] => {
      const all = units.filter((unit) => unit.domain === domain && isCheck(unit, setting));
      const parts = all.map(({key}) => results.get(key)?.[contestantKey(contestant)]?.totals);
      if (parts.length === 0 || parts.includes(undefined)) return [];
      const totals = parts.filter((part) => part !== undefined).reduce(addTotals);
      const configuration = {...contestant, options: optionsOf(contestant, setting), batchSize: first, maxNewTokens};
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
  const {prompts, networks, setting, provenance, units, results, leastBusy} = recorded;
  const steady = ({key}: Unit): UnitResult | undefined =>
    isSteady(results.get(key), leastBusy) ? results.get(key) : undefined;
  const sizes = [...setting.batchSizes].sort((a, b) => a - b);
  const everyone = [...contestants(networks.draft.name), ...asReleased(networks.draft.name)];
  return [...prompts.domains.keys()].flatMap((domain) =>
    sizes.flatMap((batchSize) => {
      const here = units.filter((unit) => unit.timed && unit.domain === domain && unit.batchSize === batchSize);
      return everyone.flatMap((contestant): TimingRecord[] => {
        const repeats = Array.from({length: setting.repeats}, (_, repeat) =>
          here.filter((unit) => unit.repeat === repeat).map((unit) => steady(unit)?.[contestantKey(contestant)])
        ).filter((runs): runs is Outcome[] => runs.length > 0 && !runs.includes(undefined));
        if (repeats.length === 0) return [];
        const [first] = repeats;
        const total = (value: (run: Outcome) => number) => (runs: Outcome[]) =>
          Math.round(1000 * runs.reduce((n, run) => n + value(run), 0)) / 1000;
        return [
          {
            type: "timing",
            ...contestant,
            options: optionsOf(contestant, setting),
            batchSize,
            maxNewTokens: setting.maxNewTokens,
            prompts: here.filter(({repeat}) => repeat === 0).flatMap((unit) => unit.prompts.map(({id}) => id)),
            models: modelsOf(networks, contestant.drafter),
            tokens: first.reduce((n, {tokens}) => n + tokens, 0),
            steps: first.reduce((n, {steps}) => n + steps, 0),
            decodeMs: repeats.map(total(({decodeMs}) => decodeMs)),
            prefillMs: repeats.map(total(({prefillMs}) => prefillMs)),
            draftMs: repeats.map(total(({draftMs}) => draftMs)),
            verifyMs: repeats.map(total(({verifyMs}) => verifyMs)),
            provenance
          }
        ];
      });
    })
  );
}

export function costLines({networks, setting, provenance, costs}: Recorded): CostRecord[] {
  return (["target", "draft"] as const).flatMap((role) =>
    measuredCosts(networks[role].name, setting.cost, costs).map((cost): CostRecord => ({
      type: "cost",
      model: identity(networks[role], role),
      ...cost,
      provenance
    }))
  );
}
