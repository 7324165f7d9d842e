// How much faster each mode is than greedy decoding at the same batch size, as recorded; beside it what the measured cost of
// a step predicts, and the paper's numbers.
import {dataTable, tabulate, toCsv} from "./kit/dataTable.js";
import type {Column, Table} from "./kit/dataTable.js";
import {formatCount, html} from "./kit/dom.js";
import {downloads} from "./kit/downloads.js";
import {selectField} from "./kit/fields.js";
import {linesChart} from "./kit/lines.js";
import type {Line} from "./kit/lines.js";
import {laneNames} from "./kit/replay.js";
import {paperSpeedUps} from "./speedData.js";
import type {Speed, Speeds} from "./speedData.js";

export interface SpeedsOptions {
  /** domain shown first; default the first recorded */
  readonly domain?: string;
  /** drafter shown first; default "lookup" */
  readonly drafter?: string;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

const drawn: readonly {readonly mode: string; readonly marker: Line["marker"]}[] = [
  {mode: "ems-sd", marker: "disc"},
  {mode: "unpad-input-tokens", marker: "diamond"},
  {mode: "unpad-kv-cache", marker: "triangle"},
  {mode: "vanilla", marker: "square"}
];

/** The figure of the first recording, or a word about there being none. */
export function recordedSpeeds(recordings: readonly Speeds[]): HTMLElement {
  const [first] = recordings;
  if (first) return speeds(first);
  return html(
    "p",
    {},
    "Nothing has been recorded from these weights yet: joey is still in training, and what is recorded is frozen with its weights. What runs live above is exact all the same."
  );
}

/** The figure, of one device's recording. */
export function speeds(
  {rows, provenance, done, planned}: Speeds,
  {domain, drafter = "lookup", width}: SpeedsOptions = {}
): HTMLElement {
  const drafting = rows.filter(({mode}) => mode !== "greedy");
  const domains = [...new Set(drafting.map((row) => row.domain))];
  const drafters = [...new Set(drafting.map((row) => row.drafter))];
  if (domains.length === 0) throw new Error("speeds: nothing but greedy was recorded");
  const state = {domain: domain ?? domains[0], drafter, compare: "paper"};
  const stage = html("div", {class: "chart"});
  let shown = 0;

  const draw = (): void => {
    const here = drafting.filter((row) => row.domain === state.domain && row.drafter === state.drafter);
    const sizes = [...paperSpeedUps.batchSizes, ...here.map(({batchSize}) => batchSize)];
    const ticks = [...new Set(sizes)].sort((a, b) => a - b);
    const find = (mode: string, batchSize: number): Speed | undefined =>
      here.find((row) => row.mode === mode && row.batchSize === batchSize);
    const lines = drawn.flatMap(({mode, marker}): Line[] => {
      const found = ticks.map((size) => find(mode, size));
      if (found.every((row) => row === undefined)) return [];
      const greedy = found.map((row) => row && row.tokensPerSecond / row.speedUp);
      const ratio = (value: number | undefined, i: number): number | undefined =>
        value === undefined || !greedy[i] ? undefined : value / greedy[i];
      const {name} = laneNames[mode];
      const measured: Line = {
        name,
        key: mode,
        marker,
        values: found.map((row) => row?.speedUp),
        ranges: found.map((row, i) => row && [row.quartiles[0] / (greedy[i] ?? 1), row.quartiles[1] / (greedy[i] ?? 1)])
      };
      const other: Line | undefined =
        state.compare === "predicted"
          ? {
              name: "predicted",
              key: mode,
              marker: "none",
              dashed: true,
              values: found.map((row, i) => ratio(row?.predicted, i))
            }
          : mode === "vanilla" || mode === "ems-sd"
            ? {
                name: "paper",
                key: mode,
                marker: "none",
                dashed: true,
                values: ticks.map(
                  (size) => paperSpeedUps[mode][paperSpeedUps.batchSizes.findIndex((known) => known === size)]
                )
              }
            : undefined;
      return other && other.values.some((value) => value !== undefined) ? [measured, other] : [measured];
    });
    const best = lines.find(({key}) => key === "ems-sd")?.values;
    const words = ticks
      .flatMap((size, i) => (best?.[i] === undefined ? [] : [`${best[i].toFixed(2)} at batch size ${size}`]))
      .join(", ");
    const chart = linesChart(lines, {
      width: shown,
      ticks,
      xLabel: "batch size",
      yLabel: "speed over greedy decoding",
      rule: 1,
      ariaLabel: `Speed of EMS-SD over greedy decoding on ${state.domain} texts with ${state.drafter}: ${words}`
    });
    stage.replaceChildren(chart);
  };
  const fit = (available: number): void => {
    const next = Math.max(300, Math.min(900, Math.round(available)));
    if (next === shown) return;
    shown = next;
    draw();
  };
  fit(width ?? 720);
  if (width === undefined && typeof ResizeObserver !== "undefined") {
    new ResizeObserver(([entry]) => fit(entry.contentRect.width)).observe(stage);
  }
  const pick = (key: keyof typeof state, label: string, values: readonly string[]): HTMLElement =>
    selectField(
      label,
      values.map((value) => [value, value === "lookup" ? "look-up" : value]),
      state[key],
      (value) => {
        state[key] = value;
        draw();
      }
    ).element;
  const {device, runtime, date, commit, command} = provenance;
  const table = (): Table => tabulate(rows, columns, "All configurations recorded on this device");
  return html(
    "figure",
    {class: "speeds", "aria-label": "Speed by batch size"},
    html(
      "div",
      {class: "fields replay-fields"},
      pick("domain", "Texts", domains),
      pick("drafter", "Drafter", drafters),
      pick("compare", "Beside it", ["paper", "predicted"])
    ),
    stage,
    html(
      "figcaption",
      {},
      `Medians and quartiles of the repeats, prefill left out. Dashed: the paper (OPT-6.7b, look-up), or what the measured cost of a step predicts for all prompts.${done < planned ? ` Recorded so far: ${formatCount(done)} of ${formatCount(planned)} batches.` : ""} ${device}, ${runtime}, ${date}, commit ${commit}; again: ${command}.`
    ),
    html(
      "div",
      {class: "figure-tools"},
      dataTable(table).element,
      downloads("speeds", {svgs: () => [...stage.querySelectorAll("svg")], csv: () => toCsv(table())})
    )
  );
}

const round = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? "";

const columns: readonly Column<Speed>[] = [
  {name: "texts", value: ({domain}) => domain},
  {name: "batch size", value: ({batchSize}) => batchSize},
  {name: "mode", value: ({mode}) => mode},
  {name: "drafter", value: ({drafter}) => drafter},
  {name: "tokens/s", value: ({tokensPerSecond}) => round(tokensPerSecond, 1)},
  {name: "lower quartile", value: ({quartiles}) => round(quartiles[0], 1)},
  {name: "upper quartile", value: ({quartiles}) => round(quartiles[1], 1)},
  {name: "over greedy", value: ({speedUp}) => round(speedUp, 3)},
  {name: "predicted tokens/s", value: ({predicted}) => round(predicted, 1)},
  {name: "repeats", value: ({repeats}) => repeats}
];
