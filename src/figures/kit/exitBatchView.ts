// Early exits by batch size: the rows that a reader has chosen, and sentences about them.
import type {ExitBatchData, ExitBatchRow} from "../exitBatchData.js";
import {formatPercent} from "./dom.js";

/** What is shown: one domain, one of the settings. */
export interface ExitBatchView {
  readonly data: ExitBatchData;
  readonly texts: string;
  /** place in the list of settings */
  readonly point: number;
}

export const exitBatchModes = ["ems-sd", "vanilla"] as const;

export const sizesOf = ({rows}: Pick<ExitBatchData, "rows">): number[] =>
  [...new Set(rows.map(({batchSize}) => batchSize))].sort((a, b) => a - b);

/** Rows of a mode, one per size; undefined where it was not timed. */
export function rowsOf({data, texts, point}: ExitBatchView, mode: ExitBatchRow["mode"]): (ExitBatchRow | undefined)[] {
  const own = data.rows.filter(
    (row) => row.domain === texts && row.mode === mode && (mode === "greedy" || row.point === point)
  );
  return sizesOf(data).map((size) => own.find(({batchSize}) => batchSize === size));
}

/** The setting in a few words. */
export function pointName({exitLayer, draftLength, threshold, chosen}: ExitBatchData["points"][number]): string {
  const which = chosen ? "chosen on validation prompts" : "the paper’s γ and η";
  return `ℓ = ${exitLayer}, γ = ${draftLength}, η = ${threshold}, ${which}`;
}

/** What padding costs, without a full stop. */
export function exitBatchFinding(view: ExitBatchView): string {
  const sizes = sizesOf(view.data);
  const [unpadded, padded] = exitBatchModes.map((mode) => rowsOf(view, mode));
  const at = sizes.findLastIndex((_, i) => unpadded[i] && padded[i]);
  if (at < 0) return `No batches of ${view.texts} texts have been timed yet`;
  const [a, b] = [padded[at]!, unpadded[at]!];
  const where = `${sizes[at]} ${view.texts} texts at once`;
  const rows = `padding costs ${a.deepRows.toFixed(2)} rows a token instead of ${b.deepRows.toFixed(2)}, ${formatPercent(a.padShare)} of them pads`; // prettier-ignore
  return `With ${where}, ${rows}; unpadded, early exits decode ${b.speedUp.toFixed(2)} times as fast as greedy, padded ${a.speedUp.toFixed(2)} times`;
}

/** How the lines come about. */
export function exitBatchCaption(view: ExitBatchView): string[] {
  const known = exitBatchModes.flatMap((mode) => rowsOf(view, mode).flatMap((row) => row ?? []));
  const pairs = known.map((row) => row.pairs);
  const {prompts} = view.data;
  const doubled = sizesOf(view.data).filter((size) => size > prompts);
  const once = pairs.filter((count) => count === 1).length;
  return [
    `Early exits at ${pointName(view.data.points[view.point])}. `,
    "Neither paper shows this: Kangaroo decodes one text at a time, and EMS-SD has no early exits. Each text of a batch stops drafting where its own confidence falls below η, so drafts are ragged; padded, all wait for the longest, in the first layers and in verification. ",
    "Speed-ups are over greedy decoding of the same batch, prefill left out: medians over batches and repeats, with a band from the lower to the upper quartile",
    once > 0 ? "; where a point has no band, there is a single pair of runs. " : ". ",
    "Rows are those through the layers behind ℓ, pads included, for each new token; greedy decoding has one. ",
    "At batch size 1 both feed the same rows, and what lies between them is what timings differ by. ",
    ...(doubled.length > 0 ? [`${prompts} texts were timed, so a batch of ${doubled.join(" or ")} holds some of them more than once. `] : []), // prettier-ignore
    "Pads also stand for texts that have ended while others go on; the more texts, the more of them wait for the last. "
  ];
}
