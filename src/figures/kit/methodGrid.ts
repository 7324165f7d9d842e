// A table of methods by domain. In every cell stand the compression ratio and the speed-up, as the paper writes them, and a
// bar from 1: filled to the right where a method is faster than plain decoding, hollow to the left where it is slower. Bars
// that would reach further than half of plain decoding's speed are cut, with a point at their end.
import {html, svg} from "./dom.js";
import {meanSpeedUp} from "./methodRows.js";
import type {MethodRow} from "./methodRows.js";
import type {MethodCell} from "../methodsData.js";

export interface MethodGridOptions {
  readonly domains: readonly string[];
  /** what the table holds, in words */
  readonly caption: string;
  /** heading of the first column */
  readonly head: string;
  /** quartiles in every cell; default false */
  readonly spread?: boolean;
}

export function methodGrid(
  rows: readonly MethodRow[],
  {domains, caption, head, spread = false}: MethodGridOptions
): HTMLElement {
  const best = domains.map((_, at) => Math.max(...rows.map(({cells}) => cells[at]?.speedUp ?? 0)));
  const bestMean = Math.max(...rows.map((row) => meanSpeedUp(row) ?? 0));
  const withParameters = rows.some(({parameters}) => parameters !== undefined);
  const column = (name: string): HTMLElement => html("th", {scope: "col", class: "number"}, name);
  return html(
    "div",
    {class: "table-scroll method-grid", tabindex: 0, role: "region", "aria-label": caption},
    html(
      "table",
      {},
      html("caption", {}, caption),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          html("th", {scope: "col"}, head),
          ...(withParameters ? [column("parameters")] : []),
          ...domains.map(column),
          column("mean speed-up")
        )
      ),
      html(
        "tbody",
        {},
        ...rows.map((row, k) => {
          const mean = meanSpeedUp(row);
          return html(
            "tr",
            {class: rows[k - 1] && rows[k - 1].key !== row.key && "parts-from"},
            html("th", {scope: "row"}, unbroken(row.name), ...(row.note ? [html("small", {}, row.note)] : [])),
            ...(withParameters ? [html("td", {class: "number"}, millions(row.parameters))] : []),
            ...row.cells.map((cell, at) => valueCell(cell, {spread, best: best[at]})),
            html(
              "td",
              {class: `number mean${mean === bestMean ? " best" : ""}`},
              ...(mean === undefined ? ["–"] : [html("b", {}, mean.toFixed(2)), bar(mean)])
            )
          );
        })
      )
    )
  );
}

interface CellOptions {
  readonly spread: boolean;
  /** largest speed-up of the column */
  readonly best: number;
}

function valueCell(cell: MethodCell | undefined, {spread, best}: CellOptions): HTMLElement {
  if (!cell) return html("td", {class: "number"}, "–");
  const {compression, speedUp, quartiles} = cell;
  return html(
    "td",
    {class: `number${speedUp === best ? " best" : ""}`},
    `${compression.toFixed(2)} / `,
    html("b", {}, speedUp.toFixed(2)),
    bar(speedUp, spread ? quartiles : undefined),
    ...(spread ? [html("small", {}, `${quartiles[0].toFixed(2)}–${quartiles[1].toFixed(2)}`)] : [])
  );
}

const half = 36;

/** bars end so far from 1 */
const REACH = 0.5;

/** From 1 in the middle to the value; the numbers beside it say the same. */
function bar(value: number, quartiles?: readonly [number, number]): SVGSVGElement {
  const cut = (of: number): number => Math.max(1 - REACH, Math.min(1 + REACH, of));
  const x = (of: number): number => Math.round((half + ((cut(of) - 1) / REACH) * (half - 1)) * 10) / 10;
  const end = x(value);
  const inside = value < 1 ? end + 5 : end - 5;
  const shape =
    cut(value) === value
      ? `M${half},1.5H${end}V7.5H${half}z`
      : `M${half},1.5H${inside}L${end},4.5L${inside},7.5H${half}z`;
  return svg(
    "svg",
    {class: "speed-bar", viewBox: `0 0 ${2 * half} 9`, width: 2 * half, height: 9, "aria-hidden": "true"},
    svg("path", {class: value < 1 ? "slower" : "faster", d: shape}),
    ...(quartiles ? [svg("path", {class: "reach", d: `M${x(quartiles[0])},4.5H${x(quartiles[1])}`})] : []),
    svg("path", {class: "one", d: `M${half},0V9`})
  );
}

/** Parameters in millions; those of a look-up are none. */
const millions = (count: number | undefined): string => (count === undefined ? "–" : `${(count / 1e6).toFixed(2)} M`);

/** A setting such as ℓ = 2 stays in one line. */
const unbroken = (name: string): string => name.replaceAll(" = ", "\u00a0=\u00a0");
