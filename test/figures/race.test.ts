import {describe, expect, it} from "vitest";
import {outputs} from "../../src/decoding/collect.js";
import {race} from "../../src/figures/race.js";
import {workedExample} from "../../src/figures/workedExample.js";
import {framesByTime} from "../../src/figures/kit/raceClock.js";
import {laneCells} from "../../src/figures/kit/laneCells.js";

const lanes = await workedExample();

function press(figure: HTMLElement, key: string): void {
  figure
    .querySelector(".lane-scroll")!
    .dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
}

const counter = (figure: HTMLElement, lane: number, name: string): string => {
  const rows = [...figure.querySelectorAll(".lane")[lane].querySelectorAll("dl > div")];
  return rows.find((row) => row.querySelector("dt")?.textContent === name)?.querySelector("dd")?.textContent ?? "";
};

describe("race", () => {
  it("starts after the prefill and steps with the arrow keys", () => {
    const figure = race(lanes);
    expect(counter(figure, 1, "steps")).toBe("0");
    press(figure, "ArrowRight");
    expect(counter(figure, 1, "rows computed")).toBe("12");
    expect(counter(figure, 2, "rows computed")).toBe("9");
    press(figure, "ArrowLeft");
    expect(counter(figure, 1, "rows computed")).toBe("0");
  });

  it("jumps to the end, where every lane has written the same number of tokens", () => {
    const figure = race(lanes);
    press(figure, "End");
    expect([0, 1, 2].map((i) => counter(figure, i, "tokens written"))).toEqual(["15", "15", "15"]);
    expect([0, 1, 2].map((i) => counter(figure, i, "steps"))).toEqual(["7", "2", "2"]);
  });

  it("says its outcome in words, per lane", () => {
    const labels = [...race(lanes).querySelectorAll("svg.lane-cells")].map((svg) => svg.getAttribute("aria-label"));
    expect(labels[1]).toBe(
      "Padded: 15 tokens in 2 steps, 24 rows computed, 6 of them pads; 9 pads in the cache at the end"
    );
    expect(labels[2]).toBe(
      "Unpadded: 15 tokens in 2 steps, 18 rows computed, 0 of them pads; 0 pads in the cache at the end"
    );
  });

  it("holds its data as a table with one row per lane and step", () => {
    const figure = race(lanes);
    document.body.replaceChildren(figure);
    const details = figure.querySelector("details")!;
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
    expect(details.querySelectorAll("tbody tr")).toHaveLength(8 + 3 + 3);
  });

  it("shows the text of the chosen sample with its drafted runs marked, and never as markup", () => {
    const figure = race(lanes, {
      texts: outputs(lanes[0].steps).map((tokens) => Array.from(tokens, (token) => `<b>${token}</b>`))
    });
    press(figure, "End");
    const text = figure.querySelector(".sample-text")!;
    expect(text.querySelector("b")).toBeNull();
    expect(text.querySelectorAll(".run-accepted").length).toBeGreaterThan(0);
    expect(text.textContent).toBe([15, 16, 17, 18, 19, 20, 1].map((token) => `<b>${token}</b>`).join(""));
  });

  it("refuses a race without samples", () => {
    expect(() => race([])).toThrow("race: no samples in 0 lanes");
  });
});

describe("laneCells", () => {
  it("shows a rejected draft as such in its own step, and as a pad where a padded cache keeps it", () => {
    const padded = lanes[1].steps;
    const at = (step: number): number =>
      laneCells(padded, step)
        .kinds.flat()
        .filter((kind) => kind === "rejected").length;
    expect(at(1)).toBe(4);
    const slot = laneCells(padded, 1).kinds[1].indexOf("rejected");
    expect(laneCells(padded, 2).kinds[1][slot]).toBe("pad");
  });

  it("gives the unpadded cache no pads", () => {
    const kinds = laneCells(lanes[2].steps, 2).kinds.flat();
    expect(kinds).not.toContain("pad");
    expect(kinds.filter((kind) => kind === "prompt")).toHaveLength(8);
  });
});

describe("framesByTime", () => {
  it("has a frame at the start and at every end of a step", () => {
    expect(framesByTime([[2, 2], [3]])).toEqual([
      {steps: [0, 0], time: 0},
      {steps: [1, 0], time: 2},
      {steps: [1, 1], time: 3},
      {steps: [2, 1], time: 4}
    ]);
  });
});
