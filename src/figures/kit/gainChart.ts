// What each of several changes brings: a group for every row, such as a batch size, an upright line where things start, and
// from it a stem to where each change leads. Groups lie under each other on one axis that begins at 0.
import {gridValues, textWidth} from "./axis.js";
import {formatCount, html, svg} from "./dom.js";
import {markerPath} from "./markers.js";
import type {Marker} from "./markers.js";
import {withPoints} from "./points.js";
import type {Point, PointedAt} from "./points.js";
import {responsiveChart} from "./responsive.js";

export interface Change {
  readonly name: string;
  /** CSS class that gives the colour: line-<key> */
  readonly key: string;
  readonly marker: Marker;
}

export interface GainRow {
  readonly name: string | number;
  /** where the stems begin */
  readonly start?: number;
  /** where each change leads, in the order of the changes */
  readonly ends: readonly (number | undefined)[];
  readonly bands?: readonly (readonly [number, number] | undefined)[];
  /** something to compare with, such as greedy decoding */
  readonly rule?: number;
}

export interface GainChartOptions {
  readonly changes: readonly Change[];
  /** what the stems begin at */
  readonly start: Change;
  /** name of what there is to compare with */
  readonly rule: string;
  readonly rowLabel: string;
  readonly xLabel: string;
  /** what a row says that has nothing */
  readonly missing: string;
  /** highest value of the axis; default the highest that is shown */
  readonly top?: number;
  readonly format: (value: number) => string;
  /** of a difference, its sign included */
  readonly formatGain: (gain: number) => string;
  readonly ariaLabel: string;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

const left = 36;
const above = 46;
const below = 44;
const lane = 15;

/** The chart; it draws itself again when its room changes. */
export function gainChart(rows: readonly GainRow[], options: GainChartOptions): HTMLElement {
  return responsiveChart((width) => draw(rows, options, width), {width: options.width, most: 720});
}

/** Highest value that rows show; the rule is in sight too. */
const highestGain = (rows: readonly GainRow[]): number =>
  Math.max(
    0,
    ...rows.flatMap(({start, ends, bands = [], rule}) =>
      [start, rule, ...ends, ...bands.flat()].filter((v) => v !== undefined)
    )
  );

function draw(rows: readonly GainRow[], options: GainChartOptions, width: number): PointedAt {
  const {changes, start, rule, rowLabel, xLabel, missing, format, formatGain, ariaLabel} = options;
  const {top = highestGain(rows)} = options;
  const group = changes.length * lane + 18;
  const height = above + rows.length * group + below;
  const base = height - below;
  const edge = width - 46; // gains are written to the right of the last marker
  const x = (value: number): number => round(left + (value / (top || 1)) * (edge - left));
  const y = (row: number, change: number): number => above + row * group + 14 + (change + 0.5) * lane;
  const rightmost = ({start: from = 0, ends}: GainRow): number => Math.max(from, ...ends.map((end) => end ?? 0));
  // names stand where there is most room for them
  const complete = rows.flatMap((row, i) =>
    row.start !== undefined && row.ends.every((end) => end !== undefined) ? [i] : []
  );
  const named = complete.reduce<number | undefined>(
    (best, i) => (best === undefined || rightmost(rows[i]) < rightmost(rows[best]) ? i : best),
    undefined
  );
  const rules = rows.flatMap(({rule: value}, r) => (value === undefined ? [] : [{value, r}]));
  const straight = rules.length > 0 && rules.every(({value}) => value === rules[0].value);

  const drawing = svg(
    "svg",
    {class: "lines gains", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": ariaLabel},
    ...gridValues(top, width > 400 ? 5 : 4).flatMap((value) => [
      svg("path", {class: "grid", d: `M${x(value)},${above}V${base}`}),
      svg("text", {x: x(value), y: base + 17, "text-anchor": "middle"}, formatCount(value))
    ]),
    svg("text", {class: "axis", x: (left + edge) / 2, y: height - 6, "text-anchor": "middle"}, xLabel),
    svg("text", {class: "axis", x: 0, y: 13}, rowLabel),
    svg("path", {
      class: "rule",
      d: straight
        ? `M${x(rules[0].value)},${above}V${base}`
        : rules.map(({value, r}) => `M${x(value)},${y(r, -0.7)}V${y(r, changes.length - 0.3)}`).join("")
    }),
    ...(rules.length > 0
      ? [
          svg(
            "text",
            {
              class: "rule-name",
              x: x(rules[0].value),
              y: straight ? above - 6 : y(rules[0].r, changes.length - 0.3) + 11,
              "text-anchor": "middle",
              "paint-order": "stroke"
            },
            rule
          )
        ]
      : []),
    ...rows.flatMap((row, r) => drawRow(row, r)),
    ...(named === undefined
      ? []
      : [
          svg(
            "text",
            {
              class: `name line-${start.key}`,
              x: x(rows[named].start!) - 9,
              y: y(named, -0.5) + 4,
              "text-anchor": "end",
              "paint-order": "stroke"
            },
            start.name
          )
        ])
  );

  function drawRow({name, start: from, ends, bands = []}: GainRow, r: number): SVGElement[] {
    const label = svg(
      "text",
      {class: "row-name", x: left - 12, y: y(r, (changes.length - 1) / 2) + 4, "text-anchor": "end"},
      String(name)
    );
    if (from === undefined) {
      return [
        label,
        svg("text", {class: "missing", x: left + 8, y: y(r, (changes.length - 1) / 2) + 4}, `– ${missing}`)
      ];
    }
    const begin = svg("path", {
      class: `start line-${start.key}`,
      d: `M${x(from)},${y(r, -0.5)}V${y(r, changes.length - 0.5)}`
    });
    const stems = changes.flatMap(({key, marker, name: changeName}, k) => {
      const end = ends[k];
      if (end === undefined) return [svg("text", {class: "missing", x: x(from) + 8, y: y(r, k) + 4}, "–")];
      const band = bands[k];
      const words = `${formatGain(end - from)}${r === named ? ` ${changeName}` : ""}`;
      const beyond = Math.max(x(from), x(end), x(band?.[1] ?? 0)) + 9;
      return [
        svg("path", {class: `whisker line-${key}`, d: band ? `M${x(band[0])},${y(r, k)}H${x(band[1])}` : ""}),
        svg("path", {class: `stem line-${key}`, d: `M${x(from)},${y(r, k)}H${x(end)}`}),
        svg("path", {class: `end line-${key}`, d: markerPath(marker, x(end), y(r, k))}),
        svg(
          "text",
          {class: "gain", x: Math.min(beyond, width - textWidth(words)), y: y(r, k) + 4.5, "paint-order": "stroke"},
          words
        )
      ];
    });
    return [
      label,
      begin,
      svg("path", {class: `end line-${start.key}`, d: markerPath(start.marker, x(from), y(r, -0.5))}),
      ...stems
    ];
  }

  const say = ({start: from, ends, bands}: GainRow, k: number): string => {
    if (k < 0) return `${start.name} ${format(from!)}`;
    const band = bands?.[k];
    const spread = band && band[0] < band[1] ? ` (${format(band[0])} to ${format(band[1])})` : "";
    return `${changes[k].name} ${format(ends[k]!)}${spread}, ${formatGain(ends[k]! - from!)}`;
  };
  const grid = rows.map((row, r) =>
    [-1, ...changes.keys()].map((k): Point | undefined => {
      const value = k < 0 ? row.start : row.ends[k];
      if (value === undefined || row.start === undefined) return undefined;
      return {x: x(value), y: y(r, k < 0 ? -0.5 : k), label: `${rowLabel} ${row.name}: ${say(row, k)}`};
    })
  );
  const readout = (r: number, column: number): HTMLElement[] => [
    html("strong", {}, `${rowLabel} ${rows[r].name}`),
    ...grid[r].flatMap((point, c) =>
      point
        ? [
            html(
              "span",
              {class: `line-${[start, ...changes][c].key}${c === column ? " here" : ""}`},
              say(rows[r], c - 1)
            )
          ]
        : []
    )
  ];
  return withPoints(drawing, grid, {name: ariaLabel, width, height, readout});
}

const round = (value: number): number => Math.round(value * 10) / 10;
