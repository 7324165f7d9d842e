// Sentences about methods, from the numbers that are shown.
import {median} from "../../traces/metrics/median.js";
import type {MethodCell} from "../methodsData.js";
import {formatPercent} from "./dom.js";
import {meanSpeedUp} from "./methodRows.js";
import type {MethodRow, MethodView} from "./methodRows.js";

/** What the table shows, without a full stop. */
export function methodFinding(view: MethodView, rows: readonly MethodRow[], domains: readonly string[]): string {
  const said = {methods: comparedFinding, modules: moduleFinding, temperature: temperatureFinding};
  return said[view](rows, domains) ?? "Not all of it has been timed yet";
}

function comparedFinding(rows: readonly MethodRow[], domains: readonly string[]): string | undefined {
  const own = bestKangaroo(rows);
  if (!own) return undefined;
  const winners = domains.map((_, at) => {
    const known = rows.filter(({cells}) => cells[at]);
    return known.reduce((a, b) => (b.cells[at]!.speedUp > a.cells[at]!.speedUp ? b : a)).name;
  });
  const [most] = [...new Set(winners)].sort((a, b) => countOf(winners, b) - countOf(winners, a));
  const faster = own.cells.filter((cell) => cell && cell.speedUp > 1);
  const surely = faster.filter((cell) => cell && cell.quartiles[0] > 1).length;
  const mean = meanSpeedUp(own);
  const setting = own.key === "chosen" ? "at one setting, chosen on other texts," : `at its best exit layer here (${own.note})`; // prettier-ignore
  return [
    `${most} is fastest on ${countOf(winners, most)} of ${domains.length} kinds of text`,
    `Kangaroo ${setting} is faster than greedy decoding on ${faster.length}${faster.length > 0 ? `, in three of four runs on ${surely}` : ""}${mean === undefined ? "" : `, and ${mean.toFixed(2)} times as fast in the mean`}`
  ].join("; ");
}

/** The row at the setting that was chosen for all texts; where none was, the fastest exit. */
function bestKangaroo(rows: readonly MethodRow[]): MethodRow | undefined {
  const known = rows.filter(({key}) => key === "exit");
  const speed = (row: MethodRow): number => meanSpeedUp(row) ?? 0;
  return (
    rows.find(({key, note}) => key === "chosen" && note.startsWith("ℓ")) ??
    (known.length > 0 ? known.reduce((a, b) => (speed(b) > speed(a) ? b : a)) : undefined)
  );
}

const countOf = (list: readonly string[], name: string): number => list.filter((one) => one === name).length;

function moduleFinding(rows: readonly MethodRow[]): string | undefined {
  const own = rows.find(({key}) => key === "exit");
  const mean = own && meanSpeedUp(own);
  const others = rows.flatMap((row) => {
    const speed = meanSpeedUp(row);
    return row === own || speed === undefined ? [] : [{row, speed}];
  });
  if (!own || mean === undefined || others.length === 0) return undefined;
  const best = others.reduce((a, b) => (b.speed > a.speed ? b : a));
  const times = own.parameters && best.row.parameters ? Math.round(best.row.parameters / own.parameters) : undefined;
  return `Kangaroo’s adapter decodes ${mean.toFixed(2)} times as fast as greedy decoding; the best of the other modules, “${best.row.name}”, ${best.speed.toFixed(2)} times${times === undefined ? "" : ` with ${times} times the parameters`}`;
}

function temperatureFinding(rows: readonly MethodRow[]): string | undefined {
  const said = rows.slice(1).flatMap((row) => {
    const mean = meanSpeedUp(row);
    return mean === undefined ? [] : [`${mean.toFixed(2)} at ${lower(row.name)}`];
  });
  const first = rows.length > 0 ? meanSpeedUp(rows[0]) : undefined;
  if (first === undefined || said.length === 0) return undefined;
  return `Over plain decoding at the same temperature, Kangaroo’s speed-up is ${[`${first.toFixed(2)} at ${lower(rows[0].name)}`, ...said].join("; ")}`;
}

const lower = (text: string): string => text[0].toLowerCase() + text.slice(1);

/** How the cells come about. */
export function methodCaption(view: MethodView, rows: readonly MethodRow[], spread: boolean): string[] {
  const cells = rows.flatMap((row) => row.cells.flatMap((cell) => cell ?? []));
  const pairs = cells.map((cell) => cell.pairs);
  const [least, most] = [Math.min(...pairs), Math.max(...pairs)];
  const plain = view === "temperature" ? "plain decoding at the same temperature" : "greedy decoding";
  return [
    `In each cell: tokens per pass of the whole network (compression ratio), and how many times as fast as ${plain}. Bars begin at 1: filled to the right is faster, hollow to the left is slower; bold and underlined is the fastest of a column. `,
    `Every speed-up is the median over ${least === most ? least : `${least} to ${most}`} pairs of runs on the same text, one right after the other, prefill left out${spread ? "; below it the lower and upper quartile" : ""}. The mean is that of the ${rows[0]?.cells.length ?? 0} medians. `,
    ...(view === "temperature" ? ["The first row is greedy; where tokens are drawn, plain decoding and Kangaroo draw different texts from the same distribution. ", drawingWords(rows)] : []), // prettier-ignore
    ...(rows.some(({key}) => key === "tree") ? ["Trees were timed beside greedy runs of their own, once, on fewer texts. "] : []), // prettier-ignore
    ...(view === "modules" ? ["Medusa drafts from the last layer’s state and was timed with the other methods, beside greedy runs of its own. "] : []), // prettier-ignore
    busyWords(cells)
  ];
}

/** "" where all runs had the processor to themselves. */
export function busyWords(cells: readonly Pick<MethodCell, "busy">[]): string {
  const shares = cells.flatMap(({busy}) => busy ?? []);
  const least = Math.min(...shares);
  if (shares.length === 0 || least >= 0.9) return "";
  const crowded = shares.filter((share) => share < 0.9).length;
  const which = crowded === shares.length ? "All of it was" : `${formatPercent(crowded / shares.length)} of it was`;
  return `${which} timed beside other work on the machine, with ${formatPercent(least)} of a processor or more; such runs are compared by the processor time that they took. `;
}

/** What drawing drafts from whole distributions costs; the greedy exit has no such part. */
function drawingWords(rows: readonly MethodRow[]): string {
  const cells = rows.filter(({key}) => key !== "exit").flatMap((row) => row.cells.flatMap((cell) => cell ?? []));
  const shares = cells.map(({parts}) => parts.head / Object.values(parts).reduce((sum, part) => sum + part, 0));
  if (shares.length === 0) return "";
  return `Drafts are drawn from whole distributions, which are handed over and kept for verification: ${formatPercent(median(shares))} of the time there. `;
}
