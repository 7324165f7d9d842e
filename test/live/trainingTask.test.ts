import {describe, expect, it} from "vitest";
import {builtInText} from "../../src/live/builtInText.js";
import {trainingParameters, settingsOf} from "../../src/live/trainingParameters.js";
import {evaluateEvery, limits, networkOf, prepareTask, readText} from "../../src/live/trainingTask.js";
import type {NetworkSettings} from "../../src/live/trainingTask.js";

const values = Object.fromEntries(Object.entries(trainingParameters).map(([name, {initial}]) => [name, initial]));
const bound = {values} as Parameters<typeof settingsOf>[0];
const settings = settingsOf(bound, "a");
const network =
  (more: Partial<NetworkSettings>): (() => unknown) =>
  () =>
    networkOf({...settings, ...more}, 45);

describe("networkOf", () => {
  it("makes two networks of about the same size of what stands there at first", () => {
    const sizes = (["a", "b"] as const).map((key) => networkOf(settingsOf(bound, key), 45).parameters);
    expect(sizes).toEqual([52_288, 53_440]);
  });

  it("refuses what is out of its limits, and says what to do", () => {
    expect(network({depth: 7})).toThrow("depth: 7; a whole number from 1 to 6");
    expect(network({width: 15})).toThrow("width: 15; a whole number from 16 to 64");
    expect(network({batch: 16, length: 128})).toThrow("a step: 16 × 128 = 2048 characters; at most 1024");
    expect(network({depth: 6, width: 64})).toThrow(/^\d+ parameters; at most 60000: lower depth, width or expansion/);
    expect(network({depth: 1, width: 16})).toThrow(/^\d+ parameters; at least 10000: raise depth or width/);
    expect(network({heads: 3})).toThrow("heads: 3; a width of 32 cannot be cut into 3 heads of an even width");
    expect(network({rate: 0})).toThrow("learning rate: 0");
    expect(network({rate: NaN})).toThrow("learning rate: NaN");
    expect(network({initialization: "warm" as "constant"})).toThrow("initialisation: warm; there are fan-in, constant");
  });
});

describe("readText and prepareTask", () => {
  it("refuse a text that is too short, and one that is too long", () => {
    expect(() => readText("a".repeat(299))).toThrow("text: 299 characters; write or paste 300 at least");
    expect(() => readText("a".repeat(200_001))).toThrow("text: 200001 characters; leave out some, 200000 are the most");
    expect(readText("ab".repeat(150)).characters).toEqual(["a", "b"]);
  });

  it("fold characters beyond 96 tokens", () => {
    const many = Array.from({length: 400}, (_, i) => String.fromCodePoint(0x4e00 + (i % 150))).join("");
    const {characters, folded} = readText(many);
    expect([characters.length, folded]).toEqual([96, 55]);
  });

  it("hold out the last tenth of the text", () => {
    const {train, heldOut, vocabulary} = prepareTask({settings, text: builtInText, steps: 600, seed: 1});
    expect(train.length + heldOut.length).toBe(builtInText.length);
    expect(vocabulary.decode(heldOut)).toBe(builtInText.slice(-555));
  });

  it("a schedule warms up, and has decayed to nothing at its end, however short", () => {
    for (const steps of [limits.steps[0], 600, limits.steps[1]]) {
      const {schedule} = prepareTask({settings, text: builtInText, steps, seed: 1});
      expect(schedule.warmup).toBeGreaterThan(0);
      expect(schedule.warmup + schedule.decay).toBeLessThan(steps);
      expect(evaluateEvery(steps)).toBeGreaterThanOrEqual(5);
    }
    expect(() => prepareTask({settings, text: builtInText, steps: 9, seed: 1})).toThrow("steps: 9");
    expect(() => prepareTask({settings, text: builtInText, steps: 600, seed: 0.5})).toThrow("seed: 0.5");
  });
});
