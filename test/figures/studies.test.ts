import {describe, expect, it} from "vitest";
import {batchStudy} from "../../src/figures/batchStudy.js";
import {depthStudy, depthStudyParameters} from "../../src/figures/depthStudy.js";
import {expansionStudy} from "../../src/figures/expansionStudy.js";
import {inheritanceStudy} from "../../src/figures/inheritanceStudy.js";
import {initializationStudy} from "../../src/figures/initializationStudy.js";
import {expansionAxis, layersAxis} from "../../src/figures/kit/studyAxes.js";
import {upTo} from "../../src/figures/kit/studyCurves.js";
import {measureNamed} from "../../src/figures/kit/studyMeasures.js";
import {distinctShapes, qualityCorrelation, shapesStudy} from "../../src/figures/shapesStudy.js";
import {tokenizerStudy} from "../../src/figures/tokenizerStudy.js";
import {madeStudy, tinyLmPaper} from "./madeStudy.js";
import type {MadeStudyOptions} from "./madeStudy.js";
import {address, caption, choose, tableRows, title as titleOf} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const paper = tinyLmPaper();
const figures = {
  depth: depthStudy,
  expansion: expansionStudy,
  shapes: shapesStudy,
  initialization: initializationStudy,
  tokenizer: tokenizerStudy,
  inheritance: inheritanceStudy,
  batch: batchStudy
} as const;
type Name = keyof typeof figures;
const names = Object.keys(figures) as Name[];
const draw = (name: Name, options: MadeStudyOptions = {}, query = ""): HTMLElement =>
  figures[name](madeStudy(name, options), {paper, address: address(query), width: 700});
const amounts: Readonly<Record<string, MadeStudyOptions>> = {
  no: {done: () => false},
  one: {done: (_, i) => i === 0},
  some: {done: ({recipe}, i) => recipe.seed === 1 && i % 2 === 0},
  "the first seed of all": {done: ({recipe}) => recipe.seed === 1},
  all: {}
};
/** names in it do not break */
const title = (figure: Element): string => titleOf(figure).replaceAll("\u00a0", " ");
const press = (element: Element, text: string): void => {
  const button = [...element.querySelectorAll("button")].find(({textContent}) => textContent === text);
  if (!button) throw new Error(`no button ${text}`);
  button.click();
};
const spots = (figure: Element): HTMLElement[] => [...figure.querySelectorAll<HTMLElement>(".study-stage .points span")]; // prettier-ignore
const spotOf = (figure: Element, name: string): HTMLElement =>
  spots(figure).find((spot) => spot.getAttribute("aria-label")?.startsWith(`${name},`))!;

