import {afterEach, describe, expect, it} from "vitest";
import {keepOwnDevice, OWN} from "../../src/figures/kit/ownDevice.js";
import {whatIf as figureOf} from "../../src/figures/whatIf.js";
import type {WhatIfOptions} from "../../src/figures/whatIf.js";
import type {CostData} from "../../src/figures/costData.js";
import {addressOf, bare, device, recordedCost, timedStep} from "./costFixture.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();
afterEach(() => keepOwnDevice(undefined));

/** with a short curve, so that none is still being worked out when the next test begins */
const whatIf = (data: CostData, options: WhatIfOptions = {}): Promise<HTMLElement> =>
  figureOf(data, {sizes: [8], width: 600, whole: true, ...options});

const title = (figure: HTMLElement): string => figure.querySelector(".figure-title")?.textContent ?? "";
const caption = (figure: HTMLElement): string => figure.querySelector("figcaption")?.textContent ?? "";
const field = (figure: HTMLElement, label: string): HTMLInputElement | HTMLSelectElement =>
  [...figure.querySelectorAll("label")]
    .find(({textContent}) => textContent?.startsWith(label))!
    .querySelector("input, select")!;
const names = (figure: HTMLElement): (string | null)[] =>
  [...figure.querySelectorAll(".lines .name")].map(({textContent}) => textContent);
/** the two speed-ups of the title */
const speedUps = (figure: HTMLElement): number[] =>
  [...title(figure).matchAll(/(\d+\.\d+) times/g)].map(([, value]) => Number(value));
const hand = (query: string): string => `?what-if.guesses=by-hand&${query}`;

describe("whatIf", () => {
  it("draws what is predicted and what was measured", async () => {
    const figure = await whatIf(await recordedCost(), {address: addressOf(), width: 720, sizes: [1, 4, 8, 24]});
    expectSnapshot(figure, "whatIf");
  });

  it("says its title's numbers from the batch that is chosen, and keeps it in the address", async () => {
    const address = addressOf();
    const figure = await whatIf(await recordedCost(), {address});
    expect(title(figure)).toMatch(
      /^With 8 samples, EMS-SD would decode \d\.\d\d times as fast as greedy, padding \d\.\d\d times$/
    );
    const slider = field(figure, "Samples");
    slider.value = "1";
    slider.dispatchEvent(new Event("input"));
    await expect.poll(() => title(figure)).toMatch(/^With 1 sample there is nothing to pad/);
    expect(address.read()).toBe("?what-if.batch=1");
  });

  it("prints how far predictions are from everything measured", async () => {
    const data = await recordedCost();
    const figure = await whatIf(data, {address: addressOf()});
    const checked = data.devices.flatMap((each) => each.checked);
    const misses = checked.flatMap(({modelled, speedUp}) =>
      modelled === undefined ? [] : [Math.abs(modelled / speedUp - 1)]
    );
    const most = Math.round(Math.max(...misses) * 100);
    expect(caption(figure)).toMatch(
      new RegExp(`It misses ${misses.length} measured speed-ups by \\d+% in the median and ${most}% at most`)
    );
  });

  it("says on which device runs were timed, where it was another", async () => {
    const data = await recordedCost();
    const gpu = data.devices.find(({checked}) => checked.length === 0)!;
    const figure = await whatIf(data, {address: addressOf(`?what-if.device=${gpu.key}`)});
    expect(caption(figure)).toMatch(
      /predicted for NVIDIA H100 80GB HBM3 \(webgpu\).*No run was timed on it\. On AMD EPYC \(cpu, 1 thread\) such a prediction misses \d+ measured speed-ups/
    );
  });

  it("predicts in the page what the loader predicted for the same configuration", async () => {
    const data = await recordedCost();
    const [{domain, drafter, draftLength}] = data.guessing;
    const query = `?what-if.guesses=${domain}.${drafter}&what-if.draft=${draftLength}`;
    const figure = await whatIf(data, {address: addressOf(query)});
    const row = data.devices[0].checked.find(
      (each) => each.domain === domain && each.drafter === drafter && each.mode === "ems-sd" && each.batchSize === 8
    );
    expect(speedUps(figure)[0]).toBeCloseTo(row!.modelled!, 2);
  });

  it("compares with what was measured only where it is the same configuration", async () => {
    const data = await recordedCost();
    const measured = await whatIf(data, {address: addressOf()});
    expect(names(measured)).toContain("measured");
    for (const query of ["?what-if.draft=2", "?what-if.device=flat", hand("what-if.find=50")]) {
      expect(names(await whatIf(data, {address: addressOf(query)}))).not.toContain("measured");
    }
  });

  it("shows sliders for guesses set by hand, and only those that matter", async () => {
    const figure = await whatIf(bare(), {address: addressOf()});
    expect(field(figure, "A draft is right").closest("label")!.hidden).toBe(false);
    const recorded = await whatIf(await recordedCost(), {address: addressOf()});
    expect(field(recorded, "A draft is right").closest("label")!.hidden).toBe(true);
  });

  it("has padding lose where every row costs, and not on a flat device", async () => {
    const query = "what-if.find=30&what-if.accept=80&what-if.draft=6";
    const [ems, padded] = speedUps(await whatIf(bare(), {address: addressOf(hand(query))}));
    expect(padded).toBeLessThan(ems * 0.8);
    const flat = await whatIf(bare(), {address: addressOf(hand(`${query}&what-if.device=flat`))});
    const [flatEms, flatPadded] = speedUps(flat);
    expect(flatPadded).toBe(flatEms);
    expect(flatEms).toBeGreaterThan(1);
    expect(caption(flat)).toContain("no such device was measured");
  });

  it("predicts greedy decoding itself where nothing is ever drafted", async () => {
    const figure = await whatIf(bare(), {address: addressOf(hand("what-if.find=0"))});
    expect(speedUps(figure)).toEqual([1, 1]);
  });

  it("says so where the drafter's network was not timed", async () => {
    const data = {...(await recordedCost()), devices: [device()]};
    const figure = await whatIf(data, {address: addressOf(hand("what-if.drafter=joey-draft"))});
    expect(title(figure)).toBe("The drafter's network was not timed on X (cpu, 1 thread)");
  });

  it("says that nothing was measured where nothing was", async () => {
    expect(caption(await whatIf(bare(), {address: addressOf()}))).toContain(
      "Nothing has been measured to compare it with."
    );
    await expect(whatIf(bare([]))).rejects.toThrow("whatIf: no step was timed");
  });

  it("turns to the reader's own device when it is measured", async () => {
    const figure = await whatIf(bare(), {address: addressOf()});
    keepOwnDevice(device(OWN, [timedStep(1, 1), timedStep(1, 8), timedStep(8, 8)]));
    await expect.poll(() => caption(figure)).toContain("your device");
  });
});
