import {describe, expect, it} from "vitest";
import {bicubic} from "../../src/images/bicubic.js";
import {bilinear} from "../../src/images/bilinear.js";
import {boxBlur, gaussianBlur, sharpen} from "../../src/images/blur.js";
import {fromHsv, fromLab, fromYcc, toHsv, toLab, toYcc} from "../../src/images/colour.js";
import {composite} from "../../src/images/composite.js";
import {flip} from "../../src/images/flip.js";
import {convexHull, scalePolygon} from "../../src/images/hull.js";
import {createImage, createPlane, fromRgba, toBytes, toRgba, type Point} from "../../src/images/image.js";
import {labStatistics, transferColour} from "../../src/images/labStatistics.js";
import {ellipseDepth, maskOf, polygonDepth} from "../../src/images/mask.js";
import {applyWarp, warpMap, warpMesh} from "../../src/images/mesh.js";
import {addNoise} from "../../src/images/noise.js";
import {dirichlet, draw, normal, wholeBetween} from "../../src/images/random.js";
import {resize} from "../../src/images/resize.js";
import {about, applyTransform, compose, identity, invertTransform, similarity} from "../../src/images/transform.js";
import {warpAffine} from "../../src/images/warpAffine.js";
import {random} from "../../src/training/random.js";
import {blotches, difference, gradient} from "./pictures.js";

const colourAt = (sample: typeof bilinear, image: ReturnType<typeof gradient>, x: number, y: number): number[] => {
  const out = new Float32Array(3);
  sample(image, x, y, out, 0);
  return [...out];
};

describe("image", () => {
  it("goes to a canvas's bytes and back", () => {
    const image = blotches(7, 5, 1);
    expect(fromRgba(toRgba(image), 7, 5)).toEqual(image);
  });
  it("toBytes rounds and clips", () => {
    expect([...toBytes({width: 1, height: 1, data: new Float32Array([-3, 254.6, 300])}).data]).toEqual([0, 255, 255]);
  });
  it("refuses sizes that are none", () => {
    expect(() => createImage(0, 4)).toThrow("size: 0 × 4");
    expect(() => fromRgba([1, 2, 3], 1, 1)).toThrow("rgba: 3 bytes for 1 × 1");
  });
});

describe("sampling", () => {
  it.each([
    ["bilinear", bilinear],
    ["bicubic", bicubic]
  ] as const)("%s gives a pixel's own colour at its centre", (_, sample) => {
    const image = blotches(6, 5, 2);
    expect(colourAt(sample, image, 4, 3)).toEqual([...image.data.subarray(66, 69)]);
  });
  it.each([
    ["bilinear", bilinear],
    ["bicubic", bicubic]
  ] as const)("%s is exact on a ramp, and goes on outside", (_, sample) => {
    const ramp = createImage(8, 8);
    for (let i = 0; i < ramp.data.length; i++) ramp.data[i] = 10 * (Math.floor(i / 3) % 8) + Math.floor(i / 24);
    expect(colourAt(sample, ramp, 3.25, 4.5)[1]).toBeCloseTo(37, 4);
    expect(colourAt(sample, ramp, -9, 0)[0]).toBe(0);
    expect(colourAt(sample, ramp, 70, 90)[2]).toBe(77);
  });
  it("works on one pixel", () => {
    expect(colourAt(bilinear, createImage(1, 1, [1, 2, 3]), 0.4, 3)).toEqual([1, 2, 3]);
  });
});

describe("transforms", () => {
  const points: Point[] = [[1, 2], [30, 4], [12, 40], [7, 9]]; // prettier-ignore
  it("similarity finds the one that moved the points", () => {
    const moved = about([5, 6], {angle: 0.4, scale: 1.7, shift: [3, -8]});
    const found = similarity(points, points.map((p) => applyTransform(moved, p))); // prettier-ignore
    found.forEach((value, i) => expect(value).toBeCloseTo(moved[i], 9));
  });
  it("similarity is the least-squares one: no small change is better", () => {
    const next = random(3);
    const to = points.map(([x, y]): Point => [x + 4 * next(), y + 4 * next()]);
    const best = similarity(points, to);
    const error = (t: typeof best): number =>
      points.reduce((sum, p, i) => {
        const [x, y] = applyTransform(t, p);
        return sum + (x - to[i][0]) ** 2 + (y - to[i][1]) ** 2;
      }, 0);
    for (const options of [
      {angle: 0.01},
      {angle: -0.01},
      {scale: 1.01},
      {scale: 0.99},
      {shift: [0.1, 0]},
      {shift: [0, -0.1]}
    ] as const) {
      expect(error(compose(about([0, 0], options), best))).toBeGreaterThan(error(best));
    }
  });
  it("an inverse undoes", () => {
    const t = about([3, 4], {angle: -1, scale: 0.3, shift: [2, 2]});
    compose(invertTransform(t), t).forEach((value, i) => expect(value).toBeCloseTo(identity[i], 9));
    expect(() => invertTransform([1, 2, 0, 2, 4, 0])).toThrow("no inverse");
    expect(() => similarity([[1, 1]], [[2, 2]])).toThrow("similarity: 1 points");
    expect(() => similarity([[1, 1], [1, 1]], [[2, 2], [3, 3]])).toThrow("all points lie at"); // prettier-ignore
  });
  it("warpAffine moves whole pixels exactly, and fills what is outside", () => {
    const image = blotches(9, 7, 4, 1);
    const moved = warpAffine(image, [1, 0, 2, 0, 1, 1], {outside: [9, 8, 7]});
    expect([...moved.data.subarray(0, 3)]).toEqual([9, 8, 7]);
    expect(moved.data[(4 * 9 + 5) * 3]).toBe(image.data[(3 * 9 + 3) * 3]);
    expect(warpAffine(image, identity)).toEqual(image);
  });
});

