// The knobs of the four manipulations, as sliders have them: whole numbers, with what each stands for.
import type {Family} from "../images/manipulate/index.js";

export interface Knob {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  /** what one step of the slider is worth */
  readonly unit: number;
  /** what stands behind the number */
  readonly suffix: string;
}

const share = (name: string, label: string, initial: number, max = 100): Knob => ({name, label, min: 0, max, initial, unit: 0.01, suffix: " %"}); // prettier-ignore
const pixels = (name: string, label: string, initial: number, min: number, max: number): Knob => ({name, label, min, max, initial, unit: 1, suffix: " px"}); // prettier-ignore

export const forgeryKnobs: Readonly<Record<Family, readonly Knob[]>> = {
  swap: [
    share("strength", "How much of the donor", 100),
    pixels("softness", "Edge fades over", 6, 1, 16),
    share("colour", "Colours matched", 100),
    share("shape", "Donor's own shape", 30),
    {...share("size", "Size of the patch", 92, 98), min: 70}
  ],
  graphics: [
    share("strength", "How much of the donor", 100),
    {...share("size", "Size of the patch", 86, 95), min: 60},
    pixels("right", "Moved to the right", 0, -8, 8),
    pixels("down", "Moved down", 0, -8, 8),
    {...share("gain", "Brightness", 100, 150), min: 50}
  ],
  reenact: [{...share("strength", "Smile", 120, 200), min: -150}, pixels("softness", "Edge fades over", 5, 1, 16)],
  rerender: [
    share("strength", "How much of the painted mouth", 100),
    share("coarseness", "How coarse", 60, 150),
    share("sharpening", "Sharpened afterwards", 110, 200),
    {name: "lattice", label: "Chequered pattern", min: 0, max: 12, initial: 0, unit: 1, suffix: " grey levels"},
    pixels("softness", "Edge fades over", 4, 1, 16)
  ]
};

/** All knobs of a family at their first value, by name. */
export const initialKnobs = (family: Family): Record<string, number> =>
  Object.fromEntries(forgeryKnobs[family].map(({name, initial}) => [name, initial]));

/** Values of a family's knobs in an address: "100_6_100_30_92". */
export const encodeKnobs = (family: Family, values: Readonly<Record<string, number>>): string =>
  forgeryKnobs[family].map(({name, initial}) => values[name] ?? initial).join("_");

/** The values of such a text; undefined where it is none of this family. */
export function decodeKnobs(family: Family, text: string): Record<string, number> | undefined {
  const knobs = forgeryKnobs[family];
  const numbers = text.split("_").map((part) => (/^-?\d+$/.test(part) ? Number(part) : NaN));
  const fits =
    numbers.length === knobs.length && knobs.every(({min, max}, i) => numbers[i] >= min && numbers[i] <= max);
  return fits ? Object.fromEntries(knobs.map(({name}, i) => [name, numbers[i]])) : undefined;
}
