import {describe, expect, it} from "vitest";
import {staircase} from "../../src/figures/staircase.js";
import {madeStudy, tinyLmPaper} from "./madeStudy.js";
import type {MadeStudyOptions} from "./madeStudy.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const paper = tinyLmPaper();
/** Each step gains 0.03, but for the third, which loses 0.01. */
const scores = [2, 1.97, 1.94, 1.95, 1.92];
const names = ["baseline", "tokenizer", "architecture", "inheritance", "rounds"];
const score: MadeStudyOptions["score"] = ({name, recipe}, place) =>
  scores[names.indexOf(name)] + 0.02 * recipe.seed + 0.0005 * ((place * 7) % 3);
const draw = (options: MadeStudyOptions = {}, query = ""): HTMLElement =>
  staircase(madeStudy("staircase", {score, ...options}), paper, {address: address(query), width: 520});

describe("staircase", () => {
  it("draws the paper's stairs and ours", () => {
    expectSnapshot(draw(), "staircase");
  });

  it("says where the stairs lead and which steps help", () => {
    expect(title(draw())).toMatch(/^Four steps lead from 2\.04\d to 1\.96\d bits per byte of held-out text; by their 95% intervals 3 of 4 steps help, 1 hurts$/); // prettier-ignore
    expect(title(draw({done: () => false}))).toBe(
      "The paper’s four steps lead from 42.41 to 51.28; ours are still to be run: 0 of 15 runs done"
    );
    const some = title(draw({done: ({recipe, name}) => recipe.seed === 1 && name !== "rounds"}));
    expect(some).toMatch(/^3 of four steps lead from .* \(4 of 15 runs done\)$/);
  });

  it.each([
    ["no", () => false],
    ["one", (_: unknown, i: number) => i === 0],
    ["the last step's", ({name}: {name: string}) => name === "rounds"],
    ["the first seed's", ({recipe}: {recipe: {seed: number}}) => recipe.seed === 1]
  ] as const)("stands with %s runs", (_, done) => {
    for (const query of ["", "?staircase.y=cloze"]) {
      const figure = draw({done}, query);
      expect(figure.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
      expect(figure.querySelectorAll(".stairs-table tbody tr")).toHaveLength(5);
    }
  });

  it("draws better higher up, whichever way the score goes", () => {
    const heights = (figure: Element): number[] =>
      [...figure.querySelectorAll(".stairs-chart.series-0 .stair-value")].map((text) => Number(text.getAttribute("y")));
    const bits = heights(draw());
    expect(bits[1]).toBeLessThan(bits[0]);
    expect(bits[3]).toBeGreaterThan(bits[2]);
    const share = heights(draw({}, "?staircase.y=cloze"));
    expect(share[4]).toBeLessThanOrEqual(share[0]);
  });

  it("says what each step is, that all are trained on equally many tokens, and where the paper disagrees with itself", () => {
    const figure = draw();
    const what = [...figure.querySelectorAll(".stairs-table .what")].map(({textContent}) => textContent);
    expect(what[0]).toMatch(/^5 layers of width 72, a vocabulary of 4,096 learned for that size/);
    expect(what[2]).toContain("3 heads that share one set of keys and values");
    expect(what[3]).toContain("11 layers of joey");
    expect(what[4]).toBe("2 million tokens first, then 1 million of them again, by loss");
    expect(caption(figure)).toContain("trained on 3 million tokens in all, in networks of 0.6 million weights");
    expect(caption(figure)).toContain("section 5 prints 8.77");
  });

  it("gives the paper's gains, and holds every run as a table", () => {
    const figure = draw();
    const gains = [...figure.querySelectorAll<HTMLTableRowElement>(".stairs-table tbody tr")].map(
      (row) => row.cells[5].textContent
    );
    expect(gains).toEqual(["–", "+1.70", "+2.42", "+3.26", "+1.49"]);
    expect(tableRows(figure)).toHaveLength(15);
  });

  it("shows another score, and keeps it in the address", () => {
    const kept = address();
    const figure = staircase(madeStudy("staircase", {score}), paper, {address: kept, width: 520});
    choose(figure, "Our score", "books");
    expect(kept.read()).toBe("?staircase.y=books");
    expect(title(figure)).toContain("bits per byte of held-out books");
  });
});
