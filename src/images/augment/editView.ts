// Changes to a view by hand: one step of a kind is set, put where it belongs, or taken away.
import type {Rectangle} from "./erase.js";
import type {View, ViewStep} from "./view.js";

/** A picture is cut out and turned first, then coloured and moved, then worsened; what is erased stays black. */
const order: readonly ViewStep["kind"][] = [
  "resize",
  "fit",
  "crop",
  "flip",
  "brightness",
  "hue",
  "colours",
  "grey",
  "move",
  "blur",
  "noise",
  "jpeg",
  "bytes",
  "erase"
];

/** The step of a kind, where there is one; the first of several. */
export function stepOf<K extends ViewStep["kind"]>(view: View, kind: K): Extract<ViewStep, {kind: K}> | undefined {
  return view.find((step) => step.kind === kind) as Extract<ViewStep, {kind: K}> | undefined;
}

/** The view with this step in the place of all of its kind; without any for undefined. */
export function withStep<K extends ViewStep["kind"]>(
  view: View,
  kind: K,
  step: Extract<ViewStep, {kind: K}> | undefined
): View {
  const at = view.findIndex((one) => one.kind === kind);
  const others = view.filter((one) => one.kind !== kind);
  if (!step) return others;
  const later = others.findIndex((one) => order.indexOf(one.kind) > order.indexOf(kind));
  const place = at >= 0 ? Math.min(at, others.length) : later < 0 ? others.length : later;
  return [...others.slice(0, place), step, ...others.slice(place)];
}

/** The boxes that are erased, in their order. */
export const boxesOf = (view: View): Rectangle[] => view.flatMap((step) => (step.kind === "erase" ? [step.box] : []));

/** The view with these boxes, erased last, and no others. */
export const withBoxes = (view: View, boxes: readonly Rectangle[]): View => [
  ...view.filter(({kind}) => kind !== "erase"),
  ...boxes.map((box): ViewStep => ({kind: "erase", box}))
];

const round = (value: number, digits = 0): string => value.toFixed(digits).replace("-", "−");
const signed = (value: number, digits = 0): string => (value < 0 ? "" : "+") + round(value, digits);

/** A step in words, as in "erased 30 × 40 pixels"; "" for what changes nothing between pictures of one size. */
export function stepWords(step: ViewStep): string {
  switch (step.kind) {
    case "resize":
    case "fit":
    case "bytes":
      return "";
    case "flip":
      return "mirrored";
    case "crop":
      return `cut to ${step.box.width} × ${step.box.height} pixels and enlarged`;
    case "erase":
      return `erased ${step.box.width} × ${step.box.height} pixels`;
    case "jpeg":
      return `JPEG at quality ${step.quality}`;
    case "noise":
      return `noise of ${round(step.deviation, 1)} grey levels`;
    case "blur":
      return `blurred by ${round(step.deviation, 1)} pixels`;
    case "brightness":
      return `brightness ${signed(100 * step.brightness)} %, contrast × ${round(step.contrast, 2)}`;
    case "hue":
      return `hue ${signed(step.hue)}°, saturation ${signed(step.saturation)}, value ${signed(step.value)}`;
    case "colours":
      return "colours shifted along their principal axes";
    case "grey":
      return "grey";
    case "move":
      return `turned ${signed((step.angle * 180) / Math.PI, 1)}°, scaled × ${round(step.scale, 2)}, moved ${signed(step.shift[0])}, ${signed(step.shift[1])} pixels`;
  }
}

/** A view in words; "as it is" where nothing is changed. */
export function viewWords(view: View): string {
  const words = view.map(stepWords).filter((text) => text !== "");
  return words.length === 0 ? "as it is" : words.join(", ");
}
