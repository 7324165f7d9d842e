// The grid of a batch with a cursor in it: a pointer or the arrow keys choose a cell, and its tokens are read below.
import {wordOf} from "../batchData.js";
import type {BatchData, BatchSample} from "../batchData.js";
import type {Accepted} from "./acceptedCells.js";
import {drawAccepted} from "./acceptedDrawing.js";
import type {Drawing, Place} from "./acceptedDrawing.js";
import {acceptedColumns, acceptedRows, acceptedTitle, acceptedWords, padSentence} from "./acceptedWords.js";
import type {Pace} from "./batchReplay.js";
import {cellSentence, cellText, rejectedSentence} from "./cellReading.js";
import type {CellContext} from "./cellReading.js";
import {tabulate} from "./dataTable.js";
import {formatCount, html, svg} from "./dom.js";
import type {Picture} from "./frame.js";

export interface AcceptedPictureOptions {
  readonly data: BatchData;
  /** of the batch shown, in its order */
  readonly samples: readonly BatchSample[];
  readonly accepted: Accepted;
  readonly paces: readonly Pace[];
  readonly drafter: string;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
  /** what stands below the reading */
  readonly below?: HTMLElement;
}

export function acceptedPicture(options: AcceptedPictureOptions): Picture {
  const {samples, accepted, paces, width, below} = options;
  const steps = accepted.spreads.length;
  const scroller = html("div", {
    class: "grid-scroll",
    tabindex: 0,
    role: "group",
    "aria-label": "Grid of samples and steps: arrow keys choose a cell, whose tokens are read below"
  });
  const beside = [html("div"), html("div")];
  const row = html("div", {class: "grid-row"}, beside[0], scroller, beside[1]);
  const reading = html("div", {class: "cell-reading"});
  const status = html("p", {class: "visually-hidden", role: "status"});
  const read = cellReader(options);
  let drawing: Drawing | undefined;
  let cursor = firstPlace(accepted);

  const show = (place: Place | undefined): void => {
    drawing?.mark(place);
    if (!place) return;
    const context = read(place);
    reading.replaceChildren(
      html("p", {class: "cell-head"}, cellSentence(context), "."),
      html("div", {class: "cell-text"}, html("p", {class: "sample-text"}, ...cellText(context))),
      html("p", {class: "cell-note"}, [rejectedSentence(context), padSentence(accepted, place.step)].join(" ").trim())
    );
  };
  const choose = (place: Place): void => {
    cursor = place;
    show(cursor);
    const context = read(cursor);
    const words = context.cell ? ` “${context.emitted.join("")}”.` : "";
    status.textContent = `${cellSentence(context)}.${words} ${rejectedSentence(context)}`.trim();
    if (!drawing) return;
    const [left, right] = drawing.column(cursor.step);
    const edge = 3 * (right - left);
    if (left - edge < scroller.scrollLeft) scroller.scrollLeft = left - edge;
    else if (right + edge > scroller.scrollLeft + scroller.clientWidth) {
      scroller.scrollLeft = right + edge - scroller.clientWidth;
    }
  };
  const draw = (available: number): void => {
    const narrow = available < 560;
    const names = samples.map(({id}) => (narrow ? id.replace(/^.*-(?=\d+$)/, "") : id));
    drawing = drawAccepted(accepted, {
      width: available,
      names,
      paces,
      ariaLabel: acceptedWords(accepted, samples.length)
    });
    const [names_, grid, sums] = drawing.parts;
    beside[0].replaceChildren(names_);
    scroller.replaceChildren(grid);
    beside[1].replaceChildren(sums);
    drawing.mark(cursor);
  };
  const under = ({clientX, clientY}: MouseEvent): Place | undefined => {
    const {left, top} = scroller.firstElementChild!.getBoundingClientRect();
    return drawing?.at(clientX - left, clientY - top);
  };
  scroller.addEventListener("pointermove", (event) => show(under(event) ?? cursor));
  scroller.addEventListener("pointerleave", () => show(cursor));
  scroller.addEventListener("click", (event) => {
    const place = under(event);
    if (place) choose(place);
  });
  scroller.addEventListener("keydown", (event) => {
    const to = cursor && moved(cursor, event, steps, samples.length);
    if (!to) return;
    event.preventDefault();
    choose(to);
  });

  let shown = 0;
  const fit = (available: number): void => {
    const next = Math.max(280, Math.round(available));
    if (next === shown) return;
    shown = next;
    draw(next);
  };
  fit(width ?? 900);
  show(cursor);
  if (width === undefined && typeof ResizeObserver !== "undefined") {
    new ResizeObserver(([entry]) => fit(entry.contentRect.width)).observe(row);
  }
  return {
    element: html("div", {}, legendOf(), row, reading, ...(below ? [below] : []), status),
    title: acceptedTitle(accepted, samples.length),
    caption: [
      `Every row is a sample, every column a step after the prefill. A cell holds what was fed there: the model's own token at the bottom, on it the drafts that were accepted, hollow on top those that were rejected. Both ways of batching take the same steps and write the same tokens; the two lowest strips show what vanilla padding adds in each step to keep caches and inputs level.${accepted.promptPads > 0 ? ` Before the first step it has already padded the shorter prompts with ${formatCount(accepted.promptPads)} slots, which are not in the strip.` : ""}`
    ],
    svgs: () => [drawing!.parts],
    table: () => tabulate(acceptedRows(accepted, samples), acceptedColumns, "Every sample's every step")
  };
}

