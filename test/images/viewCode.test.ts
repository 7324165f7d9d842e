import {expect, it} from "vitest";
import {augmentations, decodeView, drawView, encodeView, type View} from "../../src/images/augment/index.js";
import {random} from "../../src/training/random.js";

const full = {width: 128, height: 128};

it("a view that was drawn comes back from its letters, rounded to a thousandth", () => {
  for (const name of augmentations) {
    for (let seed = 0; seed < 40; seed++) {
      const text = encodeView(drawView(name, full, 128, random(seed)));
      expect(text).toMatch(/^[a-z0-9_*.-]*$/);
      const view = decodeView(text);
      expect(view).toBeDefined();
      expect(encodeView(view as View)).toBe(text);
    }
  }
});

it("every step has its letters", () => {
  const box = {left: 1, top: 2, width: 30, height: 40};
  const view: View = [
    {kind: "flip"},
    {kind: "crop", box},
    {kind: "erase", box},
    {kind: "jpeg", quality: 60},
    {kind: "noise", deviation: 4.5, seed: 123456789},
    {kind: "blur", deviation: 0.8},
    {kind: "brightness", brightness: -0.1, contrast: 1.2},
    {kind: "hue", hue: -12, saturation: 20, value: -3},
    {kind: "colours", along: [0.1, -0.2, 0.05]},
    {kind: "grey"},
    {kind: "move", angle: -0.1, scale: 1.05, shift: [3, -4]}
  ];
  expect(decodeView(encodeView(view))).toEqual(view);
  expect(encodeView(view)).toBe(
    "f*c1_2_30_40*e1_2_30_40*j60*n4.5_123456789*b0.8*l-0.1_1.2*h-12_20_-3*p0.1_-0.2_0.05*g*m-0.1_1.05_3_-4"
  );
  expect(decodeView("")).toEqual([]);
});

it.each([
  "x",
  "e1_2_3",
  "e1_2_3_4_5",
  "j0",
  "j101",
  "jabc",
  "n4_",
  "n65_1",
  "f1",
  "m1_9_0_0",
  "f**f",
  "f*".repeat(20) + "f"
])("%s is no view", (text) => {
  expect(decodeView(text)).toBeUndefined();
});
