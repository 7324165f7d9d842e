import {describe, expect, it} from "vitest";
import {batchSize} from "../../src/figures/batchSize.js";
import {crossings} from "../../src/figures/kit/crossings.js";
import {address, caption, choose, committedSpeeds, madeSpeeds, paper, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const falling = [
  ["vanilla", 1, 1.5],
  ["vanilla", 2, 1.25],
  ["vanilla", 4, 0.75],
  ["ems-sd", 1, 1.5],
  ["ems-sd", 2, 1.4],
  ["ems-sd", 4, 1.3]
] as const;

const draw = (ratios: Parameters<typeof madeSpeeds>[0], query = "", options = {}): HTMLElement =>
  batchSize([madeSpeeds(ratios, options)], {paper, address: address(query), width: 600});
const names = (figure: Element): (string | null)[] =>
  [...figure.querySelectorAll("svg .name")].map(({textContent}) => textContent);

describe("batchSize", () => {
  it("draws the committed recording", () => {
    expectSnapshot(batchSize(committedSpeeds(), {paper, address: address(), width: 600}), "batchSize");
  });

  it("draws the committed recording beside what the cost of a step predicts", () => {
    const query = "?batch-size.compare=predicted";
    expectSnapshot(batchSize(committedSpeeds(), {paper, address: address(query), width: 600}), "batchSizePredicted");
  });

  it("says where vanilla falls below greedy, and marks the place, interpolated, in ours and in the paper's", () => {
    const figure = draw(falling);
    expect(title(figure)).toBe(
      "On edit texts with the look-up drafter, vanilla batching falls below greedy decoding between batch sizes 2 and 4; EMS-SD goes from 1.50× at batch size 1 to 1.30× at 4"
    );
    expect([...figure.querySelectorAll(".mark-name")].map(({textContent}) => textContent)).toEqual([
      "interpolated: 3.0",
      "interpolated: 11.9"
    ]);
    expect(caption(figure)).toContain("between batch sizes 8 and 12, and EMS-SD goes from 3.94 to 1.41");
  });

  it.each([
    [[["vanilla", 8, 0.5]], "vanilla batching is slower than greedy decoding at batch size 8 (0.50×)"],
    [[["vanilla", 8, 1]], "vanilla batching is no slower than greedy decoding at batch size 8 (1.00×)"],
    [
      [
        ["vanilla", 1, 1.5],
        ["vanilla", 2, 1.1]
      ],
      "vanilla batching never falls below greedy decoding (goes from 1.50× at batch size 1 to 1.10× at 2)"
    ],
    [
      [
        ["vanilla", 1, 0.9],
        ["vanilla", 2, 0.8]
      ],
      "vanilla batching is slower than greedy decoding at every batch size timed (goes from 0.90× at batch size 1 to 0.80× at 2)"
    ],
    [
      [
        ["vanilla", 1, 1.2],
        ["vanilla", 2, 0.8],
        ["vanilla", 4, 1.1],
        ["vanilla", 8, 0.7]
      ],
      "vanilla batching is slower than greedy decoding at batch sizes 2, 8"
    ]
  ] as const)("finds words for %j", (ratios, words) => {
    expect(title(draw(ratios))).toBe(`On edit texts with the look-up drafter, ${words}`);
  });

  it("draws bands of the quartiles, and says that there are none where all was timed once", () => {
    const figure = draw(falling, "", {spread: 0.1});
    expect(figure.querySelector(".band.line-ems-sd")?.getAttribute("d")).toMatch(/^M.*Z$/);
    expect(caption(figure)).toContain("medians of 3 repeats, each compared with greedy decoding of the same repeat");
    const once = draw(falling, "", {repeats: 1});
    expect(caption(once)).toContain("timed once so far, so there are no quartiles");
  });

  it("shows tokens per second with greedy's own line, and the paper's from its Table 2", () => {
    const figure = draw(falling, "?batch-size.show=tokens");
    expect(names(figure)).toEqual(["EMS-SD", "vanilla", "greedy", "EMS-SD", "vanilla", "greedy"]);
    expect(title(figure)).toBe(
      "At batch size 4, on edit texts with the look-up drafter, EMS-SD decodes 130 tokens per second, vanilla batching 75, greedy decoding 100"
    );
    expect(caption(figure)).toContain(
      "In the paper's Table 2 EMS-SD comes to 1,321 tokens per second at batch size 24"
    );
    expect(figure.querySelectorAll(".mark")).toHaveLength(0);
  });

  it("counts the prefill when asked, and then predicts nothing", () => {
    const page = address();
    const figure = batchSize([madeSpeeds(falling)], {paper, address: page, width: 600});
    choose(figure, "Compare with", "predicted");
    expect(names(figure)).toEqual(["EMS-SD", "vanilla", "predicted", "predicted"]);
    choose(figure, "Time", "prefill");
    expect(names(figure)).toEqual(["EMS-SD", "vanilla"]);
    expect(title(figure)).toContain("EMS-SD goes from 1.25× at batch size 1 to 1.15× at 4");
    expect(caption(figure)).toContain("Predictions are of decoding only");
    expect(page.read()).toBe("?batch-size.compare=predicted&batch-size.time=prefill");
  });

  it("compares with nothing when asked, or where no paper is given", () => {
    expect(draw(falling, "?batch-size.compare=nothing").querySelectorAll("svg[role=img]")).toHaveLength(1);
    const alone = batchSize([madeSpeeds(falling)], {address: address(), width: 600});
    expect(alone.textContent).not.toContain("the paper");
  });

  it("writes dashes and how much is done where a recording is incomplete", () => {
    const figure = batchSize([{...madeSpeeds(falling), done: 1, planned: 1805}], {
      paper,
      address: address(),
      width: 600
    });
    const [ours, theirs] = figure.querySelectorAll("svg[role=img]");
    expect(ours.querySelectorAll(".missing")).toHaveLength(5); // 8, 12, 16, 20, 24
    expect(theirs.querySelectorAll(".missing")).toHaveLength(0);
    expect(caption(figure)).toContain("Recorded so far: 1 of 1,805 planned units");
    expect(tableRows(figure).filter(([from, , , , , speed]) => from === "Made" && speed === "–")).toHaveLength(10);
  });

  it("leaves a gap for a size in between that is missing", () => {
    const figure = draw([
      ["ems-sd", 1, 1.5],
      ["ems-sd", 4, 1.3]
    ]);
    expect(figure.querySelector(".line-ems-sd .bridge")?.getAttribute("d")).toMatch(/^M.+L.+$/);
    expect(figure.querySelector(".line-ems-sd .stroke")?.getAttribute("d")).not.toContain("L");
  });

  it("lets a reader choose between devices, and says where that one's numbers come from", () => {
    const made = madeSpeeds(falling);
    const other = {
      ...madeSpeeds([["vanilla", 8, 0.5]]),
      device: "gpu",
      provenance: {...made.provenance, device: "A GPU"}
    };
    const figure = batchSize([made, other], {paper, address: address(), width: 600});
    expect(figure.querySelector(".source summary")?.textContent).toContain("; Made, 2026");
    choose(figure, "Device", "gpu");
    expect(title(figure)).toContain("at batch size 8 (0.50×)");
    expect(figure.querySelector(".source summary")?.textContent).toContain("; A GPU, 2026");
    expect([...draw(falling).querySelectorAll("label")].map((label) => label.firstChild?.textContent)).not.toContain(
      "Device"
    );
  });

  it("says so where nothing has been recorded, or nothing but greedy decoding", () => {
    expect(batchSize([], {paper}).textContent).toContain("Nothing has been timed");
    expect(batchSize([{...madeSpeeds([]), rows: []}], {paper}).textContent).toContain("Nothing has been timed");
    const {rows, ...rest} = madeSpeeds(falling);
    const greedy = {...rest, rows: rows.filter(({mode}) => mode === "greedy")};
    const figure = batchSize([greedy], {paper, address: address(), width: 600});
    expect(title(figure)).toBe("Nothing but greedy decoding has been timed on edit texts with the look-up drafter yet");
    expect(figure.outerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("holds ours and the paper's numbers as a table, the paper's as printed", () => {
    const rows = tableRows(draw(falling));
    expect(rows.filter(([from]) => from === "the paper")).toHaveLength(16);
    expect(rows).toContainEqual([
      "the paper",
      "news",
      "look-up",
      "EMS-SD",
      "2",
      "480.59",
      "–",
      "–",
      "3.50",
      "–",
      "–",
      "–",
      "–",
      "–"
    ]);
  });
});

describe("crossings", () => {
  it("are where values fall below the level, on a straight line", () => {
    expect(crossings([8, 12, 16], [1.5, 0.5, 0.4], 1)).toEqual([{between: [8, 12], at: 10, place: 0.5}]);
    expect(crossings([1, 2, 4], [1, 0.5, 1.5], 1)).toEqual([{between: [1, 2], at: 1, place: 0}]);
  });

  it("pass over what is unknown", () => {
    expect(crossings([1, 2, 4], [2, undefined, 0], 1)).toEqual([{between: [1, 4], at: 2.5, place: 1}]);
  });

  it("are none without values, or without a fall", () => {
    expect(crossings([], [], 1)).toEqual([]);
    expect(crossings([1], [0.5], 1)).toEqual([]);
    expect(crossings([1, 2], [0.5, 2], 1)).toEqual([]);
  });
});
