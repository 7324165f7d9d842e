// Memory over the steps of one batch, and over batch sizes: two charts of the same quantity.
import type {Curve} from "./curves.js";
import {curvesChart} from "./curves.js";
import {tabulate} from "./dataTable.js";
import type {Column} from "./dataTable.js";
import {formatCount, formatPercent, html} from "./dom.js";
import type {Picture} from "./frame.js";
import {memoryModes, padShare, quantityNames, sameModes} from "./memorySeries.js";
import type {MemoryMode, MemoryPoint, Quantity} from "./memorySeries.js";
import {laneNames} from "./replay.js";

export interface MemoryPictureOptions {
  readonly domain: string;
  /** samples of the batch */
  readonly batch: number;
  readonly quantity: Quantity;
  readonly show: "slots" | "share";
  /** of every mode, step by step; none where the domain was not recorded */
  readonly steps: readonly MemoryPoint[];
  /** of every mode, by batch size */
  readonly sizes: readonly MemoryPoint[];
  /** CSS pixels of both charts; default as wide as there is room */
  readonly width?: number;
}

type Of = Pick<MemoryPictureOptions, "quantity" | "show">;

export function memoryPicture(options: MemoryPictureOptions): Picture {
  const {domain, batch, quantity, show, steps, sizes, width} = options;
  const element = html("div", {class: "memory-charts"});
  let shown = 0;
  const draw = (available: number): void => {
    const next = Math.max(280, Math.round(available));
    if (next === shown) return;
    shown = next;
    const each = next >= 760 ? Math.floor((next - 24) / 2) : Math.min(next, 640);
    const what = nameOf(options);
    const charts = [
      {
        points: steps,
        title: `${batch === 1 ? "One sample" : `${batch} samples`}, step by step`,
        xLabel: "step",
        per: ""
      },
      {
        points: sizes,
        title: "All prompts, by batch size",
        xLabel: "batch size",
        per: show === "share" ? "" : ", per new token"
      }
    ];
    element.replaceChildren(
      ...charts
        .filter(({points}) => points.length > 0)
        .map(({points, title, xLabel, per}) => {
          const curves = curvesOf(points, options, xLabel === "batch size");
          const [upper, lower] = ["vanilla", "ems-sd"].map((key) =>
            curves.find((curve) => curve.key === key && !curve.dashed)
          );
          const filled = quantity === "held" && show === "slots" && upper && lower;
          return html(
            "div",
            {class: "memory-chart"},
            html("p", {class: "chart-title"}, title),
            curvesChart(curves, {
              width: each,
              xLabel,
              yLabel: `${what}${per}`,
              share: show === "share",
              ...(xLabel === "batch size" ? {ticks: [...new Set(points.map(({x}) => x))]} : {}),
              ...(filled ? {between: {upper, lower, name: "pads"}} : {}),
              ariaLabel: chartWords(title, points, options)
            })
          );
        })
    );
  };
  draw(width ?? 900);
  if (width === undefined && typeof ResizeObserver !== "undefined") {
    new ResizeObserver(([entry]) => draw(entry.contentRect.width)).observe(element);
  }
  const rows = [
    ...steps.map((point) => ({point, over: "step"})),
    ...sizes.map((point) => ({point, over: "batch size"}))
  ];
  return {
    element,
    title: memoryTitle(options),
    caption: [caption(options)],
    table: () =>
      tabulate(rows, columns, `${domain}: ${batch} samples step by step, and all prompts by batch size, per new token`)
  };
}

/** What the charts show. */
const nameOf = ({quantity, show}: Of): string =>
  `${show === "slots" ? "" : spared(quantity) ? "to be spared, of " : "pads, of "}${quantityNames[quantity]}`;

/** Of what is read, not only pads could be spared, but what a rectangle adds to them. */
const spared = (quantity: Quantity): boolean => quantity === "read" || quantity === "ragged";

const at = (points: readonly MemoryPoint[], mode: MemoryMode, x: number): MemoryPoint | undefined =>
  points.find((point) => point.mode === mode && point.x === x);

const valueOf = (point: MemoryPoint, points: readonly MemoryPoint[], {quantity, show}: Of): number =>
  show === "share" ? padShare(point, quantity, at(points, "ems-sd", point.x)) : point[quantity];

/** A curve for every mode, those that coincide as one; and what is reserved, dashed. */
function curvesOf(points: readonly MemoryPoint[], of: Of, marked: boolean): Curve[] {
  const modes = memoryModes.filter((mode) => points.some((point) => point.mode === mode));
  // before the first step nothing is written or read that could be shared out
  const first = of.show === "share" && of.quantity !== "held" ? 1 : 0;
  const own = (mode: MemoryMode): MemoryPoint[] => points.filter(({mode: m, x}) => m === mode && x >= first);
  const values = new Map(modes.map((mode) => [mode, own(mode).map((point) => valueOf(point, points, of))]));
  const curves = sameModes(values).map((group): Curve => ({
    names: group.map((mode, k) => (k === 0 ? laneNames[mode].name : `= ${laneNames[mode].name.toLowerCase()}`)),
    key: group[0],
    points: own(group[0]).map((point, i) => [point.x, values.get(group[0])![i]]),
    marker: !marked ? "none" : group[0] === "vanilla" ? "square" : "disc",
    dashed: group[0] === "unpad-kv-cache" || group[0] === "unpad-input-tokens"
  }));
  curves.reverse(); // the two whole methods on top
  if (of.quantity !== "held" || of.show === "share") return curves;
  const reserved = modes
    .filter((mode) => mode === "vanilla" || mode === "ems-sd")
    .map((mode): Curve => ({
      names: [`reserved, ${laneNames[mode].name.toLowerCase()}`],
      key: mode,
      dashed: true,
      points: own(mode).map(({x, allocated}) => [x, allocated])
    }));
  return [...curves, ...reserved];
}

