// Where the time of a token goes, as bars of parts: one bar a mode, its parts in one order, told apart by fill and outline.
import {html, svg} from "./dom.js";
import {markerPath} from "./markers.js";
import {responsive} from "./responsive.js";

export interface TimePart<K extends string = string> {
  /** CSS class that fills it: part-<key> */
  readonly key: K;
  readonly name: string;
}

/** of a step */
export const timeParts: readonly TimePart<"steps" | "rows" | "pads" | "attention" | "drafting">[] = [
  {key: "steps", name: "the step itself"},
  {key: "rows", name: "rows"},
  {key: "pads", name: "pad rows"},
  {key: "attention", name: "attention"},
  {key: "drafting", name: "drafting"}
];

export interface TimeBar {
  readonly name: string;
  /** milliseconds a token, by part */
  readonly parts: Readonly<Record<string, number>>;
  /** another time to mark on it, in the same unit */
  readonly mark?: number;
  /** what is written at its end; default its sum, as `format` writes it */
  readonly total?: string;
}

export interface TimeBarsOptions {
  /** in their order; default those of a step */
  readonly parts?: readonly TimePart[];
  /** what the marks are, for the legend */
  readonly mark?: string;
  /** a time to draw a line down at */
  readonly rule?: number;
  /** whether that line lies on the bars; default false, behind them */
  readonly ruleOnTop?: boolean;
  /** CSS pixels for the names; default 92 */
  readonly left?: number;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
  /** of a bar's sum; default three digits of milliseconds */
  readonly format?: (total: number) => string;
  readonly ariaLabel: string;
}

const rowHeight = 34;

const inMs = (total: number): string => `${total.toPrecision(3)} ms`;

/** Milliseconds of a bar. */
export const totalOf = ({parts}: TimeBar): number => Object.values(parts).reduce((sum, value) => sum + value, 0);

/** The bars, from zero, with a legend above and each one's sum at its end. */
export function timeBars(bars: readonly TimeBar[], options: TimeBarsOptions): HTMLElement {
  const stage = html("div", {class: "chart"});
  responsive(stage, (width) => stage.replaceChildren(draw(bars, options, width)), {width: options.width, most: 900});
  return stage;
}

function draw(bars: readonly TimeBar[], options: TimeBarsOptions, width: number): SVGSVGElement {
  const {format = inMs, ariaLabel, parts = timeParts, mark, rule, ruleOnTop = false, left = 92} = options;
  const used = parts.filter(({key}) => bars.some((bar) => bar.parts[key] > 0));
  const marked: TimePart[] = mark !== undefined && bars.some((bar) => bar.mark) ? [{key: "mark", name: mark}] : [];
  const {items, lines} = legendPlaces([...used, ...marked], width);
  const head = lines * 20 + 10;
  const height = head + bars.length * rowHeight;
  const most = Math.max(...bars.map(totalOf)) || 1;
  const scale = (width - left - 62) / most;
  const line = rule === undefined ? "" : `M${round(left + rule * scale)},${head - 4}V${height - 8}`;
  return svg(
    "svg",
    {class: "lines time-bars", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel},
    ...items.flatMap(({part, x, line}) => [
      part.key === "mark"
        ? svg("path", {class: "time-mark", d: markerPath("diamond", x + 6, line * 20 + 10)})
        : svg("path", {class: `part part-${part.key}`, d: box(x, line * 20 + 4, 12, 12)}),
      svg("text", {x: x + 17, y: line * 20 + 14}, part.name)
    ]),
    ...(rule === undefined || ruleOnTop ? [] : [svg("path", {class: "rule", d: line})]),
    ...bars.flatMap((bar, i) => {
      const y = head + i * rowHeight;
      let x = left;
      const boxes = used.map(({key}) => {
        const wide = bar.parts[key] * scale;
        const drawn = svg("path", {class: `part part-${key}`, d: wide > 0 ? box(x, y, wide, rowHeight - 12) : ""});
        x += wide;
        return drawn;
      });
      return [
        svg("text", {class: "bar-name", x: 0, y: y + 16}, bar.name),
        ...boxes,
        ...(bar.mark === undefined
          ? []
          : [svg("path", {class: "time-mark", d: markerPath("diamond", round(left + bar.mark * scale), y + 11)})]),
        svg(
          "text",
          {class: "bar-total", x: round(Math.max(x, left + (bar.mark ?? 0) * scale + 5)) + 6, y: y + 16},
          bar.total ?? format(totalOf(bar))
        )
      ];
    }),
    ...(rule !== undefined && ruleOnTop
      ? ["rule-ground", "rule"].map((name) => svg("path", {class: name, d: line}))
      : [])
  );
}

function legendPlaces(parts: readonly TimePart[], width: number) {
  let x = 0;
  let line = 0;
  const items = parts.map((part) => {
    const wide = 17 + part.name.length * 7.2 + 16;
    if (x > 0 && x + wide > width) {
      x = 0;
      line++;
    }
    const place = {part, x: round(x), line};
    x += wide;
    return place;
  });
  return {items, lines: line + 1};
}

const round = (value: number): number => Math.round(value * 100) / 100;

const box = (x: number, y: number, wide: number, high: number): string =>
  `M${round(x)},${y}h${round(wide)}v${high}h${round(-wide)}z`;
