// How much the rate at a limit of false alarms depends on which pristine pictures there are: a dot for each of some draws of
// so many of them, a column for each size.
import {formatCount, html, svg} from "./dom.js";
import {plane} from "./plane.js";
import {withPoints} from "./points.js";
import type {Point, PointedAt} from "./points.js";
import {ringPath} from "./dotMarks.js";
import {drawnRates} from "./rocMath.js";
import type {Scores} from "./rocMath.js";
import {percentText} from "./rocChart.js";

/** draws of each size */
export const DRAWS = 20;

const SIZES = [50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** Sizes of draws that so many pictures allow; the last is all of them. */
export const drawSizes = (pristine: number): number[] => [...SIZES.filter((size) => size < pristine), pristine];

export interface SizeDraws {
  readonly size: number;
  /** rate of each draw; of all pictures there is one */
  readonly rates: readonly number[];
}

/** Rates for each size. */
export const ratesBySize = (scores: Scores, limit: number): SizeDraws[] =>
  drawSizes(scores.pristine.length).map((size) => ({
    size,
    rates: drawnRates(scores, size, limit, size === scores.pristine.length ? 1 : DRAWS)
  }));

export interface RocDrawsOptions {
  readonly limit: number;
  /** the draw to ring: its size, and its number from 1 on */
  readonly size: number;
  readonly draw: number;
  readonly chosen: (size: number, draw: number) => void;
}

/** The drawing for a width. */
export function rocDraws(
  draws: readonly SizeDraws[],
  {limit, size, draw, chosen}: RocDrawsOptions,
  width: number
): PointedAt {
  const height = 250;
  const all = draws.flatMap(({rates}) => rates);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = Math.max(0.02, (most - least) * 0.08);
  const drawn = plane(
    {label: "pristine pictures", low: 0, high: draws.length - 1, ticks: draws.map((each, k) => ({value: k, text: formatCount(each.size)}))}, // prettier-ignore
    {label: `TDR at FPR ${percentText(limit)}`, low: Math.max(0, least - room), high: Math.min(1, most + room), format: percentText}, // prettier-ignore
    {width, height, inset: 26}
  );
  // side by side, so that equal rates are seen
  const place = (k: number, i: number): [number, number] => {
    const {rates} = draws[k];
    const step = Math.min(3, (0.7 * (drawn.edge - drawn.left)) / draws.length / DRAWS);
    return [drawn.x(k) + (i - (rates.length - 1) / 2) * step, drawn.y(rates[i])];
  };
  const label = `TDR at FPR ${percentText(limit)} for ${DRAWS} draws of each number of pristine pictures`;
  const last = draws[draws.length - 1];
  const drawing = svg(
    "svg",
    {class: "lines roc-draws", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label},
    ...drawn.parts,
    svg("path", {class: "all", d: `M${drawn.left},${drawn.y(last.rates[0])}H${drawn.edge}`}),
    ...draws.map(({rates, size: of}, k) => {
      const told = 1 / of <= limit;
      return svg("path", {class: told ? "draws told" : "draws", d: rates.map((_, i) => ringPath(...place(k, i), 3)).join("")}); // prettier-ignore
    }),
    ...draws.flatMap(({size: of, rates}, k) =>
      of === size && rates[draw - 1] !== undefined
        ? [svg("path", {class: "ring", d: ringPath(...place(k, draw - 1), 8)})]
        : []
    )
  );
  const words = (k: number, i: number): [string, string] => [
    draws[k].rates.length === 1 ? `all ${formatCount(draws[k].size)} pictures` : `${formatCount(draws[k].size)} pictures, draw ${i + 1}`, // prettier-ignore
    `${percentText(draws[k].rates[i])} found`
  ];
  const grid = draws.map(({rates}, k) =>
    rates.map((_, i): Point => {
      const [x, y] = place(k, i);
      return {x, y, label: words(k, i).join(", ")};
    })
  );
  return withPoints(drawing, grid, {
    name: label,
    width,
    height,
    readout: (k, i) => {
      const [name, text] = words(k, i);
      return [html("strong", {}, name), html("span", {}, text)];
    },
    chosen: ([k, i]) => chosen(draws[k].size, i + 1)
  });
}
