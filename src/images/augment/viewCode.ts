// A view in a few characters, for an address: "f*e8_10_30_40*j60" is flipped, erased and compressed. What changes nothing
// between pictures of one size (resize, fit, bytes) has no letter.
import type {Rectangle} from "./erase.js";
import type {View, ViewStep} from "./view.js";

type Coded = Exclude<ViewStep["kind"], "resize" | "fit" | "bytes">;

interface Code {
  readonly letter: string;
  /** how many numbers, and within which limits each */
  readonly limits: readonly (readonly [low: number, high: number])[];
  readonly numbers: (step: never) => readonly number[];
  readonly step: (numbers: readonly number[]) => ViewStep;
}

type StepOf<K extends Coded> = Extract<ViewStep, {readonly kind: K}>;

/** sides of the largest picture a view is of */
const SIDE = [0, 4096] as const;
const BOX = [SIDE, SIDE, [1, 4096], [1, 4096]] as const;
const FULL = [-255, 255] as const;

const code = <K extends Coded>(
  letter: string,
  limits: Code["limits"],
  numbers: (step: StepOf<K>) => readonly number[],
  step: (numbers: readonly number[]) => StepOf<K>
): Code => ({letter, limits, numbers, step});

const boxOf = (numbers: readonly number[]): Rectangle => {
  const [left, top, width, height] = numbers.map(Math.round);
  return {left, top, width, height};
};

const codes: Readonly<Record<Coded, Code>> = {
  flip: code<"flip">("f", [], () => [], () => ({kind: "flip"})), // prettier-ignore
  crop: code<"crop">(
    "c",
    BOX,
    ({box: {left, top, width, height}}) => [left, top, width, height],
    (numbers) => ({kind: "crop", box: boxOf(numbers)})
  ),
  erase: code<"erase">(
    "e",
    BOX,
    ({box: {left, top, width, height}}) => [left, top, width, height],
    (numbers) => ({kind: "erase", box: boxOf(numbers)})
  ),
  jpeg: code<"jpeg">("j", [[1, 100]], ({quality}) => [quality], ([quality]) => ({kind: "jpeg", quality})), // prettier-ignore
  noise: code<"noise">(
    "n",
    [
      [0, 64],
      [0, 2 ** 31]
    ],
    ({deviation, seed}) => [deviation, seed],
    ([deviation, seed]) => ({kind: "noise", deviation, seed})
  ),
  blur: code<"blur">("b", [[0, 16]], ({deviation}) => [deviation], ([deviation]) => ({kind: "blur", deviation})), // prettier-ignore
  brightness: code<"brightness">(
    "l",
    [
      [-1, 1],
      [0, 4]
    ],
    ({brightness, contrast}) => [brightness, contrast],
    ([brightness, contrast]) => ({kind: "brightness", brightness, contrast})
  ),
  hue: code<"hue">(
    "h",
    [[-180, 180], FULL, FULL],
    ({hue, saturation, value}) => [hue, saturation, value],
    ([hue, saturation, value]) => ({kind: "hue", hue, saturation, value})
  ),
  colours: code<"colours">(
    "p",
    [
      [-2, 2],
      [-2, 2],
      [-2, 2]
    ],
    ({along}) => along,
    ([a, b, c]) => ({kind: "colours", along: [a, b, c]})
  ),
  grey: code<"grey">("g", [], () => [], () => ({kind: "grey"})), // prettier-ignore
  move: code<"move">(
    "m",
    [[-4, 4], [0.2, 5], FULL, FULL],
    ({angle, scale, shift}) => [angle, scale, ...shift],
    ([angle, scale, x, y]) => ({kind: "move", angle, scale, shift: [x, y]})
  )
};

/** most steps that an address may have */
const MOST = 16;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The view in letters and numbers, rounded to a thousandth. */
export function encodeView(view: View): string {
  return view
    .flatMap((step) => {
      if (step.kind === "resize" || step.kind === "fit" || step.kind === "bytes") return [];
      const {letter, numbers} = codes[step.kind];
      return [
        letter +
          numbers(step as never)
            .map(rounded)
            .join("_")
      ];
    })
    .join("*");
}

/** The view of a text; undefined where it is none: an unknown letter, a number too few, too many or out of range. */
export function decodeView(text: string): View | undefined {
  const parts = text === "" ? [] : text.split("*");
  if (parts.length > MOST) return undefined;
  const view = parts.map((part) => {
    const found = Object.values(codes).find(({letter}) => letter === part[0]);
    const numbers =
      part.length > 1
        ? part
            .slice(1)
            .split("_")
            .map((number) => (number === "" ? NaN : Number(number)))
        : [];
    const fits = found?.limits.every(([low, high], i) => numbers[i] >= low && numbers[i] <= high);
    return found && fits && numbers.length === found.limits.length ? found.step(numbers) : undefined;
  });
  return view.every((step) => step !== undefined) ? view : undefined;
}
