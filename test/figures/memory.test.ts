import {describe, expect, it, vi} from "vitest";
import type {BatchData} from "../../src/figures/batchData.js";
import type {Address} from "../../src/figures/kit/address.js";
import {curvesChart} from "../../src/figures/kit/curves.js";
import {niceTop} from "../../src/figures/kit/niceTop.js";
import {padShare, sameModes, sizePoints, stepPoints} from "../../src/figures/kit/memorySeries.js";
import {replayBatch} from "../../src/figures/kit/batchReplay.js";
import {memory} from "../../src/figures/memory.js";
import {totalsOf} from "../../src/traces/totals.js";
import {recordedBatch, recordedCounts, smallBatch} from "./recordedBatch.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

const sources = (data: Record<string, BatchData | null>) =>
  Object.fromEntries(Object.entries(data).map(([domain, value]) => [domain, () => Promise.resolve(value)]));
const dialogue = recordedBatch("dialogue", 4, 24);
const counts = recordedCounts() ?? null;
const title = (figure: HTMLElement): string => figure.querySelector(".figure-title")?.textContent ?? "";
const set = (figure: HTMLElement, label: string, value: string): void => {
  const field = [...figure.querySelectorAll("label")].find(({textContent}) => textContent?.startsWith(label))!;
  const input = field.querySelector<HTMLInputElement>("input, select")!;
  input.value = value;
  input.dispatchEvent(new Event("change"));
};
const names = (figure: HTMLElement): (string | null)[] =>
  [...figure.querySelector("svg.lines")!.querySelectorAll(".name")].map(({textContent}) => textContent);

describe("memory", () => {
  it("memory", async () => {
    const figure = await memory(counts, sources({dialogue}), {address: address(), width: 900, batch: 4});
    expectSnapshot(figure, "memory");
  });

  it("draws modes that coincide as one line that bears both names", async () => {
    const figure = await memory(counts, sources({dialogue}), {address: address(), width: 900, batch: 4});
    expect(names(figure)).toEqual([
      "Unpadded",
      "= unpadded cache",
      "Padded",
      "= unpadded inputs",
      "reserved, padded",
      "reserved, unpadded"
    ]);
    set(figure, "What", "ragged");
    await vi.waitFor(() => expect(names(figure)).toEqual(["Unpadded cache", "Unpadded inputs", "Unpadded", "Padded"]));
  });

  it("keeps what is set in the address, and says the share of pads when asked", async () => {
    const page = address("?memory.what=written&memory.show=share");
    const figure = await memory(counts, sources({dialogue}), {address: page, width: 900, batch: 4});
    expect(title(figure)).toMatch(
      /^4 dialogue texts write [\d,]+ slots padded and [\d,]+ unpadded: \d+% of the padded ones are pads; over all prompts 0% at batch size 1 and/
    );
    expect(figure.querySelector("svg.lines")?.getAttribute("aria-label")).toMatch(
      /pads, of slots written at the end: Padded \d+%, Unpadded 0%/
    );
    set(figure, "Samples", "1");
    await vi.waitFor(() =>
      expect(title(figure)).toMatch(/^One dialogue text writes .*: 0% of the padded ones are pads/)
    );
    expect(page.read()).toBe("?memory.what=written&memory.show=share&memory.batch=1");
  });

  it("shows one chart where only counters, or only a batch, was recorded", async () => {
    const counted = await memory(counts, sources({dialogue: null}), {address: address(), width: 900});
    expect(counted.querySelectorAll("svg.lines")).toHaveLength(1);
    const replayed = await memory(null, sources({toy: smallBatch([9, 6])}), {address: address(), width: 900});
    expect(replayed.querySelectorAll("svg.lines")).toHaveLength(1);
    const none = await memory(null, sources({toy: null}), {address: address(), width: 900});
    expect(title(none)).toBe("No toy texts have been recorded from these weights yet");
    await expect(memory(null, {})).rejects.toThrow("memory: no domains");
  });

  it("shows a batch that ends in the prefill", async () => {
    const figure = await memory(null, sources({toy: smallBatch([0])}), {address: address(), width: 900});
    expect(title(figure)).toBe(
      "One toy text ends with 1 slots in the cache padded and 1 unpadded: 0% of the padded ones are pads"
    );
  });

  it("tables both charts", async () => {
    const figure = await memory(counts, sources({dialogue}), {address: address(), width: 900, batch: 4});
    Object.assign(figure.querySelector("details")!, {open: true}).dispatchEvent(new Event("toggle"));
    const over = [...figure.querySelectorAll(".data-table tbody tr td:first-child")].map(
      ({textContent}) => textContent
    );
    expect(new Set(over)).toEqual(new Set(["step", "batch size"]));
  });
});

describe("memory's points", () => {
  it("add up to the totals of the run", async () => {
    const {vanilla} = await replayBatch(dialogue, dialogue.samples, {drafter: "lookup", draftLength: 7}, ["vanilla"]);
    const last = stepPoints("vanilla", vanilla).at(-1)!;
    const totals = totalsOf([vanilla]);
    expect(last).toMatchObject({
      written: totals.slotsWritten,
      padRows: totals.padRows,
      read: totals.attentionSlots,
      ragged: totals.raggedSlots,
      held: totals.slotsUsed,
      pads: totals.padSlots,
      allocated: totals.slotsAllocated
    });
  });

  it("come in order of batch size, per new token, whatever was recorded", () => {
    expect(sizePoints("vanilla", [])).toEqual([]);
    const row = {domain: "d", mode: "vanilla", drafter: "lookup", draftLength: 7, samples: 2};
    const all = {
      rows: 40,
      padRows: 10,
      attentionSlots: 800,
      raggedSlots: 600,
      slotsUsed: 60,
      padSlots: 20,
      slotsAllocated: 90
    };
    const points = sizePoints(
      "vanilla",
      [8, 2].map((batchSize) => ({...row, ...all, batchSize, tokens: 20}))
    );
    expect(points.map(({x}) => x)).toEqual([2, 8]);
    expect(points[0]).toMatchObject({held: 3, pads: 1, written: 2, read: 40});
    expect(padShare(points[0], "held", undefined)).toBeCloseTo(1 / 3);
    expect(padShare(points[0], "read", {...points[0], ragged: 10})).toBe(0.75);
    expect(padShare({...points[0], held: 0, pads: 0}, "held", undefined)).toBe(0);
  });

  it("are one line only where all values are equal", () => {
    const values = new Map([
      ["vanilla", [1, 2]],
      ["ems-sd", [1, 1]],
      ["unpad-input-tokens", [1, 2]]
    ] as const);
    expect(sameModes(values)).toEqual([["vanilla", "unpad-input-tokens"], ["ems-sd"]]);
  });
});

describe("curvesChart", () => {
  const options = {width: 400, xLabel: "x", yLabel: "y", ariaLabel: "a chart"};

  it("draws nothing, or one point, without numbers that are none", () => {
    for (const points of [[], [[3, 0] as const]]) {
      const chart = curvesChart([{names: ["a"], key: "vanilla", points, marker: "disc"}], options);
      expect(chart.outerHTML).not.toMatch(/NaN|Infinity/);
    }
    expect(curvesChart([], options).outerHTML).not.toMatch(/NaN|Infinity/);
  });

  it("ends its axis at a round number", () => {
    expect([0.07, 1, 6.2, 97, 1001].map((value) => Math.round(niceTop(value) * 1000) / 1000)).toEqual([
      0.08, 1, 8, 100, 2000
    ]);
  });
});
