import {describe, expect, it} from "vitest";
import {gridValues, roomFor} from "../../src/figures/kit/axis.js";
import {lineChart} from "../../src/figures/kit/lineChart.js";
import type {ChartLine, LineChartOptions} from "../../src/figures/kit/lineChart.js";
import {bandPath, linePath} from "../../src/figures/kit/linePaths.js";
import {spread} from "../../src/figures/kit/spread.js";
import {failOnWarnings} from "./snapshot.js";

failOnWarnings();

const options: LineChartOptions = {
  ticks: [1, 2, 4],
  xLabel: "batch size",
  yLabel: "speed",
  ariaLabel: "Speeds",
  width: 600
};
const up: ChartLine = {name: "up", key: "ems-sd", values: [1, 2, 4], marker: "disc"};
const gap: ChartLine = {name: "gap", key: "vanilla", values: [3, undefined, 1], marker: "square"};

const spots = (chart: HTMLElement): HTMLElement[] => [...chart.querySelectorAll<HTMLElement>(".points span")];
const press = (key: string): boolean =>
  document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
const here = (): string | null => document.activeElement!.getAttribute("aria-label");

describe("lineChart", () => {
  it("names its lines at their ends, apart from each other", () => {
    const same = ["a", "b", "c"].map((name): ChartLine => ({...up, name}));
    const names = [...lineChart(same, options).querySelectorAll("text.name")];
    const places = names.map((name) => Number(name.getAttribute("y"))).sort((a, b) => a - b);
    expect(names.map(({textContent}) => textContent)).toEqual(["a", "b", "c"]);
    expect(places[1] - places[0]).toBeGreaterThanOrEqual(16);
    expect(places[2] - places[1]).toBeGreaterThanOrEqual(16);
  });

  it("is one stop of the Tab key, and arrow keys go along a line and to the next", () => {
    const chart = lineChart([up, gap], options);
    document.body.replaceChildren(chart);
    expect(spots(chart).filter(({tabIndex}) => tabIndex === 0)).toHaveLength(1);
    spots(chart)[0].focus();
    expect(here()).toBe("batch size 1: up 1.00");
    press("ArrowRight");
    expect(here()).toBe("batch size 2: up 2.00");
    press("ArrowDown"); // the other line has no value here
    expect(here()).toBe("batch size 2: up 2.00");
    press("End");
    press("ArrowDown");
    expect(here()).toBe("batch size 4: gap 1.00");
    press("ArrowLeft"); // over the gap
    expect(here()).toBe("batch size 1: gap 3.00");
    expect(spots(chart).filter(({tabIndex}) => tabIndex === 0)).toEqual([document.activeElement]);
  });

  it("reads out all lines at the point that has the focus, the highest first, and hides that at Escape", () => {
    const chart = lineChart([up, {...gap, bands: [[2.5, 3.5], undefined, undefined]}], options);
    document.body.replaceChildren(chart);
    const box = chart.querySelector<HTMLElement>(".readout")!;
    expect(box.hidden).toBe(true);
    spots(chart)[0].focus();
    expect(box.hidden).toBe(false);
    expect([...box.children].map(({textContent}) => textContent)).toEqual([
      "batch size 1",
      "gap 3.00 (2.50 to 3.50)",
      "up 1.00"
    ]);
    expect(box.querySelector(".here")?.textContent).toBe("up 1.00");
    press("Escape");
    expect(box.hidden).toBe(true);
  });

  it("writes a dash where nothing was measured, predictions or not", () => {
    const predicted: ChartLine = {...up, name: "predicted", dashed: true};
    const chart = lineChart([{...gap, values: [3, undefined, undefined]}, predicted], options);
    expect(chart.querySelectorAll(".missing")).toHaveLength(2);
  });

  it("draws nothing but axes without lines, and a single value without a line", () => {
    const none = lineChart([], options);
    expect(none.querySelectorAll(".points span")).toHaveLength(0);
    expect(none.querySelector("svg")?.outerHTML).not.toContain("NaN");
    const one = lineChart([{...up, values: [7]}], {...options, ticks: ["only"]});
    expect(one.querySelector(".stroke")?.getAttribute("d")).toMatch(/^M[^L]*$/);
    expect(one.outerHTML).not.toContain("NaN");
  });

  it("never reads a name as markup", () => {
    const chart = lineChart([{...up, name: "<b>up</b>"}], options);
    expect(chart.querySelector("b")).toBeNull();
  });
});

describe("linePath", () => {
  it("bridges gaps apart from the line", () => {
    expect(linePath([[0, 1], [1, 1], undefined, [3, 2]])).toEqual({solid: "M0,1L1,1M3,2", bridges: "M1,1L3,2"});
    expect(linePath([])).toEqual({solid: "", bridges: ""});
  });
});

describe("bandPath", () => {
  it("goes there along the low ends and back along the high ones", () => {
    expect(
      bandPath([
        [0, 5, 1],
        [1, 6, 2]
      ])
    ).toBe("M0,5L1,6L1,2L0,1Z");
  });

  it("is a bar where a value stands alone, and nothing without a spread", () => {
    expect(bandPath([undefined, [4, 5, 1]])).toBe("M3,5H5V1H3Z");
    expect(bandPath([[4, 5, 5]])).toBe("");
  });
});

describe("spread", () => {
  it("leaves places alone that are far enough apart", () => {
    expect(spread([10, 50, 30], 15)).toEqual([10, 50, 30]);
  });

  it("keeps the order and the gap of places that are too close, around where they wanted to be", () => {
    expect(spread([20, 21, 22], 10)).toEqual([11, 21, 31]);
  });

  it("stays within bounds, and pushes on what that moves", () => {
    expect(spread([0, 1, 12], 10, [0, 100])).toEqual([0, 10, 20]);
    expect(spread([99, 100], 10, [0, 100])).toEqual([90, 100]);
  });

  it("of nothing is nothing", () => {
    expect(spread([], 10)).toEqual([]);
  });
});

describe("gridValues", () => {
  it("are round, from zero to the top", () => {
    expect(gridValues(3.94)).toEqual([0, 1, 2, 3]);
    expect(gridValues(0.3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(gridValues(0)).toEqual([0]);
  });
});

describe("roomFor", () => {
  it("writes the first and the last label, and of those between what has room", () => {
    expect(roomFor(["1", "2", "3", "200"], [0, 5, 40, 80])).toEqual([true, false, true, true]);
    expect(roomFor([], [])).toEqual([]);
  });
});
