import {describe, expect, it} from "vitest";
import {costData} from "../../loaders/lib/costData.js";
import {recordings} from "../figures/costFixture.js";

const [recorded] = recordings;
const without = (...types: string[]) => ({
  ...recorded,
  lines: recorded.lines.filter(({type}) => !types.includes(type))
});

describe("costData", () => {
  it("of nothing is nothing", async () => {
    expect(await costData([])).toEqual({devices: [], guessing: [], texts: {}, maxNewTokens: 1});
  });

  it("has every timed step, its fastest repeat before its median and its slowest", async () => {
    const {devices} = await costData([without("timing")]);
    const steps = devices[0].networks.flatMap((network) => network.steps);
    expect(steps).toHaveLength(recorded.lines.filter(({type}) => type === "cost").length);
    for (const [, , , , fastest, middle, slowest] of steps) {
      expect(fastest).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(slowest);
    }
    expect(devices[0].checked).toEqual([]);
  });

  it("leaves out a device whose steps were not timed, and predictions of what was not counted", async () => {
    expect((await costData([without("cost")])).devices).toEqual([]);
    const {devices, guessing} = await costData([without("counts")]);
    expect(guessing).toEqual([]);
    expect(devices[0].checked.length).toBeGreaterThan(0);
    expect(devices[0].checked.every(({predicted, modelled}) => predicted === undefined && modelled === undefined)).toBe(
      true
    );
  });

  it("takes the lengths of the texts that were timed, and the first ones where none were", async () => {
    const timed = await costData([without("cost")]);
    const untimed = await costData([without("cost", "timing")]);
    expect(Object.keys(timed.texts)).toEqual(Object.keys(untimed.texts));
    for (const lengths of [...Object.values(timed.texts), ...Object.values(untimed.texts)]) {
      expect(lengths).toHaveLength(24);
      for (const {prompt, output} of lengths) {
        expect(prompt).toBeGreaterThan(0);
        expect(output).toBeLessThanOrEqual(timed.maxNewTokens);
      }
    }
  });
});