/** What the picture shows, as a sentence. */
export function memoryTitle({domain, batch, quantity, steps, sizes}: MemoryPictureOptions): string {
  const last = Math.max(...steps.map(({x}) => x), 0);
  const [padded, unpadded] = (["vanilla", "ems-sd"] as const).map((mode) => at(steps, mode, last));
  const ends = [Math.min, Math.max].map((pick) => pick(...sizes.map(({x}) => x)));
  const grown = ends.map((size) => at(sizes, "vanilla", size));
  const shares = grown.map(
    (point, i) => point && formatPercent(padShare(point, quantity, at(sizes, "ems-sd", ends[i])))
  );
  const over =
    shares[0] && shares[1] && ends[0] < ends[1]
      ? `over all prompts ${shares[0]} at batch size ${ends[0]} and ${shares[1]} at ${ends[1]}`
      : "";
  if (!padded || !unpadded)
    return over ? `Of what padding costs in ${domain} texts: ${over}` : `No ${domain} texts recorded`;
  const share = formatPercent(padShare(padded, quantity, unpadded));
  const [a, b] = [padded[quantity], unpadded[quantity]].map(words);
  const who = batch === 1 ? `one ${domain} text` : `${batch} ${domain} texts`;
  const verb = {
    held: `end with ${a} slots in the cache padded and ${b} unpadded`,
    written: `write ${a} slots padded and ${b} unpadded`,
    read: `make our attention touch ${a} slots padded and ${b} unpadded`,
    ragged: `would make a ragged kernel touch ${a} slots padded and ${b} unpadded`
  }[quantity];
  const part = spared(quantity) ? "could be spared" : "are pads";
  return `${capital(who)} ${batch === 1 ? singular(verb) : verb}: ${share} of the padded ones ${part}${over ? `; ${over}` : ""}`;
}

function caption({quantity, show}: MemoryPictureOptions): string {
  const what = {
    held: "Held are the slots below the samples’ cursors, prompts included; pads are those without a live token. Reserved is what a batch has to allocate at its start to be safe.",
    written:
      "Every row that goes through the network writes one slot, whether it holds a right draft, a rejected one or a pad; the prefill is not counted.",
    read: "Read are pairs of a query row and a slot, added up since the prefill. Our attention is one rectangle a step, samples by longest draft by longest cache, so unpadding shortens the cache that is read and saves little else.",
    ragged:
      "Read are pairs of a query row and a slot, added up since the prefill, as a kernel like that of the released code would touch them: each row the slots up to its own. Nothing here runs such a kernel: these are counted, not saved."
  }[quantity];
  const share =
    show === "share" && spared(quantity) ? " The share is what exceeds a ragged kernel's work on unpadded caches." : "";
  return `${what}${share} The first chart replays one batch; the second holds the recorded counters of all prompts, where the last batch is filled up from the first.`;
}

function chartWords(title: string, points: readonly MemoryPoint[], of: Of): string {
  const last = Math.max(...points.map(({x}) => x));
  const words = memoryModes.flatMap((mode) => {
    const point = at(points, mode, last);
    if (!point) return [];
    const value = valueOf(point, points, of);
    return `${laneNames[mode].name} ${of.show === "share" ? formatPercent(value) : formatCount(Math.round(value * 100) / 100)}`;
  });
  return `${title}, ${nameOf(of)} at the end: ${words.join(", ")}`;
}

interface MemoryRow {
  readonly point: MemoryPoint;
  readonly over: string;
}

const number = (name: string, value: (point: MemoryPoint) => number): Column<MemoryRow> => ({
  name,
  value: ({point}) => Math.round(value(point) * 1000) / 1000
});

const columns: readonly Column<MemoryRow>[] = [
  {name: "over", value: ({over}) => over},
  number("value", ({x}) => x),
  {name: "mode", value: ({point}) => point.mode},
  number("reserved", ({allocated}) => allocated),
  number("held", ({held}) => held),
  number("pads held", ({pads}) => pads),
  number("written", ({written}) => written),
  number("pad rows", ({padRows}) => padRows),
  number("read", ({read}) => read),
  number("read, ragged", ({ragged}) => ragged)
];

/** Counts below 100,000 as they are, above in words. */
const words = (value: number): string =>
  value < 1e5
    ? formatCount(value)
    : new Intl.NumberFormat("en", {notation: "compact", compactDisplay: "long", maximumSignificantDigits: 3}).format(
        value
      );

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const singular = (verb: string): string => verb.replace(/^(end|write|make)\b/, "$1s");
