// A table of a paper, as printed, with a line that says where it was read.
import {formatCount, html} from "./kit/dom.js";
import type {Child} from "./kit/dom.js";
import {tableOf} from "./paperData.js";
import type {Paper, PaperCell, PaperColumn} from "./paperData.js";

export interface PaperTableOptions {
  /** which of the paper's tables, such as "ablation" */
  readonly table: string;
  /** default the one that comes with the table */
  readonly caption?: string;
  /** where it stands, such as "beside the curves", for who hears of a page's regions: a page may have it twice */
  readonly where?: string;
}

/** characters of a cell from which on it is a sentence and no number */
const LONG = 32;

/** The table; its rows are named by their first cell. */
export function paperTable(data: Paper, {table, caption, where}: PaperTableOptions): HTMLElement {
  const {name, digits: usualDigits, columns, rows, source, notes = [], caption: usual, setting} = tableOf(data, table);
  const text = (cell: PaperCell, {digits = usualDigits, unit}: PaperColumn): string => {
    if (cell === null) return "–";
    if (typeof cell === "string") return cell;
    const [value, other] = typeof cell === "number" ? [cell] : cell;
    const number = value.toLocaleString("en", {minimumFractionDigits: digits, maximumFractionDigits: digits});
    const written = unit === undefined ? number : `${number}\u00a0${unit}`;
    return other === undefined ? written : `${written} (${other.toFixed(digits)})`;
  };
  const rowName = (cell: PaperCell, column: PaperColumn): string =>
    typeof cell === "number" && column.digits === undefined ? formatCount(cell) : text(cell, column);
  // a column of sentences begins at the left
  const wordy = (i: number): boolean => rows.some((row) => typeof row[i] === "string" && row[i].length > LONG);
  const label = `${name}: ${caption ?? usual}`;
  return html(
    "div",
    {class: "paper-table"},
    html(
      "div",
      {
        class: "table-scroll",
        tabindex: 0,
        role: "region",
        "aria-label": where === undefined ? label : `${label}, ${where}`
      },
      html(
        "table",
        {},
        html("caption", {}, label),
        html(
          "thead",
          {},
          html(
            "tr",
            {},
            ...columns.map((column, i) =>
              html("th", {scope: "col", class: i > 0 && (wordy(i) ? "words" : "number")}, ...unbroken(column.name))
            )
          )
        ),
        html(
          "tbody",
          {},
          ...rows.map(([first, ...cells]) =>
            html(
              "tr",
              {},
              html("th", {scope: "row"}, rowName(first, columns[0])),
              ...cells.map((cell, i) =>
                html("td", {class: wordy(i + 1) ? "words" : "number"}, text(cell, columns[i + 1]))
              )
            )
          )
        )
      )
    ),
    html("p", {class: "note-line"}, [source, `${setting ?? data.setting}.`, ...notes].join(" "))
  );
}

/** A text whose words with hyphens, such as EMS-SD, stay in one line. */
const unbroken = (text: string): Child[] =>
  text.split(/(\S*-\S*)/).map((part, i) => (i % 2 === 1 ? html("span", {class: "unbroken"}, part) : part));
