// What would padding and EMS-SD gain: with other guesses, batches and devices. Counters come from the real decode loop over
// drawn outcomes (kit/speedModel.ts), times from the measured cost of a step; what was really measured stands beside it.
import {median} from "../traces/metrics/median.js";
import type {CheckedSpeed, CostData, DeviceCost} from "./costData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {tabulate} from "./kit/dataTable.js";
import {allDevices, deviceField, deviceName, fitDevice, flatDevice} from "./kit/deviceCost.js";
import type {DeviceFit} from "./kit/deviceCost.js";
import {formatPercent, html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {tokensPerStep} from "./kit/guessing.js";
import {lineChart} from "./kit/lineChart.js";
import type {ChartLine, ChartMark} from "./kit/lineChart.js";
import {OWN} from "./kit/ownDevice.js";
import {rangeField} from "./kit/rangeField.js";
import type {Source} from "./kit/source.js";
import {timeBars, timeParts, totalOf} from "./kit/timeBars.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import {BY_HAND, isTimed, recordedOf, shownModes, speedUpOn, timePerToken, whatIfRuns} from "./kit/whatIfRuns.js";
import type {Counters, Setting} from "./kit/whatIfRuns.js";

export interface WhatIfOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
  /** batch sizes of the curve; default the recorded ones */
  readonly sizes?: readonly number[];
  /** wait for all batch sizes; default false: only for the one that is chosen, the others follow */
  readonly whole?: boolean;
}

/** A device that is only assumed. */
const FLAT = "flat";
const recordedSizes = [1, 2, 4, 8, 12, 16, 20, 24];
const names = {greedy: "Greedy", vanilla: "Padded", "ems-sd": "EMS-SD"} as const;

/** What an address may set of the figure. @throws where no step was timed */
export function whatIfParameters(data: CostData) {
  const {devices, guessing} = data;
  if (devices.length === 0) throw new Error("whatIf: no step was timed");
  const recorded = guessing.map(({domain, drafter}) => `${domain}.${drafter}`);
  const first = guessing.find(({drafter}) => drafter !== "lookup") ?? guessing[0];
  return {
    guesses: about(
      "whose guesses: by hand, or as recorded on a kind of texts with a drafter",
      choice<string>(first ? `${first.domain}.${first.drafter}` : BY_HAND, [BY_HAND, ...recorded])
    ),
    drafter: about("whose cost, where guesses are set by hand", choice<string>("lookup", ["lookup", networkOf(data)])),
    find: about("steps that draft, in per cent, set by hand", wholeNumber(60, 0, 100)),
    accept: about("drafted tokens that are accepted, in per cent, set by hand", wholeNumber(80, 0, 100)),
    draft: about("most tokens of a guess", wholeNumber(first?.draftLength ?? 4, 1, 8)),
    batch: about("samples in the batch", wholeNumber(8, 1, 24)),
    device: about(
      "whose steps; flat is a device that is only assumed",
      choice<string>(devices[0].key, [...devices.map(({key}) => key), OWN, FLAT])
    )
  };
}

/** The recorded network that drafts. */
const networkOf = ({guessing}: CostData): string =>
  guessing.find(({drafter}) => drafter !== "lookup")?.drafter ?? "network";

