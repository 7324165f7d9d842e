// A labelled box for a reader's own text.
import {html} from "./dom.js";

export interface TextFieldOptions {
  /** characters */
  readonly most: number;
  /** default 3 */
  readonly rows?: number;
  /** milliseconds after the last key before `change` is called; default 150 */
  readonly wait?: number;
}

export interface TextField {
  readonly element: HTMLLabelElement;
  set(text: string): void;
}

export function textField(
  label: string,
  {most, rows = 3, wait = 150}: TextFieldOptions,
  text: string,
  change: (text: string) => void
): TextField {
  const input = html("textarea", {rows, maxlength: most, spellcheck: "false"});
  input.value = text;
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change(input.value), wait);
  });
  return {
    element: html("label", {class: "field own-text"}, label, input),
    set(next) {
      clearTimeout(timer);
      input.value = next;
    }
  };
}
