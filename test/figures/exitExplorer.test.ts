// The explorer of early exits on a made-up grid whose sums are worked out by hand, and on the recorded one.
import {execFileSync} from "node:child_process";
import {existsSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {exitExplorer, exitExplorerParameters} from "../../src/figures/exitExplorer.js";
import type {ExitGridData} from "../../src/figures/exitGridData.js";
import type {Address} from "../../src/figures/kit/address.js";
import {slices, ticksOf, timedAt, valueAt} from "../../src/figures/kit/exitSlices.js";
import {kangarooPaper} from "./recordedForests.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";
import {toyGrid} from "./toyGrid.js";

failOnWarnings();

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

const paper = kangarooPaper();
const text = (figure: HTMLElement, selector: string): string => figure.querySelector(selector)?.textContent ?? "";
const point = {layer: 1, draftLength: 2, eta: 50};

function slide(figure: HTMLElement, which: number, value: number): void {
  const input = figure.querySelectorAll<HTMLInputElement>('input[type="range"]')[which];
  input.value = String(value);
  for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, {bubbles: true}));
}

describe("exitExplorer", () => {
  it("exitExplorer", () => {
    expectSnapshot(exitExplorer(toyGrid, {paper, address: address(), width: 480}), "exitExplorer");
  });

  it("begins with the point that was chosen on validation prompts, and reads it out", () => {
    const figure = exitExplorer(toyGrid, {address: address(), width: 480});
    expect(text(figure, ".moment")).toBe(
      "ℓ 1, γ 2, η 0.5: 1.33 drafts a round, 38% of them right, so 1.50 tokens a pass. By the cost of the parts a token takes 0.88 ms, greedily 1.25 ms: 1.42×. Really timed it was 1.38×."
    );
    expect(text(figure, "figcaption")).toContain("On validation prompts ℓ 1, γ 2, η 0.5 was predicted to be fastest");
    expect(text(figure, "figcaption")).toContain("Against 2 timed runs this prediction of the speed-up misses 2% in the median, 4% at most"); // prettier-ignore
  });

  it("has as its title how far most tokens a pass and the least time lie apart", () => {
    expect(text(exitExplorer(toyGrid, {address: address(), width: 480}), ".figure-title")).toMatch(
      /most tokens a pass \(2\.25\) come at ℓ 2, γ 2, η 0\.0, at 0\.69× the speed of greedy decoding; fastest is ℓ 1, γ 2, η 0\.5, 1\.42×$/
    );
  });

  it("moves with its controls, and keeps them in the address", () => {
    const where = address();
    const figure = exitExplorer(toyGrid, {address: where, width: 480});
    slide(figure, 0, 1);
    slide(figure, 1, 0);
    expect(text(figure, ".moment")).toMatch(/^ℓ 1, γ 1, η 0\.0: 1\.00 drafts a round, 38% of them right/);
    expect(text(figure, ".moment")).not.toContain("Really timed");
    const [layer, texts] = figure.querySelectorAll("select");
    layer.value = "2";
    layer.dispatchEvent(new Event("change"));
    texts.value = "math";
    texts.dispatchEvent(new Event("change"));
    // 12 tokens in 8 steps, 1600 µs a token instead of 1500
    expect(text(figure, ".moment")).toMatch(/so 1\.50 tokens a pass\. .* takes 1\.60 ms, greedily 1\.50 ms: 0\.94×\.$/);
    expect(new URLSearchParams(where.read())).toEqual(
      new URLSearchParams("explorer.draft=1&explorer.eta=0&explorer.exit=2&explorer.texts=math")
    );
    const again = exitExplorer(toyGrid, {address: where, width: 480});
    expect(text(again, ".moment")).toBe(text(figure, ".moment"));
  });

  it("puts the paper's curves below ours where there are any, and says that they were read by eye", () => {
    const charts = (query: string): number =>
      exitExplorer(toyGrid, {paper, address: address(query), width: 480}).querySelectorAll('svg[role="img"]').length;
    expect(charts("")).toBe(4);
    expect(charts("?explorer.along=exit")).toBe(4);
    expect(charts("?explorer.along=draft")).toBe(2);
    expect(charts("?explorer.compare=nothing")).toBe(2);
    const figure = exitExplorer(toyGrid, {paper, address: address(), width: 480});
    expect(text(figure, "figcaption")).toContain("by eye");
  });

  it("tables every point of its curves", () => {
    const figure = exitExplorer(toyGrid, {address: address(), width: 480});
    Object.assign(figure.querySelector("details.data-table")!, {open: true}).dispatchEvent(new Event("toggle"));
    const rows = [...figure.querySelectorAll(".data-table tbody tr")].map((row) =>
      [...row.children].map(({textContent}) => textContent)
    );
    expect(rows).toEqual([
      ["1", "2", "0", "1.5", "2", "0.25", "1.1", ""],
      ["1", "2", "0.5", "1.5", "1.333", "0.375", "1.417", "1.375"],
      ["2", "2", "0", "2.25", "2", "0.625", "0.688", ""],
      ["2", "2", "0.5", "2", "1.389", "0.72", "0.774", ""]
    ]);
  });

  it("says so where nothing is recorded", () => {
    expect(exitExplorer(null).textContent).toContain("Nothing has been recorded");
    expect(exitExplorer({...toyGrid, grids: []}).textContent).toContain("Nothing has been recorded");
  });
});

