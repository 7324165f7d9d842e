import {afterEach, describe, expect, it} from "vitest";
import {keepOwnDevice, OWN} from "../../src/figures/kit/ownDevice.js";
import {stepCost} from "../../src/figures/stepCost.js";
import {addressOf, bare, device, recordedCost, timedStep} from "./costFixture.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();
afterEach(() => keepOwnDevice(undefined));

const title = (figure: HTMLElement): string => figure.querySelector(".figure-title")?.textContent ?? "";
const caption = (figure: HTMLElement): string => figure.querySelector("figcaption")?.textContent ?? "";
const pick = (figure: HTMLElement, index: number, value: string): void => {
  const select = figure.querySelectorAll("select")[index];
  select.value = value;
  select.dispatchEvent(new Event("change"));
};

describe("stepCost", () => {
  it("draws the recorded steps", async () => {
    expectSnapshot(stepCost(await recordedCost(), {address: addressOf(), width: 720}), "stepCost");
  });

  it("says first where the device that is shown comes from", async () => {
    const {devices} = await recordedCost();
    const summary = (query: string): string =>
      stepCost(bare(devices), {address: addressOf(query), width: 600}).querySelector(".source summary")?.textContent ??
      "";
    const gpu = devices.find(({provenance}) => provenance.provider === "webgpu")!;
    expect(summary("")).toContain("AMD EPYC");
    expect(summary(`?step-cost.device=${gpu.key}`)).toContain("NVIDIA H100 80GB HBM3");
  });

  it("says what more rows cost, at the smallest and the largest batch size", () => {
    const figure = stepCost(bare(), {address: addressOf(), width: 600});
    // 2 + 8/2 over 2 + 1/2; 2 + 64/2 over 2 + 8/2
    expect(title(figure)).toBe(
      "A step of joey with 8 times the rows takes 2.4 times as long for 1 sample, and 5.7 times for 8"
    );
  });

  it("says the coefficients of the line, and its largest miss", () => {
    const exact = stepCost(bare(), {address: addressOf(), width: 600});
    expect(caption(exact)).toContain("2.00 ms a step, 0.500 ms a row");
    expect(caption(exact)).toContain(" 0% at most");
    const steps = [
      timedStep(1, 1),
      timedStep(1, 8),
      timedStep(8, 1),
      timedStep(8, 8),
      timedStep(4, 4),
      timedStep(2, 2)
    ];
    const off = steps.map((step, i) => (i === 4 ? ([4, 4, 16, 100, 20, 21, 22] as const) : step));
    const missed = stepCost(bare([device("cpu-x", off)]), {address: addressOf(), width: 600});
    expect(caption(missed)).toMatch(/by \d+(\.\d)?% at most \(4 samples, 4 rows each, 100 cached slots\)/);
    expect(caption(missed)).not.toContain(" 0% at most");
  });

  it("takes caches that grew by a few slots as one, and shows the one that is asked for", () => {
    const address = addressOf();
    const figure = stepCost(bare(), {address, width: 600});
    const options = [...figure.querySelectorAll("select")[2].options].map(({value}) => value);
    expect(options).toEqual(["101", "300"]);
    pick(figure, 2, "101");
    expect(address.read()).toBe("?step-cost.slots=101");
    expect(figure.querySelector(".points span")?.getAttribute("aria-label")).toMatch(/10[01] cached slots each$/);
    pick(figure, 2, "300");
    expect(address.read()).toBe("");
  });

  it("can be read point by point with the arrow keys", () => {
    const figure = stepCost(bare(), {address: addressOf(), width: 600});
    document.body.replaceChildren(figure);
    const points = figure.querySelector<HTMLElement>(".points")!;
    points.querySelector<HTMLElement>('[tabindex="0"]')!.focus();
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^8 samples, 1 row each/);
    points.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^8 samples, 3 rows each, fastest 14.00 ms/);
  });

  it("holds every timed step as a table", () => {
    const figure = stepCost(bare(), {address: addressOf(), width: 600});
    Object.assign(figure.querySelector("details.data-table")!, {open: true}).dispatchEvent(new Event("toggle"));
    expect(figure.querySelectorAll("tbody tr")).toHaveLength(18);
  });

  it("copes with a single step, of which no more can be said", () => {
    const figure = stepCost(bare([device("cpu-x", [timedStep(1, 1)])]), {address: addressOf(), width: 300});
    expect(title(figure)).toContain("1 times the rows takes as long for 1 sample");
    expect(figure.querySelectorAll(".points span")).toHaveLength(1);
  });

  it("refuses to draw nothing", () => {
    expect(() => stepCost(bare([]))).toThrow("stepCost: no step was timed");
  });

  it("shows the reader's own device as soon as it is measured, and only on the same weights", () => {
    const figure = stepCost(bare(), {address: addressOf(), width: 600});
    const own = device(OWN, [timedStep(1, 1), timedStep(1, 2), timedStep(2, 2)]);
    keepOwnDevice({...own, networks: own.networks.map((network) => ({...network, sha256: "b".repeat(64)}))});
    expect(figure.querySelector("select")!.options).toHaveLength(1);
    keepOwnDevice(own);
    expect(figure.querySelector("select")!.value).toBe(OWN);
    expect(caption(figure)).toContain("your device (cpu)");
    keepOwnDevice(undefined);
    expect(figure.querySelector("select")!.value).toBe("cpu-x");
    expect(caption(figure)).not.toContain("your device");
  });
});
