import {describe, expect, it} from "vitest";
import {withRuns} from "../../src/figures/detectorStudyData.js";
import {coreStudy, coreStudyParameters} from "../../src/figures/coreStudy.js";
import {differenceOf, kindOf, majorityShare, measureOf, outcomeOf, scoreOf, sourcesOf, valueOf} from "../../src/figures/kit/coreMeasures.js"; // prettier-ignore
import {coreParts, layoutOf} from "../../src/figures/kit/coreParts.js";
import {corePoints} from "../../studies/core/detector/grid.js";
import {recipeHash} from "../../studies/study/study.js";
import {corePaper, madeDetectors} from "./madeDetectors.js";
import type {MadeDetectorsOptions} from "./madeDetectors.js";
import {address, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const paper = corePaper();
const usual = {source: "samples", kind: "usual", jpeg: 0} as const;
const draw = (query = "", options: MadeDetectorsOptions = {}): HTMLElement =>
  coreStudy(madeDetectors(options), {paper, address: address(query), width: 700});
const spots = (figure: Element): HTMLElement[] => [...figure.querySelectorAll<HTMLElement>(".study-stage .points span")]; // prettier-ignore
const amounts: Readonly<Record<string, MadeDetectorsOptions>> = {
  no: {done: () => false},
  one: {done: (_, i) => i === 0},
  "the first seed of all": {done: ({recipe}) => recipe.seed === 1},
  all: {}
};

describe("detectorStudyData", () => {
  it("holds the run of a recipe that stands in several parts once, and counts it once", () => {
    const data = madeDetectors();
    const hashes = new Set(corePoints().map(({recipe}) => recipeHash(recipe)));
    expect(data.planned).toBe(hashes.size);
    expect(data.done).toBe(hashes.size);
    expect(new Set(data.runs.map(({hash}) => hash)).size).toBe(data.runs.length);
    expect(data.points.reduce((sum, {planned}) => sum + planned, 0)).toBe(corePoints().length);
    const points = withRuns(data);
    const [plain, same] = [points.find(({part, name}) => part === "losses" && name === "none")!, points.find(({name}) => name === "RE-none")!]; // prettier-ignore
    expect(plain.runs.map(({hash}) => hash)).toEqual(same.runs.map(({hash}) => hash));
    expect(data.provenances).toHaveLength(1);
  });

  it("is known without runs", () => {
    const data = madeDetectors({done: () => false});
    expect([data.done, data.runs.length, data.images]).toEqual([0, 0, undefined]);
    expect(sourcesOf(data)).toEqual([]);
  });
});

describe("measures", () => {
  const data = madeDetectors();
  const layout = layoutOf(data, "left-out");

  it("ask for the manipulation that was left out", () => {
    const {point} = layout.points.find(({title: name}) => name.startsWith("without swap"))!;
    expect(kindOf(point, "usual")).toBe("swap");
    expect(scoreOf(point, point.runs[0], usual)![1]).toBe("swap");
    const {point: other} = layoutOf(data, "losses").points[0];
    expect(scoreOf(other, other.runs[0], usual)![1]).toBe("all");
  });

  it("compare with the penalty less without, seed by seed", () => {
    const {pairs} = layout;
    expect(pairs.map(({name}) => name)).toEqual(["swap", "graphics", "reenact", "rerender"]);
    const difference = differenceOf(pairs[0], "auc", usual)!;
    expect(difference.mean).toBeCloseTo(0.01, 6);
    expect([difference.count, outcomeOf(difference)]).toEqual([3, "more"]);
    expect(outcomeOf({mean: -1, low: -2, high: -0.5, count: 3})).toBe("less");
    expect(outcomeOf({mean: 1, low: -2, high: 4, count: 3})).toBe("open");
    expect(outcomeOf({mean: 1, count: 1})).toBe("one seed");
    expect(outcomeOf(undefined)).toBe("none");
    expect(outcomeOf({mean: 0, low: 0, high: 0, count: 3})).toBe("same");
    expect(outcomeOf({mean: 0, count: 1})).toBe("same");
  });

  it("of null manipulations, which nobody should find, neither way is better", () => {
    expect(measureOf("auc", usual).better).toBe("high");
    expect(measureOf("auc", {...usual, kind: "null"})).not.toHaveProperty("better");
    const figure = draw("?core-study.kind=null");
    expect(title(figure)).toMatch(/the null manipulation: cosine 1 .* (more|less) than none|cannot be told apart/);
    expect(figure.querySelector(".core-pairs")?.textContent).not.toMatch(/better|worse/);
  });

  it("say how often it is right to call all pictures alike", () => {
    const {point} = layout.points[0];
    const [run] = point.runs;
    const score = scoreOf(point, run, usual)!;
    expect(majorityShare(point, run, usual)).toBeCloseTo(Math.max(score[8], score[9]) / (score[8] + score[9]), 12);
    const note = draw("?core-study.y=accuracy").querySelector(".study-stage .note-line")?.textContent;
    expect(note).toMatch(/^To call every picture what most of them are is right in 0\.\d{3}\./);
    expect(draw().querySelector(".study-stage .note-line")?.textContent).not.toContain("To call every picture");
  });

  it("have no value where a run diverged", () => {
    const some = madeDetectors({diverges: ({name}) => name === "l2-1"});
    const {point: diverged} = layoutOf(some, "losses").points.find(({title: name}) => name === "L2 1")!;
    expect(valueOf(diverged, diverged.runs[0], "auc", usual)).toBeUndefined();
  });
});

describe("coreStudy", () => {
  it.each(coreParts)("stands for %s with no, some and all of its runs, as scores and as curves", (part) => {
    for (const amount of Object.keys(amounts)) {
      for (const show of ["score", "curves"]) {
        const figure = draw(`?core-study.part=${part}&core-study.show=${show}`, amounts[amount]);
        expect(figure.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
        expect(tableRows(figure).length).toBeGreaterThan(1);
        if (amount === "no")
          expect(title(figure)).toMatch(/^No run of this part has finished yet: 0 of \d+ runs done$/);
        if (amount === "all" && show === "score") {
          expect(spots(figure)).toHaveLength(layoutOf(madeDetectors(), part).points.reduce((sum, {point}) => sum + point.runs.length, 0)); // prettier-ignore
        }
      }
    }
  });

  it("is drawn as before", () => {
    expectSnapshot(draw("", {diverges: ({name}) => name === "l2-1"}), "coreStudy");
    expectSnapshot(draw("?core-study.part=augmentations"), "coreStudy-augmentations");
  });

  it("says which way the penalty comes out, whichever it is", () => {
    const of = (gain: number, seeds = 3): string =>
      title(draw("", {gain: ({rate}) => (rate === 1 ? gain : 0), done: ({recipe}) => recipe.seed <= seeds}));
    expect(of(0.01)).toBe(
      "AUC on people sampled from our model: cosine 1 is 0.0100 better than none (+0.0100 to +0.0100)"
    );
    expect(of(-0.02)).toContain("cosine 1 is 0.0200 worse than none (−0.0200 to −0.0200)");
    expect(of(0.01, 1)).toMatch(
      /cosine 1 is 0\.0100 better than none by one seed alone, which may be chance \(6 of 18 runs done\)$/
    );
    const counted = title(draw("?core-study.part=augmentations", {gain: ({augmentation}) => (augmentation === "RaAug" ? -0.01 : 0.01)})); // prettier-ignore
    expect(counted).toBe("AUC on people sampled from our model with the penalty, over five augmentations: better with four, worse with one"); // prettier-ignore
  });

  it("has a row of differences for every pair, and the paper's tables where they answer", () => {
    const figure = draw("?core-study.part=augmentations");
    const rows = [...figure.querySelectorAll(".core-pairs tbody tr")].map((row) => row.textContent);
    expect(rows).toHaveLength(5);
    expect(rows[0]).toBe("None+0.0100 (+0.0100 to +0.0100), three seeds✓ better");
    expect(figure.querySelector(".core-paper")?.textContent).toContain("On Celeb-DF RaAug with the penalty is worse than neither, 66.98 against 73.04; the average rises from 75.21 to 76.79."); // prettier-ignore
    expect(draw("?core-study.part=controls").querySelector(".core-paper")?.textContent).toContain(
      "pairs different pictures"
    );
    expect(draw("?core-study.part=left-out").querySelector(".core-paper")?.childElementCount).toBe(0);
  });

  it("says that the penalty does nothing where both views are one picture", () => {
    const figure = draw("?core-study.part=augmentations", {gain: ({augmentation}) => (augmentation === "None" ? 0 : 0.01)}); // prettier-ignore
    expect(title(figure)).toContain("better with four, the very same with one");
    expect(figure.querySelector(".core-pairs tbody tr")?.textContent).toMatch(/= the same, seed by seed$/);
  });

  it("asks for other pictures, kinds and scores; the address holds all of it", () => {
    const page = address();
    const figure = coreStudy(madeDetectors(), {address: page, width: 700});
    choose(figure, "Tested on", "mixtures");
    choose(figure, "Manipulation", "null");
    expect(title(figure)).toContain("on mixtures of portraits, the null manipulation");
    choose(figure, "Pictures", "40");
    expect(title(figure)).toBe(
      "No run of this part was tested on mixtures of portraits, the null manipulation, as JPEG 40"
    );
    expect(figure.querySelector(".study-dots")?.textContent).toContain("not tested so");
    choose(figure, "Tested on", "samples");
    choose(figure, "Score", "agreement");
    expect(title(figure)).toContain(
      "mean cosine of two views on validation pictures: cosine 1 is 0.010 more than none"
    );
    choose(figure, "Part", "left-out");
    expect([...figure.querySelectorAll("option")].some(({textContent}) => textContent === "the one left out")).toBe(
      true
    );
    choose(figure, "Show", "curves");
    expect(figure.querySelector(".study-stage .note-line")?.textContent).toContain(
      "first tenth of the training is cut off"
    );
    choose(figure, "Curve", "penalty");
    expect(figure.querySelector(".study-stage .note-line")?.textContent).not.toContain("cut off");
    expect(figure.querySelectorAll(".study-curves .main").length).toBe(8);
    expect(page.read()).toBe("?core-study.source=samples&core-study.kind=null".replace("core-study.source=samples&", "") + "&core-study.jpeg=40&core-study.y=agreement&core-study.part=left-out&core-study.show=curves&core-study.curve=penalty"); // prettier-ignore
  });

  it("offers a rate at few false alarms only where some run has one", () => {
    const offers = (figure: Element): boolean => figure.querySelector('option[value="tdr"]') !== null;
    const data = madeDetectors();
    const few = data.runs.map((run) => ({...run, scores: run.scores.map((score) => score.with(7, null) as unknown as typeof score)})); // prettier-ignore
    expect(offers(coreStudy(data, {address: address(), width: 700}))).toBe(true);
    expect(offers(coreStudy({...data, runs: few}, {address: address(), width: 700}))).toBe(false);
  });

  it("shows a run's card at a point, and holds it", () => {
    const page = address();
    const figure = coreStudy(madeDetectors(), {address: page, width: 700});
    document.body.append(figure);
    expect(figure.querySelector(".run-title")?.textContent).toBe("none, seed 1");
    const spot = spots(figure).find((each) => each.getAttribute("aria-label")?.startsWith("cosine 100, seed 2"))!;
    expect(spot.getAttribute("aria-label")).toMatch(/over people, mean of three seeds/);
    spot.focus();
    expect(figure.querySelector(".run-title")?.textContent).toBe("cosine 100, seed 2");
    spot.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
    expect(page.read()).toBe("?core-study.run=losses.cosine-100.2");
    expect(figure.querySelectorAll(".study-dots .ring")).toHaveLength(1);
    expect(figure.querySelector(".run-recipe")?.textContent).toContain(
      "Loss: weighted cross-entropy and the penalty cosine at rate 100. Seed 2."
    );
    expect(figure.querySelectorAll(".run-spark")).toHaveLength(5);
    figure.remove();
    expect(coreStudyParameters.run.parse("<b>.1.2")).toBeUndefined();
  });

  it("draws a run's own interval over people, and none where one diverged", () => {
    expect(draw().querySelectorAll(".study-dots .run-interval")).toHaveLength(6);
    const diverged = draw("", {diverges: ({name}) => name === "l1-1"});
    expect(diverged.querySelectorAll(".study-dots .crosses")).toHaveLength(1);
    expect(diverged.querySelectorAll(".study-dots .run-interval")).toHaveLength(5);
  });
});