describe.each(names)("%sStudy", (name) => {
  it.each(Object.keys(amounts))("stands with %s runs, as scores and as curves", (amount) => {
    for (const show of ["score", "curves"]) {
      const figure = draw(name, amounts[amount], `?${name}-study.show=${show}`);
      const made = madeStudy(name, amounts[amount]);
      const data = name === "shapes" ? distinctShapes(made) : made;
      expect(figure.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
      expect(figure.textContent).toContain(`${data.done === data.planned ? "all" : data.done} `);
      expect(tableRows(figure).length).toBeGreaterThanOrEqual(data.points.length);
      if (data.done === 0) expect(title(figure)).toBe(`No run of this study has finished yet: 0 of ${data.planned} runs done`); // prettier-ignore
      if (show === "score" && data.done > 0) expect(spots(figure)).toHaveLength(data.done);
    }
  });

  it("is drawn as before", () => {
    expectSnapshot(draw(name, name === "batch" ? {diverges: ({name: point}) => point === "32-1.5"} : {}), `${name}Study`); // prettier-ignore
  });
});

describe("depthStudy", () => {
  it("names its points within the drawing, also where the interval of two seeds leaves it", () => {
    const wide = (place: number, seed: number): number => 1.8 + 0.03 * place + 0.02 * seed;
    const figure = draw("depth", {
      done: ({name, recipe}) => recipe.seed === 1 || (name === "28x40" && recipe.seed === 2),
      score: ({recipe}, place) => wide(place % 3, recipe.seed)
    });
    const drawing = figure.querySelector(".study-dots")!;
    const bar = drawing.querySelector(".interval")!.getAttribute("d")!;
    expect(bar).not.toContain("h8"); // both ends are cut off
    const names = [...drawing.querySelectorAll(".dot-name")];
    expect(names.map(({textContent}) => textContent)).toContain("28 × 40");
    for (const name of names) {
      expect(Number(name.getAttribute("y"))).toBeGreaterThan(8);
      expect(Number(name.getAttribute("y"))).toBeLessThan(Number(drawing.getAttribute("height")));
    }
  });

  it("says how far the deepest catches up, where it does", () => {
    const behind = (gaps: readonly number[]) => {
      const data = madeStudy("depth");
      const [first, ...rest] = data.points;
      const last = rest[rest.length - 1];
      const runs = first.runs.map((run) => {
        const {evaluations} = last.runs.find(({seed}) => seed === run.seed)!;
        return {...run, evaluations: evaluations.map(([step, value], k) => [step, value + gaps[k]] as const)};
      });
      return caption(depthStudy({...data, points: [{...first, runs}, ...rest]}, {address: address(), width: 700}));
    };
    expect(behind([0, 0.4, 0.3, 0.1])).toContain(
      "After 25% of the training 28 × 40 is 0.400 bits per byte behind 4 × 104, after 75% 0.100 (on a part of the held-out text)"
    );
    expect(behind([0, 0.1, 0.2, 0.3])).not.toContain("behind 4 × 104");
    expect(behind([0, 0.1, 0, -0.1])).not.toContain("behind 4 × 104");
  });

  it("names the best and whether the next is told apart from it, and how far the study is", () => {
    expect(title(draw("depth"))).toBe(
      "Of five shapes, 28 × 40 comes out best, with 2.010 bits per byte of held-out text, better than 20 × 48 by 0.020 (0.012 to 0.027)"
    );
    const one = draw("depth", amounts["the first seed of all"]);
    expect(title(one)).toMatch(/; 20 × 48 follows 0\.0\d\d behind, by one seed \(5 of 15 runs done\)$/);
    expect(one.querySelector(".study-stage .note-line")?.textContent).toContain("A hollow mark is one seed alone");
    expect(caption(one)).toMatch(/^Ours: 0\.6 million weights, 3 million tokens of text; 5 of 15 runs done\./);
    expect(one.querySelector(".order-words")?.textContent).toMatch(/1\.00, the same order, by one seed each\.$/);
    expect(one.querySelectorAll(".dots.single")).toHaveLength(5);
    expect(one.querySelectorAll(".dots .interval")).toHaveLength(0);
  });

  it("holds the paper's table beside ours, the correlation of their orders, and a verdict on each claim", () => {
    const figure = draw("depth");
    expect(figure.querySelector(".order-words")?.textContent).toBe(
      "Spearman’s rank correlation between the paper’s means and ours, best first, over 5 points, deepest with deepest: 1.00, the same order."
    );
    expect([...figure.querySelectorAll(".claim-verdict")].map(({textContent}) => textContent)).toEqual([
      "✓ holds here",
      "✓ holds here"
    ]);
    expect(figure.querySelector(".claims dt")?.textContent).toContain("(42.02 with 40 layers, 35.46 with 9)");
    const reversed = draw("depth", {score: ({recipe}) => 2 + 0.01 * recipe.network.layers + 0.001 * recipe.seed});
    expect(reversed.querySelector(".order-words")?.textContent).toContain("−1.00, the opposite order");
    expect(reversed.querySelector(".claim-verdict")?.textContent).toBe("✗ does not hold here");
    const some = draw("depth", {done: (_, i) => i < 6});
    expect(some.querySelector(".order-words")?.textContent).toBe("Too few points are done to compare orders: 2 of 5.");
  });

  it("lays scores out by what is asked for, and by decode speed only where it was timed", () => {
    const page = address();
    const figure = depthStudy(madeStudy("depth"), {address: page, width: 700, speeds: {"28x40": 50, "11x64": 120}, paper}); // prettier-ignore
    choose(figure, "Across", "decode-speed");
    expect(page.read()).toBe("?depth-study.x=decode-speed");
    expect(spots(figure)).toHaveLength(6);
    expect(figure.querySelector(".claims")?.textContent).toContain(
      "11 layers decode 120 tokens a second, 2.4 times the 50 of 28 layers."
    );
    choose(figure, "Upwards", "cloze");
    expect(title(figure)).toContain("last words of sentences guessed right");
    expect(draw("depth").querySelector('option[value="decode-speed"]')).toBeNull();
    expect(spots(draw("depth", {}, "?depth-study.x=decode-speed"))).toHaveLength(15);
  });

  it("shows a run's card at a point, holds it by Enter, and puts its text in as text", () => {
    const page = address();
    const figure = depthStudy(madeStudy("depth"), {address: page, width: 700});
    document.body.append(figure);
    const spot = spotOf(figure, "28 × 40, seed 1");
    spot.focus();
    expect(figure.querySelector(".run-card .run-title")?.textContent).toBe("28 × 40, seed 1");
    expect(figure.querySelector(".run-sample")?.textContent).toContain("<b>for 28x40</b>");
    expect(figure.querySelectorAll(".run-sample b")).toHaveLength(2);
    spot.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
    expect(page.read()).toBe("?depth-study.run=28x40.1");
    expect(figure.querySelectorAll(".study-dots .ring")).toHaveLength(1);
    figure.remove();
  });

  it("puts two pinned runs side by side, and goes on without what is not done", () => {
    const page = address();
    const figure = depthStudy(madeStudy("depth"), {address: page, width: 700});
    spotOf(figure, "28 × 40, seed 1").click();
    press(figure, "Pin to compare");
    spotOf(figure, "4 × 104, seed 3").click();
    press(figure, "Compare with A");
    expect(page.read()).toContain("depth-study.pins=28x40.1%2C4x104.3");
    expect(figure.querySelector(".run-compare .part-title")?.textContent).toBe("A: 28 × 40, seed 1 beside B: 4 × 104, seed 3"); // prettier-ignore
    const rows = [...figure.querySelectorAll(".compare-table tbody tr")].map((row) =>
      [...row.children].map(({textContent}) => textContent)
    );
    expect(rows[0]).toEqual(["layers", "28", "4", "−24"]);
    expect(rows.find(([name]) => name === "seed")).toEqual(["seed", "1", "3", "+2"]);
    expect(rows.find(([name]) => name === "vocabulary")?.at(-1)).toBe("=");
    press(figure, "Unpin");
    expect(figure.querySelector(".run-compare")).toBeNull();
    const early = draw("depth", {done: (_, i) => i === 0}, "?depth-study.pins=28x40.1,4x104.3&depth-study.run=9x9.1");
    expect(early.querySelector(".run-compare")).toBeNull();
    expect(early.querySelector(".run-title")?.textContent).toBe("A 28 × 40, seed 1");
  });

  it("shows curves up to a moment, and keeps the moment in the address", () => {
    const page = address("?depth-study.show=curves&depth-study.step=24");
    const figure = depthStudy(madeStudy("depth"), {address: page, width: 700});
    expect(figure.querySelector(".player output")?.textContent).toBe("step 360 of 720");
    const ends = (): number[] =>
      [...figure.querySelectorAll(".study-curves .main")].map((path) =>
        Number(/([\d.]+),[\d.]+$/.exec(path.getAttribute("d")!)![1])
      );
    const half = ends();
    figure.querySelector<HTMLButtonElement>(".player button:nth-of-type(3)")!.click();
    expect(page.read()).toContain("depth-study.step=25");
    expect(ends()[0]).toBeGreaterThan(half[0]);
    expect(figure.querySelectorAll(".study-curves .main")).toHaveLength(5);
    expect(figure.querySelectorAll(".study-curves .run")).toHaveLength(15);
  });

  it("takes names of runs from an address, and nothing that is none", () => {
    expect(depthStudyParameters.pins.parse("11x64.1,28x40.2")).toBe("11x64.1,28x40.2");
    expect(depthStudyParameters.pins.parse("a.1,b.1,c.1")).toBeUndefined();
    expect(depthStudyParameters.run.parse("<b>.1")).toBeUndefined();
  });
});

describe("expansionStudy", () => {
  it("counts no difference as agreement where the paper finds none, and one seed as no evidence", () => {
    const verdicts = (options?: MadeStudyOptions) =>
      [...draw("expansion", options).querySelectorAll(".claim-verdict")].map(({textContent}) => textContent);
    expect(verdicts({done: ({recipe}) => recipe.seed === 1})).toEqual([
      "○ one seed cannot tell",
      "○ one seed cannot tell"
    ]);
    // which of two is better differs from seed to seed
    const byChance: MadeStudyOptions["score"] = ({recipe}, i) => 2 + 0.01 * ((Math.floor(i / 3) * recipe.seed) % 3);
    expect(verdicts({score: byChance})).toEqual(["? cannot be told here", "✓ holds here"]);
  });
});

describe("shapesStudy", () => {
  const byWidth: MadeStudyOptions = {score: ({recipe}) => 2 + recipe.network.hiddenSize / 1000};

  it("gives the rank correlation of depth, width and expansion with quality beside the paper's", () => {
    const figure = draw("shapes", byWidth);
    expect(title(figure)).toMatch(
      /^Over 30 random shapes .* of depth 0\.\d\d, of width −1\.00, of expansion −?0\.\d\d$/
    );
    const claims = [...figure.querySelectorAll(".claim")].map(({textContent}) => textContent);
    expect(claims[0]).toContain("correlation of depth with the score is 0.528");
    expect(claims[1]).toMatch(/with quality.* is −1\.000 over 30 shapes.*the same way, the paper’s value lies outside/);
  });

  it("gives a correlation of the shapes that are done and no verdict before the others are", () => {
    const figure = draw("shapes", {...byWidth, done: (_, i) => i < 12});
    expect(title(figure)).toContain("Over the first 12 random shapes");
    expect(figure.querySelectorAll(".claim")).toHaveLength(3);
    for (const claim of figure.querySelectorAll(".claim")) {
      expect(claim.querySelector(".claim-verdict")?.textContent).toContain("cannot be told here");
      expect(claim.textContent).toContain("over 12 shapes");
      expect(claim.textContent).toContain("so far, of 30. The verdict waits for the others");
    }
  });

  it("says nothing of an order while few shapes are done", () => {
    const few = madeStudy("shapes", {...byWidth, done: (_, i) => i < 4});
    expect(qualityCorrelation(few, layersAxis, measureNamed("mean"))).toBeUndefined();
    expect(draw("shapes", {done: (_, i) => i < 4}).querySelector(".claim-verdict")?.textContent).toBe("… not run yet");
  });

  it("has an interval around the correlation, and turns round what is better when lower", () => {
    const data = distinctShapes(
      madeStudy("shapes", {score: ({recipe}, i) => 2 - recipe.network.layers / 1000 + ((i * 13) % 7) / 500})
    );
    const found = qualityCorrelation(data, layersAxis, measureNamed("mean"))!;
    expect(found.rho).toBeGreaterThan(0.3);
    expect(found.low).toBeLessThan(found.rho);
    expect(found.high).toBeGreaterThan(found.rho);
    expect(found.high).toBeLessThan(1);
    expect(qualityCorrelation(data, expansionAxis, measureNamed("mean"))!.count).toBe(30);
  });
});

describe("inheritanceStudy", () => {
  it("begins with held-out text from before the first step, and shows how the mask was learned", () => {
    const figure = draw("inheritance");
    expect(figure.querySelector(".study-curves")?.getAttribute("aria-label")).toMatch(/^Bits per byte of held-out text of five/); // prettier-ignore
    expect(figure.querySelector(".inherited")?.textContent).toContain("Learning the mask");
    const overlap = [...figure.querySelectorAll(".inherited tbody tr")].map(({textContent}) => textContent);
    expect(overlap).toEqual(["L262%50%55%", "Taylor62%50%55%", "learned mask62%50%55%"]);
    expect(figure.querySelectorAll(".claim")[2].textContent).toContain("no difference that three seeds can tell");
  });
});

describe("batchStudy", () => {
  it("marks runs that diverged, in the chart, in the grid and in the title", () => {
    const figure = draw("batch", {diverges: ({name}) => name === "32-1.5"});
    expect(title(figure)).toContain("; 1 run diverged");
    expect(figure.querySelectorAll(".study-dots .crosses")).toHaveLength(1);
    expect(figure.querySelector(".batch-grid .diverged")?.textContent).toMatch(/^diverged at step \d+$/);
    expect(figure.querySelectorAll(".batch-grid .best")).toHaveLength(1);
  });

  it("ends the curve of a run that diverged with a cross, and gives it no room", () => {
    const curves = (options: MadeStudyOptions): HTMLElement => draw("batch", options, "?batch-study.show=curves");
    const one = curves({diverges: ({name}) => name === "32-1.5"});
    expect(one.querySelectorAll(".study-curves .crosses")).toHaveLength(1);
    expect(one.querySelector(".study-stage .note-line")?.textContent).toContain("A cross ends a run that diverged.");
    expect(curves({}).querySelectorAll(".study-curves .crosses")).toHaveLength(0);
    const card = draw("batch", {diverges: ({name}) => name === "32-1.5"}, "?batch-study.run=32-1.5.1");
    expect(card.querySelector(".run-card")?.textContent).toMatch(
      /Diverged at step \d+ of 90: .*It was to read 1\.5 million/
    );
  });

  it("lets all exponents begin at the smallest batch", () => {
    const joins = [...draw("batch").querySelectorAll(".study-dots .join")].map((path) => path.getAttribute("d")!.split("L").length); // prettier-ignore
    expect(joins).toEqual([6, 6, 6, 6]);
  });
});

describe("upTo", () => {
  const points = [[0, 4], [10, 2], [20, 1]] as const; // prettier-ignore

  it("cuts the last stretch where the moment lies", () => {
    expect(upTo(points, 15)).toEqual([[0, 4], [10, 2], [15, 1.5]]); // prettier-ignore
    expect(upTo(points, 10)).toEqual([[0, 4], [10, 2]]); // prettier-ignore
    expect(upTo(points, 99)).toEqual(points);
    expect(upTo(points, -1)).toEqual([]);
  });
});