describe("slices of the grid", () => {
  it("add up texts, and average speeds over their kinds", () => {
    expect(valueAt(toyGrid, "all", point)).toMatchObject({compression: 36 / 24, right: 12 / 32, us: 875});
    expect(valueAt(toyGrid, "all", point)!.speedUp).toBeCloseTo((1000 / 750 + 1500 / 1000) / 2, 9);
    expect(valueAt(toyGrid, "math", point)).toMatchObject({compression: 12 / 9, speedUp: 1.5, draftsPerStep: 12 / 9});
    expect(valueAt(toyGrid, "all", {...point, eta: 55})).toBeUndefined();
    expect(valueAt(toyGrid, "books", point)).toBeUndefined();
  });

  it("have a timed point only where all kinds of texts were timed", () => {
    expect(timedAt(toyGrid, "all", point)).toMatchObject({speedUp: 1.375, quartiles: [1.2000000000000002, 1.5]});
    expect(timedAt({...toyGrid, timed: toyGrid.timed.slice(1)}, "all", point)).toBeUndefined();
    expect(timedAt(toyGrid, "math", {...point, layer: 2})).toBeUndefined();
  });

  it("run along η, γ and ℓ, the reader's own among them", () => {
    const names = (by: "eta" | "draft" | "exit"): [string, boolean, number][] =>
      slices(toyGrid, point, by).map(({name, own, points}) => [name, own, points.length]);
    expect(names("eta")).toEqual([
      ["ℓ 1", true, 2],
      ["ℓ 2", false, 2]
    ]);
    expect(names("draft")).toEqual(names("eta"));
    expect(names("exit")).toEqual([
      ["η 0.0", false, 2],
      ["η 0.5", true, 2]
    ]);
    expect(ticksOf(toyGrid, "eta")).toEqual(["0.0", "0.5"]);
  });
});

const recorded = existsSync("data/traces/kangaroo/cpu-amd-epyc/timing.jsonl");

describe.skipIf(!recorded)("exitExplorer of the recording", () => {
  const data = recorded
    ? (JSON.parse(
        execFileSync(process.execPath, ["--import", "tsx", "loaders/exitGrid.json.ts"], {encoding: "utf8"})
      ) as ExitGridData)
    : toyGrid;

  it("has a number everywhere, for each kind of texts and along each axis", () => {
    for (const texts of ["all", ...data.domains]) {
      for (const by of ["eta", "draft", "exit"]) {
        const query = `?explorer.texts=${texts}&explorer.along=${by}`;
        const figure = exitExplorer(data, {paper, address: address(query), width: 480});
        expect(figure.textContent, query).not.toMatch(/NaN|undefined|Infinity|not in the grid/);
      }
    }
  });

  it("begins at the point that was chosen for all texts", () => {
    const chosen = data.choices.find(({domain}) => domain === "all")!;
    const {exit, draft, eta} = exitExplorerParameters(data);
    expect([Number(exit.initial), draft.initial, Number(eta.initial) / 100]).toEqual([
      chosen.layer,
      chosen.draftLength,
      chosen.threshold
    ]);
  });
});
