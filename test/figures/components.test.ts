import {describe, expect, it} from "vitest";
import {components} from "../../src/figures/components.js";
import {gainChart} from "../../src/figures/kit/gainChart.js";
import type {GainChartOptions} from "../../src/figures/kit/gainChart.js";
import {address, caption, choose, committedSpeeds, madeSpeeds, paper, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const made = [
  ["vanilla", 1, 1.5],
  ["unpad-kv-cache", 1, 1.5],
  ["unpad-input-tokens", 1, 1.5],
  ["ems-sd", 1, 1.5],
  ["vanilla", 8, 0.5],
  ["unpad-kv-cache", 8, 0.625],
  ["unpad-input-tokens", 8, 0.75],
  ["ems-sd", 8, 1],
  ["vanilla", 16, 0.4],
  ["ems-sd", 16, 0.9]
] as const;

const draw = (query = "", options = {}): HTMLElement =>
  components([madeSpeeds(made, options)], {paper, address: address(query), width: 500});
const texts = (element: Element, selector: string): (string | null)[] =>
  [...element.querySelectorAll(selector)].map(({textContent}) => textContent);

describe("components", () => {
  it("draws the committed recording", () => {
    expectSnapshot(components(committedSpeeds(), {paper, address: address(), width: 500}), "components");
  });

  it("says what each part brings at the largest batch size where all four are timed", () => {
    expect(title(draw())).toBe(
      "At batch size 8, on edit texts with the look-up drafter, vanilla batching runs at 0.50× the speed of greedy decoding; unpadding the inputs alone brings +0.25, the cache alone +0.13, both +0.50"
    );
    expect(title(draw("?components.show=tokens"))).toContain(
      "runs at 50 tokens per second; unpadding the inputs alone brings +25, "
    );
  });

  it("says what our numbers show, batch size 1 left out, and what is odd about the paper's", () => {
    expect(caption(draw())).toContain(
      "the inputs alone bring more than the cache alone at the one batch size above 1 that is timed, and both together more than the better of the two alone"
    );
    expect(caption(draw())).toContain("(at batch size 16 +0.63 of speed-up against +0.12)");
    expect(caption(draw())).toContain("we cannot tell");
    const alone = components([madeSpeeds(made)], {address: address(), width: 500});
    expect(caption(alone)).not.toContain("paper");
    expect(alone.querySelectorAll("svg[role=img]")).toHaveLength(1);
  });

  it("leads stems from vanilla to each part, and writes what they bring", () => {
    const [ours, theirs] = draw().querySelectorAll("svg[role=img]");
    expect(texts(ours, ".gain").map((text) => text?.replace(/ .*/, ""))).toEqual([
      "+0.00",
      "+0.00",
      "+0.00",
      "+0.13",
      "+0.25",
      "+0.50",
      "+0.50"
    ]);
    expect(texts(theirs, ".gain")).toContain("−0.01");
    expect(texts(ours, ".name")).toEqual(["vanilla"]);
  });

  it("shows rows that either chart has, and says what is missing in the other", () => {
    const [ours, theirs] = draw().querySelectorAll("svg[role=img]");
    expect(texts(ours, ".row-name")).toEqual(["1", "2", "4", "8", "16", "24"]);
    expect(texts(theirs, ".row-name")).toEqual(["1", "2", "4", "8", "16", "24"]);
    expect(texts(ours, ".missing")).toEqual(["– not timed yet", "– not timed yet", "–", "–", "– not timed yet"]);
    expect(texts(theirs, ".missing")).toEqual(["–", "–", "–"]); // batch size 1 has vanilla alone
  });

  it("counts the prefill when asked", () => {
    const page = address();
    const figure = components([madeSpeeds(made)], {paper, address: page, width: 500});
    choose(figure, "Time", "prefill");
    expect(title(figure)).toContain("runs at 0.75× the speed of greedy decoding");
    expect(caption(figure)).toContain("The paper's numbers leave the prefill out.");
    expect(page.read()).toBe("?components.time=prefill");
  });

  it("says so where nothing has been recorded, or nothing but greedy decoding", () => {
    expect(components([], {paper}).textContent).toContain("Nothing has been timed");
    const {rows, ...rest} = madeSpeeds(made);
    const greedy = {...rest, rows: rows.filter(({mode}) => mode === "greedy")};
    const figure = components([greedy], {paper, address: address(), width: 500});
    expect(title(figure)).toBe("The parts of EMS-SD have not been timed on edit texts with the look-up drafter yet");
    expect(figure.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
    const alone = components([greedy], {address: address(), width: 500});
    expect(alone.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("holds all modes of ours and of the paper as a table", () => {
    const rows = tableRows(draw());
    expect(rows.filter(([from]) => from === "the paper").map(([, , , mode]) => mode)).toContain("unpad KV cache only");
    expect(rows).toContainEqual([
      "the paper",
      "news",
      "look-up",
      "unpad input tokens only",
      "16",
      "1134.25",
      "–",
      "–",
      "1.46",
      "–",
      "–",
      "–",
      "–",
      "–"
    ]);
  });
});

describe("gainChart", () => {
  const options: GainChartOptions = {
    changes: [{name: "a", key: "ems-sd", marker: "disc"}],
    start: {name: "before", key: "vanilla", marker: "square"},
    rule: "rule",
    rowLabel: "size",
    xLabel: "x",
    missing: "none",
    format: (value) => value.toFixed(1),
    formatGain: (gain) => `by ${gain.toFixed(1)}`,
    ariaLabel: "Gains",
    width: 400
  };

  it("reads out a row by the arrow keys", () => {
    const chart = gainChart(
      [
        {name: 1, start: 1, ends: [2], bands: [[1.5, 2.5]]},
        {name: 2, ends: [undefined]},
        {name: 4, start: 2, ends: [1]}
      ],
      options
    );
    document.body.replaceChildren(chart);
    chart.querySelector<HTMLElement>(".points span")!.focus();
    const press = (key: string): string => {
      document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
      return document.activeElement!.getAttribute("aria-label")!;
    };
    expect(press("ArrowRight")).toBe("size 1: a 2.0 (1.5 to 2.5), by 1.0");
    expect(press("ArrowDown")).toBe("size 4: a 1.0, by -1.0");
    expect(texts(chart, ".readout > *")).toEqual(["size 4", "before 2.0", "a 1.0, by -1.0"]);
  });

  it("of nothing is an empty drawing", () => {
    const chart = gainChart([], options);
    expect(chart.querySelectorAll(".points span")).toHaveLength(0);
    expect(chart.outerHTML).not.toMatch(/NaN|Infinity/);
  });
});
