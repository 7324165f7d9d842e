// One view that a reader makes by hand: boxes are drawn on it with a pointer or with keys, sliders do the rest. What is done is
// data (images/augment/view.ts); the picture comes back from the worker.
import {html, svg} from "../figures/kit/dom.js";
import {rangeField} from "../figures/kit/rangeField.js";
import type {Field} from "../figures/kit/fields.js";
import {boxesOf, inside, stepOf, viewWords, withBoxes, withStep, type Rectangle, type View} from "../images/augment/index.js"; // prettier-ignore
import {middleWindow} from "../images/window.js";
import {faceCanvas} from "./faceCanvas.js";
import type {Pixels} from "./faceMessages.js";
import {CROP} from "./faceWork.js";

export interface ViewEditor {
  readonly element: HTMLElement;
  view(): View;
  /** Another view, from elsewhere. */
  set(view: View): void;
  show(picture: Pixels | undefined): void;
  showStill(source: string): void;
}

/** pixels that a key moves a box by, and that a new box is wide */
const STEP = 4;
const BOX = 36;
/** pixels below which a drawn box is a slip of the hand */
const LEAST = 3;

interface Slider {
  readonly field: Field<number>;
  readonly read: (view: View) => number;
}

export interface ViewEditorOptions {
  readonly name: string;
  readonly initial: View;
  /** of noise */
  readonly seed: number;
  /** pixels along an edge of what detectors read of it; undefined where there are none */
  readonly size?: number;
  readonly changed: (view: View) => void;
}

export function viewEditor({name, initial, seed, size, changed}: ViewEditorOptions): ViewEditor {
  let view = initial;
  const face = faceCanvas(name);
  const outline = size === undefined ? [] : [readOutline(size)];
  face.over.replaceChildren(...outline);
  const words = html("p", {class: "view-words"});
  const become = (next: View): void => {
    view = next;
    settle();
    changed(view);
  };

  const flip = html("input", {type: "checkbox"});
  flip.addEventListener("change", () => become(withStep(view, "flip", flip.checked ? {kind: "flip"} : undefined)));
  const slider = (
    label: string,
    options: Parameters<typeof rangeField>[1],
    read: Slider["read"],
    write: (value: number) => View
  ): Slider => ({field: rangeField(label, options, read(view), (value) => become(write(value))), read});
  const sliders: readonly Slider[] = [
    slider(
      "Crop to",
      {min: 60, max: 100, format: (value) => `${value} %`},
      (of) => Math.min(100, Math.round((100 * (stepOf(of, "crop")?.box.width ?? CROP)) / CROP)),
      (value) => withStep(view, "crop", value === 100 ? undefined : {kind: "crop", box: middleBox(value)})
    ),
    slider(
      "Brightness",
      {min: -40, max: 40, format: (value) => `${value > 0 ? "+" : ""}${value} %`},
      (of) => Math.round(100 * (stepOf(of, "brightness")?.brightness ?? 0)),
      (value) => withStep(view, "brightness", value === 0 ? undefined : {kind: "brightness", brightness: value / 100, contrast: stepOf(view, "brightness")?.contrast ?? 1}) // prettier-ignore
    ),
    slider(
      "Blur",
      {min: 0, max: 30, format: (value) => `${(value / 10).toFixed(1)} px`},
      (of) => Math.round(10 * (stepOf(of, "blur")?.deviation ?? 0)),
      (value) => withStep(view, "blur", value === 0 ? undefined : {kind: "blur", deviation: value / 10})
    ),
    slider(
      "Noise",
      {min: 0, max: 30, format: (value) => `${value} levels`},
      (of) => Math.round(stepOf(of, "noise")?.deviation ?? 0),
      (value) => withStep(view, "noise", value === 0 ? undefined : {kind: "noise", deviation: value, seed: stepOf(view, "noise")?.seed ?? seed}) // prettier-ignore
    ),
    slider(
      "JPEG quality",
      {min: 10, max: 100, format: (value) => (value === 100 ? "none" : String(value))},
      (of) => stepOf(of, "jpeg")?.quality ?? 100,
      (value) => withStep(view, "jpeg", value === 100 ? undefined : {kind: "jpeg", quality: value})
    )
  ];

  const add = html("button", {type: "button"}, "Add a box");
  const clear = html("button", {type: "button"}, "Reset");
  add.addEventListener("click", () => {
    const boxes = boxesOf(view);
    const at = Math.min(CROP - BOX, 46 + 8 * (boxes.length % 6));
    become(withBoxes(view, [...boxes, {left: at, top: at, width: BOX, height: BOX}]));
    pad.focus();
  });
  clear.addEventListener("click", () => become([]));

  const pad = html(
    "div",
    {class: "view-pad", tabindex: 0, role: "group", "aria-label": `${name}: boxes to erase. Drag to draw one; arrow keys move the last one, with Shift they resize it, Delete takes it away`}, // prettier-ignore
    face.element
  );
  pad.addEventListener("keydown", (event) => {
    const boxes = boxesOf(view);
    const last = boxes.at(-1);
    const move = {ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP]}[event.key];
    if (!last || (!move && event.key !== "Delete" && event.key !== "Backspace")) return;
    event.preventDefault();
    become(withBoxes(view, [...boxes.slice(0, -1), ...(move ? [moved(last, move[0], move[1], event.shiftKey)] : [])]));
  });
  drag(pad, face.over, outline, (box) => become(withBoxes(view, [...boxesOf(view), box])));

  function settle(): void {
    flip.checked = stepOf(view, "flip") !== undefined;
    for (const {field, read} of sliders) field.set(read(view));
    clear.disabled = view.length === 0;
    words.textContent = viewWords(view);
  }
  settle();
  return {
    element: html(
      "div",
      {class: "view-editor"},
      pad,
      words,
      html(
        "details",
        {class: "view-hands", open: true},
        html("summary", {}, "Change it by hand"),
        html("div", {class: "live-bar"}, add, clear, html("label", {class: "view-flip"}, flip, "Mirrored")),
        ...sliders.map(({field}) => field.element)
      )
    ),
    view: () => view,
    set(next) {
      view = next;
      settle();
    },
    show: (picture) => face.show(picture, viewWords(view)),
    showStill: (source) => face.showStill(source, viewWords(view))
  };
}

