// A labelled box for a reader's own text.
import {html} from "./dom.js";

export interface TextFieldOptions {
  /** characters */
  readonly most: number;
  /** default 3 */
  readonly rows?: number;
  /** milliseconds after the last key before `change` is called; default 150 */
  readonly wait?: number;
  /** what stands there, pale, where the box is emptied */
  readonly emptied?: string;
}

export interface TextField {
  readonly element: HTMLLabelElement;
  /** Another text, which also stands there, pale, where the box is emptied. */
  set(text: string): void;
}

export function textField(
  label: string,
  {most, rows = 3, wait = 150, emptied = ""}: TextFieldOptions,
  text: string,
  change: (text: string) => void
): TextField {
  const input = html("textarea", {rows, maxlength: most, spellcheck: "false"});
  input.value = text;
  input.placeholder = emptied;
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change(input.value), wait);
  });
  return {
    element: html("label", {class: "field own-text"}, label, input),
    set(next) {
      clearTimeout(timer);
      input.value = input.placeholder = next;
    }
  };
}
