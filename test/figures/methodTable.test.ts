import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {kangarooModels, kangarooRecording} from "../../loaders/lib/kangarooRecording.js";
import {methodsData} from "../../loaders/lib/methodsData.js";
import {methodTable} from "../../src/figures/methodTable.js";
import type {Paper} from "../../src/figures/paperData.js";
import {madeMethods, madeRuns} from "./madeMethods.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const paper = JSON.parse(readFileSync("data/papers/kangaroo.json", "utf8")) as Paper;
const draw = (query = "", runs = madeRuns): HTMLElement =>
  methodTable(madeMethods(runs), {paper, address: address(query)});
const heads = (figure: Element): string[] =>
  [...figure.querySelectorAll(".method-grid tbody th")].map((cell) =>
    (cell.firstChild?.textContent ?? "").replaceAll("\u00a0", " ")
  );
const cells = (figure: Element, method: string): string[] => {
  const row = [...figure.querySelectorAll(".method-grid tbody tr")].find((one) =>
    one.querySelector("th")?.textContent?.startsWith(method)
  )!;
  return [...row.querySelectorAll("td")].map(({textContent}) => textContent ?? "");
};

describe("methodTable", () => {
  it("compares methods in the shape of the paper's Table 1, with the paper's below", () => {
    const figure = draw();
    expectSnapshot(figure, "methodTable");
    expect(heads(figure)).toEqual([
      "Greedy decoding",
      "Look-up",
      "Draft model",
      "Medusa, no tree",
      "Exit without adapter, ℓ = 2",
      "Kangaroo, ℓ = 2",
      "Kangaroo, ℓ = 4",
      "Kangaroo, one chosen setting",
      "Kangaroo, a setting for each kind",
      "Kangaroo, tree, ℓ = 2"
    ]);
    expect(cells(figure, "Draft model")).toEqual(["1.83 / 2.00", "1.83 / 1.00", "1.50"]);
    expect(figure.querySelectorAll(".paper-table tbody tr")).toHaveLength(7);
  });

  it("says which method is fastest on how many kinds of text, and where Kangaroo beats greedy decoding", () => {
    expect(title(draw())).toBe(
      "Draft model is fastest on 1 of 2 kinds of text; Kangaroo at one setting, chosen on other texts, is faster than greedy decoding on 1, in three of four runs on 1, and 1.17 times as fast in the mean"
    );
  });

  it("marks the fastest of a column, and draws what is slower hollow and to the left of 1", () => {
    const figure = draw();
    const best = [...figure.querySelectorAll(".method-grid .best b")].map(({textContent}) => textContent);
    expect(best).toEqual(["1.00", "2.00", "1.00", "1.50"]); // greedy decoding ties on edit texts
    const slower = figure.querySelector(".speed-bar .slower")!.getAttribute("d")!;
    expect(slower).toMatch(/^M36,1\.5H(\d|[12]\d|3[0-5])(\.\d+)?V/);
  });

  it("writes quartiles into the cells when asked, and keeps that in the address", () => {
    const page = address();
    const figure = methodTable(madeMethods(), {paper, address: page});
    expect(figure.querySelector(".method-grid td small")).toBeNull();
    choose(figure, "Cells", "quartiles");
    expect(figure.querySelector(".method-grid td small")?.textContent).toBe("1.00–1.00");
    expect(figure.querySelectorAll(".speed-bar .reach").length).toBeGreaterThan(10);
    expect(caption(figure)).toContain("lower and upper quartile");
    expect(page.read()).toBe("?methods.cells=quartiles");
  });

  it("compares modules as in Table 2, with their parameters", () => {
    const figure = draw("?methods.show=modules");
    expectSnapshot(figure, "methodTableModules");
    expect(heads(figure)[0]).toBe("Kangaroo: norm, attention, norm");
    expect(cells(figure, "Norm, two linear layers")[0]).toBe("0.90 M");
    expect(title(figure)).toContain("Kangaroo’s adapter decodes 0.94 times as fast as greedy decoding");
    expect(figure.querySelector(".paper-table caption")?.textContent).toContain("Table 2");
  });

  it("compares temperatures as in Table 3", () => {
    const figure = draw("?methods.show=temperature");
    expectSnapshot(figure, "methodTableTemperature");
    expect(title(figure)).toContain("0.94 at temperature 0; 0.94 at temperature 0.2, original; 0.60 at");
    expect(figure.querySelector(".paper-table caption")?.textContent).toContain("Table 3");
  });

  it("chooses the paper's network, where the paper has more than one", () => {
    const page = address();
    const figure = methodTable(madeMethods(), {paper, address: page});
    const network = [...figure.querySelectorAll("label")].find((one) => one.textContent?.startsWith("The paper"))!;
    choose(figure, "The paper’s network", "vicuna13b");
    expect(figure.querySelector(".paper-table")?.textContent).toContain("13B");
    expect(page.read()).toBe("?methods.paper=vicuna13b");
    expect(network.hidden).toBe(false);
    choose(figure, "Compare", "modules");
    expect(network.hidden).toBe(true);
  });

  it("has everything as a table: spread, pairs and share of the processor", () => {
    const busy = Object.fromEntries(
      Object.entries(madeRuns).map(([name, runs]) => [name, runs.map((run) => ({...run, busy: 0.7}))])
    );
    const figure = draw("", busy);
    const [first] = tableRows(figure);
    expect(first).toEqual(["Greedy decoding", "", "", "dialogue", "1", "1", "1", "1", "2", "0.7"]);
    expect(caption(figure)).toContain("All of it was timed beside other work on the machine, with 70% of a processor");
    expect(caption(draw())).not.toContain("other work");
  });

  it("goes without what was not timed, without a paper, and says when there is nothing", () => {
    const figure = methodTable(madeMethods({methods: madeRuns.methods.slice(0, 2)}), {address: address()});
    expect(heads(figure)).toEqual(["Greedy decoding", "Look-up"]);
    expect(title(figure)).toBe("Not all of it has been timed yet");
    expect(figure.querySelector(".paper-table")).toBeNull();
    expect(methodTable(null).textContent).toContain("No methods have been timed");
  });

  it("draws the committed recording in every view, as far as there is one", () => {
    const lines = kangarooRecording(["timing", "counts", "cost"]);
    const data = lines ? methodsData(lines, kangarooModels()) : null;
    for (const view of ["methods", "modules", "temperature"]) {
      const figure = methodTable(data, {paper, address: address(`?methods.show=${view}`)});
      expect(figure.textContent).not.toMatch(/NaN|undefined|Infinity/);
      expect(figure.querySelectorAll(".method-grid").length).toBe(data ? 1 : 0);
    }
  });
});