/** What a detector reads of a view. */
function readOutline(size: number): SVGRectElement {
  const [x, y] = middleWindow(CROP, size);
  return svg("rect", {class: "read", x, y, width: size, height: size});
}

/** A square in the middle, so many per cent wide. */
function middleBox(percent: number): Rectangle {
  const side = Math.round((CROP * percent) / 100);
  const at = Math.floor((CROP - side) / 2);
  return {left: at, top: at, width: side, height: side};
}

function moved({left, top, width, height}: Rectangle, x: number, y: number, resize: boolean): Rectangle {
  const clip = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
  if (resize) return {left, top, width: clip(width + x, STEP, CROP - left), height: clip(height + y, STEP, CROP - top)};
  return {left: clip(left + x, 0, CROP - width), top: clip(top + y, 0, CROP - height), width, height};
}

/** Calls `drawn` with a box, in the crop's pixels, when the reader has drawn one. */
function drag(
  pad: HTMLElement,
  over: SVGSVGElement,
  always: readonly SVGElement[],
  drawn: (box: Rectangle) => void
): void {
  let from: readonly [number, number] | undefined;
  const place = ({clientX, clientY}: PointerEvent): [number, number] => {
    const {left, top, width, height} = over.getBoundingClientRect();
    return [((clientX - left) / (width || 1)) * CROP, ((clientY - top) / (height || 1)) * CROP];
  };
  const boxTo = ([x, y]: readonly [number, number]): Rectangle => {
    const [x0, y0] = from as readonly [number, number];
    const box = {left: Math.min(x0, x), top: Math.min(y0, y), width: Math.abs(x - x0), height: Math.abs(y - y0)};
    const whole = inside(box, {width: CROP, height: CROP});
    return {
      left: Math.round(whole.left),
      top: Math.round(whole.top),
      width: Math.round(whole.width),
      height: Math.round(whole.height)
    };
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    from = place(event);
    pad.setPointerCapture(event.pointerId);
    event.preventDefault(); // no selection, no scrolling picture
    pad.focus({preventScroll: true});
  });
  pad.addEventListener("pointermove", (event) => {
    if (!from) return;
    const {left, top, width, height} = boxTo(place(event));
    over.replaceChildren(...always, svg("rect", {class: "drawn", x: left, y: top, width, height}));
  });
  const end = (event: PointerEvent, keep: boolean): void => {
    if (!from) return;
    const box = boxTo(place(event));
    from = undefined;
    over.replaceChildren(...always);
    if (keep && box.width >= LEAST && box.height >= LEAST) drawn(box);
  };
  pad.addEventListener("pointerup", (event) => end(event, true));
  pad.addEventListener("pointercancel", (event) => end(event, false));
}
