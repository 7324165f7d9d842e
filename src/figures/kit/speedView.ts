// What a reader has chosen to see of recorded speeds, the controls that choose it, and the numbers it selects.
import type {Paper} from "../paperData.js";
import type {Measure, Speed, Speeds} from "../speedData.js";
import type {Bound} from "./address.js";
import {selectField} from "./fields.js";
import type {Control} from "./frame.js";
import type {Source} from "./source.js";
import {about, choice} from "./urlState.js";
import type {Parameter} from "./urlState.js";

/** Sizes of the paper's batches, and of ours. */
export const batchSizes: readonly number[] = [1, 2, 4, 8, 12, 16, 20, 24];

export const modeNames: Readonly<Record<string, string>> = {
  greedy: "greedy",
  vanilla: "vanilla",
  "unpad-kv-cache": "unpad KV cache only",
  "unpad-input-tokens": "unpad input tokens only",
  "ems-sd": "EMS-SD"
};

export const drafterName = (drafter: string): string => (drafter === "lookup" ? "look-up" : drafter);

export interface SpeedView {
  readonly recording: Speeds;
  readonly texts: string;
  readonly drafter: string;
  readonly time: "decode" | "prefill";
  readonly show: "ratio" | "tokens";
}

/** Parameters that all figures of speed share. */
export interface SpeedParameters {
  readonly [name: string]: Parameter<string>;
  readonly device: Parameter<string>;
  readonly texts: Parameter<string>;
  readonly drafter: Parameter<string>;
  readonly time: Parameter<SpeedView["time"]>;
  readonly show: Parameter<SpeedView["show"]>;
}

/** @throws without a recording */
export function speedParameters(recordings: readonly Speeds[]): SpeedParameters {
  if (recordings.length === 0) throw new Error("speedParameters: no recordings");
  const rows = recordings.flatMap((recording) => recording.rows);
  const devices = recordings.map(({device}) => device);
  const texts = unique(rows.map(({domain}) => domain));
  const drafters = unique(rows.map(({drafter}) => drafter).filter((drafter) => drafter !== "none"));
  return {
    device: about("whose recording", choice(devices[0], devices)),
    // where looking up pays, as in the paper's news to summarise
    texts: about("kind of texts", choice(texts.includes("edit") ? "edit" : (texts[0] ?? ""), texts)),
    drafter: about("who guesses", choice(drafters.includes("lookup") ? "lookup" : (drafters[0] ?? "lookup"), drafters)),
    time: about("decoding alone, or with the prefill", choice("decode", ["decode", "prefill"])),
    show: about("speed over greedy, or tokens a second", choice("ratio", ["ratio", "tokens"]))
  };
}

export function speedView(
  recordings: readonly Speeds[],
  {device, ...rest}: Pick<SpeedView, "texts" | "drafter" | "time" | "show"> & {readonly device: string}
): SpeedView {
  return {...rest, recording: recordings.find((recording) => recording.device === device)!};
}

/** Controls of the shared parameters; of device, texts and drafter only where there is something to choose. */
export function speedControls(
  recordings: readonly Speeds[],
  parameters: Bound<SpeedParameters>,
  change: () => void
): Control[] {
  const {values, set} = parameters;
  const rows = recordings.flatMap((recording) => recording.rows);
  const select = (name: string, label: string, options: readonly (readonly [string, string])[]): Control => {
    const pick = (value: string): void => {
      set(name, value);
      change();
    };
    return {name, element: selectField(label, options, values[name], pick).element};
  };
  const named = (names: readonly string[]): [string, string][] => names.map((name) => [name, drafterName(name)]);
  const drafters = unique(rows.map(({drafter}) => drafter).filter((drafter) => drafter !== "none"));
  const devices = recordings.map(({device, provenance}): [string, string] => [device, provenance.device]);
  return [
    ...(devices.length > 1 ? [select("device", "Device", devices)] : []),
    select("texts", "Texts", named(unique(rows.map(({domain}) => domain)))),
    ...(drafters.length > 1 ? [select("drafter", "Drafter", named(drafters))] : []),
    select("show", "Show", [
      ["ratio", "speed-up"],
      ["tokens", "tokens per second"]
    ]),
    select("time", "Time", [
      ["decode", "decoding only"],
      ["prefill", "with prefill"]
    ])
  ];
}

/** The rows of a mode by batch size; undefined where there is none. Greedy has no drafter. */
export const rowsOf = ({recording, texts, drafter}: SpeedView, mode: string, sizes: readonly number[]) =>
  sizes.map((size): Speed | undefined =>
    recording.rows.find(
      (row) =>
        row.domain === texts &&
        row.batchSize === size &&
        row.mode === mode &&
        row.drafter === (mode === "greedy" ? "none" : drafter)
    )
  );

export const measureOf = (row: Speed | undefined, {time}: Pick<SpeedView, "time">): Measure | undefined =>
  time === "decode" ? row?.decode : row?.withPrefill;

export const valueOf = (
  measure: {readonly tokensPerSecond: number; readonly speedUp?: number} | undefined,
  {show}: Pick<SpeedView, "show">
): number | undefined => (show === "ratio" ? measure?.speedUp : measure?.tokensPerSecond);

export const bandOf = (measure: Measure | undefined, {show}: Pick<SpeedView, "show">) =>
  show === "ratio" ? measure?.speedUpQuartiles : measure?.quartiles;

/** Ratios of a mode to greedy as timed, by batch size. */
export const ratiosOf = (view: SpeedView, mode: string, sizes: readonly number[]): (number | undefined)[] =>
  rowsOf(view, mode, sizes).map((row) => measureOf(row, view)?.speedUp);

/** The sizes that the paper has and those of the recording, in order. */
export const sizesOf = ({rows}: Speeds): number[] =>
  unique([...batchSizes, ...rows.map(({batchSize}) => batchSize)]).sort((a, b) => a - b);

export const formatRatio = (value: number): string => `${value.toFixed(2)}×`;

export const formatSpeed = (value: number): string =>
  value.toLocaleString("en", {maximumFractionDigits: value < 100 ? 1 : 0});

/** Where recorded speeds come from, by device. */
export const sourcesOf = (recordings: readonly Speeds[], paper?: Paper): ReadonlyMap<string, Source> =>
  new Map(
    recordings.map(({device, models, provenance, lossless, prompts, newTokens}) => [
      device,
      {
        how: "Timed by running every mode on the same batches, one after the other",
        models,
        texts: `${prompts} prompts of each domain, up to ${newTokens} new tokens each`,
        provenance,
        lossless,
        ...(paper ? {paper: `${paper.paper}. ${paper.where}. ${paper.setting}`} : {})
      }
    ])
  );

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
