// Labelled form controls, bound to a value.
import {html} from "./dom.js";

export interface Field<T> {
  readonly element: HTMLLabelElement;
  readonly input: HTMLSelectElement | HTMLInputElement;
  set(value: T): void;
}

/** A select; `options` are [value, text]. */
export function selectField<V extends string>(
  label: string,
  options: readonly (readonly [V, string])[],
  value: V,
  change: (value: V) => void
): Field<V> {
  const input = html("select", {}, ...options.map(([key, text]) => html("option", {value: key}, text)));
  input.value = value;
  input.addEventListener("change", () => change(input.value as V));
  return {element: html("label", {class: "field"}, label, input), input, set: (next) => (input.value = next)};
}

/** Boxes to tick under one heading; `options` are [value, text], `values` those that are ticked. */
export function checkFields<V extends string>(
  legend: string,
  options: readonly (readonly [V, string])[],
  values: readonly V[],
  change: (values: V[]) => void
): HTMLFieldSetElement {
  const boxes = options.map(([value, text]) => {
    const input = html("input", {type: "checkbox", value, checked: values.includes(value)});
    input.addEventListener("change", () => {
      change(boxes.flatMap((box) => (box.input.checked ? [box.value] : [])));
    });
    return {value, input, element: html("label", {}, input, text)};
  });
  return html("fieldset", {class: "checks"}, html("legend", {}, legend), ...boxes.map(({element}) => element));
}

export interface NumberFieldOptions {
  readonly min: number;
  readonly max: number;
}

/** A whole number; what is out of range is brought into it when the reader leaves the field. */
export function numberField(
  label: string,
  {min, max}: NumberFieldOptions,
  value: number,
  change: (value: number) => void
): Field<number> {
  const input = html("input", {type: "number", min, max, step: 1, value, inputmode: "numeric"});
  input.addEventListener("change", () => {
    const asked = Math.round(Number(input.value));
    const next = Number.isFinite(asked) && input.value !== "" ? Math.max(min, Math.min(max, asked)) : value;
    input.value = String(next);
    change(next);
  });
  return {
    element: html("label", {class: "field"}, label, input),
    input,
    set: (next) => (input.value = String(next))
  };
}
