// A figure's data as a table behind a summary, and as CSV. Both are made when a reader asks, from the rows of that moment.
import {html} from "./dom.js";

export type Cell = string | number;

export interface Column<T> {
  readonly name: string;
  readonly value: (row: T) => Cell;
}

export interface Table {
  readonly caption: string;
  readonly head: readonly string[];
  readonly body: readonly (readonly Cell[])[];
}

/** A table with one line per row. */
export const tabulate = <T>(rows: readonly T[], columns: readonly Column<T>[], caption: string): Table => ({
  caption,
  head: columns.map(({name}) => name),
  body: rows.map((row) => columns.map(({value}) => value(row)))
});

export interface DataTable {
  /** details that hold the table while they are open */
  readonly element: HTMLDetailsElement;
  /** The data have changed. */
  refresh(): void;
}

/** A summary that opens the table; `summary` is its text, "Data as a table" by default. */
export function dataTable(make: () => Table, summary = "Data as a table"): DataTable {
  const element = html("details", {class: "data-table"}, html("summary", {}, summary));
  const refresh = (): void => {
    element.querySelector(".table-scroll")?.remove();
    if (element.open) element.append(scrollable(make()));
  };
  element.addEventListener("toggle", refresh);
  return {element, refresh};
}

const scrollable = (table: Table): HTMLDivElement =>
  html(
    "div",
    {class: "table-scroll", tabindex: 0, role: "region", "aria-label": table.caption},
    html(
      "table",
      {},
      html("caption", {}, table.caption),
      html("thead", {}, html("tr", {}, ...table.head.map((name) => html("th", {scope: "col"}, name)))),
      html(
        "tbody",
        {},
        ...table.body.map((row) =>
          html(
            "tr",
            {},
            ...row.map((cell) => html("td", typeof cell === "number" ? {class: "number"} : {}, String(cell)))
          )
        )
      )
    )
  );

/** The same as comma-separated values, with a header line. */
export function toCsv({head, body}: Table): string {
  const quote = (value: Cell): string => {
    const text = String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [head, ...body].map((row) => row.map(quote).join(",")).join("\n");
}
