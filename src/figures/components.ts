// What each of EMS-SD's two parts brings: vanilla batching, only the KV cache unpadded, only the input tokens unpadded, and
// both, as we timed them and as the paper's Table 2 prints them.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {html} from "./kit/dom.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {gainChart} from "./kit/gainChart.js";
import type {Change, GainRow} from "./kit/gainChart.js";
import {componentCaption, componentFinding, paperFinding, signed} from "./kit/gainWords.js";
import {speedRows, speedTable} from "./kit/speedRows.js";
import {bandOf, drafterName, formatSpeed, measureOf, rowsOf, sizesOf, valueOf} from "./kit/speedView.js";
import {sourcesOf, speedControls, speedParameters, speedView} from "./kit/speedView.js";
import type {SpeedView} from "./kit/speedView.js";
import {nothingRecorded, progressWords, repeatWords} from "./kit/speedWords.js";
import {columnOf, tableOf} from "./paperData.js";
import type {Paper} from "./paperData.js";
import type {Speeds} from "./speedData.js";

export interface ComponentsOptions {
  /** the paper's numbers; default none beside ours */
  readonly paper?: Paper;
  /** name in links and files; default "components" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of a chart; default as wide as there is room */
  readonly width?: number;
}

const vanilla: Change = {name: "vanilla", key: "vanilla", marker: "square"};
const changes: readonly Change[] = [
  {name: "cache only", key: "unpad-kv-cache", marker: "triangle"},
  {name: "inputs only", key: "unpad-input-tokens", marker: "diamond"},
  {name: "both", key: "ems-sd", marker: "disc"}
];
const modes = ["vanilla", ...changes.map(({key}) => key)];

/** The figure, or a sentence where nothing has been recorded. */
export function components(
  all: readonly Speeds[],
  {paper, id = "components", address, width}: ComponentsOptions = {}
): HTMLElement {
  const recordings = all.filter(({rows}) => rows.length > 0);
  if (recordings.length === 0) return html("p", {}, nothingRecorded);
  const parameters = bindParameters(id, speedParameters(recordings), address);
  const {values} = parameters;
  const sources = sourcesOf(recordings, paper);
  const picture = () => ({...draw(speedView(recordings, values), paper, width), source: sources.get(values.device)!});
  const controls = speedControls(recordings, parameters, () => view.update(picture()));
  const first = picture();
  const view = frame({id, className: "components", source: first.source, parameters, controls}, first);
  return view.element;
}

function draw(view: SpeedView, paper: Paper | undefined, width: number | undefined): Picture {
  const all = sizesOf(view.recording);
  const own = all.map((size, i) => measuredRow(view, size, i, all));
  const printed = paper ? all.map((size) => printedRow(paper, view, size)) : [];
  const any = all.flatMap((_, i) => ([own[i], printed[i]].some((row) => row?.start !== undefined) ? [i] : []));
  const [ours, theirs] = [own, printed].map((rows) => (rows.length > 0 ? any.map((i) => rows[i]) : []));
  const ratio = view.show === "ratio";
  const unit = ratio ? "speed over greedy decoding" : "tokens per second";
  const common = {
    changes,
    start: vanilla,
    rule: "greedy",
    rowLabel: "batch size",
    format: ratio ? (value: number) => value.toFixed(2) : formatSpeed,
    formatGain: (gain: number): string => signed(gain, ratio ? 2 : 0),
    width
  };
  const title = componentFinding(view, ours);
  return {
    title,
    element: html(
      "div",
      {class: theirs.length > 0 ? "panels" : ""},
      gainChart(ours, {...common, xLabel: `Ours: ${unit}`, missing: "not timed yet", ariaLabel: title}),
      ...(paper
        ? [
            gainChart(theirs, {
              ...common,
              xLabel: `The paper: ${unit}`,
              missing: "not printed",
              ariaLabel: paperFinding(paper)
            })
          ]
        : [])
    ),
    caption: [
      `Upright orange lines are vanilla batching; a stem leads from there to what unpadding the KV cache alone (triangle), the input tokens alone (diamond) or both (disc, EMS-SD) comes to, with ${drafterName(view.drafter)} drafts.${paper ? " The axes of the two charts differ. " : " "}`,
      repeatWords(view, modes, all).replace("bands go", "pale bars go"),
      ...componentCaption(ours, paper),
      paper && view.drafter !== "lookup" ? "The paper's drafter there is the look-up. " : "",
      paper && view.time === "prefill" ? "The paper's numbers leave the prefill out. " : "",
      progressWords(view)
    ],
    table: () => speedTable(speedRows(view, ["greedy", ...modes], all, paper))
  };
}

function measuredRow(view: SpeedView, size: number, i: number, sizes: readonly number[]): GainRow {
  const measure = (mode: string) => measureOf(rowsOf(view, mode, sizes)[i], view);
  return {
    name: size,
    start: valueOf(measure("vanilla"), view),
    ends: changes.map(({key}) => valueOf(measure(key), view)),
    bands: changes.map(({key}) => bandOf(measure(key), view)),
    rule: valueOf(measure("greedy"), view)
  };
}

function printedRow(paper: Paper, {show}: SpeedView, size: number): GainRow {
  const table = tableOf(paper, "ablation");
  const at = columnOf(table, "batchSize").indexOf(size);
  const value = (key: string): number | undefined => columnOf(table, key, show === "ratio" ? 1 : 0)[at];
  return {
    name: size,
    start: value("vanilla"),
    ends: changes.map(({key}) => value(key)),
    rule: at < 0 ? undefined : show === "ratio" ? 1 : columnOf(table, "greedy")[at]
  };
}
