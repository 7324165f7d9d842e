import {describe, expect, it} from "vitest";
import {spread} from "../../src/figures/kit/lines.js";
import type {Speed} from "../../src/figures/speedData.js";
import {speeds} from "../../src/figures/speeds.js";

const provenance = {
  command: "npm run record",
  commit: "c",
  device: "d",
  provider: "cpu",
  runtime: "r",
  date: "2026-11-23"
} as const;
const row = (batchSize: number, mode: string, tokensPerSecond: number, over: number): Speed => ({
  domain: "edit",
  batchSize,
  mode,
  drafter: mode === "greedy" ? "none" : "lookup",
  tokensPerSecond,
  quartiles: [tokensPerSecond * 0.9, tokensPerSecond * 1.1],
  speedUp: tokensPerSecond / over,
  predicted: tokensPerSecond,
  repeats: 3
});
const rows = [
  ...[1, 8].map((size) => row(size, "greedy", 100, 100)),
  row(1, "vanilla", 150, 100),
  row(8, "vanilla", 50, 100),
  row(1, "ems-sd", 150, 100),
  row(8, "ems-sd", 120, 100)
];

describe("speeds", () => {
  it("draws one line per mode and, beside it, the paper's", () => {
    const figure = speeds({rows, provenance, done: 1, planned: 4}, {width: 600});
    const names = [...figure.querySelectorAll(".line .name")].map(({textContent}) => textContent);
    expect(names).toEqual(["Unpadded", "paper", "Padded", "paper"]);
    expect(figure.querySelector("svg.lines")?.getAttribute("aria-label")).toBe(
      "Speed of EMS-SD over greedy decoding on edit texts with lookup: 1.50 at batch size 1, 1.20 at batch size 8"
    );
  });

  it("draws predictions instead of the paper when asked", () => {
    const figure = speeds({rows, provenance, done: 1, planned: 4}, {width: 600});
    const select = [...figure.querySelectorAll("select")].at(-1)!;
    select.value = "predicted";
    select.dispatchEvent(new Event("change"));
    const names = [...figure.querySelectorAll(".line .name")].map(({textContent}) => textContent);
    expect(names).toContain("predicted");
    expect(names).not.toContain("paper");
  });

  it("holds all rows as a table, greedy decoding included", () => {
    const figure = speeds({rows, provenance, done: 1, planned: 4}, {width: 600});
    Object.assign(figure.querySelector("details")!, {open: true}).dispatchEvent(new Event("toggle"));
    expect(figure.querySelectorAll("tbody tr")).toHaveLength(rows.length);
  });

  it("says how much is still to be recorded", () => {
    const caption = speeds({rows, provenance, done: 1, planned: 4}, {width: 600}).querySelector("figcaption");
    expect(caption?.textContent).toContain("Recorded so far: 1 of 4 batches.");
  });

  it("refuses a recording of nothing but greedy decoding", () => {
    expect(() => speeds({rows: rows.slice(0, 2), provenance, done: 1, planned: 4})).toThrow("nothing but greedy");
  });
});

describe("spread", () => {
  it("leaves places alone that are far enough apart", () => {
    expect(spread([10, 50, 30], 15)).toEqual([10, 50, 30]);
  });

  it("keeps the order, and the gap, of places that are too close", () => {
    const places = spread([20, 21, 22], 10);
    expect(places[1] - places[0]).toBeGreaterThanOrEqual(9.9);
    expect(places[2] - places[1]).toBeGreaterThanOrEqual(9.9);
  });

  it("of nothing is nothing", () => {
    expect(spread([], 10)).toEqual([]);
  });
});
