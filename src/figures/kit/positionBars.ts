// Acceptance by position of the draft, twice: of all steps that drafted, filled, and of the steps that came so far, in
// outline. Bars lie, so that each can bear its numbers on a phone too.
import type {PositionCount} from "../../traces/metrics/acceptancesByPosition.js";
import {textWidth} from "./axis.js";
import {html, svg} from "./dom.js";
import {responsive} from "./responsive.js";

export interface PositionBarsOptions {
  readonly ariaLabel: string;
  /** position to point out, from 1 on */
  readonly marked: number;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

const left = 30;
const bar = 15;
const row = 2 * bar + 14;
const names = ["of all steps that drafted", "of the steps that came to this draft"] as const;

/** The chart; counts are by position, first draft first. */
export function positionBars(
  unconditional: readonly PositionCount[],
  conditional: readonly PositionCount[],
  {width, ...options}: PositionBarsOptions
): HTMLElement {
  const stage = html("div", {class: "chart"});
  const draw = (wide: number): void => stage.replaceChildren(drawing(unconditional, conditional, options, wide));
  responsive(stage, draw, {width, most: 720});
  return stage;
}

function drawing(
  unconditional: readonly PositionCount[],
  conditional: readonly PositionCount[],
  {ariaLabel, marked}: PositionBarsOptions,
  width: number
): SVGSVGElement {
  const said = ({accepted, counted}: PositionCount): string =>
    `${counted ? (accepted / counted).toFixed(2) : "–"} (${accepted} of ${counted})`;
  const room = Math.max(0, ...[...unconditional, ...conditional].map((count) => textWidth(said(count))));
  const scale = Math.max(width - left - room - 10, 40);
  const stacked = names.map(textWidth).reduce((a, b) => a + b) + 80 > width;
  const head = stacked ? 66 : 46;
  const height = head + unconditional.length * row + 4;
  const box = (x: number, y: number, wide: number, high: number): string =>
    `M${round(x)},${y}h${round(wide)}v${high}h${round(-wide)}z`;
  return svg(
    "svg",
    {
      class: "lines position-bars",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": ariaLabel
    },
    ...names.flatMap((name, k) => {
      const [x, y] = stacked ? [0, k * 20] : [k * (textWidth(names[0]) + 44), 0];
      return [
        svg("path", {class: k === 0 ? "of-all" : "of-some", d: box(x + 1, y + 4, 12, 11)}),
        svg("text", {x: x + 20, y: y + 14}, name)
      ];
    }),
    svg("text", {class: "axis", x: 0, y: head - 8}, "draft"),
    ...unconditional.flatMap((all, k) => {
      const some = conditional[k];
      const y = head + k * row + 2;
      const share = ({accepted, counted}: PositionCount): number => (counted ? accepted / counted : 0);
      return [
        svg("path", {class: "marked-row", d: k + 1 === marked ? box(0, y - 5, width, row) : ""}),
        svg("text", {class: "bar-name", x: 4, y: y + bar + 6}, String(k + 1)),
        svg("path", {class: "of-all", d: box(left, y, Math.max(share(all) * scale, 1), bar - 1)}),
        svg("path", {class: "of-some", d: box(left, y + bar + 3, Math.max(share(some) * scale, 1), bar - 2)}),
        svg("text", {x: round(left + share(all) * scale) + 7, y: y + bar - 3}, said(all)),
        svg("text", {x: round(left + share(some) * scale) + 7, y: y + 2 * bar}, said(some))
      ];
    })
  );
}

const round = (value: number): number => Math.round(value * 10) / 10;
