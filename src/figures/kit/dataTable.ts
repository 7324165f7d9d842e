// A figure's data as a table behind a summary, filled when it is first opened, and as CSV.
import {html} from "./dom.js";

export interface Column<T> {
  readonly name: string;
  readonly value: (row: T) => string | number;
}

export interface DataTableOptions {
  readonly caption: string;
  /** text of the summary; default "Data as a table" */
  readonly summary?: string;
}

/** Details that hold the table. */
export function dataTable<T>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  {caption, summary = "Data as a table"}: DataTableOptions
): HTMLDetailsElement {
  const details = html("details", {class: "data-table"}, html("summary", {}, summary));
  details.addEventListener("toggle", () => details.append(scrollable(table(rows, columns, caption), caption)), {
    once: true
  });
  return details;
}

const scrollable = (element: HTMLElement, label: string): HTMLDivElement =>
  html("div", {class: "table-scroll", tabindex: 0, role: "region", "aria-label": label}, element);

function table<T>(rows: readonly T[], columns: readonly Column<T>[], caption: string): HTMLTableElement {
  return html(
    "table",
    {},
    html("caption", {}, caption),
    html("thead", {}, html("tr", {}, ...columns.map(({name}) => html("th", {scope: "col"}, name)))),
    html(
      "tbody",
      {},
      ...rows.map((row) =>
        html(
          "tr",
          {},
          ...columns.map(({value}) => {
            const cell = value(row);
            return html("td", typeof cell === "number" ? {class: "number"} : {}, String(cell));
          })
        )
      )
    )
  );
}

/** The same as comma-separated values, with a header line. */
export function toCsv<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const quote = (value: string | number): string => {
    const text = String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.map(({name}) => quote(name)), ...rows.map((row) => columns.map(({value}) => quote(value(row))))]
    .map((line) => line.join(","))
    .join("\n");
}
