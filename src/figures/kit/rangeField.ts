// A labelled slider that says its value.
import {html} from "./dom.js";
import type {Field} from "./fields.js";

export interface RangeFieldOptions {
  readonly min: number;
  readonly max: number;
  /** the value in words; default as it is */
  readonly format?: (value: number) => string;
}

/** A slider over whole numbers; `change` is called while it moves. */
export function rangeField(
  label: string,
  {min, max, format = String}: RangeFieldOptions,
  value: number,
  change: (value: number) => void
): Field<number> {
  const input = html("input", {type: "range", min, max, step: 1, value, "aria-label": label});
  const output = html("b", {}, format(value));
  const say = (): void => {
    output.textContent = format(Number(input.value));
    input.setAttribute("aria-valuetext", output.textContent);
  };
  say();
  input.addEventListener("input", () => {
    say();
    change(Number(input.value));
  });
  return {
    element: html("label", {class: "field range"}, html("span", {}, label, " ", output), input),
    input,
    set(next) {
      input.value = String(next);
      say();
    }
  };
}
