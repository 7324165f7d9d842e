// Counters of every configuration over all prompts: replayed, which is exact and takes no network. What the released
// vanilla code does depends on rows that no record knows, so its counters come from its real runs.
import {totalsOf, type OracleAnswers, type OracleModelRecord, type Totals} from "../../../src/traces/index.js";
import {fullBatches} from "../batches.js";
import {contestantKey, type Contestant} from "../contestant.js";
import type {Journal} from "../journal.js";
import type {Prompt} from "../prompts.js";
import {replayBatch} from "../run.js";
import {contestants} from "./contestants.js";
import type {Setting} from "./setting.js";

export interface CountsOptions {
  readonly domains: ReadonlyMap<string, readonly Prompt[]>;
  readonly answers: ReadonlyMap<string, OracleAnswers>;
  readonly shape: OracleModelRecord;
  readonly setting: Setting;
  /** sizes to count; default all of the setting */
  readonly batchSizes?: readonly number[];
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly journal: Journal<Totals>;
  readonly signal?: AbortSignal;
  readonly progress?: (done: number) => void;
}

export const countsKey = (domain: string, batchSize: number, contestant: Contestant): string =>
  `${domain} ${batchSize} ${contestantKey(contestant)}`;

/** Count what the journal lacks. */
export async function countAll(options: CountsOptions): Promise<void> {
  const {domains, answers, shape, setting, journal, signal, progress, batchSizes = setting.batchSizes} = options;
  const [draft] = Object.keys(shape.drafters);
  const {maxNewTokens} = setting;
  let done = 0;
  for (const [domain, prompts] of domains) {
    for (const batchSize of batchSizes) {
      const batches = fullBatches(prompts, batchSize).map((batch) => batch.map(({id}) => known(answers, id)));
      for (const contestant of contestants(draft, setting)) {
        const key = countsKey(domain, batchSize, contestant);
        if (!journal.has(key)) {
          const runs = [];
          for (const batch of batches) {
            signal?.throwIfAborted();
            runs.push((await replayBatch({...options, maxNewTokens, contestant}, batch, shape)).steps);
          }
          journal.add(key, totalsOf(runs));
        }
        await new Promise((resolve) => setImmediate(resolve)); // let signals in
        progress?.(++done);
      }
    }
  }
}

function known(answers: ReadonlyMap<string, OracleAnswers>, id: string): OracleAnswers {
  const found = answers.get(id);
  if (!found) throw new Error(`${id}: no greedy output recorded`);
  return found;
}
