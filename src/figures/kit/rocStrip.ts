// Scores of one set as two histograms back to back, pristine above and manipulated below, heights by the logarithm of counts
// so that the few that decide at low rates of false alarms can be seen; and the threshold across both.
import {gridBetween} from "./axis.js";
import {formatCount, svg} from "./dom.js";
import {signed} from "./penaltyCurves.js";
import type {Scores} from "./rocMath.js";

export interface RocStripOptions {
  readonly low: number;
  readonly high: number;
  readonly threshold: number;
  readonly ariaLabel: string;
  readonly width: number;
  /** the threshold is dragged to a score */
  readonly dragged: (score: number) => void;
}

export interface RocStrip {
  readonly element: SVGSVGElement;
  /** Move the threshold. */
  move(threshold: number, ariaLabel: string): void;
}

const HEIGHT = 150;
const SIDE = 84;
const BASE = 62;
const TALL = 46;

/** Bins of equal width from low to high; what lies on an edge belongs to the upper one, the last has its end. */
export function histogram(scores: readonly number[], low: number, high: number, bins: number): number[] {
  const counts = Array.from({length: bins}, () => 0);
  for (const score of scores) {
    const at = Math.floor(((score - low) / (high - low)) * bins);
    counts[Math.max(0, Math.min(bins - 1, at))] += 1;
  }
  return counts;
}

/** The drawing. */
export function rocStrip({pristine, manipulated}: Scores, options: RocStripOptions): RocStrip {
  const {low, high, width, dragged} = options;
  const x = (score: number): number => round(SIDE + ((score - low) / (high - low)) * (width - SIDE - 8));
  const bins = width < 500 ? 36 : 72;
  const most = Math.max(...[pristine, manipulated].flatMap((scores) => histogram(scores, low, high, bins)));
  const tall = (count: number): number => round((TALL * Math.log1p(count)) / Math.log1p(most));
  const wide = (width - SIDE - 8) / bins;
  const bars = (scores: readonly number[], up: boolean): string =>
    histogram(scores, low, high, bins)
      .map((count, k) => {
        if (count === 0) return "";
        const left = round(SIDE + k * wide + 0.5);
        return `M${left},${up ? BASE : BASE + 4}v${up ? -tall(count) : tall(count)}h${round(wide - 1)}v${up ? tall(count) : -tall(count)}z`;
      })
      .join("");
  const line = svg("path", {class: "threshold"});
  const grip = svg("path", {class: "threshold-grip"});
  const element = svg(
    "svg",
    {class: "lines roc-strip", viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img"},
    svg("text", {x: 0, y: BASE - 8, class: "pristine-name"}, "pristine"),
    svg("text", {x: 0, y: BASE + 20, class: "manipulated-name"}, "manipulated"),
    svg("path", {class: "pristine", d: bars(pristine, true)}),
    svg("path", {class: "manipulated", d: bars(manipulated, false)}),
    svg("path", {class: "grid", d: `M${SIDE},${BASE + 2}H${width - 8}`}),
    ...gridBetween(low, high, width < 500 ? 4 : 8).map((value) =>
      svg("text", {x: x(value), y: HEIGHT - 20, "text-anchor": "middle"}, formatCount(value).replace("-", "−"))
    ),
    svg("text", {class: "axis", x: (SIDE + width) / 2, y: HEIGHT - 3, "text-anchor": "middle"}, "score (difference of the logits)"), // prettier-ignore
    line,
    grip
  );
  const move = (threshold: number, ariaLabel: string): void => {
    const at = x(Math.max(low, Math.min(high, threshold)));
    line.setAttribute("d", `M${at},6V${HEIGHT - 36}`);
    grip.setAttribute("d", `M${at - 6},2h12l-6,9z`);
    element.setAttribute("aria-label", ariaLabel);
    element.setAttribute("data-threshold", signed(threshold, 1));
  };
  move(options.threshold, options.ariaLabel);
  let held: number | undefined;
  const to = ({clientX}: PointerEvent): void => {
    const {left, width: shown} = element.getBoundingClientRect();
    const at = ((clientX - left) * width) / (shown || width);
    dragged(low + ((at - SIDE) / (width - SIDE - 8)) * (high - low));
  };
  element.addEventListener("pointerdown", (event) => {
    held = event.pointerId;
    if (typeof element.setPointerCapture === "function") element.setPointerCapture(event.pointerId);
    to(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (event.pointerId === held) to(event);
  });
  for (const end of ["pointerup", "pointercancel"] as const) element.addEventListener(end, () => (held = undefined));
  return {element, move};
}

const round = (value: number): number => Math.round(value * 10) / 10;