describe("resize", () => {
  it("area keeps the mean, also at sizes that do not divide", () => {
    const image = blotches(31, 17, 5);
    const mean = ({data}: {data: Float32Array}): number => data.reduce((a, b) => a + b, 0) / data.length;
    expect(mean(resize(image, 12, 5, "area"))).toBeCloseTo(mean(image), 3);
  });
  it("takes the mean of 2 × 2 pixels", () => {
    const image = blotches(4, 2, 6, 1);
    const sum = image.data[0] + image.data[3] + image.data[12] + image.data[15];
    expect(resize(image, 2, 1, "area").data[0]).toBeCloseTo(sum / 4, 4);
  });
  it("bilinear and bicubic to the same size change nothing", () => {
    const image = blotches(8, 8, 7);
    expect(resize(image, 8, 8)).toEqual(image);
    expect(difference(resize(image, 8, 8, "bicubic").data, image.data).largest).toBe(0);
  });
});

describe("blur", () => {
  it("keeps one colour, and a mean", () => {
    const plain = createImage(9, 9, [10, 20, 30]);
    expect(difference(gaussianBlur(plain, 2).data, plain.data).largest).toBeLessThan(1e-4);
    expect(difference(boxBlur(plain, 20).data, plain.data).largest).toBeLessThan(1e-4);
  });
  it("spreads a point as a Gaussian does", () => {
    const point = createPlane(41, 41);
    point.data[20 * 41 + 20] = 1;
    const {data} = gaussianBlur(point, 2.5);
    let variance = 0;
    data.forEach((value, i) => (variance += value * ((i % 41) - 20) ** 2));
    expect(data.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    expect(Math.sqrt(variance)).toBeCloseTo(2.5, 1);
    expect(data[20 * 41 + 22] / data[20 * 41 + 20]).toBeCloseTo(Math.exp(-4 / 12.5), 4);
  });
  it("sharpening by −1 is the blur, by 0 nothing", () => {
    const image = blotches(12, 12, 8);
    expect(difference(sharpen(image, -1, 1.3).data, gaussianBlur(image, 1.3).data).largest).toBeLessThan(1e-3);
    expect(sharpen(image, 0, 1.3)).toEqual(image);
    expect(() => gaussianBlur(image, NaN)).toThrow("sigma: NaN");
  });
});

describe("colours", () => {
  it.each([
    ["Y, Cb, Cr", toYcc, fromYcc],
    ["L*a*b*", toLab, fromLab],
    ["hue, saturation, value", toHsv, fromHsv]
  ] as const)("%s and back", (_, to, from) => {
    const next = random(9);
    for (let i = 0; i < 50; i++) {
      const colour = [255 * next(), 255 * next(), 255 * next()] as const;
      from(...to(...colour)).forEach((value, c) => expect(value).toBeCloseTo(colour[c], 2));
    }
  });
  it("knows white, grey and red", () => {
    toLab(255, 255, 255).forEach((value, c) => expect(value).toBeCloseTo([100, 0, 0][c], 1));
    toLab(255, 0, 0).forEach((value, c) => expect(value).toBeCloseTo([53.24, 80.09, 67.2][c], 1));
    toHsv(0, 255, 0).forEach((value, c) => expect(value).toBeCloseTo([1 / 3, 1, 255][c], 9));
    expect(toHsv(7, 7, 7)).toEqual([0, 0, 7]);
    toYcc(255, 0, 0).forEach((value, c) => expect(value).toBeCloseTo([76.245, 84.97, 255.5][c], 1));
  });
  it("transferColour gives the other's mean", () => {
    const a = gradient(20, 20);
    const b = {...a, data: a.data.map((value) => 0.8 * value + 20)};
    const mask = maskOf(20, 20, ellipseDepth([10, 10], 8, 9));
    const [from, to] = [labStatistics(a, mask), labStatistics(b, mask)];
    const {mean} = labStatistics(transferColour(a, from, to, 1), mask);
    mean.forEach((value, c) => expect(value).toBeCloseTo(to.mean[c], 1));
    expect(transferColour(a, from, to, 0)).toEqual(a);
    expect(() => labStatistics(a, createPlane(20, 20))).toThrow("mask: no pixel");
  });
});

describe("masks", () => {
  const square: Point[] = [[2, 2], [12, 2], [12, 12], [2, 12]]; // prettier-ignore
  it.each([
    ["one way", square],
    ["the other way", [...square].reverse()]
  ])("depth inside a polygon, corners %s round", (_, corners) => {
    const depth = polygonDepth(corners);
    expect(depth(5, 7)).toBeCloseTo(3, 9);
    expect(depth(0, 7)).toBeCloseTo(-2, 9);
  });
  it("a hard mask is 0 or 1, a feathered one lies inside it and reaches 1", () => {
    const hard = maskOf(20, 20, polygonDepth(square));
    const soft = maskOf(20, 20, polygonDepth(square), 4);
    expect(new Set(hard.data)).toEqual(new Set([0, 1]));
    expect(soft.data.every((value, i) => value <= hard.data[i])).toBe(true);
    expect(soft.data[7 * 20 + 7]).toBe(1);
    expect(soft.data[7 * 20 + 4]).toBeCloseTo(0.5, 6);
  });
  it("a composite equals its parts to the last bit where the mask is 0 or 1", () => {
    const [under, over] = [blotches(20, 20, 1), blotches(20, 20, 2)];
    const mask = maskOf(20, 20, ellipseDepth([9, 10], 7, 8), 3);
    const {data} = composite(under, over, mask);
    mask.data.forEach((m, p) => {
      if (m === 0) expect(data[3 * p]).toBe(under.data[3 * p]);
      if (m === 1) expect(data[3 * p]).toBe(over.data[3 * p]);
    });
    expect(() => composite(under, over, createPlane(3, 3))).toThrow("mask: 3 × 3");
  });
  it("the hull of a square with points inside is the square; half of it has half the sides", () => {
    const hull = convexHull([...square, [5, 5], [6, 11], [2, 7]]);
    expect(new Set(hull.map(String))).toEqual(new Set(square.map(String)));
    expect(scalePolygon(square, 0.5)[0]).toEqual([4.5, 4.5]);
    expect(() => polygonDepth([[1, 1]])).toThrow("polygon: 1 corners");
  });
});

describe("mesh", () => {
  const from: Point[] = [[0, 0], [19, 0], [19, 19], [0, 19], [10, 9]]; // prettier-ignore
  const triangles = [[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4]] as const; // prettier-ignore
  it("stays where the points stay", () => {
    const image = gradient(20, 20);
    expect(difference(warpMesh(image, from, from, triangles, {density: 1}).data, image.data).largest).toBeLessThan(
      1e-3
    );
    expect(difference(warpMesh(image, from, from, triangles).data, image.data).rms).toBeLessThan(1);
  });
  it("is affine where the points move so", () => {
    const t = about([9.5, 9.5], {angle: 0.3, scale: 2});
    const image = gradient(20, 20);
    const warped = warpMesh(image, from, from.map((p) => applyTransform(t, p)), triangles, {density: 1}); // prettier-ignore
    expect(difference(warped.data, warpAffine(image, t).data).largest).toBeLessThan(0.01);
  });
  it("takes a point along, and leaves outside what has no triangle", () => {
    const to: Point[] = [...from.slice(0, 4), [13, 6]];
    const {data} = warpMap(from, to, triangles, 20, 20);
    expect([data[2 * (6 * 20 + 13)], data[2 * (6 * 20 + 13) + 1]]).toEqual([10, 9]);
    const small = warpMap(from, from.map(([x, y]): Point => [x / 2, y / 2]), triangles, 20, 20); // prettier-ignore
    expect(small.data[2 * (19 * 20 + 19)]).toBeNaN();
    expect(applyWarp(gradient(20, 20), small).data[(19 * 20 + 19) * 3]).toBe(0);
    expect(() => warpMap(from, [[0, 0]], triangles, 20, 20)).toThrow("warp: 5 points to 1");
  });
});

describe("what is drawn at random", () => {
  it("is the same for the same seed", () => {
    const image = gradient(10, 10);
    expect(addNoise(image, 5, random(1))).toEqual(addNoise(image, 5, random(1)));
    expect(addNoise(image, 5, random(1))).not.toEqual(addNoise(image, 5, random(2)));
  });
  it("normal has mean 0 and deviation 1, a Dirichlet draw adds up to 1", () => {
    const next = random(4);
    const values = Array.from({length: 20000}, () => normal(next));
    expect(values.reduce((a, b) => a + b, 0) / 20000).toBeCloseTo(0, 1);
    expect(values.reduce((a, b) => a + b * b, 0) / 20000).toBeCloseTo(1, 1);
    expect(dirichlet(next, 4, 6).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  });
  it("draws none twice, and whole numbers with both ends", () => {
    const next = random(5);
    expect(new Set(draw(next, [1, 2, 3, 4], 4)).size).toBe(4);
    expect(draw(next, [1, 2], 5)).toHaveLength(2);
    expect(new Set(Array.from({length: 200}, () => wholeBetween(next, 2, 4)))).toEqual(new Set([2, 3, 4]));
  });
  it("a mirror image of a mirror image is the image", () => {
    const image = blotches(7, 3, 3, 1);
    expect(flip(flip(image))).toEqual(image);
    expect(flip(image).data[0]).toBe(image.data[18]);
  });
});
