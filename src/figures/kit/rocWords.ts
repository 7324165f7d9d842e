// What the figure of ROC curves says in words and tables.
import {FALSE_ALARMS} from "../../traces/falseAlarms.js";
import {columnOf, tableOf} from "../paperData.js";
import type {Paper} from "../paperData.js";
import type {RocSet} from "../rocData.js";
import {formatCount, html} from "./dom.js";
import {signed} from "./penaltyCurves.js";
import {percentText} from "./rocChart.js";
import {DRAWS} from "./rocDraws.js";
import type {SizeDraws} from "./rocDraws.js";
import {pointAt, pointOf} from "./rocMath.js";
import type {RocPoint} from "./rocMath.js";

export interface ShownSet {
  readonly letter: string;
  readonly set: RocSet;
  readonly points: readonly RocPoint[];
}

const rate = (share: number): string => `${(100 * share).toFixed(1)}%`;
const area = ({auc, low, high}: RocSet): string => `${auc.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`;

/** The finding: areas beside rates at the limit. */
export function rocFinding(shown: readonly ShownSet[], limit: number): string {
  const [a, b] = shown;
  const at = ({points}: ShownSet): string => rate(pointAt(points, limit).tpr);
  if (b) {
    const [areas, rates] = [Math.abs(a.set.auc - b.set.auc), Math.abs(pointAt(a.points, limit).tpr - pointAt(b.points, limit).tpr)]; // prettier-ignore
    return `A and B differ by ${(100 * areas).toFixed(2)} points in AUC and by ${(100 * rates).toFixed(1)} in what they find at ${percentText(limit)} false alarms: ${at(a)} and ${at(b)}`;
  }
  return `An AUC of ${a.set.auc.toFixed(3)}, and ${at(a)} of the manipulated pictures found at ${percentText(limit)} false alarms`;
}

/** Head and rows of the table: numbers of a set, a column each. */
export function rocRows(
  shown: readonly ShownSet[],
  threshold: number
): {readonly head: string[]; readonly rows: string[][]} {
  const row = (name: string, value: (set: ShownSet) => string): string[] => [name, ...shown.map(value)];
  return {
    head: ["", ...shown.map(({letter, set}) => (shown.length > 1 ? letter : set.name))],
    rows: [
      row("pristine pictures", ({set}) => formatCount(set.pristine.length)),
      row("manipulated pictures", ({set}) => formatCount(set.manipulated.length)),
      row("AUC", ({set}) => area(set)),
      ...FALSE_ALARMS.map((limit) =>
        row(`TDR at FPR ${percentText(limit)}`, ({points, set}) => {
          const found = rate(pointAt(points, limit).tpr);
          const own = set.rates?.find((one) => one.limit === limit);
          const interval = own ? ` (${rate(own.low)} to ${rate(own.high)})` : "";
          return 1 / set.pristine.length > limit ? `${found}, at no false alarm` : `${found}${interval}`;
        })
      ),
      row(`found at a threshold of ${signed(threshold, 1)}`, ({points}) => rate(pointOf(points, threshold).tpr)),
      row("false alarms there", ({points, set}) => {
        const {fpr} = pointOf(points, threshold);
        return `${rate(fpr)} (${formatCount(Math.round(fpr * set.pristine.length))} of ${formatCount(set.pristine.length)})`;
      })
    ]
  };
}

/** Those rows as a table. */
export function rocTable(shown: readonly ShownSet[], threshold: number): HTMLTableElement {
  const {head, rows} = rocRows(shown, threshold);
  return html(
    "table",
    {class: "penalty-table"},
    html("caption", {}, "Both measures, and what a threshold finds"),
    html(
      "thead",
      {},
      html(
        "tr",
        {},
        ...head.map((name, i) => html("th", {scope: "col", ...(i > 0 ? {class: "number"} : {})}, name || "quantity"))
      )
    ),
    html(
      "tbody",
      {},
      ...rows.map(([name, ...cells]) =>
        html("tr", {}, html("th", {scope: "row"}, name), ...cells.map((cell) => html("td", {class: "number"}, cell)))
      )
    )
  );
}

/** What the number of pristine pictures can tell. */
export function finestWords(shown: readonly ShownSet[]): string {
  const few = Math.min(...shown.map(({set}) => set.pristine.length));
  const needed = few < 10_000 ? " To tell 0.01%, the paper’s strictest limit, takes 10,000." : "";
  return `With ${formatCount(few)} pristine pictures the smallest share of false alarms that can be told is one of them, ${percentText(1 / few)}.${needed}`;
}

/** What some draws of one size say. */
export function drawWords(
  draws: readonly SizeDraws[],
  {size, draw, limit}: {readonly size: number; readonly draw: number; readonly limit: number}
): string {
  const all = draws[draws.length - 1];
  const shown = draws.find((each) => each.size === size) ?? all;
  const whole = `all ${formatCount(all.size)} give ${rate(all.rates[0])}`;
  if (shown === all) return `At FPR ${percentText(limit)} ${whole}.`;
  const told = 1 / size <= limit ? "" : ` One false alarm among ${formatCount(size)} is more than ${percentText(limit)} already, so this is the rate at no false alarm at all: a single pristine picture decides it.`; // prettier-ignore
  return `Draw ${draw} of ${formatCount(size)} pristine pictures gives ${rate(shown.rates[draw - 1])} at FPR ${percentText(limit)}; ${DRAWS} draws lie between ${rate(Math.min(...shown.rates))} and ${rate(Math.max(...shown.rates))}, and ${whole}.${told}`;
}

/** The paper's two measures: how far apart its last two rows are in each. */
export function paperGapWords(paper: Paper): string {
  const table = tableOf(paper, "inDataset");
  const gap = (key: string): number => {
    const [before = NaN, last = NaN] = columnOf(table, key).slice(-2);
    return last - before;
  };
  return `In the paper’s ${table.name} CORE and Xception with random erasing differ by ${gap("auc").toFixed(3)} points in AUC, by ${gap("tdr01").toFixed(2)} in TDR at FPR 0.1% and by ${gap("tdr001").toFixed(2)} at 0.01%.`;
}
