// The data of a figure of speed as a table: what was timed, what is predicted, and what the paper prints.
import {columnOf, tableOf} from "../paperData.js";
import type {Paper} from "../paperData.js";
import {tabulate} from "./dataTable.js";
import type {Column, Table} from "./dataTable.js";
import {drafterName, measureOf, modeNames, rowsOf} from "./speedView.js";
import type {SpeedView} from "./speedView.js";

export interface SpeedRow {
  readonly from: string;
  readonly texts: string;
  readonly drafter: string;
  readonly batchSize: number;
  readonly mode: string;
  readonly tokensPerSecond?: number;
  readonly quartiles?: readonly [number, number];
  readonly speedUp?: number;
  readonly speedUpQuartiles?: readonly [number, number];
  readonly predictedTokens?: number;
  readonly predictedSpeedUp?: number;
  readonly repeats?: number;
}

/** One row per batch size and mode, empty where nothing was timed; then the paper's. */
export function speedRows(
  view: SpeedView,
  modes: readonly string[],
  sizes: readonly number[],
  paper: Paper | undefined
): SpeedRow[] {
  const drafter = drafterName(view.drafter);
  const own = modes.flatMap((mode) =>
    rowsOf(view, mode, sizes).map((row, i): SpeedRow => ({
      from: view.recording.provenance.device,
      texts: view.texts,
      drafter: mode === "greedy" ? "none" : drafter,
      batchSize: sizes[i],
      mode: modeNames[mode],
      ...measureOf(row, view),
      predictedTokens: row?.predicted?.tokensPerSecond,
      predictedSpeedUp: row?.predicted?.speedUp,
      repeats: row?.repeats ?? 0
    }))
  );
  return paper ? [...own, ...paperRows(paper, modes)] : own;
}

/** Ratios of its Figure 1, and of Table 2 where a mode is in no other; tokens per second of Table 2. */
function paperRows(paper: Paper, modes: readonly string[]): SpeedRow[] {
  const [speedUp, ablation] = [tableOf(paper, "speedUp"), tableOf(paper, "ablation")];
  const at = (table: typeof speedUp, key: string, size: number, part: 0 | 1 = 0): number | undefined =>
    table.columns.some((column) => column.key === key)
      ? columnOf(table, key, part)[columnOf(table, "batchSize").indexOf(size)]
      : undefined;
  const sizes = [...new Set([speedUp, ablation].flatMap((table) => columnOf(table, "batchSize").map((size) => size!)))];
  return modes.flatMap((mode) =>
    sizes.flatMap((batchSize): SpeedRow[] => {
      const ratio = at(speedUp, mode, batchSize) ?? at(ablation, mode, batchSize, 1);
      const tokensPerSecond = at(ablation, mode, batchSize);
      if (ratio === undefined && tokensPerSecond === undefined) return [];
      const row = {from: "the paper", texts: "news", drafter: mode === "greedy" ? "none" : "look-up", batchSize};
      return [{...row, mode: modeNames[mode], tokensPerSecond, speedUp: ratio}];
    })
  );
}

const fixed = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? "–";

/** Ours rounded, the paper's as printed. */
const own = ({repeats}: SpeedRow, value: number | undefined, digits: number): string =>
  fixed(value, repeats === undefined ? 2 : digits);

const columns: readonly Column<SpeedRow>[] = [
  {name: "from", value: ({from}) => from},
  {name: "texts", value: ({texts}) => texts},
  {name: "drafter", value: ({drafter}) => drafter},
  {name: "mode", value: ({mode}) => mode},
  {name: "batch size", value: ({batchSize}) => batchSize},
  {name: "tokens/s", value: (row) => own(row, row.tokensPerSecond, 1)},
  {name: "lower quartile", value: ({quartiles}) => fixed(quartiles?.[0], 1)},
  {name: "upper quartile", value: ({quartiles}) => fixed(quartiles?.[1], 1)},
  {name: "over greedy", value: (row) => own(row, row.speedUp, 3)},
  {name: "its lower quartile", value: ({speedUpQuartiles}) => fixed(speedUpQuartiles?.[0], 3)},
  {name: "its upper quartile", value: ({speedUpQuartiles}) => fixed(speedUpQuartiles?.[1], 3)},
  {name: "predicted tokens/s", value: ({predictedTokens}) => fixed(predictedTokens, 1)},
  {name: "predicted over greedy", value: ({predictedSpeedUp}) => fixed(predictedSpeedUp, 3)},
  {name: "repeats", value: ({repeats}) => repeats ?? "–"}
];

export const speedTable = (rows: readonly SpeedRow[]): Table =>
  tabulate(rows, columns, "Speeds shown; predictions are of decoding only, a dash stands for what is not known");
