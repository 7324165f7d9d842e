// The rows of the live batch: one editable text per sample, and behind it what the network goes on to write.
import {html} from "../figures/kit/dom.js";

export interface Rows {
  readonly element: HTMLOListElement;
  /** texts of the rows in use */
  texts(): string[];
  /** rows that the reader has changed; undefined where the text is the suggested one [16] */
  edited(): (string | undefined)[];
  /** Use this many rows. */
  resize(count: number): void;
  /** Suggest other texts; what the reader has changed stays. */
  suggest(texts: readonly string[]): void;
  /** Forget all that was written. */
  clear(): void;
  /** Add tokens to what a row's sample has written; `drafted` of them were accepted drafts, the first ones. */
  append(row: number, added: readonly string[], drafted: number): void;
  lock(locked: boolean): void;
}

export interface RowsOptions {
  /** suggested texts, one per row; as many as there are rows at most */
  readonly suggested: readonly string[];
  /** what the reader had changed before */
  readonly edited?: readonly (string | undefined)[];
  readonly count: number;
  readonly change: () => void;
}

/** As many rows as suggested texts, of which `count` are in use. */
export function promptRows({suggested, edited = [], count, change}: RowsOptions): Rows {
  let suggestions = suggested;
  let inUse = count;
  const own: (string | undefined)[] = suggested.map((_, i) => edited[i]);
  const rows = suggested.map((text, i) => {
    const input = html("textarea", {
      rows: 4,
      maxlength: 2000,
      spellcheck: "false",
      "aria-label": `Text of row ${i + 1}`
    });
    input.value = own[i] ?? text;
    input.addEventListener("input", () => {
      own[i] = input.value === suggestions[i] ? undefined : input.value;
      change();
    });
    const output = html("p", {class: "written", "aria-label": `What row ${i + 1} goes on to say`, role: "group"});
    return {input, output, element: html("li", {}, input, output)};
  });
  const element = html("ol", {class: "prompt-rows"}, ...rows.map((row) => row.element));
  const resize = (next: number): void => {
    inUse = next;
    rows.forEach((row, i) => (row.element.hidden = i >= inUse));
  };
  resize(count);
  return {
    element,
    texts: () => rows.slice(0, inUse).map(({input}) => input.value),
    edited: () => own,
    resize,
    suggest(texts) {
      suggestions = texts;
      rows.forEach(({input}, i) => (input.value = own[i] ?? texts[i] ?? ""));
    },
    clear() {
      for (const {input, output} of rows) {
        output.replaceChildren();
        input.scrollTop = input.scrollHeight; // what is written goes on from the text's end
      }
    },
    append(row, added, drafted) {
      const {output} = rows[row];
      const accepted = added.slice(0, drafted).join("");
      const written = added.slice(drafted).join("");
      if (accepted) output.append(html("span", {class: "run-accepted"}, accepted));
      if (written) output.append(html("span", {class: "run-own"}, written));
    },
    lock(locked) {
      for (const {input} of rows) input.readOnly = locked;
    }
  };
}
