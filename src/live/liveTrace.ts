// A live run as a trace to take away: per mode the run, its steps, and one request per row in the names of real servers.
import {requestRecords} from "../traces/requests.js";
import {writeTrace, type Provenance, type RunRecord, type TraceLine} from "../traces/index.js";
import {differences} from "./verdict.js";
import type {Run} from "./verdict.js";

export interface LiveTraceOptions {
  readonly models: RunRecord["models"];
  readonly drafter: string;
  readonly draftLength: number;
  readonly maxNewTokens: number;
  readonly eos: readonly number[];
  readonly provenance: Provenance;
}

/** JSON Lines in the format of docs/traces.md; the first run is greedy decoding, with which the others are compared. */
export function liveTrace(runs: readonly Run[], options: LiveTraceOptions): string {
  const {models, drafter, draftLength, maxNewTokens, eos, provenance} = options;
  const [greedy] = runs;
  const lines = runs.flatMap(({mode, steps}): TraceLine[] => {
    const alone = mode === "greedy";
    const batchSize = steps[0].samples.length;
    const run: RunRecord = {
      type: "run",
      id: `live ${mode}`,
      models: models.filter(({role}) => role === "target" || !alone),
      mode,
      drafter: alone ? "none" : drafter,
      options: alone ? {} : {draftLength},
      batchSize,
      maxNewTokens,
      prompts: Array.from({length: batchSize}, (_, i) => `row ${i + 1}`),
      eos: [...eos],
      provenance,
      lossless: {
        equal: differences(greedy.steps, steps).length === 0,
        tokens: steps.reduce((sum, {samples}) => sum + samples.reduce((n, {emitted}) => n + emitted.length, 0), 0),
        flips: differences(greedy.steps, steps).length
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
