// Recorded, predicted and printed speeds as lines of a chart.
import {columnOf, tableOf} from "../paperData.js";
import type {Paper} from "../paperData.js";
import {crossings} from "./crossings.js";
import type {ChartLine, ChartMark} from "./lineChart.js";
import type {Marker} from "./markers.js";
import {bandOf, formatSpeed, measureOf, modeNames, rowsOf, valueOf} from "./speedView.js";
import type {SpeedView} from "./speedView.js";

const markers: Readonly<Record<string, Marker>> = {"ems-sd": "disc", vanilla: "square", greedy: "diamond"};

export function measured(view: SpeedView, mode: string, sizes: readonly number[]): ChartLine {
  const timed = rowsOf(view, mode, sizes).map((row) => measureOf(row, view));
  return {
    name: modeNames[mode],
    key: mode,
    marker: markers[mode],
    values: timed.map((measure) => valueOf(measure, view)),
    bands: timed.map((measure) => bandOf(measure, view))
  };
}

export const predictions = (view: SpeedView, modes: readonly string[], sizes: readonly number[]): ChartLine[] =>
  modes.map((mode) => ({
    name: "predicted",
    key: mode,
    marker: markers[mode],
    dashed: true,
    values: rowsOf(view, mode, sizes).map((row) => valueOf(row?.predicted, view))
  }));

/** The paper's lines: ratios from its Figure 1, tokens per second, of fewer sizes, from its Table 2. */
export function printed(paper: Paper, show: SpeedView["show"], modes: readonly string[]) {
  const table = tableOf(paper, show === "ratio" ? "speedUp" : "ablation");
  const sizes = columnOf(table, "batchSize").map((size) => size!);
  const lines = modes.map((mode): ChartLine => ({
    name: modeNames[mode],
    key: mode,
    marker: markers[mode],
    values: columnOf(table, mode)
  }));
  const [ems, vanilla] = lines.map(({values}) => values);
  const [low, high] = crossings(sizes, columnOf(tableOf(paper, "speedUp"), "vanilla"), 1)[0].between;
  const words =
    show === "ratio"
      ? `In the paper's ${table.name} vanilla batching falls below greedy decoding between batch sizes ${low} and ${high}, and EMS-SD goes from ${ems[0]} to ${ems.at(-1)}`
      : `In the paper's ${table.name} EMS-SD comes to ${formatSpeed(ems.at(-1)!)} tokens per second at batch size ${sizes.at(-1)}, vanilla batching to ${formatSpeed(vanilla.at(-1)!)}`;
  return {sizes, lines, words};
}

/** Where measured lines of vanilla fall below 1. */
export const marks = (lines: readonly ChartLine[], sizes: readonly number[]): ChartMark[] =>
  lines.flatMap(({key, values, dashed}) =>
    key === "vanilla" && !dashed
      ? crossings(sizes, values, 1).map(({at, place}) => ({
          key,
          at: place,
          value: 1,
          text: `interpolated: ${at.toFixed(1)}`
        }))
      : []
  );
