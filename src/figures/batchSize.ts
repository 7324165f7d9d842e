// Speed by batch size: vanilla batching and EMS-SD over greedy decoding at the same batch size, as we timed them, beside the
// paper's Figure 1 or beside what the measured cost of a step predicts. Where vanilla falls below 1, drafting does harm.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {crossings} from "./kit/crossings.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {highest, lineChart} from "./kit/lineChart.js";
import type {ChartLine, ChartMark, LineChartOptions} from "./kit/lineChart.js";
import type {Marker} from "./kit/markers.js";
import {speedRows, speedTable} from "./kit/speedRows.js";
import {bandOf, formatSpeed, measureOf, modeNames, rowsOf, sizesOf, valueOf} from "./kit/speedView.js";
import {sourcesOf, speedControls, speedParameters, speedView} from "./kit/speedView.js";
import type {SpeedView} from "./kit/speedView.js";
import {nothingRecorded, progressWords, repeatWords, speedFinding} from "./kit/speedWords.js";
import {choice} from "./kit/urlState.js";
import {columnOf, tableOf} from "./paperData.js";
import type {Paper} from "./paperData.js";
import type {Speeds} from "./speedData.js";

export interface BatchSizeOptions {
  /** the paper's numbers; default none beside ours */
  readonly paper?: Paper;
  /** name in links and files; default "batch-size" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of a chart; default as wide as there is room */
  readonly width?: number;
}

type Compare = "paper" | "predicted" | "nothing";

const markers: Readonly<Record<string, Marker>> = {"ems-sd": "disc", vanilla: "square", greedy: "diamond"};

/** The figure, or a sentence where nothing has been recorded. */
export function batchSize(
  recordings: readonly Speeds[],
  {paper, id = "batch-size", address, width}: BatchSizeOptions = {}
): HTMLElement {
  if (recordings.length === 0) return html("p", {}, nothingRecorded);
  const comparisons: (readonly [Compare, string])[] = [
    ...(paper ? [["paper", "the paper"] as const] : []),
    ["predicted", "what the cost of a step predicts"],
    ["nothing", "nothing"]
  ];
  const described = {
    ...speedParameters(recordings),
    compare: choice(
      comparisons[0][0],
      comparisons.map(([name]) => name)
    )
  };
  const parameters = bindParameters(id, described, address);
  const {values} = parameters;
  const sources = sourcesOf(recordings, paper);
  const picture = () => ({
    ...draw(speedView(recordings, values), values.compare, paper, width),
    source: sources.get(values.device)!
  });
  const change = (): void => view.update(picture());
  const compare = selectField("Compare with", comparisons, values.compare, (value) => {
    parameters.set("compare", value);
    change();
  });
  const controls = [...speedControls(recordings, parameters, change), {name: "compare", element: compare.element}];
  const first = picture();
  const view = frame({id, className: "speeds", source: first.source, parameters, controls}, first);
  return view.element;
}