/** A cell where some drafts were right and some wrong, as early as there is one. */
function firstPlace({cells, spreads}: Accepted): Place | undefined {
  if (spreads.length === 0) return undefined;
  const mixed = (step: number): number =>
    cells.findIndex((row) => (row[step]?.accepted ?? 0) > 0 && (row[step]?.rejected.length ?? 0) > 0);
  const step = spreads.findIndex((_, k) => mixed(k) >= 0);
  return step < 0 ? {sample: 0, step: 1} : {sample: mixed(step), step: step + 1};
}

/** Where a key leads from a cell; undefined where it leads nowhere. */
function moved({sample, step}: Place, event: KeyboardEvent, steps: number, batchSize: number): Place | undefined {
  const {key, altKey, ctrlKey, metaKey} = event;
  if (altKey || ctrlKey || metaKey) return undefined;
  const to = (s: number, k: number): Place => ({
    sample: Math.max(0, Math.min(batchSize - 1, s)),
    step: Math.max(1, Math.min(steps, k))
  });
  if (key === "ArrowLeft") return to(sample, step - 1);
  if (key === "ArrowRight") return to(sample, step + 1);
  if (key === "ArrowUp") return to(sample - 1, step);
  if (key === "ArrowDown") return to(sample + 1, step);
  if (key === "PageUp") return to(sample, step - 10);
  if (key === "PageDown") return to(sample, step + 10);
  if (key === "Home") return to(sample, 1);
  return key === "End" ? to(sample, steps) : undefined;
}

/** What a cell says. */
function cellReader({data, samples, accepted, drafter}: AcceptedPictureOptions): (place: Place) => CellContext {
  const word = wordOf(data);
  return ({sample, step}) => {
    const {id, promptText, texts} = samples[sample];
    const row = accepted.cells[sample];
    const cell = row[step - 1];
    const first = row.slice(0, step - 1).reduce((n, before) => n + (before?.emitted.length ?? 0), 1);
    const emitted = cell?.emitted ?? [];
    return {
      name: id,
      step,
      steps: row.length,
      cell,
      lastStep: row.findLastIndex(Boolean) + 1,
      before: promptText + texts.slice(0, first).join(""),
      emitted: emitted.map((_, i) => texts[first + i] ?? ""),
      ends: data.eos.includes(emitted.at(-1) ?? -1),
      // of a network's drafts only the first wrong one is kept
      rejected: (cell?.rejected ?? []).slice(0, drafter === "lookup" ? undefined : 1).map(word)
    };
  };
}

function legendOf(): HTMLUListElement {
  const item = (kind: string, d: string, words: string): HTMLLIElement =>
    html(
      "li",
      {},
      svg(
        "svg",
        {class: "accepted-grid", width: 12, height: 14, viewBox: "0 0 12 14", "aria-hidden": "true"},
        svg("path", {class: kind, d})
      ),
      words
    );
  const solid = "M2,12h8v-10h-8z";
  const outline = "M2.5,11.5h7v-9h-7z";
  return html(
    "ul",
    {class: "legend", "aria-label": "Marks in the grid"},
    item("kind-own", solid, "the model's own"),
    item("kind-accepted", solid, "drafted, accepted"),
    item("wrong", outline, "drafted, rejected"),
    item("ended", "M6,13v-12", "the text has ended"),
    item("pads-running", solid, "pads that level samples still writing"),
    item("pads-ended", outline, "pads of samples that have ended")
  );
}
