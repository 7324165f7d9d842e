import {describe, expect, it} from "vitest";
import {definitions, definitionsParameters} from "../../src/figures/definitions.js";
import type {DefinedRun} from "../../src/figures/definitions.js";
import type {Address} from "../../src/figures/kit/address.js";
import {replayBatch} from "../../src/figures/kit/batchReplay.js";
import {conventionNames} from "../../src/figures/kit/conventions.js";
import type {StepRecord} from "../../src/traces/index.js";
import {recordedBatch} from "./recordedBatch.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

/** Steps of one text; the prefill, then [drafted, accepted] each. */
function made(...steps: readonly (readonly [number, number])[]): StepRecord[] {
  const all = [[0, 0] as const, ...steps].map(([drafted, accepted], step) => {
    const emitted = Array.from({length: accepted + 1}, () => 5);
    return {step, samples: [{drafted: Array.from({length: drafted}, () => 7), leftovers: 0, accepted, emitted}]};
  });
  return all as unknown as StepRecord[];
}

const small: DefinedRun = {name: "small", steps: made([4, 4], [4, 1], [2, 2], [3, 0])};
const draw = (query = "", runs: readonly DefinedRun[] = [small]): HTMLElement =>
  definitions(runs, {address: address(query), width: 480});
const title = (figure: HTMLElement): string => figure.querySelector(".figure-title")?.textContent ?? "";
const cards = (figure: HTMLElement): (string | null)[][] =>
  [...figure.querySelectorAll(".definition")].map((card) =>
    [".term", ".result", ".formula"].map((part) => card.querySelector(part)!.textContent)
  );
const rows = (figure: HTMLElement): (string | null)[][] => {
  Object.assign(figure.querySelector("details.data-table")!, {open: true}).dispatchEvent(new Event("toggle"));
  return [...figure.querySelectorAll(".data-table tbody tr")].map((row) =>
    [...row.children].map(({textContent}) => textContent)
  );
};

describe("definitions", () => {
  it("definitions", async () => {
    const data = recordedBatch("dialogue", 2, 32);
    const setting = {drafter: data.drafters[0], draftLength: 4};
    const runs = await Promise.all(
      data.samples.map(async (sample) => ({
        name: sample.id,
        steps: (await replayBatch(data, [sample], setting, ["ems-sd"]))["ems-sd"]
      }))
    );
    expectSnapshot(definitions(runs, {address: address(), width: 480}), "definitions");
  });

  it("finds for the same steps as many lengths as there are who count", () => {
    expect(title(draw())).toBe(
      "The same 4 steps have a mean acceptance length from 1.75 to 3.67, depending on who counts; vLLM, AIPerf would say 2.75"
    );
    expect(title(draw("?definitions.convention=kangaroo"))).toContain("Kangaroo, Spec-Bench would say 2.40");
  });

  it("puts the numbers in, by each convention", () => {
    const shown = (convention: string) => cards(draw(`?definitions.convention=${convention}`));
    expect(shown("vllm")).toEqual([
      ["Mean acceptance length", "2.75", "1 + A / V = 1 + 7 / 4"],
      ["Compression ratio", "–", "not reported"],
      ["Draft acceptance rate", "0.54", "A / P = 7 / 13"],
      ["Acceptance of draft 2", "0.50", "accepted ≥ 2 / steps that drafted = 2 / 4"],
      ["CTAR(2)", "0.50", "accepted ≥ 2 / V = 2 / 4"]
    ]);
    expect(shown("sglang").map(([, result, formula]) => `${result}: ${formula}`)).toEqual([
      "3.00: N / V = 12 / 4",
      "–: not reported",
      "0.44: A / (V · γ) = 7 / (4 · 4)",
      "0.50: (h(2) + h(3) + …) / V = 2 / 4",
      "0.50: accepted ≥ 2 / V = 2 / 4"
    ]);
    expect(shown("kangaroo").map(([, result]) => result)).toEqual(["2.40", "2.40", "–", "–", "0.50"]);
    expect(shown("eagle").map(([, result]) => result)).toEqual(["3.67", "–", "–", "0.67", "–"]);
  });

  it("has no CTAR of vLLM's histogram where a step drafted nothing", () => {
    const steps = made([2, 1], [0, 0]);
    const [card] = [...draw("", [{name: "gap", steps}]).querySelectorAll(".definition.absent .words")].slice(-1);
    expect(card.textContent).toContain("here 1 of 2");
    const consistent = cards(draw("?definitions.convention=kangaroo&definitions.draft=1", [{name: "gap", steps}])).at(
      -1
    );
    expect(consistent).toEqual(["CTAR(1)", "0.50", "accepted ≥ 1 / V = 1 / 2"]);
  });

  it("pools runs that follow one another: each has its prefill", () => {
    const steps = [...small.steps, ...small.steps];
    const [length] = cards(draw("?definitions.convention=kangaroo", [{name: "twice", steps}]));
    expect(length).toEqual(["Mean acceptance length", "2.40", "N / (V + T) = 24 / (8 + 2)"]);
  });

  it("keeps run, convention and draft in the address, and marks who counts", () => {
    const page = address();
    const figure = definitions([small, {name: "other", steps: made([1, 1])}], {address: page, width: 480});
    const choose = (label: string, value: string): void => {
      const field = [...figure.querySelectorAll("label")].find(({textContent}) => textContent?.startsWith(label))!;
      const input = field.querySelector<HTMLInputElement>("input, select")!;
      input.value = value;
      input.dispatchEvent(new Event("change"));
    };
    choose("Counted", "eagle");
    choose("Draft", "1");
    choose("Run", "other");
    expect(page.read()).toBe("?definitions.convention=eagle&definitions.draft=1&definitions.run=other");
    expect(figure.querySelector(".chosen th")?.textContent).toBe("▸ EAGLE");
    expect(cards(figure)[0]).toEqual(["Mean acceptance length", "–", "(V + A) / (V − T) = (1 + 1) / (1 − 1)"]);
  });

  it("says its bars in words, and all quantities by all conventions in a table", () => {
    const figure = draw();
    expect(figure.querySelector("svg[role=img]")?.getAttribute("aria-label")).toBe(
      "Acceptance by position of the draft: draft 1, 0.75 of all steps, 0.75 of those that came to it; draft 2, 0.50 of all steps, 0.67 of those that came to it; draft 3, 0.25 of all steps, 1.00 of those that came to it; draft 4, 0.25 of all steps, 1.00 of those that came to it"
    );
    const table = rows(figure);
    expect(new Set(table.map(([who]) => who))).toEqual(new Set(Object.values(conventionNames)));
    expect(table).toHaveLength(4 * (3 + 2 * 4));
    expect(table.find(([who, what]) => who === "EAGLE" && what === "Acceptance of draft 3")?.slice(3, 5)).toEqual([
      "1 / 1",
      "1.00"
    ]);
  });

  it("of a run that ends in its prefill shows dashes, and of none a sentence", () => {
    const figure = draw("", [{name: "empty", steps: made()}]);
    expect(title(figure)).toBe("A run without a verification step has no acceptance length, whoever counts");
    expect(figure.outerHTML).not.toMatch(/NaN|Infinity|undefined/);
    expect(draw("", []).textContent).toContain("No run has been recorded");
    expect(() => definitionsParameters([])).toThrow("definitions: no runs");
  });
});