function draw(view: SpeedView, compare: Compare, paper: Paper | undefined, width: number | undefined): Picture {
  const sizes = sizesOf(view.recording);
  const modes = view.show === "ratio" ? ["ems-sd", "vanilla"] : ["ems-sd", "vanilla", "greedy"];
  const beside = compare === "paper" ? paper : undefined;
  const predicting = compare === "predicted" && view.time === "decode";
  const ours = [
    ...modes.map((mode) => measured(view, mode, sizes)),
    ...(predicting ? predictions(view, modes, sizes) : [])
  ];
  const theirs = beside ? printed(beside, view.show, modes) : undefined;
  const ratio = view.show === "ratio";
  const top = ratio ? Math.max(1, highest(ours), highest(theirs?.lines ?? [])) : undefined;
  const unit = ratio ? "speed over greedy decoding" : "tokens per second";
  const rule = ratio ? {value: 1, text: "greedy"} : undefined;
  const format = ratio ? undefined : formatSpeed;
  const chart = (
    lines: readonly ChartLine[],
    options: Pick<LineChartOptions, "ticks" | "yLabel" | "ariaLabel" | "top">
  ) =>
    lineChart(lines, {
      xLabel: "batch size",
      rule,
      format,
      width,
      marks: ratio ? marks(lines, options.ticks) : [],
      ...options
    });
  const title = speedFinding(view, sizes);
  return {
    title,
    element: html(
      "div",
      {class: theirs ? "panels" : ""},
      chart(ours, {ticks: sizes, top, yLabel: theirs ? `Ours: ${unit}` : capital(unit), ariaLabel: title}),
      ...(theirs
        ? [chart(theirs.lines, {ticks: theirs.sizes, top, yLabel: `The paper: ${unit}`, ariaLabel: theirs.words})]
        : [])
    ),
    caption: [
      ...captionOf(view, modes, sizes, ours, theirs !== undefined),
      predicting
        ? "Broken lines with open markers: what the measured cost of a step predicts for decoding all prompts of the domain, greedy decoding included. "
        : compare === "predicted"
          ? "Predictions are of decoding only, so none is shown with the prefill. "
          : "",
      theirs
        ? `${theirs.words}. Compare shapes rather than heights: another network, other texts, another device. `
        : "",
      theirs && view.time === "prefill" ? "The paper's numbers leave the prefill out. " : ""
    ],
    table: () => speedTable(speedRows(view, modes, sizes, beside))
  };
}

const capital = (text: string): string => text[0].toUpperCase() + text.slice(1);

function measured(view: SpeedView, mode: string, sizes: readonly number[]): ChartLine {
  const timed = rowsOf(view, mode, sizes).map((row) => measureOf(row, view));
  return {
    name: modeNames[mode],
    key: mode,
    marker: markers[mode],
    values: timed.map((measure) => valueOf(measure, view)),
    bands: timed.map((measure) => bandOf(measure, view))
  };
}

const predictions = (view: SpeedView, modes: readonly string[], sizes: readonly number[]): ChartLine[] =>
  modes.map((mode) => ({
    name: "predicted",
    key: mode,
    marker: markers[mode],
    dashed: true,
    values: rowsOf(view, mode, sizes).map((row) => valueOf(row?.predicted, view))
  }));

/** The paper's lines: ratios from its Figure 1, tokens per second, of fewer sizes, from its Table 2. */
function printed(paper: Paper, show: SpeedView["show"], modes: readonly string[]) {
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
const marks = (lines: readonly ChartLine[], ticks: LineChartOptions["ticks"]): ChartMark[] =>
  lines.flatMap(({key, values, dashed}) =>
    key === "vanilla" && !dashed
      ? crossings(ticks.map(Number), values, 1).map(({at, place}) => ({
          key,
          at: place,
          value: 1,
          text: `≈ ${at.toFixed(1)}, interpolated`
        }))
      : []
  );

function captionOf(
  view: SpeedView,
  modes: readonly string[],
  sizes: readonly number[],
  [ems, vanilla]: readonly ChartLine[],
  besidePaper: boolean
): string[] {
  const ratio = view.show === "ratio";
  const crosses = ratio && crossings(sizes, vanilla.values, 1).length > 0;
  const known = ems.values.filter((value) => value !== undefined);
  const shrinks = ratio && (besidePaper || (known.length > 1 && known.at(-1)! < known[0]));
  return [
    view.time === "decode"
      ? "New tokens by the time of decoding, prefill and the tokens it writes left out. "
      : "All new tokens by all time, prefill included. ",
    repeatWords(view, modes, sizes),
    crosses || (ratio && besidePaper)
      ? "A ring marks where a straight line between two measured batch sizes meets greedy decoding. "
      : "",
    shrinks
      ? "EMS-SD never pads, and yet what it gains shrinks as batches grow: a larger batch leaves less of the processor idle for guesses to use. That is our reading. "
      : "",
    progressWords(view)
  ];
}
