// What an address may set of the figures, as a table for teachers, from the descriptions that the figures themselves use.
import {tabulate} from "./kit/dataTable.js";
import type {Table} from "./kit/dataTable.js";
import {html} from "./kit/dom.js";
import type {Parameters} from "./kit/urlState.js";

export interface DescribedFigure {
  /** the figure's name in addresses, such as "race" */
  readonly figure: string;
  readonly parameters: Parameters;
}

/** One row per parameter, with the name that the address and `?hide=` use. */
export function parameterTable(figures: readonly DescribedFigure[]): HTMLElement {
  const {caption, head, body} = parameterRows(figures);
  const cells = (row: (typeof body)[number]): HTMLElement[] =>
    row.map((text, i) => (i === 0 ? html("th", {scope: "row"}, html("code", {}, String(text))) : cell(String(text))));
  return html(
    "div",
    {class: "table-scroll parameters", tabindex: 0, role: "region", "aria-label": caption},
    html(
      "table",
      {},
      html("caption", {}, caption),
      html("thead", {}, html("tr", {}, ...head.map((name) => html("th", {scope: "col"}, name)))),
      html("tbody", {}, ...body.map((row) => html("tr", {}, ...cells(row))))
    )
  );
}

const cell = (text: string): HTMLElement => html("td", {}, text);

export function parameterRows(figures: readonly DescribedFigure[]): Table {
  const rows = figures.flatMap(({figure, parameters}) =>
    Object.entries(parameters).map(([name, parameter]) => ({name: `${figure}.${name}`, parameter}))
  );
  return tabulate(
    rows,
    [
      {name: "name", value: ({name}) => name},
      {name: "what it sets", value: ({parameter}) => parameter.about ?? ""},
      {name: "allowed", value: ({parameter}) => parameter.allowed ?? ""},
      {
        name: "if left out",
        value: ({parameter: {initial, leftOut}}) => leftOut ?? (initial === "" ? "not answered" : initial)
      }
    ],
    "Parameters of the figures"
  );
}
