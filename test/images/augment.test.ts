import {describe, expect, it} from "vitest";
import {
  applyView,
  augment,
  augmentations,
  cropBox,
  drawView,
  erase,
  eraseBox,
  type View
} from "../../src/images/augment/index.js";
import {addColour, brightnessContrast, grey, hueSaturationValue} from "../../src/images/augment/colours.js";
import {fit} from "../../src/images/augment/fit.js";
import {createImage, type Image} from "../../src/images/image.js";
import {resize} from "../../src/images/resize.js";
import {random} from "../../src/training/random.js";
import {difference, gradient, same} from "./pictures.js";

const image = gradient(150, 150);
const draws = <T>(n: number, make: (next: () => number) => T): T[] => {
  const next = random(1);
  return Array.from({length: n}, () => make(next));
};
const black = ({data}: Image): number => {
  let n = 0;
  for (let i = 0; i < data.length; i += 3) if (data[i] + data[i + 1] + data[i + 2] === 0) n++;
  return (3 * n) / data.length;
};
const flipped = ({width, data}: Image): boolean => data[3 * 5] > data[3 * (width - 5)];

describe("augmentations", () => {
  it.each(augmentations)("%s gives the size asked for, within 0 to 255, and the same for the same seed", (name) => {
    for (let seed = 0; seed < 4; seed++) {
      const view = augment(name, image, 96, random(seed));
      expect([view.width, view.height]).toEqual([96, 96]);
      expect(view.data.every((value) => value >= 0 && value <= 255)).toBe(true);
      expect(same(augment(name, image, 96, random(seed)), view)).toBe(true);
    }
  });
  it("None only resizes", () => {
    expect(same(augment("None", image, 96, random(2)), resize(image, 96, 96))).toBe(true);
  });
  it("RE erases four times in five, 2 to 20 % of the area, and flips every other time", () => {
    const views = draws(200, (next) => augment("RE", image, 64, next));
    const erased = views.map(black).filter((share) => share > 0);
    expect(erased.length / 200).toBeGreaterThan(0.7);
    expect(erased.length / 200).toBeLessThan(0.9);
    expect(Math.min(...erased)).toBeGreaterThan(0.015);
    expect(Math.max(...erased)).toBeLessThan(0.21);
    expect(Math.max(...erased)).toBeGreaterThan(0.17);
    const share = views.filter(flipped).length / 200;
    expect(Math.abs(share - 0.5)).toBeLessThan(0.15);
  });
  it("RandCrop keeps 1/1.3 to all of the area, sides 0.9 to 1.1", () => {
    for (const {left, top, width, height} of draws(300, (next) => cropBox(200, 200, next))) {
      expect(width * height).toBeGreaterThan((200 * 200) / 1.3 - 300);
      expect(width / height).toBeGreaterThan(0.88);
      expect(width / height).toBeLessThan(1.12);
      expect(left >= 0 && top >= 0 && left + width <= 200 && top + height <= 200).toBe(true);
    }
  });
  it("RaAug erases a third of the time, always when it does", () => {
    const share =
      draws(300, (next) => augment("RaAug", image, 32, next)).filter((view) => black(view) > 0).length / 300;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.08);
  });
  it("DFDC_selim is grey a fifth of the time, and moves half of the time", () => {
    const views = draws(150, (next) => augment("DFDC_selim", image, 48, next));
    const greys = views.filter(({data}) => data.every((value, i) => i % 3 === 0 || value === data[i - 1])).length / 150;
    expect(Math.abs(greys - 0.2)).toBeLessThan(0.12);
    const moved = views.filter((view) => black(view) > 0.005).length / 150;
    expect(moved).toBeGreaterThan(0.3);
    expect(moved).toBeLessThan(0.6);
  });
});

