import {random} from "../../src/training/random.js";
import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {
  areaUnder,
  allowedAlarms,
  corners,
  drawnRates,
  pointAt,
  pointOf,
  rocPoints
} from "../../src/figures/kit/rocMath.js";
import type {Scores} from "../../src/figures/kit/rocMath.js";
import {drawSizes} from "../../src/figures/kit/rocDraws.js";
import {percentText} from "../../src/figures/kit/rocChart.js";
import {histogram} from "../../src/figures/kit/rocStrip.js";
import {roc} from "../../src/figures/roc.js";
import type {Paper} from "../../src/figures/paperData.js";
import {areaUnderCurve, detectionRate} from "../../studies/core/detector/bootstrap.js";
import {madeRoc, madeScores} from "./madeScores.js";
import {address, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const paper = JSON.parse(readFileSync("data/papers/core.json", "utf8")) as Paper;
const cases: Record<string, Scores> = {
  "made scores": madeScores(120, 90, 1.5),
  "scores with many ties": {pristine: [0, 0, 1, 1, 1, 2, 3], manipulated: [1, 1, 2, 2, 2, 3, 4, 0]},
  "one of each": {pristine: [1], manipulated: [1]},
  "wholly apart": {pristine: [-3, -2, -1], manipulated: [1, 2]},
  "the wrong way round": {pristine: [5, 6, 7], manipulated: [1, 2]}
};
const scored = ({pristine, manipulated}: Scores) => [
  ...pristine.map((score) => ({score, manipulated: false})),
  ...manipulated.map((score) => ({score, manipulated: true}))
];
const share = (scores: readonly number[], threshold: number): number =>
  scores.filter((score) => score >= threshold).length / scores.length;
const draw = (query = ""): HTMLElement => roc(madeRoc(), {paper, address: address(query), width: 700});

describe.each(Object.keys(cases))("the curve of %s", (name) => {
  const scores = cases[name];
  const points = rocPoints(scores);

  it("has the shares that counting gives, at every threshold", () => {
    const thresholds = [...new Set([...scores.pristine, ...scores.manipulated])].sort((a, b) => b - a);
    expect(points.map(({threshold}) => threshold)).toEqual([Infinity, ...thresholds]);
    for (const {threshold, fpr, tpr} of points) {
      expect([fpr, tpr]).toEqual([share(scores.pristine, threshold), share(scores.manipulated, threshold)]);
    }
    for (const threshold of [-9, 0.4, 1, 2.5, 9]) {
      const {fpr, tpr} = pointOf(points, threshold);
      expect([fpr, tpr]).toEqual([share(scores.pristine, threshold), share(scores.manipulated, threshold)]);
    }
  });

  it("has the area that comparing all pairs gives", () => {
    const wins = scores.manipulated.flatMap((m) => scores.pristine.map((p) => (m > p ? 1 : m === p ? 0.5 : 0)));
    const brute = wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
    expect(areaUnder(points)).toBeCloseTo(brute, 12);
    expect(areaUnderCurve(scored(scores))).toBeCloseTo(brute, 12);
    expect(areaUnder(corners(points))).toBeCloseTo(brute, 12);
  });

  it("is read at a limit as the best threshold within it, as the study reads it", () => {
    for (const limit of [0, 0.001, 0.01, 0.1, 1 / 3, 0.5, 1]) {
      const within = points.filter(({fpr}) => fpr <= limit);
      expect(pointAt(points, limit).tpr).toBe(Math.max(...within.map(({tpr}) => tpr)));
      if (limit < 1) expect(pointAt(points, limit).tpr).toBe(detectionRate(scored(scores), limit));
      expect(drawnRates(scores, scores.pristine.length, limit, 1)).toEqual([pointAt(points, limit).tpr]);
    }
  });
});

describe("draws", () => {
  it("are the same for a seed, and of no more pictures than there are", () => {
    const scores = madeScores(40, 20, 1);
    expect(drawnRates(scores, 15, 0.1, 6)).toEqual(drawnRates(scores, 15, 0.1, 6));
    expect(new Set(drawnRates(scores, 15, 0.1, 6)).size).toBeGreaterThan(1);
    expect(() => drawnRates(scores, 41, 0.1, 1)).toThrow("draw: 41 of 40 scores");
  });

  it("have the rates of pictures drawn at random, which spread more the fewer they are", () => {
    const scores = madeScores(300, 200, 2.5);
    const next = random(5);
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    for (const [count, limit] of [
      [40, 0.01],
      [40, 0.1],
      [150, 0.02],
      [299, 0.1]
    ] as const) {
      const drawn = drawnRates(scores, count, limit, 400);
      // the same by shuffling, as long a way
      const shuffled = Array.from({length: 400}, () => {
        const order = scores.pristine.map((score) => [next(), score] as const).sort(([a], [b]) => a - b);
        return pointAt(rocPoints({...scores, pristine: order.slice(0, count).map(([, score]) => score)}), limit).tpr;
      });
      const spread = Math.sqrt(mean(shuffled.map((rate) => (rate - mean(shuffled)) ** 2)));
      expect(Math.abs(mean(drawn) - mean(shuffled))).toBeLessThan(4 * spread * Math.sqrt(2 / 400) + 1e-9);
    }
    const range = (count: number): number => {
      const rates = drawnRates(madeScores(2000, 400, 2.5), count, 0.01, 20);
      return Math.max(...rates) - Math.min(...rates);
    };
    expect(range(50)).toBeGreaterThan(3 * range(1000));
    expect(drawSizes(2000)).toEqual([50, 100, 200, 500, 1000, 2000]);
    expect(drawSizes(30)).toEqual([30]);
  });

  it("count allowed false alarms without rounding one away", () => {
    expect([allowedAlarms(1000, 0.001), allowedAlarms(999, 0.001), allowedAlarms(30, 0.1), allowedAlarms(70, 0.1)]).toEqual([1, 0, 3, 7]); // prettier-ignore
    for (let n = 1; n < 3000; n++) {
      for (const limit of [0.001, 0.01, 0.1]) {
        const allowed = allowedAlarms(n, limit);
        expect(allowed / n <= limit && (allowed + 1) / n > limit).toBe(true);
      }
    }
  });
});

it("a curve needs scores of both kinds", () => {
  expect(() => rocPoints({pristine: [], manipulated: [1]})).toThrow("roc: 0 pristine and 1 manipulated scores");
});

it("histograms hold every score once", () => {
  expect(histogram([0, 0.1, 0.5, 1, -3, 9], 0, 1, 4)).toEqual([3, 0, 1, 2]);
});

it("shares are written with the digits they need", () => {
  expect([0, 0.0001, 1 / 1300, 0.01, 0.123, 1].map(percentText)).toEqual(["0%", "0.01%", "0.077%", "1%", "12.3%", "100%"]); // prettier-ignore
});

describe("roc", () => {
  it("draws scores, curves and draws, with the paper's table", () => {
    expectSnapshot(draw(), "roc");
    expect(draw().innerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("says how far apart two sets are in area and in rate, and what one has", () => {
    expect(title(draw())).toMatch(
      /^A and B differ by \d\.\d\d points in AUC and by \d+\.\d in what they find at 1% false alarms: /
    );
    expect(title(draw("?roc.b=0"))).toMatch(/^An AUC of 0\.9\d\d, and \d+\.\d% of the manipulated pictures found at 1% false alarms$/); // prettier-ignore
    expect(draw("?roc.b=1").querySelectorAll(".roc-strip")).toHaveLength(1);
  });

  it("says what so many pristine pictures can tell, and what the paper's measures say", () => {
    const figure = draw();
    expect(figure.textContent).toContain("With 300 pristine pictures the smallest share of false alarms that can be told is one of them, 0.33%. To tell 0.01%, the paper’s strictest limit, takes 10,000."); // prettier-ignore
    expect(figure.textContent).toContain(
      "differ by 0.013 points in AUC, by 2.34 in TDR at FPR 0.1% and by 2.07 at 0.01%."
    );
    expect(tableRows(figure).find(([name]) => name === "TDR at FPR 0.1%")?.[1]).toContain("at no false alarm");
    expect(tableRows(figure).find(([name]) => name === "TDR at FPR 1%")?.[1]).not.toContain("at no false alarm");
  });

  it("moves the threshold by its slider and by dragging, on both curves and in the table", () => {
    const page = address();
    const figure = roc(madeRoc(), {paper, address: page, width: 700});
    const marks = (): (string | null)[] => [...figure.querySelectorAll(".roc-chart .mark")].map((mark) => mark.getAttribute("d")); // prettier-ignore
    const before = marks();
    const slider = figure.querySelector<HTMLInputElement>('input[aria-label="Threshold"]')!;
    slider.value = "15";
    slider.dispatchEvent(new Event("input"));
    expect(page.read()).toBe("?roc.threshold=15");
    marks().forEach((mark, i) => expect(mark).not.toBe(before[i]));
    const rows = tableRows(figure);
    const found = rows.find(([name]) => name === "found at a threshold of 1.5")!;
    expect(found[1]).toBe(`${(100 * share(madeRoc().sets[0].manipulated, 1.5)).toFixed(1)}%`);
    const strip = figure.querySelector(".roc-strip")!;
    const pointer = (type: string, clientX: number): MouseEvent =>
      Object.assign(new MouseEvent(type, {clientX, bubbles: true}), {pointerId: 1});
    strip.dispatchEvent(pointer("pointerdown", 300));
    const first = page.read();
    expect(first).not.toBe("?roc.threshold=15");
    strip.dispatchEvent(pointer("pointermove", 400));
    strip.dispatchEvent(pointer("pointerup", 400));
    const last = page.read();
    strip.dispatchEvent(pointer("pointermove", 500));
    expect(last).not.toBe(first);
    expect(page.read()).toBe(last);
    expect([...figure.querySelectorAll(".roc-strip")].map((each) => each.getAttribute("data-threshold"))).toHaveLength(
      2
    );
  });

  it("draws fewer pristine pictures, again, and at another limit", () => {
    const page = address();
    const figure = roc(madeRoc(), {paper, address: page, width: 700});
    const says = (): string => [...figure.querySelectorAll(".part-words")][1].textContent ?? "";
    expect(says()).toMatch(/^Draw 1 of 100 pristine pictures gives .*%; 20 draws lie between .* and all 300 give /);
    figure.querySelector<HTMLButtonElement>(".fields button")!.click();
    expect(says()).toContain("Draw 2 of 100");
    expect(figure.querySelectorAll(".roc-draws .ring")).toHaveLength(1);
    choose(figure, "False alarms at most", "0.001");
    expect(says()).toContain("a single pristine picture decides it");
    choose(figure, "Scores A", "2");
    expect(figure.querySelectorAll(".roc-strip")).toHaveLength(1);
    expect(page.read()).toBe("?roc.draw=2&roc.limit=0.001&roc.a=2");
    const spot = [...figure.querySelectorAll<HTMLElement>(".points span")].find((each) => each.getAttribute("aria-label")?.startsWith("50 pictures, draw 3"))!; // prettier-ignore
    spot.click();
    expect(page.read()).toContain("roc.size=50");
    expect(says()).toContain("Draw 3 of 50");
  });

  it("says when nothing has been recorded", () => {
    for (const data of [null, {sets: []}]) {
      const figure = roc(data, {paper, address: address(), width: 700});
      expect(title(figure)).toBe("No scores of a detector have been recorded yet");
      expect(figure.querySelector("select")).toBeNull();
    }
  });
});
