// Sentences about what the parts of EMS-SD bring, from the numbers that are shown. Rows hold, in this order, only the cache
// unpadded, only the inputs, and both.
import {columnOf, tableOf} from "../paperData.js";
import type {Paper} from "../paperData.js";
import type {GainRow} from "./gainChart.js";
import {drafterName, formatRatio, formatSpeed} from "./speedView.js";
import type {SpeedView} from "./speedView.js";

interface Gains {
  readonly size: string | number;
  readonly start: number;
  readonly cache: number;
  readonly inputs: number;
  readonly both: number;
}

/** Rows where all four are known. */
const gainsOf = (rows: readonly GainRow[]): Gains[] =>
  rows.flatMap(({name, start, ends: [cache, inputs, both]}) =>
    start === undefined || cache === undefined || inputs === undefined || both === undefined
      ? []
      : [{size: name, start, cache: cache - start, inputs: inputs - start, both: both - start}]
  );

/** With its sign; + for nothing. */
export const signed = (gain: number, digits: number): string => {
  const text = Math.abs(gain).toLocaleString("en", {minimumFractionDigits: digits, maximumFractionDigits: digits});
  return `${gain < 0 ? "−" : "+"}${text}`;
};

/** What each part brings at the largest batch size where all were timed, without a full stop. */
export function componentFinding(view: SpeedView, rows: readonly GainRow[]): string {
  const where = `${view.texts} texts with the ${drafterName(view.drafter)} drafter`;
  const last = gainsOf(rows).at(-1);
  if (!last) return `The parts of EMS-SD have not been timed on ${where} yet`;
  const ratio = view.show === "ratio";
  const say = (gain: number): string => signed(gain, ratio ? 2 : 0);
  const from = ratio
    ? `${formatRatio(last.start)} the speed of greedy decoding`
    : `${formatSpeed(last.start)} tokens per second`;
  return `At batch size ${last.size}, on ${where}, vanilla batching runs at ${from}; unpadding the inputs alone brings ${say(last.inputs)}, the cache alone ${say(last.cache)}, both ${say(last.both)}`;
}

/** The paper's gains at its batch size 16, where its caption and its rows are compared. */
function paperGains(paper: Paper, size = 16): {cache: number; inputs: number; both: number} {
  const table = tableOf(paper, "ablation");
  const at = columnOf(table, "batchSize").indexOf(size);
  const value = (key: string): number => columnOf(table, key, 1)[at]!;
  const gain = (key: string): number => value(key) - value("vanilla");
  return {cache: gain("unpad-kv-cache"), inputs: gain("unpad-input-tokens"), both: gain("ems-sd")};
}

export function paperFinding(paper: Paper): string {
  const {cache, inputs, both} = paperGains(paper);
  return `In the paper's Table 2, at batch size 16, unpadding the inputs alone brings ${signed(inputs, 2)} over vanilla batching, the cache alone ${signed(cache, 2)}, both ${signed(both, 2)}`;
}

/** What our rows say, and what is odd about the paper's. */
export function componentCaption(rows: readonly GainRow[], paper: Paper | undefined): string[] {
  const gains = gainsOf(rows).filter(({size}) => size !== 1);
  const count = (holds: (gain: Gains) => boolean): number => gains.filter(holds).length;
  const better = ({both, inputs, cache}: Gains): boolean => both > Math.max(inputs, cache);
  const ours =
    gains.length === 0
      ? ""
      : gains.length === 1
        ? `In our own numbers the ${gains[0].inputs > gains[0].cache ? "inputs alone bring more than the cache alone" : "cache alone brings no less than the inputs alone"} at the one batch size above 1 that is timed, and both together ${better(gains[0]) ? "more" : "no more"} than the better of the two alone. `
        : `In our own numbers the inputs alone bring more than the cache alone at ${count(({inputs, cache}) => inputs > cache)} of the ${gains.length} batch sizes above 1 that are timed, and both together more than the better of the two alone at ${count(better)}. `;
  const one = gainsOf(rows).some(({size}) => size === 1)
    ? "At batch size 1 nothing is padded and all four do the same work: what differs there is the noise of timing. "
    : "";
  if (!paper) return [ours, one];
  const {cache, inputs} = paperGains(paper);
  return [
    ours,
    one,
    `The caption of the paper's table credits the unpadded KV cache with the larger part, and the printed rows say the opposite: unpadding the inputs alone gains far more (at batch size 16 ${signed(inputs, 2)} of speed-up against ${signed(cache, 2)}). Either two columns are swapped or the caption is wrong; we cannot tell, and show the rows as printed. `
  ];
}