/** The figure, once its first runs are counted. @throws where no step was timed */
export async function whatIf(
  data: CostData,
  {address, width, sizes = recordedSizes, whole = false}: WhatIfOptions = {}
): Promise<HTMLElement> {
  const {devices, guessing} = data;
  if (devices.length === 0) throw new Error("whatIf: no step was timed");
  const network = networkOf(data);
  const parameters = bindParameters("what-if", whatIfParameters(data), address);
  const {values} = parameters;
  const runs = whatIfRuns(data);
  let turn = new AbortController(); // aborts what an earlier choice still has worked out

  /** Count the chosen batch size and draw it; then, one after the other, the rest. */
  const count = async (): Promise<{rest: Promise<void>}> => {
    turn.abort();
    turn = new AbortController();
    const {signal} = turn;
    const setting: Setting = {...values};
    const found = new Map<number, Counters>();
    const order = [...new Set([values.batch, ...sizes])].sort((a, b) => a - b);
    let drawn = 0;
    const add = async (size: number, last: boolean): Promise<void> => {
      found.set(size, await runs(setting, size, signal));
      if (!last && found.size > 1 && performance.now() - drawn < 120) return;
      drawn = performance.now();
      view.update(whatIfPicture(data, {...values}, {found, order, width}));
    };
    await add(values.batch, order.length === 1);
    const others = order.filter((size) => size !== values.batch);
    const rest = async (): Promise<void> => {
      for (const [i, size] of others.entries()) await add(size, i === others.length - 1);
    };
    return {rest: unlessAborted(rest(), signal)};
  };
  const bind =
    <K extends keyof typeof values>(name: K) =>
    (value: (typeof values)[K]): void => {
      parameters.set(name, value);
      if (name === "guesses") {
        const {draftLength} = recordedOf(data, values.guesses) ?? {};
        if (draftLength) parameters.set("draft", draftLength);
        fields.draft.set(values.draft);
      }
      arrange();
      void unlessAborted(count(), turn.signal);
    };
  const drafterText = (name: string): string => (name === "lookup" ? "look-up" : name);
  const guessOptions = [
    ...guessing.map(
      (each) => [`${each.domain}.${each.drafter}`, `${each.domain}, ${drafterText(each.drafter)}`] as const
    ),
    [BY_HAND, "set by hand"] as const
  ];
  const percent = (value: number): string => `${value}%`;
  const fields = {
    batch: rangeField("Samples", {min: 1, max: 24}, values.batch, bind("batch")),
    draft: rangeField("Draft length", {min: 1, max: 8}, values.draft, bind("draft")),
    guesses: selectField("Guesses as on", guessOptions, values.guesses, bind("guesses")),
    drafter: selectField(
      "Drafter",
      [
        ["lookup", "look-up, costs nothing"],
        [network, `${network}, a network`]
      ],
      values.drafter,
      bind("drafter")
    ),
    find: rangeField("Steps that draft", {min: 0, max: 100, format: percent}, values.find, bind("find")),
    accept: rangeField("A draft is right", {min: 0, max: 100, format: percent}, values.accept, bind("accept")),
    device: deviceField(devices, values.device, bind("device"), [[FLAT, "flat (assumed)"]])
  };
  const arrange = (): void => {
    const own = values.guesses === BY_HAND;
    fields.drafter.element.hidden = fields.accept.element.hidden = !own;
    fields.find.element.hidden = !own || values.drafter !== "lookup";
    const most = recordedOf(data, values.guesses)?.draftLength ?? 8;
    fields.draft.input.setAttribute("max", String(most));
    if (values.draft > most) {
      parameters.set("draft", most);
      fields.draft.set(most);
    }
  };
  arrange();
  const controls = Object.entries(fields).map(([name, {element}]) => ({name, element}));
  const view = frame({id: "what-if", source: sourceOf(devices[0]), parameters, controls});
  const {rest} = await count();
  if (whole) await rest;
  return view.element;
}

/** What becomes of work that the reader's next choice makes idle: nothing. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

interface Shown {
  /** counters there are by now */
  readonly found: ReadonlyMap<number, Counters>;
  /** batch sizes of the axis */
  readonly order: readonly number[];
  readonly width: number | undefined;
}

interface Values extends Setting {
  readonly batch: number;
  readonly device: string;
}

