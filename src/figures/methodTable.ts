// Methods by kind of text, in the shape of the paper's Tables 1 to 3 (Kangaroo, Liu et al. 2024), as we timed them, and the
// paper's own below: how many tokens a pass of the whole network yields, and what is left of that in speed.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {tabulate} from "./kit/dataTable.js";
import type {Table} from "./kit/dataTable.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {methodGrid} from "./kit/methodGrid.js";
import {domainsOf, methodRows} from "./kit/methodRows.js";
import type {MethodRow, MethodView} from "./kit/methodRows.js";
import {methodsSource} from "./kit/methodsSource.js";
import {methodCaption, methodFinding} from "./kit/methodWords.js";
import {about, choice} from "./kit/urlState.js";
import type {MethodCell, MethodsData} from "./methodsData.js";
import type {Paper} from "./paperData.js";
import {paperTable} from "./paperTable.js";

export interface MethodTableOptions {
  /** the paper's tables; default none below ours */
  readonly paper?: Paper;
  /** name in links and files; default "methods" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
}

const views = [
  ["methods", "methods"],
  ["modules", "what drafts behind the exit"],
  ["temperature", "temperature"]
] as const satisfies readonly (readonly [MethodView, string])[];

const networks = [
  ["vicuna7b", "Vicuna-7B"],
  ["vicuna13b", "Vicuna-13B"],
  ["llama13b", "Llama2-13B-Chat"]
] as const;

const heads = {methods: "method", modules: "draft module", temperature: "temperature, confidence"};

/** What an address may set. */
export const methodTableParameters = {
  show: about("which of the paper's tables ours is like", choice("methods", views.map(([name]) => name))), // prettier-ignore
  cells: about("medians alone, or with quartiles", choice("medians", ["medians", "quartiles"])),
  paper: about("network of the paper's table of methods", choice("vicuna7b", networks.map(([name]) => name))) // prettier-ignore
};

/** The figure; without a recording a sentence says so. */
export function methodTable(
  data: MethodsData | null,
  {paper, id = "methods", address}: MethodTableOptions = {}
): HTMLElement {
  if (!data) return html("p", {class: "note-line"}, "No methods have been timed with these weights yet.");
  const parameters = bindParameters(id, methodTableParameters, address);
  const {values} = parameters;
  const picture = (): Picture => draw(data, values.show, values.cells === "quartiles", printed());
  const printed = (): HTMLElement[] => {
    if (!paper) return [];
    const table =
      values.show === "methods" ? values.paper : values.show === "modules" ? "architectures" : "temperature";
    return [html("p", {class: "part-title"}, "The paper’s"), paperTable(paper, {table})];
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return (value: (typeof values)[K]): void => {
      parameters.set(name, value);
      which.element.hidden = values.show !== "methods";
      view.update(picture());
    };
  };
  const which = selectField("The paper’s network", networks, values.paper, change("paper"));
  which.element.hidden = values.show !== "methods";
  const cells = [
    ["medians", "medians"],
    ["quartiles", "with quartiles"]
  ] as const;
  const controls = [
    {name: "show", element: selectField("Compare", views, values.show, change("show")).element},
    {name: "cells", element: selectField("Cells", cells, values.cells, change("cells")).element},
    ...(paper ? [{name: "paper", element: which.element}] : [])
  ];
  const source = methodsSource(data, paper);
  const view = frame({id, className: "methods", source, parameters, controls, drawings: false}, picture());
  return view.element;
}

function draw(data: MethodsData, show: MethodView, spread: boolean, printed: readonly HTMLElement[]): Picture {
  const domains = domainsOf(data);
  const rows = methodRows(data, show);
  const caption = `Ours: ${data.models[0].name}, ${data.target.layers} layers; compression ratio / speed-up by kind of text`;
  return {
    title: methodFinding(show, rows, domains),
    element: html("div", {}, methodGrid(rows, {domains, caption, head: heads[show], spread}), ...printed),
    caption: methodCaption(show, rows, spread),
    table: () => asTable(rows, caption)
  };
}

const asTable = (rows: readonly MethodRow[], caption: string): Table =>
  tabulate(
    rows.flatMap((row) => row.cells.flatMap((cell) => (cell ? [{row, cell}] : []))),
    columns,
    caption
  );

interface TableRow {
  readonly row: MethodRow;
  readonly cell: MethodCell;
}

const columns = [
  {name: "method", value: ({row}: TableRow) => row.name},
  {name: "setting", value: ({row}: TableRow) => row.note},
  {name: "parameters", value: ({row}: TableRow) => row.parameters ?? ""},
  {name: "texts", value: ({cell}: TableRow) => cell.domain},
  {name: "compression ratio", value: ({cell}: TableRow) => Number(cell.compression.toFixed(3))},
  {name: "speed-up", value: ({cell}: TableRow) => Number(cell.speedUp.toFixed(3))},
  {name: "lower quartile", value: ({cell}: TableRow) => Number(cell.quartiles[0].toFixed(3))},
  {name: "upper quartile", value: ({cell}: TableRow) => Number(cell.quartiles[1].toFixed(3))},
  {name: "pairs of runs", value: ({cell}: TableRow) => cell.pairs},
  {name: "least share of the processor", value: ({cell}: TableRow) => cell.busy ?? ""}
];
