// Recorded speeds for tests of figures: of the committed trace, and made by hand for what it does not hold.
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {speedsOf} from "../../loaders/lib/speeds.js";
import type {Address} from "../../src/figures/kit/address.js";
import type {Paper} from "../../src/figures/paperData.js";
import type {Measure, Speed, Speeds} from "../../src/figures/speedData.js";
import {traceLines} from "../../loaders/lib/traceLines.js";

const folder = "data/traces/ems-sd";

/** Every device's, as loaders/speed.json.ts gives them. */
export function committedSpeeds(): Speeds[] {
  const devices = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/timing.jsonl`));
  return devices.map((device) => {
    const [timing, counts, cost] = ["timing", "counts", "cost"].map((name) =>
      traceLines(`${folder}/${device}/${name}.jsonl`)
    );
    return speedsOf(
      device,
      timing.find((line) => line.type === "recording")!,
      [...timing, ...counts, ...cost]
    );
  });
}

export const paper = JSON.parse(readFileSync("data/papers/ems-sd.json", "utf8")) as Paper;

/** An address that no page has. */
export function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

/** Speeds made by hand: [mode, batch size, ratio to greedy's 100 tokens per second], greedy added. */
export function madeSpeeds(
  ratios: readonly (readonly [string, number, number])[],
  {spread = 0, repeats = 3}: {readonly spread?: number; readonly repeats?: number} = {}
): Speeds {
  const measure = (ratio: number): Measure => ({
    tokensPerSecond: 100 * ratio,
    quartiles: [100 * ratio * (1 - spread), 100 * ratio * (1 + spread)],
    speedUp: ratio,
    speedUpQuartiles: [ratio * (1 - spread), ratio * (1 + spread)]
  });
  const row = (mode: string, batchSize: number, ratio: number): Speed => ({
    domain: "edit",
    batchSize,
    mode,
    drafter: mode === "greedy" ? "none" : "lookup",
    decode: measure(ratio),
    withPrefill: measure(1 + (ratio - 1) / 2),
    predicted: {tokensPerSecond: 100 * ratio, speedUp: ratio},
    repeats
  });
  const sizes = [...new Set(ratios.map(([, size]) => size))];
  return {
    device: "made",
    models: [],
    provenance: {
      command: "npm run record",
      commit: "c",
      device: "Made",
      provider: "cpu",
      runtime: "r",
      date: "2026-11-23"
    },
    lossless: {runs: 1, tokens: 1, flips: 0},
    done: 4,
    planned: 4,
    prompts: 24,
    newTokens: 128,
    repeats: 3,
    rows: [...sizes.map((size) => row("greedy", size, 1)), ...ratios.map((ratio) => row(...ratio))]
  };
}

export const title = (figure: Element): string => figure.querySelector(".figure-title")?.textContent ?? "";
export const caption = (figure: Element): string => figure.querySelector("figcaption")?.textContent ?? "";

/** Set a select by the text of its label. */
export function choose(figure: Element, label: string, value: string): void {
  const select = [...figure.querySelectorAll("label")]
    .find((l) => l.firstChild?.textContent === label)!
    .querySelector("select")!;
  select.value = value;
  select.dispatchEvent(new Event("change"));
}

/** Rows of the figure's table, opened. */
export function tableRows(figure: Element): string[][] {
  const details = figure.querySelector<HTMLDetailsElement>("details.data-table")!;
  details.open = true;
  details.dispatchEvent(new Event("toggle"));
  return [...details.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? "")
  );
}
