// What every recording keeps in its work folder, and what it was made with.
import {join} from "node:path";
import type {TimedSteps} from "../../src/decoding/timeSteps.js";
import type {OracleModelRecord, Provenance} from "../../src/traces/index.js";
import type {Answer} from "./answers.js";
import {Journal} from "./journal.js";
import {oracleModelOf, type Networks} from "./networks.js";
import type {Prompt, Prompts} from "./prompts.js";
import type {Stage} from "./stage.js";
import type {UnitResult} from "./unit.js";

/** What a chapter is recorded with. */
export interface ChapterOptions<S> {
  readonly prompts: Prompts;
  readonly networks: Networks;
  readonly setting: S;
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly provenance: Provenance;
  /** where journals are kept */
  readonly work: string;
  readonly stage: Stage;
  /** least share of the wall time that a run must have had a processor for its times to count */
  readonly leastBusy: number;
  readonly signal?: AbortSignal;
}

/** Everything that the journals of any chapter hold. */
export interface Journals<S> extends Pick<
  ChapterOptions<S>,
  "prompts" | "networks" | "setting" | "eos" | "provenance" | "leastBusy"
> {
  readonly shape: OracleModelRecord;
  readonly answers: Journal<Answer>;
  readonly results: Journal<UnitResult>;
  readonly costs: Journal<readonly TimedSteps[]>;
}

export const openJournal = <T>(work: string, name: string): Journal<T> => new Journal<T>(join(work, `${name}.jsonl`));

export function openJournals<S>(options: ChapterOptions<S>): Journals<S> {
  const {prompts, networks, setting, eos, provenance, leastBusy, work} = options;
  return {
    prompts,
    networks,
    setting,
    eos,
    provenance,
    leastBusy,
    shape: oracleModelOf(networks),
    answers: openJournal(work, "answers"),
    results: openJournal(work, "units"),
    costs: openJournal(work, "costs")
  };
}

/** Prompts of all domains, in order. */
export const allPrompts = ({domains}: Prompts): Prompt[] => [...domains.values()].flat();
