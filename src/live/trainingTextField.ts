// The text that the networks learn from: the built-in one, or the reader's own. It goes into the link only where the reader
// asks for that, and where it fits.
import {pageAddress} from "../figures/kit/address.js";
import {formatCount, html} from "../figures/kit/dom.js";
import {readRows, writeRows} from "../figures/kit/urlState.js";
import {OTHER} from "../training/characters.js";
import {builtInText} from "./builtInText.js";
import {readText} from "./trainingTask.js";

/** The text's name in the address, `train1`. */
const NAME = "train";
/** characters of a link that every host takes */
const LONGEST_IN_LINK = 6000;
/** a text up to so many characters is read at every key press, a longer one when there has been none for a while */
const READ_AT_ONCE = 20_000;
/** milliseconds of that while */
const PAUSE = 200;

export interface TextField {
  readonly element: HTMLElement;
  text(): string;
  /** whether it is the reader's own */
  own(): boolean;
  /** the query with the text, where it belongs into the link */
  query(query: string): string;
  /** distinct characters; undefined where the text cannot be used */
  vocabSize(): number | undefined;
  lock(locked: boolean): void;
}

export function trainingTextField(changed: () => void): TextField {
  const [given] = readRows(pageAddress.read(), 1, NAME);
  const input = html("textarea", {
    rows: 7,
    spellcheck: "false",
    "aria-label": "Text that the networks learn from"
  });
  input.value = given ?? builtInText;
  const back = html("button", {type: "button"}, "Back to the built-in text");
  const box = html("input", {type: "checkbox", checked: given !== undefined});
  const inLink = html("label", {class: "train-link"}, box, "Put my text into the link");
  const note = html("p", {class: "train-note"});
  const linkNote = html("p", {class: "train-note", role: "status"});
  let vocabSize: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const own = (): boolean => input.value !== builtInText;
  const linked = (): string | undefined => {
    if (!box.checked || !own()) return undefined;
    return writeRows([input.value], "", NAME).length <= LONGEST_IN_LINK ? input.value : undefined;
  };
  const keep = (): void => {
    const query = pageAddress.read();
    const next = writeRows([linked()], query, NAME);
    if (next !== query) pageAddress.write(next);
    const length = writeRows([input.value], "", NAME).length;
    const long = box.checked && own() && length > LONGEST_IN_LINK;
    linkNote.textContent = long
      ? `The link is left without the text: it would take ${formatCount(length)} characters there, and ${formatCount(LONGEST_IN_LINK)} are the most.`
      : "";
  };
  const read = (): void => {
    clearTimeout(timer);
    timer = undefined;
    back.hidden = inLink.hidden = !own();
    keep();
    try {
      const {characters, folded} = readText(input.value);
      vocabSize = characters.length;
      const rare = folded > 0 ? ` The ${formatCount(folded)} rarest characters share one token, written ${OTHER}.` : "";
      note.textContent = `${formatCount(input.value.length)} characters, ${vocabSize} tokens: one for each character that occurs.${rare} The last tenth is held out.`;
    } catch (error) {
      vocabSize = undefined;
      note.textContent = error instanceof Error ? error.message : String(error);
    }
    note.classList.toggle("wrong", vocabSize === undefined);
    changed();
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.length <= READ_AT_ONCE) read();
    else timer = setTimeout(read, PAUSE);
  });
  // what was read before moves nothing now, as between the press and the release of a button below
  input.addEventListener("change", read);
  box.addEventListener("change", keep);
  back.addEventListener("click", () => {
    input.value = builtInText;
    read();
    input.focus();
  });
  read();
  return {
    element: html(
      "div",
      {class: "train-text"},
      html("label", {}, "Text to learn from", input),
      note,
      html("div", {class: "train-text-tools"}, back, inLink),
      linkNote
    ),
    text: () => input.value,
    own,
    query: (query) => writeRows([linked()], query, NAME),
    vocabSize() {
      if (timer !== undefined) read();
      return vocabSize;
    },
    lock(locked) {
      input.readOnly = back.disabled = locked;
    }
  };
}
