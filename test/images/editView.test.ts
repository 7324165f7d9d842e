import {expect, it} from "vitest";
import {augmentations, boxesOf, drawView, stepOf, stepWords, viewWords, withBoxes, withStep, type View} from "../../src/images/augment/index.js"; // prettier-ignore
import {random} from "../../src/training/random.js";

const box = {left: 1, top: 2, width: 30, height: 40};

it("a step is put where it belongs, replaced in its place and taken away", () => {
  const view: View = [{kind: "flip"}, {kind: "jpeg", quality: 60}, {kind: "erase", box}];
  const noisy = withStep(view, "noise", {kind: "noise", deviation: 4, seed: 1});
  expect(noisy.map(({kind}) => kind)).toEqual(["flip", "noise", "jpeg", "erase"]);
  const other = withStep(noisy, "noise", {kind: "noise", deviation: 9, seed: 1});
  expect(other.map(({kind}) => kind)).toEqual(["flip", "noise", "jpeg", "erase"]);
  expect(stepOf(other, "noise")?.deviation).toBe(9);
  expect(withStep(other, "noise", undefined)).toEqual(view);
  expect(withStep([], "flip", {kind: "flip"})).toEqual([{kind: "flip"}]);
  expect(withStep(view, "crop", {kind: "crop", box})[0].kind).toBe("crop");
  // a drawn view keeps its own order
  const drawn: View = [{kind: "jpeg", quality: 70}, {kind: "flip"}];
  expect(withStep(drawn, "jpeg", {kind: "jpeg", quality: 80}).map(({kind}) => kind)).toEqual(["jpeg", "flip"]);
});

it("boxes are erased last", () => {
  const view = withBoxes([{kind: "erase", box}, {kind: "flip"}], [box, {...box, left: 50}]);
  expect(view.map(({kind}) => kind)).toEqual(["flip", "erase", "erase"]);
  expect(boxesOf(view).map(({left}) => left)).toEqual([1, 50]);
});

it("every drawn step has words, and a view without a change says so", () => {
  for (const name of augmentations) {
    for (let seed = 0; seed < 60; seed++) {
      for (const step of drawView(name, {width: 128, height: 128}, 128, random(seed))) {
        expect(stepWords(step) === "").toBe(["resize", "fit", "bytes"].includes(step.kind));
        expect(stepWords(step)).not.toMatch(/NaN|undefined/);
      }
    }
  }
  expect(viewWords([{kind: "resize"}])).toBe("as it is");
  expect(viewWords([{kind: "flip"}, {kind: "move", angle: -0.1, scale: 1.05, shift: [3, -4]}])).toBe(
    "mirrored, turned −5.7°, scaled × 1.05, moved +3, −4 pixels"
  );
});
