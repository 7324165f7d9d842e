import {describe, expect, it} from "vitest";
import {forgettingOf, forgotten, roundName, roundsRows} from "../../src/figures/kit/roundsData.js";
import {forgettingWords, roundsClaims} from "../../src/figures/kit/roundsWords.js";
import {measureNamed} from "../../src/figures/kit/studyMeasures.js";
import {roundsStudy} from "../../src/figures/roundsStudy.js";
import {madeRounds} from "./madeRounds.js";
import {tinyLmPaper} from "./madeStudy.js";
import type {MadeStudyOptions} from "./madeStudy.js";
import {address, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const paper = tinyLmPaper();
const mean = measureNamed("mean");
const draw = (options: MadeStudyOptions = {}, query = ""): HTMLElement =>
  roundsStudy(madeRounds(options), {paper, address: address(query), width: 700});
const amounts: Readonly<Record<string, MadeStudyOptions>> = {
  no: {done: () => false},
  "one round's": {done: ({name, recipe}) => name === "r0" && recipe.seed === 1},
  "the first seed's": {done: ({recipe}) => recipe.seed === 1},
  all: {}
};

describe("roundsStudy", () => {
  it("draws all runs", () => {
    expectSnapshot(draw(), "roundsStudy");
  });

  it.each(Object.entries(amounts))("stands with %s runs", (_, options) => {
    for (const query of ["", "?rounds-study.x=cost&rounds-study.y=cloze", "?rounds-study.as=score"]) {
      const figure = draw(options, query);
      expect(title(figure)).not.toBe("");
      expect(figure.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
      expect(figure.querySelectorAll(".rounds-table tbody tr")).toHaveLength(7);
    }
  });

  it("says how far an unfinished study is, and that one seed is one", () => {
    expect(title(draw(amounts.no))).toBe("No run of this study has finished yet: 0 of 21 runs done");
    expect(title(draw(amounts["one round's"]))).toContain("no second round to compare it with yet (1 of 21 runs done)");
    expect(title(draw(amounts["the first seed's"]))).toMatch(/, by one seed \(7 of 21 runs done\)$/);
  });

  it("compares a draw by loss with one by chance, seed by seed", () => {
    const fixed = {score: ({recipe: {rounds, seed}}) => 2 + 0.02 * seed - rounds.reduce((sum, {by, rate}) => sum + 0.04 * rate - (by === "chance" ? 0.01 : 0), 0)} satisfies MadeStudyOptions; // prettier-ignore
    expect(title(draw(fixed))).toMatch(/is better by 0\.020 \(0\.020 to 0\.020\) than one round; half drawn by chance is worse by 0\.010$/); // prettier-ignore
  });

  it("counts the computation of all rounds, and of scoring where batches are drawn by loss", () => {
    const costs = Object.fromEntries(roundsRows(madeRounds(), mean).map(({name, cost}) => [name, cost]));
    expect(costs["one round"]).toBe(1);
    expect(costs["50% by loss"]).toBeCloseTo(1 + 0.5 + 1 / 3, 10);
    expect(costs["50% by chance"]).toBeCloseTo(1.5, 10);
    expect(costs["50% by loss, twice"]).toBeCloseTo(1 + 2 * (0.5 + 1 / 3), 10);
    // without the round between them the cost of three is not known
    const without = roundsRows(madeRounds({done: ({name}) => name !== "r50"}), mean);
    expect(without.find(({rounds}) => rounds === 2)?.cost).toBeUndefined();
  });

  it("finds what was forgotten once for each seed", () => {
    const data = madeRounds();
    const all = forgettingOf(data);
    expect(all.map(({seed}) => seed)).toEqual([1, 2, 3]);
    expect(forgotten(all)?.mean).toBeCloseTo(0.027, 6);
    expect(forgettingWords(data)).toContain("So it is here too: what was read first is partly forgotten.");
    expect(forgettingWords(madeRounds(amounts.no))).toContain("No second round has been drawn yet");
    expect(forgettingWords(madeRounds(amounts["the first seed's"]))).toContain("One seed cannot tell.");
  });

  it("puts each of the paper's claims beside what is found, with the numbers of its tables", () => {
    const claims = roundsClaims(madeRounds(), mean, paper);
    expect(claims[0][0]).toBe("Half of the batches in a second round help: 51.61 without, 54.46 with r = 50%.");
    expect(claims[0][1]).toMatch(/^Half by loss against one round: better by 0\.01\d .*three seeds\.$/);
    expect(claims[2][0]).toContain("54.46 after two, 54.44 after three");
    expect(roundsClaims(madeRounds(amounts.no), mean, paper)[1][1]).toBe("All against half: not run yet.");
  });

  it("draws gains from zero, or scores with the better ones higher up", () => {
    const names = (figure: Element): (string | null)[] => [...figure.querySelectorAll(".rule-name")].map(({textContent}) => textContent); // prettier-ignore
    const rows = (figure: Element): number[] =>
      [...figure.querySelectorAll<HTMLElement>('[aria-label^="one round"], [aria-label^="100% by loss"]')].map(({style}) => parseFloat(style.top)); // prettier-ignore
    for (const [query, rule] of [
      ["", ["one round"]],
      ["?rounds-study.as=score", []]
    ] as const) {
      const figure = draw({}, query);
      expect(names(figure)).toEqual(rule);
      const [one, all] = rows(figure);
      expect(all).toBeLessThan(one);
    }
  });

  it("keeps what is chosen in the address, and shows another score", () => {
    const kept = address();
    const figure = roundsStudy(madeRounds(), {paper, address: kept, width: 700});
    choose(figure, "Score", "cloze");
    choose(figure, "Over", "cost");
    expect(kept.read()).toBe("?rounds-study.y=cloze&rounds-study.x=cost");
    expect(figure.querySelector(".rounds-table thead")?.textContent).toContain("last words right");
  });

  it("holds every run as a table", () => {
    expect(tableRows(draw())).toHaveLength(21);
  });

  it("names points by what is read again", () => {
    expect(roundName({rounds: []})).toBe("one round");
    const half = {rate: 0.5, by: "loss"} as const;
    expect(roundName({rounds: [half, half, half]})).toBe("50% by loss, 3 times");
  });
});
