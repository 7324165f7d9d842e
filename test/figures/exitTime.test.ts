import {describe, expect, it} from "vitest";
import {kangarooModels, kangarooRecording} from "../../loaders/lib/kangarooRecording.js";
import {methodsData} from "../../loaders/lib/methodsData.js";
import {exitTime} from "../../src/figures/exitTime.js";
import {exitTimeBars} from "../../src/figures/kit/exitTimeBars.js";
import {totalOf} from "../../src/figures/kit/timeBars.js";
import {madeMethods, madeRuns} from "./madeMethods.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const draw = (query = ""): HTMLElement => exitTime(madeMethods(), {address: address(query), width: 700});

describe("exitTime", () => {
  it("divides the time of a token, and marks what it would be if every draft were right", () => {
    const figure = draw();
    expectSnapshot(figure, "exitTime");
    expect(figure.querySelectorAll(".time-bars .bar-name")).toHaveLength(10);
  });

  it("draws bars as long as a method is slow", () => {
    const bars = exitTimeBars(madeMethods(), "dialogue");
    const of = (name: string) => bars.find((bar) => bar.name === name)!;
    expect(totalOf(of("Greedy"))).toBeCloseTo(1, 6);
    expect(totalOf(of("Draft model"))).toBeCloseTo(0.5, 6);
    expect(of("Kangaroo, ℓ = 2").parts.adapter).toBeCloseTo(0.8 * 0.25, 4);
    expect(of("Kangaroo, ℓ = 2").mark).toBeCloseTo((0.8 * (7 * 1.6 + 6 * 4 + 8.8)) / 7 / 8, 3);
    expect(of("Draft model").mark).toBeUndefined();
  });

  it("says how much a draft pays for the head", () => {
    expect(caption(draw())).toContain("The head alone takes 20% of a pass through all 12 layers");
  });

  it("says what the first and the last exit could be and are, and how many could not win at all", () => {
    const page = address();
    const figure = exitTime(madeMethods(), {address: page, width: 700});
    expect(title(figure)).toBe(
      "Were every draft right, Kangaroo would decode 1.19 times as fast as greedy decoding behind layer 2 and 0.95 times behind layer 4; as it drafts, in the mean of all kinds of text, it is 0.94 and 0.75 times as fast; 1 of 2 exit layers could not be faster at all"
    );
    choose(figure, "Texts", "dialogue");
    expect(title(figure)).toMatch(/as it drafts, on dialogue texts, it is 1\.25 and 1\.00 times as fast$/);
    expect(page.read()).toBe("?exit-time.texts=dialogue");
    choose(figure, "Texts", "edit");
    expect(title(figure)).toContain("2 of 2 exit layers could not be faster at all");
  });

  it("has the parts as a table", () => {
    const rows = tableRows(draw("?exit-time.texts=dialogue"));
    expect(rows.find(([name]) => name === "Kangaroo, ℓ = 2")?.slice(2, 6)).toEqual(["0.8", "0.16", "0.2", "0"]);
  });

  it("goes without exits, and says when there is nothing", () => {
    const figure = exitTime(madeMethods({methods: madeRuns.methods.slice(0, 3)}), {address: address(), width: 700});
    expect(title(figure)).toBe("No early exit has been timed in the mean of all kinds of text yet");
    expect(exitTime(null).textContent).toContain("No methods have been timed");
  });

  it("draws the committed recording, as far as there is one", () => {
    const lines = kangarooRecording(["timing", "counts", "cost"]);
    const data = lines ? methodsData(lines, kangarooModels()) : null;
    const figure = exitTime(data, {address: address(), width: 700});
    expect(figure.textContent).not.toMatch(/NaN|undefined|Infinity/);
    expect(figure.querySelectorAll("svg[role=img]").length).toBe(data ? 1 : 0);
  });
});
