import {describe, expect, it} from "vitest";
import {binned, sampled} from "../../src/figures/kit/samplingDraw.js";
import type {DrawOptions} from "../../src/figures/kit/samplingDraw.js";
import {samplingDemo} from "../../src/figures/samplingDemo.js";
import {madeBatches} from "./madeRounds.js";
import {address, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const data = madeBatches();
const usual: DrawOptions = {part: 0, rate: 0.5, temperature: 1, uniform: false, seed: 1};
const draw = (query = ""): HTMLElement => samplingDemo(data, {address: address(query), width: 700});

describe("sampled", () => {
  it("draws the share of each part, without putting back", () => {
    const {batches, drawnCount} = sampled(data, {...usual, rate: 0.25});
    expect(batches).toHaveLength(160);
    expect(drawnCount).toBe(40);
    for (let part = 1; part <= 8; part++) {
      expect(batches.filter((batch) => batch.part === part && batch.drawn)).toHaveLength(5);
    }
  });

  it("gives weights that are 1 in the mean of a part, e to each other where losses differ by 1, all 1 by chance", () => {
    const {batches} = sampled(data, {...usual, part: 3});
    expect(batches.reduce((sum, {weight}) => sum + weight, 0) / batches.length).toBeCloseTo(1, 10);
    const [a, b] = batches;
    expect(b.weight / a.weight).toBeCloseTo(Math.exp(b.loss - a.loss), 8);
    const sharp = sampled(data, {...usual, part: 3, temperature: 0.1}).batches;
    expect(sharp[1].weight / sharp[0].weight).toBeCloseTo(Math.exp((b.loss - a.loss) / 0.1), 5);
    for (const {weight} of sampled(data, {...usual, uniform: true}).batches) expect(weight).toBeCloseTo(1, 10);
  });

  it("draws a part alike alone and among all, and otherwise with another seed", () => {
    const drawn = (options: Partial<DrawOptions>): number[] =>
      sampled(data, {...usual, ...options}).batches.flatMap(({drawn: taken, part, index}) => (taken && part === 4 ? [index] : [])); // prettier-ignore
    expect(drawn({part: 4})).toEqual(drawn({part: 0}));
    expect(drawn({part: 4, seed: 2})).not.toEqual(drawn({part: 4}));
  });

  it("lifts the mean loss more, the sharper the weights; by chance hardly, and with all batches not at all", () => {
    const lift = (options: Partial<DrawOptions>): number => {
      const lifts = Array.from({length: 20}, (_, seed) => sampled(data, {...usual, ...options, seed: seed + 1}));
      return lifts.reduce((sum, {drawnMean, mean}) => sum + drawnMean - mean, 0) / lifts.length;
    };
    expect(lift({})).toBeGreaterThan(0.001);
    expect(lift({})).toBeLessThan(0.01);
    expect(lift({temperature: 0.05})).toBeGreaterThan(4 * lift({}));
    expect(Math.abs(lift({uniform: true}))).toBeLessThan(0.003);
    expect(lift({rate: 1})).toBeCloseTo(0, 10);
    expect(sampled(data, {...usual, rate: 0}).drawnMean).toBeNaN();
  });

  it("puts every batch into one bin", () => {
    const {batches} = sampled(data, usual);
    const bins = binned(batches, 12);
    expect(bins.reduce((sum, {count}) => sum + count, 0)).toBe(160);
    expect(bins.reduce((sum, {drawn}) => sum + drawn, 0)).toBe(80);
    expect(binned(batches.slice(0, 1), 3).map(({count}) => count)).toEqual([1, 0, 0]);
  });
});

describe("samplingDemo", () => {
  it("draws batches, weights and what is drawn", () => {
    expectSnapshot(draw(), "samplingDemo");
  });

  it("says how far the mean of what is drawn lies from that of all", () => {
    expect(title(draw())).toMatch(/^80 of 160 batches drawn by loss: their mean loss lies 0\.0\d\d nats (above|below) that of all, \d\.\d\d standard deviations$/); // prettier-ignore
    expect(title(draw("?sampling-demo.rate=0"))).toBe("None of 160 batches is drawn");
    expect(title(draw("?sampling-demo.rate=100"))).toContain("160 of 160 batches");
  });

  it("draws again, by chance, sharper, and from one part; the address holds it all", () => {
    const kept = address();
    const figure = samplingDemo(data, {address: kept, width: 700});
    const before = title(figure);
    figure.querySelector<HTMLButtonElement>(".fields button")!.click();
    expect(kept.read()).toBe("?sampling-demo.draw=2");
    expect(title(figure)).not.toBe(before);
    choose(figure, "Drawn", "chance");
    expect(figure.querySelector(".sampling-facts")?.textContent).toContain("Weight of one deviation more× 1.00");
    choose(figure, "Drawn", "loss");
    choose(figure, "Temperature τ", "0.02");
    choose(figure, "Part", "8");
    expect(title(figure)).toContain("10 of 20 batches");
    expect(kept.read()).toBe("?sampling-demo.draw=2&sampling-demo.temperature=0.02&sampling-demo.part=8");
    expect(title(samplingDemo(data, {address: kept, width: 700}))).toBe(title(figure));
  });

  it("copes with one part of one batch, and says when nothing has been recorded", () => {
    const one = samplingDemo({...data, parts: [0, 1], losses: [2.2]}, {address: address(), width: 320});
    expect(one.outerHTML).not.toMatch(/NaN|undefined/);
    const empty = samplingDemo(null, {address: address(), width: 320});
    expect(title(empty)).toBe("No losses of batches have been recorded yet");
    expect(empty.querySelector("select")).toBeNull();
  });

  it("holds every batch as a table", () => {
    expect(tableRows(draw())).toHaveLength(160);
    expect(tableRows(draw()).filter((row) => row[4] === "yes")).toHaveLength(80);
  });
});
