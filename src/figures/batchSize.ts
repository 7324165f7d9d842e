// Speed by batch size: vanilla batching and EMS-SD over greedy decoding at the same batch size, as we timed them, beside the
// paper's Figure 1 or beside what the measured cost of a step predicts. Where vanilla falls below 1, drafting does harm.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {lineChart} from "./kit/lineChart.js";
import type {ChartLine} from "./kit/lineChart.js";
import {marks, measured, predictions, printed} from "./kit/speedLines.js";
import {speedRows, speedTable} from "./kit/speedRows.js";
import {formatSpeed, sizesOf} from "./kit/speedView.js";
import {sourcesOf, speedControls, speedParameters, speedView} from "./kit/speedView.js";
import type {SpeedView} from "./kit/speedView.js";
import {capital, nothingRecorded, speedCaption, speedFinding} from "./kit/speedWords.js";
import {about, choice} from "./kit/urlState.js";
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

/** What our speeds can be compared with: [name, words]. */
const comparisonsWith = (paper: Paper | undefined): (readonly [Compare, string])[] => [
  ...(paper ? [["paper", "the paper"] as const] : []),
  ["predicted", "cost of a step"],
  ["nothing", "nothing"]
];

/** What an address may set of the figure. @throws without a recording */
export function batchSizeParameters(recordings: readonly Speeds[], paper?: Paper) {
  const names = comparisonsWith(paper).map(([name]) => name);
  return {...speedParameters(recordings), compare: about("what stands beside ours", choice(names[0], names))};
}

/** The figure, or a sentence where nothing has been recorded. */
export function batchSize(
  all: readonly Speeds[],
  {paper, id = "batch-size", address, width}: BatchSizeOptions = {}
): HTMLElement {
  const recordings = all.filter(({rows}) => rows.length > 0);
  if (recordings.length === 0) return html("p", {}, nothingRecorded);
  const comparisons = comparisonsWith(paper);
  const parameters = bindParameters(id, batchSizeParameters(recordings, paper), address);
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
  const unit = ratio ? "speed over greedy decoding" : "tokens per second";
  const rule = ratio ? {value: 1, text: "greedy"} : undefined;
  const format = ratio ? undefined : formatSpeed;
  const chart = (lines: readonly ChartLine[], ticks: readonly number[], yLabel: string, ariaLabel: string) =>
    lineChart(lines, {
      ticks,
      xLabel: "batch size",
      yLabel,
      rule,
      marks: ratio ? marks(lines, ticks) : [],
      format,
      ariaLabel,
      width
    });
  const title = speedFinding(view, sizes);
  return {
    title,
    element: html(
      "div",
      {class: theirs ? "panels" : ""},
      chart(ours, sizes, theirs ? `Ours: ${unit}` : capital(unit), title),
      ...(theirs ? [chart(theirs.lines, theirs.sizes, `The paper: ${unit}`, theirs.words)] : [])
    ),
    caption: [
      ...speedCaption(view, modes, sizes, theirs !== undefined),
      predicting
        ? "Broken lines with open markers: what the measured cost of a step predicts for decoding all prompts of the domain, greedy decoding included. "
        : compare === "predicted"
          ? "Predictions are of decoding only, so none is shown with the prefill. "
          : "",
      theirs
        ? `${theirs.words}. The axes differ, and shapes compare rather than heights: another network, other texts, another device. `
        : "",
      theirs && view.drafter !== "lookup" ? "The paper's drafter there is the look-up. " : "",
      theirs && view.time === "prefill" ? "The paper's numbers leave the prefill out. " : ""
    ],
    table: () => speedTable(speedRows(view, modes, sizes, beside))
  };
}
