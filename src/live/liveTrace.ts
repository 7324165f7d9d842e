// Live runs of one batch as a trace to take away: per run its steps, and one request per row in the names of real servers.
import {requestRecords} from "../traces/requests.js";
import {writeTrace, type Provenance, type RunRecord, type TraceLine} from "../traces/index.js";
import {differences} from "./verdict.js";
import type {Run} from "./verdict.js";

/** A run, and who drafted in it. */
export interface TracedRun extends Run {
  /** which of several; default its mode */
  readonly id?: string;
  /** "none" for greedy decoding */
  readonly drafter: string;
  readonly options: RunRecord["options"];
  readonly models: RunRecord["models"];
}

export interface LiveTraceOptions {
  readonly maxNewTokens: number;
  readonly eos: readonly number[];
  readonly provenance: Provenance;
}

/** JSON Lines in the format of docs/traces.md; the first run is greedy decoding, with which the others are compared. */
export function liveTrace(runs: readonly TracedRun[], {maxNewTokens, eos, provenance}: LiveTraceOptions): string {
  const [greedy] = runs;
  const lines = runs.flatMap(({mode, id = mode, steps, drafter, options, models}): TraceLine[] => {
    const batchSize = steps[0].samples.length;
    const flips = differences(greedy.steps, steps).length;
    const run: RunRecord = {
      type: "run",
      id: `live ${id}`,
      models,
      mode,
      drafter,
      options,
      batchSize,
      maxNewTokens,
      prompts: Array.from({length: batchSize}, (_, i) => `row ${i + 1}`),
      eos: [...eos],
      provenance,
      lossless: {
        equal: flips === 0,
        tokens: steps.reduce((sum, {samples}) => sum + samples.reduce((n, {emitted}) => n + emitted.length, 0), 0),
        flips
      }
    };
    return [
      run,
      ...steps.map((step): TraceLine => ({type: "step", run: run.id, ...step})),
      ...requestRecords(run, steps, provenance.runtime)
    ];
  });
  return writeTrace(lines);
}
