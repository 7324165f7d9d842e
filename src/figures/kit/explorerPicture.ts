// The grid of early exits as two charts, one under the other's opposite: more tokens a pass, and less time.
import {median} from "../../traces/metrics/median.js";
import type {ExitGridData} from "../exitGridData.js";
import {columnOf, tableOf} from "../paperData.js";
import type {Paper} from "../paperData.js";
import {tabulate} from "./dataTable.js";
import type {Column} from "./dataTable.js";
import {formatPercent, html} from "./dom.js";
import {axisName, domainsOf, slices, ticksOf, timedAt, valueAt} from "./exitSlices.js";
import type {Along, ExitPoint, ExitValue, Slice} from "./exitSlices.js";
import type {Picture} from "./frame.js";
import {lineChart} from "./lineChart.js";
import type {ChartLine} from "./lineChart.js";

export interface ExplorerOptions {
  /** a domain, or "all" */
  readonly texts: string;
  readonly point: ExitPoint;
  readonly by: Along;
  /** the paper's curves, to stand below ours */
  readonly paper?: Paper;
  /** CSS pixels of a chart; default as wide as there is room */
  readonly width?: number;
}

type Quantity = "compression" | "speedUp";

const labels: Readonly<Record<Quantity, string>> = {
  compression: "tokens a pass",
  speedUp: "speed over greedy decoding"
};

/** What the figure's frame is put around. */
export function explorerPicture(data: ExitGridData, options: ExplorerOptions): Picture {
  const {texts, point, by, paper, width} = options;
  const shown = slices(data, point, by);
  const charts = (["compression", "speedUp"] as const).map((quantity) =>
    html(
      "div",
      {},
      lineChart(linesOf(data, texts, shown, quantity), {
        ticks: ticksOf(data, by),
        xLabel: axisName[by],
        yLabel: `Ours: ${labels[quantity]}`,
        ...(quantity === "speedUp" ? {rule: {value: 1, text: "greedy"}} : {}),
        missing: false,
        ariaLabel: `Ours: ${labels[quantity]} along ${axisName[by]}`,
        height: 300,
        ...(width === undefined ? {} : {width})
      })
    )
  );
  const others = paper ? paperCharts(paper, by, width) : [];
  return {
    element: html(
      "div",
      {},
      html("p", {class: "moment"}, readout(data, options)),
      html("div", {class: "chart-pair"}, ...charts, ...others)
    ),
    title: finding(data, texts, point),
    caption: [caption(data, texts), ...(paper && others.length > 0 ? [` ${paperWords(paper, by)}`] : [])],
    table: () => tabulate(tableRows(data, texts, shown), columns, `Every point of the curves, ${textsName(texts)}`)
  };
}

function linesOf(data: ExitGridData, texts: string, shown: readonly Slice[], quantity: Quantity): ChartLine[] {
  const lines = shown.map(({name, own, points}): ChartLine => {
    const values = points.map((at) => valueAt(data, texts, at)?.[quantity]);
    return {name, key: own ? "ems-sd" : "other", values, marker: own ? "disc" : "none", quiet: !own};
  });
  const own = shown.find((slice) => slice.own);
  const timed = own?.points.map((at) => timedAt(data, texts, at)) ?? [];
  if (quantity === "compression" || timed.every((at) => at === undefined)) return lines;
  const measured: ChartLine = {
    name: "timed",
    key: "vanilla",
    values: timed.map((at) => at?.speedUp),
    bands: timed.map((at) => at?.quartiles),
    marker: "square",
    loose: true
  };
  return [...lines, measured];
}

/** The reader's point in a sentence. */
function readout(data: ExitGridData, {texts, point}: ExplorerOptions): string {
  const value = valueAt(data, texts, point);
  if (!value) return "This point is not in the grid.";
  const {compression, draftsPerStep, right, us, greedyUs, speedUp} = value;
  const timed = timedAt(data, texts, point);
  const ms = (time: number): string => `${(time / 1000).toFixed(2)} ms`;
  const real = timed ? ` Really timed it was ${timed.speedUp.toFixed(2)}×.` : "";
  return `${pointName(point)}: ${draftsPerStep.toFixed(2)} drafts a round, ${formatPercent(right)} of them right, so ${compression.toFixed(2)} tokens a pass. By the cost of the parts a token takes ${ms(us)}, greedily ${ms(greedyUs)}: ${speedUp.toFixed(2)}×.${real}`;
}

const pointName = ({layer, draftLength, eta}: ExitPoint): string =>
  `ℓ ${layer}, γ ${draftLength}, η ${(eta / 100).toFixed(1)}`;

const textsName = (texts: string): string => (texts === "all" ? "all five kinds of texts" : `${texts} texts`);

