import codec from "jpeg-js";
import {describe, expect, it} from "vitest";
import {forwardDct, inverseDct, zigzag} from "../../src/images/dct.js";
import {createImage, fromRgba, toRgba} from "../../src/images/image.js";
import {jpeg, quantisation} from "../../src/images/jpeg.js";
import {random} from "../../src/training/random.js";
import {blotches, difference, gradient} from "./pictures.js";

describe("dct", () => {
  it("is orthonormal: it keeps energy and comes back", () => {
    const next = random(1);
    const block = Float64Array.from({length: 64}, () => 255 * next() - 128);
    const before = block.slice();
    const energy = (b: Float64Array): number => b.reduce((sum, value) => sum + value * value, 0);
    forwardDct(block);
    expect(energy(block)).toBeCloseTo(energy(before), 6);
    inverseDct(block);
    expect(difference(block, before).largest).toBeLessThan(1e-9);
  });
  it("puts one colour into the first number, and a vertical wave into the first column", () => {
    const plain = new Float64Array(64).fill(5);
    forwardDct(plain);
    expect(plain[0]).toBeCloseTo(40, 9);
    const wave = Float64Array.from({length: 64}, (_, i) => Math.cos(((2 * (i >> 3) + 1) * 3 * Math.PI) / 16));
    forwardDct(wave);
    expect(wave.findIndex((value) => Math.abs(value) > 1)).toBe(24);
  });
  it("zigzag begins and ends as the standard's figure", () => {
    expect(zigzag.slice(0, 10)).toEqual([0, 1, 8, 16, 9, 2, 3, 10, 17, 24]);
    expect(zigzag.slice(-4)).toEqual([47, 55, 62, 63]);
  });
});

describe("jpeg", () => {
  it("has the standard's tables at quality 50, ones at 100", () => {
    expect(quantisation(50).slice(0, 4)).toEqual([16, 11, 10, 16]);
    expect(quantisation(75, true)[0]).toBe(9);
    expect(new Set(quantisation(100))).toEqual(new Set([1]));
    expect(() => quantisation(0)).toThrow("quality: 0");
  });
  it.each([95, 75, 40])("is what a JPEG library stores at quality %i, but for its rounding", (quality) => {
    for (const image of [gradient(40, 24), blotches(40, 24, 2)]) {
      const rgba = toRgba(image);
      const stored = codec.decode(codec.encode({data: Buffer.from(rgba), width: 40, height: 24}, quality).data, {
        useTArray: true
      });
      const theirs = fromRgba(stored.data, 40, 24);
      const {rms} = difference(jpeg(image, quality, "4:4:4").data, theirs.data);
      expect(rms).toBeLessThan(Math.max(1, 0.35 * difference(theirs.data, image.data).rms));
    }
  });
  it("changes more at lower quality, and at 4:2:0 no brightness of a grey picture", () => {
    const image = blotches(48, 48, 3);
    const errors = [95, 80, 60, 30].map((quality) => difference(jpeg(image, quality).data, image.data).rms);
    expect([...errors].sort((a, b) => a - b)).toEqual(errors);
    const grey = {...image, data: image.data.map((_, i) => image.data[i - (i % 3)])};
    expect(jpeg(grey, 90)).toEqual(jpeg(grey, 90, "4:4:4"));
  });
  it("leaves one colour, at sizes that fill no block", () => {
    const plain = createImage(13, 11, [120, 120, 120]);
    expect(jpeg(plain, 75)).toEqual(plain);
  });
});
