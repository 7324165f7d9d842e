// Ragged drafts in a batch: early exits at several batch sizes, padded (vanilla batching) and unpadded (EMS-SD), over greedy
// decoding at the same size; the rows that are computed for a token, and the share of them that are pads. Kangaroo (Liu et
// al. 2024) in the batches of EMS-SD (Ni et al. 2024), which neither paper shows.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {tabulate} from "./kit/dataTable.js";
import {formatPercent, html} from "./kit/dom.js";
import {exitBatchCaption, exitBatchFinding, exitBatchModes, pointName, rowsOf, sizesOf} from "./kit/exitBatchView.js";
import type {ExitBatchView} from "./kit/exitBatchView.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {lineChart} from "./kit/lineChart.js";
import type {ChartLine, LineChartOptions} from "./kit/lineChart.js";
import {methodsSource} from "./kit/methodsSource.js";
import {busyWords} from "./kit/methodWords.js";
import {about, choice} from "./kit/urlState.js";
import type {ExitBatchData, ExitBatchRow} from "./exitBatchData.js";

export interface ExitBatchOptions {
  /** name in links and files; default "exit-batch" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of a chart; default as wide as there is room */
  readonly width?: number;
}

/** What an address may set. */
export function exitBatchParameters({rows, points}: Pick<ExitBatchData, "rows" | "points">) {
  const domains = [...new Set(rows.map(({domain}) => domain))];
  const names = points.map(({chosen}) => nameOf(chosen));
  return {
    texts: about("kind of texts", choice(domains[0], domains)),
    setting: about("the paper's γ and η, or those chosen on validation prompts", choice(names.at(-1)!, names))
  };
}

const nameOf = (chosen: boolean): "chosen" | "paper" => (chosen ? "chosen" : "paper");

/** The figure; without a recording a sentence says so. */
export function exitBatch(
  data: ExitBatchData | null,
  {id = "exit-batch", address, width}: ExitBatchOptions = {}
): HTMLElement {
  if (!data) return html("p", {class: "note-line"}, "No batches have been timed with these weights yet.");
  const described = exitBatchParameters(data);
  const parameters = bindParameters(id, described, address);
  const {values} = parameters;
  const picture = (): Picture => {
    const point = data.points.findIndex(({chosen}) => nameOf(chosen) === values.setting);
    return draw({data, texts: values.texts, point}, width);
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return (value: (typeof values)[K]): void => {
      parameters.set(name, value);
      view.update(picture());
    };
  };
  const domains = [...new Set(data.rows.map(({domain}) => domain))];
  const settings = data.points.map(
    (point) => [nameOf(point.chosen), point.chosen ? "chosen" : "the paper’s γ and η"] as const
  );
  const controls = [
    {name: "texts", element: selectField("Texts", domains.map((name) => [name, name] as const), values.texts, change("texts")).element}, // prettier-ignore
    {name: "setting", element: selectField("Setting", settings, values.setting, change("setting")).element}
  ];
  const view = frame({id, className: "exit-batch", source: methodsSource(data), parameters, controls}, picture());
  return view.element;
}

const names = {"ems-sd": "unpadded", vanilla: "padded"} as const;

function draw(view: ExitBatchView, width: number | undefined): Picture {
  const sizes = sizesOf(view.data);
  const title = exitBatchFinding(view);
  const lines = (value: (row: ExitBatchRow) => number, bands = false): ChartLine[] =>
    exitBatchModes.map((mode) => {
      const rows = rowsOf(view, mode);
      return {
        name: names[mode],
        key: mode,
        marker: mode === "vanilla" ? "square" : "disc",
        values: rows.map((row) => row && value(row)),
        ...(bands ? {bands: rows.map((row) => row?.quartiles)} : {})
      };
    });
  const chart = (drawn: readonly ChartLine[], yLabel: string, more: Partial<LineChartOptions> = {}): HTMLElement =>
    lineChart(drawn, {
      ticks: sizes,
      positions: sizes.map(Math.log2),
      xLabel: "batch size",
      yLabel,
      ariaLabel: `${yLabel} by batch size. ${title}`,
      width,
      height: 300,
      ...more
    });
  const rule = (text: string) => ({value: 1, text});
  return {
    title,
    element: html(
      "div",
      {class: "panels"},
      chart(
        lines(({speedUp}) => speedUp, true),
        "Speed over greedy decoding",
        {rule: rule("greedy")}
      ),
      chart(
        lines(({deepRows}) => deepRows),
        "Rows a token, through the layers behind",
        {rule: rule("greedy")}
      ),
      chart(
        lines(({padShare}) => 100 * padShare),
        "Pads among these rows, per cent",
        {format: (value) => formatPercent(value / 100)}
      )
    ),
    caption: [...exitBatchCaption(view), busyWords(view.data.rows.filter(({domain}) => domain === view.texts))],
    table: () =>
      tabulate(
        (["greedy", "vanilla", "ems-sd"] as const).flatMap((mode) => rowsOf(view, mode).flatMap((row) => row ?? [])),
        columns,
        `Batches of ${view.texts} texts; ${pointName(view.data.points[view.point])}`
      )
  };
}

const fixed = (value: number): number => Number(value.toFixed(3));

const columns = [
  {name: "mode", value: ({mode}: ExitBatchRow) => (mode === "greedy" ? mode : names[mode])},
  {name: "batch size", value: ({batchSize}: ExitBatchRow) => batchSize},
  {name: "speed-up", value: ({speedUp}: ExitBatchRow) => fixed(speedUp)},
  {name: "lower quartile", value: ({quartiles}: ExitBatchRow) => fixed(quartiles[0])},
  {name: "upper quartile", value: ({quartiles}: ExitBatchRow) => fixed(quartiles[1])},
  {name: "pairs of runs", value: ({pairs}: ExitBatchRow) => pairs},
  {name: "tokens a step and text", value: ({tokensPerStep}: ExitBatchRow) => fixed(tokensPerStep)},
  {name: "rows a token, first layers", value: ({shallowRows}: ExitBatchRow) => fixed(shallowRows)},
  {name: "rows a token, layers behind", value: ({deepRows}: ExitBatchRow) => fixed(deepRows)},
  {name: "share of pads", value: ({padShare}: ExitBatchRow) => fixed(padShare)},
  {name: "least share of the processor", value: ({busy}: ExitBatchRow) => busy ?? ""}
];