function whatIfPicture(data: CostData, values: Values, {found, order, width}: Shown): Picture {
  const flat = values.device === FLAT;
  const device = allDevices(data.devices).find(({key}) => key === values.device) ?? data.devices[0];
  const measured = fitDevice(device);
  if (!measured) throw new Error(`whatIf: no target was timed on ${device.key}`);
  const fit = flat ? flatDevice(measured) : measured;
  const {batch} = values;
  const counters = found.get(batch)!;
  if (!isTimed(counters, fit)) return untimed(device);
  const recorded = recordedOf(data, values.guesses);
  const compared =
    recorded && !flat && recorded.draftLength === values.draft
      ? device.checked.filter(({domain, drafter}) => domain === recorded.domain && drafter === recorded.drafter)
      : [];
  const lines = (["ems-sd", "vanilla"] as const).flatMap((mode): ChartLine[] => {
    const marker = mode === "vanilla" ? ("square" as const) : ("disc" as const);
    const own = order.map((size) => compared.find((row) => row.mode === mode && row.batchSize === size));
    const predicted = order.map((size) => {
      const run = found.get(size);
      return run && speedUpOn(run, mode, fit);
    });
    const measured = own.map((row) => row?.speedUp);
    return [
      {name: names[mode], key: mode, marker, dashed: true, values: predicted},
      ...(own.some(Boolean)
        ? [
            {
              name: "measured",
              key: mode,
              marker,
              values: measured,
              bands: own.map((row) => row?.quartiles)
            }
          ]
        : [])
    ];
  });
  const [ems, padded] = (["ems-sd", "vanilla"] as const).map((mode) => speedUpOn(counters, mode, fit));
  const title =
    batch === 1
      ? `With 1 sample there is nothing to pad: drafting would decode ${ratio(ems)} as fast as greedy`
      : `With ${samples(batch)}, EMS-SD would decode ${ratio(ems)} as fast as greedy, padding ${ratio(padded)}`;
  const bars = shownModes.map((mode) => timePerToken(names[mode], counters[mode], fit));
  const at = order.indexOf(batch);
  const marks = (["ems-sd", "vanilla"] as const).map((mode): ChartMark => {
    const value = speedUpOn(counters, mode, fit);
    return {key: mode, at, value, text: value.toFixed(2)};
  });
  const element = html(
    "div",
    {class: "what-if-parts"},
    lineChart(lines, {
      width,
      ticks: order,
      positions: order.map(Math.log2),
      xLabel: "samples in a batch",
      yLabel: "speed over greedy decoding",
      rule: {value: 1, text: "greedy"},
      marks: batch === 1 ? marks.slice(0, 1) : marks,
      missing: false,
      ariaLabel: `Predicted speed over greedy decoding by batch size. ${title}`
    }),
    html("p", {class: "part-title"}, `Where the time of a token goes, with ${samples(batch)}`),
    timeBars(bars, {
      width,
      ariaLabel: `Milliseconds a token: ${bars.map((bar) => `${bar.name} ${totalOf(bar).toPrecision(3)}`).join(", ")}`
    })
  );
  const where = flat
    ? `an assumed device on which a step takes what an empty one takes on ${deviceName(device)}, whatever its rows and its cache; no such device was measured`
    : deviceName(device);
  return {
    element,
    title,
    caption: [
      `Broken lines are predicted for ${where}: ${wordsOf(values, recorded)}. `,
      ...(compared.length > 0 ? ["Filled marks were measured; bands are the quartiles of the repeats. "] : []),
      agreement(data.devices.flatMap(({checked}) => checked))
    ],
    table: () =>
      tabulate(
        order.flatMap((size) => {
          const run = found.get(size);
          return run ? shownModes.map((mode) => ({size, mode, run, fit, compared})) : [];
        }),
        columns,
        `Predicted for ${where}`
      )
  };
}