describe("views as data", () => {
  it("a drawn view is data that makes the same picture again", () => {
    for (const name of augmentations) {
      for (let seed = 0; seed < 6; seed++) {
        const view = drawView(name, image, 64, random(seed));
        const noisy = view.some(({kind}) => kind === "noise");
        expect(JSON.parse(JSON.stringify(view))).toEqual(view);
        const made = applyView(image, 64, view, random);
        expect(same(applyView(image, 64, view, random), made)).toBe(true);
        if (!noisy) expect(same(made, augment(name, image, 64, random(seed)))).toBe(true);
      }
    }
  });
  it("every step does what it says", () => {
    const [none] = [applyView(image, 64, [{kind: "resize"}], random)];
    const after = (...steps: View): Image => applyView(image, 64, [{kind: "resize"}, ...steps], random);
    expect(black(after({kind: "erase", box: {left: 8, top: 8, width: 16, height: 32}}))).toBeCloseTo(1 / 8, 2);
    expect(flipped(after({kind: "flip"}))).not.toBe(flipped(none));
    const noise = after({kind: "noise", deviation: 5, seed: 3}).data.map((value, i) => value - none.data[i]);
    const deviation = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / noise.length);
    expect(deviation).toBeCloseTo(5, 0);
    for (const step of [
      {kind: "blur", deviation: 2},
      {kind: "jpeg", quality: 20}
    ] as const) {
      expect(difference(after(step).data, none.data).largest).toBeGreaterThan(3);
    }
    const out = {left: 60, top: -3, width: 20, height: 5};
    expect(black(after({kind: "erase", box: out}))).toBeCloseTo((4 * 2) / 64 ** 2, 4);
    expect(same(after({kind: "crop", box: {left: 70, top: 0, width: 9, height: 9}}), none)).toBe(true);
    const turned = after({kind: "move", angle: 0, scale: 1, shift: [5, 0]});
    expect(turned.data[3 * (64 * 30 + 40)]).toBeCloseTo(none.data[3 * (64 * 30 + 35)], 3);
  });
});

describe("erasing", () => {
  it("draws boxes of sides 1 : 2 to 2 : 1 that lie inside", () => {
    const boxes = draws(300, (next) => eraseBox(100, 80, next, {probability: 1}));
    for (const box of boxes) {
      if (!box) throw new Error("no box, though one always fits");
      expect(box.height / box.width).toBeGreaterThan(0.45);
      expect(box.height / box.width).toBeLessThan(2.3);
      expect(box.left + box.width <= 100 && box.top + box.height <= 80).toBe(true);
    }
    expect(draws(50, (next) => eraseBox(100, 80, next, {probability: 0})).every((box) => box === undefined)).toBe(true);
  });
  it("fills the box and leaves the rest", () => {
    const view = erase(image, {left: 3, top: 4, width: 5, height: 6}, 9);
    expect(view.data.filter((value, i) => value !== image.data[i])).toHaveLength(5 * 6 * 3);
    expect(view.data[(4 * 150 + 3) * 3]).toBe(9);
  });
});

describe("colours", () => {
  it("grey has three equal values, and 0 changes nothing", () => {
    const {data} = grey(image);
    expect(data.every((value, i) => value === data[i - (i % 3)])).toBe(true);
    expect(difference(brightnessContrast(image, 0, 1).data, image.data).largest).toBe(0);
    expect(difference(hueSaturationValue(image, 0, 0, 0).data, image.data).largest).toBeLessThan(1e-3);
    expect(difference(hueSaturationValue(image, 360, 0, 0).data, image.data).largest).toBeLessThan(1e-3);
  });
  it("fancy PCA shifts all pixels alike, along the colours' main axis", () => {
    const line = createImage(20, 20);
    for (let i = 0; i < line.data.length; i++) line.data[i] = 100 + [2, 1, -1][i % 3] * ((i / 3) & 31);
    const shift = addColour(line, [1.3, -0.4, 0.2]).data.map((value, i) => value - line.data[i]);
    for (let i = 3; i < shift.length; i++) expect(shift[i]).toBeCloseTo(shift[i - 3], 3);
    expect(shift[0] / shift[1]).toBeCloseTo(2, 2);
    expect(shift[1] / shift[2]).toBeCloseTo(-1, 2);
  });
  it("fit puts the longer side to the size, and black around", () => {
    const wide = fit(createImage(80, 40, [9, 9, 9]), 40, "area");
    expect([wide.width, wide.height]).toEqual([40, 40]);
    expect(black(wide)).toBeCloseTo(0.5, 9);
  });
});
