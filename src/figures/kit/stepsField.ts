// A slider over values that aren't evenly spaced; one that is none of them is put among them.
import type {Field} from "./fields.js";
import {rangeField} from "./rangeField.js";

/** A slider over `values`, rising; `format` writes one of them out. */
export function stepsField(
  label: string,
  values: readonly number[],
  format: (value: number) => string,
  value: number,
  change: (value: number) => void
): Field<number> {
  let stops = withValue(values, value);
  const field = rangeField(
    label,
    {min: 0, max: stops.length - 1, format: (index) => format(stops[index])},
    stops.indexOf(value),
    (index) => change(stops[index])
  );
  return {
    ...field,
    set(next) {
      stops = withValue(values, next);
      field.input.setAttribute("max", String(stops.length - 1));
      field.set(stops.indexOf(next));
    }
  };
}

const withValue = (values: readonly number[], value: number): number[] =>
  values.includes(value) ? [...values] : [...values, value].sort((a, b) => a - b);