function wordsOf({draft, find, accept, drafter}: Values, recorded: ReturnType<typeof recordedOf>): string {
  if (!recorded) {
    const which =
      drafter === "lookup"
        ? `${find}% of all steps draft ${draft} tokens at no cost`
        : `every step drafts ${draft} tokens with a network`;
    return `${which}, each right with ${accept}% where those before it are; 24 texts, 128 tokens and 128 new ones each`;
  }
  const {domain, histogram, drafter: name, draftLength} = recorded;
  const cut = draft < draftLength ? `, cut to ${draft}` : "";
  return `each step of each sample draws at random from what ${name === "lookup" ? "the look-up" : name} did on ${domain} texts (${tokensPerStep(histogram).toFixed(2)} tokens a step${cut}), the texts being as long as those that were timed`;
}

/** How well predictions did wherever something was measured. */
function agreement(checked: readonly CheckedSpeed[]): string {
  const drafting = checked.filter(({mode}) => mode !== "greedy"); // whose own speed-up is 1
  const misses = (value: (row: CheckedSpeed) => number | undefined): number[] =>
    drafting.flatMap((row) => {
      const predicted = value(row);
      return predicted === undefined ? [] : [Math.abs(predicted / row.speedUp - 1)];
    });
  const modelled = misses((row) => row.modelled);
  const counted = misses((row) => row.predictedSpeedUp);
  const speeds = checked.flatMap(({predicted, measured}) =>
    predicted === undefined ? [] : [Math.abs(predicted / measured - 1)]
  );
  if (modelled.length === 0 || counted.length === 0) return "Nothing has been measured to compare it with.";
  const said = (misses: readonly number[]): string =>
    `${formatPercent(median(misses))} in the median and ${formatPercent(Math.max(...misses))} at most`;
  return `It misses ${modelled.length} measured speed-ups by ${said(modelled)}; with the exact counters of a replay in place of drawn ones it misses ${counted.length} by ${said(counted)}. Speeds themselves, which also hold what else the device did at the time, are missed by ${said(speeds)}.`;
}

function untimed(device: DeviceCost): Picture {
  const text = `The drafter's network was not timed on ${deviceName(device)}`;
  return {
    element: html("p", {}, `${text}: choose the look-up.`),
    title: text,
    caption: [],
    table: () => ({caption: text, head: [], body: []})
  };
}

const samples = (count: number): string => `${count} sample${count === 1 ? "" : "s"}`;
const ratio = (value: number): string => `${value.toFixed(2)} times`;

const sourceOf = ({networks, provenance, lossless}: DeviceCost): Source => ({
  how: "Predicted from the measured cost of a step",
  models: networks.map(({name, sha256}) => ({name, sha256})),
  texts: "lengths and acceptance of the project's own prompts",
  provenance,
  ...(lossless ? {lossless} : {}),
  more: [["Assumed", "steps and samples accept independently of each other"]]
});

interface TableRow {
  readonly size: number;
  readonly mode: (typeof shownModes)[number];
  readonly run: Counters;
  readonly fit: DeviceFit;
  readonly compared: readonly CheckedSpeed[];
}

const columns = [
  {name: "samples", value: ({size}: TableRow) => size},
  {name: "mode", value: ({mode}: TableRow) => mode},
  {name: "predicted over greedy", value: ({run, mode, fit}: TableRow) => Number(speedUpOn(run, mode, fit).toFixed(3))},
  {
    name: "measured over greedy",
    value: ({compared, mode, size}: TableRow) =>
      compared.find((row) => row.mode === mode && row.batchSize === size)?.speedUp.toFixed(3) ?? ""
  },
  {name: "steps", value: ({run, mode}: TableRow) => run[mode].steps},
  {name: "rows", value: ({run, mode}: TableRow) => run[mode].rows},
  {name: "pad rows", value: ({run, mode}: TableRow) => run[mode].padRows},
  {name: "tokens", value: ({run, mode}: TableRow) => run[mode].tokens},
  ...timeParts.map(({key, name}) => ({
    name: `ms a token: ${name}`,
    value: ({run, mode, fit}: TableRow) => Number(timePerToken(mode, run[mode], fit).parts[key].toFixed(4))
  }))
];
