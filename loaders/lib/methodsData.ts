// From a recording of the Kangaroo chapter to what figures of methods draw: all that ran on one text at a time.
import type {
  ChosenPoint,
  ExitPoint,
  Method,
  MethodCell,
  MethodParts,
  MethodsData
} from "../../src/figures/methodsData.js";
import {median} from "../../src/traces/metrics/index.js";
import type {CostRecord, CountsRecord, RecordingRecord, TimingRecord, TraceLine} from "../../src/traces/index.js";
import {losslessOf} from "./losslessOf.js";
import {leastBusy, pairedSpeed, QUIET} from "./pairedSpeed.js";
import {promptDomain, seriesOf} from "./seriesOf.js";

/** What data/models knows of the networks. */
export type MethodModels = Pick<MethodsData, "modules" | "target">;

/** `lines` hold times, counters, choices and costs; null where nothing was timed. */
export function methodsData(lines: readonly TraceLine[], models: MethodModels): MethodsData | null {
  const head = lines.find((line) => line.type === "recording");
  const counts = lines.filter((line): line is CountsRecord => line.type === "counts" && line.source === "run");
  if (!head) return null;
  const {setting, provenance, done, planned} = head;
  const standard = standardOf(setting);
  const methods = methodsOf(
    lines.filter((line) => line.type === "timing"),
    counts
  ).filter(
    ({series, drafter, options}) => series !== "variants" || drafter !== "early-exit" || isAt(standard, options)
  );
  if (methods.length === 0) return null;
  const pass = fastestPass(lines);
  return {
    methods,
    chosen: lines.flatMap((line) => (line.type === "choice" ? [chosenPoint(line)] : [])),
    standard,
    ...models,
    ...(pass ? {pass} : {}),
    newTokens: Number(setting.maxNewTokens),
    models: head.models,
    provenance,
    lossless: losslessOf(head),
    done,
    planned
  };
}

const chosenPoint = ({domain, exitLayer, draftLength, threshold}: ChosenPoint): ChosenPoint => ({
  domain,
  exitLayer,
  draftLength,
  threshold
});

/** The paper's γ and η, and the exit layer that they are tried at. */
export const standardOf = ({exitLayer, draftLength, threshold}: RecordingRecord["setting"]) => ({
  exitLayer: Number(exitLayer),
  draftLength: Number(draftLength),
  threshold: Number(threshold)
});

/** Points that are spread over the grid of settings belong to other figures. */
const isAt = ({exitLayer, draftLength, threshold}: ExitPoint, options: Method["options"]): boolean =>
  options.exitLayer === exitLayer && options.draftLength === draftLength && options.threshold === threshold;

/** One per series, drafter and options, with a cell per domain, in the order of the lines. */
function methodsOf(timing: readonly TimingRecord[], counts: readonly CountsRecord[]): Method[] {
  const counted = seriesOf(counts, ({domain}) => domain);
  const found = new Map<string, Omit<Method, "cells"> & {readonly cells: MethodCell[]}>();
  for (const {series, domain, lines} of seriesOf(timing, promptDomain)) {
    if (series === "batches") continue;
    const group = counted.find((one) => one.series === series && one.domain === domain)?.lines ?? [];
    for (const line of lines) {
      const {drafter, options} = line;
      const plain = lines.find((one) => one.drafter === "none" && one.options.temperature === options.temperature);
      if (!plain) continue;
      const totals = group.find((one) => one.drafter === drafter && sameOptions(one.options, options))?.totals;
      const key = JSON.stringify([series, drafter, options]);
      const method = found.get(key) ?? {series, drafter, options, cells: []};
      method.cells.push(cellOf(domain, line, plain, totals));
      found.set(key, method);
    }
  }
  return [...found.values()];
}

const sameOptions = (a: Method["options"], b: Method["options"]): boolean => JSON.stringify(a) === JSON.stringify(b);

function cellOf(
  domain: string,
  line: TimingRecord,
  plain: TimingRecord,
  totals: CountsRecord["totals"] | undefined
): MethodCell {
  const busy = leastBusy(line, plain);
  const parts = partsOf(line);
  const allRight = totals && allRightOf(parts, line, totals);
  return {
    domain,
    compression: rounded(line.tokens / (line.steps + line.prompts.length)),
    ...pairedSpeed(line, plain),
    parts,
    ...(allRight === undefined ? {} : {allRight}),
    ...(busy === undefined ? {} : {busy})
  };
}

/** Medians over the repeats, a new token; of repeats that shared the processor, by their share of it. */
function partsOf({tokens, prompts, decodeMs, draftMs, verifyMs, exitMs, drafter, busy}: TimingRecord): MethodParts {
  const share = (repeat: number): number => ((busy?.[repeat] ?? 1) < QUIET ? busy![repeat] : 1);
  const each = (value: (repeat: number) => number): number =>
    rounded(median(decodeMs.map((_, repeat) => value(repeat) * share(repeat))) / (tokens - prompts.length));
  const part = (name: "shallow" | "adapter" | "head") => (repeat: number) => exitMs?.[name][repeat] ?? 0;
  const exit = (repeat: number): number => part("shallow")(repeat) + part("adapter")(repeat) + part("head")(repeat);
  const drafts = (repeat: number): number => (drafter === "none" ? 0 : draftMs[repeat]);
  return {
    shallow: each(part("shallow")),
    adapter: each(part("adapter")),
    head: each(part("head")),
    drafter: exitMs ? 0 : each(drafts),
    deep: each((repeat) => verifyMs[repeat]),
    rest: each((repeat) => decodeMs[repeat] - verifyMs[repeat] - (exitMs ? exit(repeat) : drafts(repeat)))
  };
}

/** γ drafts and one more token a step, each pass at what it took on average; undefined for what is no chain. */
function allRightOf(
  {shallow, adapter, head, deep, rest}: MethodParts,
  {options, tokens, prompts}: TimingRecord,
  {steps, exit}: CountsRecord["totals"]
): number | undefined {
  const most = Number(options.draftLength);
  const drafts = (exit?.shallowForwards ?? 0) - steps;
  if (!exit || drafts <= 0 || !Number.isFinite(most)) return undefined;
  const written = tokens - prompts.length;
  const perPass = (shallow * written) / exit.shallowForwards;
  const perDraft = ((adapter + head) * written) / drafts;
  const perStep = ((deep + rest) * written) / steps;
  return rounded(((most + 1) * perPass + most * perDraft + perStep) / (most + 1));
}

/** One row, batch 1, over caches and exit layers at which it was timed. */
function fastestPass(lines: readonly TraceLine[]): MethodsData["pass"] {
  const one = lines.filter((line) => line.type === "cost" && line.batchSize === 1 && line.rows === 1) as CostRecord[];
  const fastest = (some: readonly CostRecord[]): number => rounded(Math.min(...some.flatMap(({ms}) => ms)));
  const head = fastest(one.filter(({part}) => part === "head"));
  const whole = fastest(one.filter(({part, model}) => part === undefined && model.role === "target"));
  return Number.isFinite(head) && Number.isFinite(whole) ? {head, whole} : undefined;
}

const rounded = (value: number): number => Number(value.toFixed(4));