/** What is opposite: the point of most tokens a pass, and the fastest one. */
function finding(data: ExitGridData, texts: string, {draftLength}: ExitPoint): string {
  const all = data.exits.flatMap((layer) =>
    data.draftLengths.flatMap((length) => data.thresholds.map((eta) => ({layer, draftLength: length, eta})))
  );
  const best = (quantity: Quantity): {point: ExitPoint; value: ExitValue} | undefined =>
    all
      .flatMap((point) => {
        const value = valueAt(data, texts, point);
        return value ? [{point, value}] : [];
      })
      .reduce<{point: ExitPoint; value: ExitValue} | undefined>(
        (top, next) => (top && top.value[quantity] >= next.value[quantity] ? top : next),
        undefined
      );
  const [most, fastest] = [best("compression"), best("speedUp")];
  if (!most || !fastest) return `Nothing has been recorded for γ = ${draftLength}`;
  return `On ${textsName(texts)} most tokens a pass (${most.value.compression.toFixed(2)}) come at ${pointName(most.point)}, at ${most.value.speedUp.toFixed(2)}× the speed of greedy decoding; fastest is ${pointName(fastest.point)}, ${fastest.value.speedUp.toFixed(2)}×`;
}

function caption(data: ExitGridData, texts: string): string {
  const domains = domainsOf(data, texts);
  const points = data.timed.filter(({domain}) => domains.includes(domain));
  const misses = points.map(({predicted, speedUp}) => Math.abs(predicted / speedUp - 1));
  const error = misses.length > 0 ? ` Against ${misses.length} timed runs this prediction of the speed-up misses ${formatPercent(median(misses))} in the median, ${formatPercent(Math.max(...misses))} at most.` : ""; // prettier-ignore
  const choice = data.choices.find(({domain}) => domain === texts);
  const chosen = choice ? ` On validation prompts ${pointName({layer: choice.layer, draftLength: choice.draftLength, eta: Math.round(100 * choice.threshold)})} was predicted to be fastest, and chosen; what is shown here are test prompts.` : ""; // prettier-ignore
  return `Tokens a pass are exact, from replay. Speeds are predicted: counters of the replay times the measured cost of the first layers, the adapter with the head, and the layers behind.${error}${chosen} Squares are real runs, medians over texts and repeats, each against greedy decoding of the same text; their bars go from the lower to the upper quartile.`;
}

/** The paper's sweeps, read from its plots by eye. */
function paperCharts(paper: Paper, by: Along, width: number | undefined): HTMLElement[] {
  if (by === "draft") return [];
  const table = tableOf(paper, by === "exit" ? "exitLayers7b" : "thresholds");
  const ticks = columnOf(table, by === "exit" ? "exitLayer" : "threshold").map((tick) => tick ?? 0);
  const lines = (part: 0 | 1): ChartLine[] =>
    by === "exit"
      ? [{name: "Vicuna-7B", key: "ems-sd", values: columnOf(table, part === 0 ? "compression" : "speedUp"), marker: "disc"}] // prettier-ignore
      : ([4, 6, 8] as const).map((gamma) => ({
          name: `γ ${gamma}`,
          key: gamma === 6 ? "ems-sd" : "other",
          values: columnOf(table, `gamma-${gamma}`, part),
          marker: gamma === 6 ? ("disc" as const) : ("none" as const),
          quiet: gamma !== 6
        }));
  return ([0, 1] as const).map((part) =>
    html(
      "div",
      {},
      lineChart(lines(part), {
        ticks,
        positions: ticks,
        xLabel: axisName[by],
        yLabel: `The paper, by eye: ${labels[part === 0 ? "compression" : "speedUp"]}`,
        ...(part === 1 ? {rule: {value: 1, text: "plain"}} : {}),
        missing: false,
        ariaLabel: `The paper, read from its plot by eye: ${labels[part === 0 ? "compression" : "speedUp"]} along ${axisName[by]}`, // prettier-ignore
        height: 240,
        ...(width === undefined ? {} : {width})
      })
    )
  );
}

const paperWords = (paper: Paper, by: Along): string =>
  `The paper's curves were read from its plots by eye (${tableOf(paper, by === "exit" ? "exitLayers7b" : "thresholds").source.replace(/\.$/, "")}); its network has 32 layers and its speeds are measured on GPUs, so shapes compare, heights do not.`;

interface TableRow {
  readonly slice: Slice;
  readonly point: ExitPoint;
  readonly value: ExitValue;
  readonly timed: number | undefined;
}

const tableRows = (data: ExitGridData, texts: string, shown: readonly Slice[]): TableRow[] =>
  shown.flatMap((slice) =>
    slice.points.flatMap((point) => {
      const value = valueAt(data, texts, point);
      return value ? [{slice, point, value, timed: timedAt(data, texts, point)?.speedUp}] : [];
    })
  );

const columns: readonly Column<TableRow>[] = [
  {name: "ℓ", value: ({point}) => point.layer},
  {name: "γ", value: ({point}) => point.draftLength},
  {name: "η", value: ({point}) => point.eta / 100},
  {name: "tokens a pass", value: ({value}) => Number(value.compression.toFixed(3))},
  {name: "drafts a round", value: ({value}) => Number(value.draftsPerStep.toFixed(3))},
  {name: "drafts right", value: ({value}) => Number(value.right.toFixed(3))},
  {name: "predicted speed-up", value: ({value}) => Number(value.speedUp.toFixed(3))},
  {name: "timed speed-up", value: ({timed}) => (timed === undefined ? "" : Number(timed.toFixed(3)))}
];
