// One cell of the grid in words: what was accepted, what the network wrote itself, and what was rejected, as a correction
// is written: struck out before what replaces it.
import type {AcceptedCell} from "./acceptedCells.js";
import {html} from "./dom.js";
import type {Child} from "./dom.js";

export interface CellContext {
  readonly name: string;
  readonly step: number;
  readonly steps: number;
  /** undefined where the sample has ended */
  readonly cell: AcceptedCell | undefined;
  /** step in which the sample ended; 0 for the prefill */
  readonly lastStep: number;
  /** prompt and output before the step */
  readonly before: string;
  /** what the emitted tokens add to the text */
  readonly emitted: readonly string[];
  /** whether the last of them is an end token */
  readonly ends: boolean;
  /** the rejected drafts whose tokens are known, in order, read by themselves */
  readonly rejected: readonly string[];
}

/** "dialogue-02, step 3 of 40: 2 of 7 drafts right, 3 tokens". */
export function cellSentence({name, step, steps, cell, lastStep}: CellContext): string {
  const where = `${name}, step ${step} of ${steps}`;
  if (!cell) return `${where}: ended ${lastStep === 0 ? "in the prefill" : `in step ${lastStep}`}, and waits`;
  const drafts =
    cell.drafted.length === 0
      ? "nothing drafted"
      : `${cell.drafted.length - cell.rejected.length} of ${plural(cell.drafted.length, "draft")} right`;
  return `${where}: ${drafts}, ${plural(cell.emitted.length, "token")} written`;
}

/** What the rejected drafts were, as far as it is known. */
export function rejectedSentence({cell, emitted, ends, rejected}: CellContext): string {
  if (!cell || cell.rejected.length === 0) return "";
  const [first] = rejected;
  const more = cell.rejected.length - 1;
  const behind = more > 0 ? `; ${plural(more, "draft")} behind it ${more > 1 ? "are" : "is"} lost with it` : "";
  const own = ends ? "ends the text" : `writes ${quoted(emitted.at(-1) ?? "")}`;
  return first === undefined
    ? `${plural(cell.rejected.length, "draft")} rejected.`
    : `The network ${own} where ${quoted(first)} was drafted${behind}.`;
}

/** The text around the step; the last `tail` characters of what came before. */
export function cellText({cell, before, emitted, rejected}: CellContext, tail = 220): Child[] {
  const shown = before.length > tail ? `…${before.slice(-tail)}` : before;
  if (!cell) return [html("span", {class: "run-before"}, shown)];
  const accepted = emitted.slice(0, -1).join("");
  const parts: (readonly [string, string])[] = [
    ["run-before", shown],
    ["run-accepted", accepted],
    ["run-rejected", rejected.join("")],
    ["run-emitted", emitted.at(-1) ?? ""]
  ];
  return parts
    .filter(([, text]) => text !== "")
    .map(([kind, text]) => html(kind === "run-rejected" ? "s" : "span", {class: kind}, text));
}

const plural = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** White space that a reader couldn't see, by name. */
const quoted = (text: string): string => `“${text.replaceAll("\n", "⏎")}”`;
