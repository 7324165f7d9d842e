// Beside the grid: each sample's tokens per step as a bar, its first token the model's own, and what the pads add up to.
import type {Pads} from "./acceptedCells.js";
import {tokensPerStep} from "./batchReplay.js";
import type {Pace} from "./batchReplay.js";
import {formatCount, svg} from "./dom.js";

export interface TotalsPlace {
  /** lower edge of a sample's row */
  readonly base: (sample: number) => number;
  readonly rowHeight: number;
  /** upper edges of the strips: spread, pad rows, pad slots */
  readonly tops: readonly number[];
  readonly width: number;
  readonly height: number;
  /** numbers only */
  readonly narrow: boolean;
}

/** @param totals pads among rows, and among slots */
export function drawTotals(
  paces: readonly Pace[],
  totals: readonly Pads[],
  {base, rowHeight, tops, width, height, narrow}: TotalsPlace
): SVGSVGElement {
  const text = (content: string, attributes: Record<string, string | number>): SVGTextElement =>
    svg("text", attributes, content);
  const fastest = Math.max(1, ...paces.map(tokensPerStep));
  const room = narrow ? 0 : width - 60;
  return svg(
    "svg",
    {class: "accepted-grid", viewBox: `0 0 ${width} ${height}`, width, height},
    text(narrow ? "per step" : "tokens per step", {x: 8, y: 12, class: "axis"}),
    svg("path", {
      class: "kind-accepted",
      d: paces
        .map((pace, i) => {
          const size = tokensPerStep(pace) - 1;
          return size > 0 ? bars(8 + room / fastest, base(i) - 1, (size / fastest) * room, rowHeight) : "";
        })
        .join("")
    }),
    svg("path", {
      class: "kind-own",
      d: paces.map((pace, i) => (pace.steps > 0 ? bars(8, base(i) - 1, room / fastest, rowHeight) : "")).join("")
    }),
    ...paces.map((pace, i) =>
      text(pace.steps > 0 ? tokensPerStep(pace).toFixed(2) : "–", {
        x: 8 + (room * tokensPerStep(pace)) / fastest + (narrow ? 0 : 6),
        y: base(i) - rowHeight / 2 + 6
      })
    ),
    ...totals.flatMap(({running, ended}, k) => [
      text(formatCount(running + ended), {x: 8, y: tops[k + 1] + 10, class: "axis"}),
      ...(narrow
        ? []
        : [
            text(`${formatCount(running)} to level ${k === 0 ? "drafts" : "caches"}`, {x: 8, y: tops[k + 1] + 27}),
            text(`${formatCount(ended)} of ended samples`, {x: 8, y: tops[k + 1] + 44})
          ])
    ])
  );
}

const fixed = (value: number): number => Math.round(value * 100) / 100;

const bars = (x: number, bottom: number, width: number, row: number): string =>
  `M${fixed(x)},${bottom - row * 0.22}h${fixed(width)}v${-fixed(row * 0.44)}h${-fixed(width)}z`;
