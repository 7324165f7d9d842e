import {readFileSync, statSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {cameo, faceDrawer} from "../../src/images/appearance/drawFace.js";
import {decodeModel, encodeModel} from "../../src/images/appearance/format.js";
import {addSparse, toFrequencies, toPixels, toSparse} from "../../src/images/appearance/frequencies.js";
import {planeOffset, planePlaces, textureLength} from "../../src/images/appearance/layout.js";
import {shapeOf, textureOf} from "../../src/images/appearance/model.js";
import {meanPerson, mixPerson, samplePerson, walkPerson} from "../../src/images/appearance/person.js";
import {decodeTextures, encodeTextures} from "../../src/images/appearance/textureCodec.js";
import {copyImage, type Image} from "../../src/images/image.js";
import {random} from "../../src/training/random.js";
import {difference, same} from "./pictures.js";

const path = "data/models/appearance/appearance.bin.gz";
const file = gunzipSync(readFileSync(path));
const model = decodeModel(file);
const drawFace = faceDrawer(model);
const people = Array.from({length: 12}, (_, i) => samplePerson(model, random(i)));

/** Deviation of a Laplacian over the middle of a face: how sharp it is. */
function sharpness({width, data}: Image): number {
  let [sum, n] = [0, 0];
  const at = (y: number, x: number): number => data[(y * width + x) * 3 + 1];
  for (let y = 60; y < 120; y++) {
    for (let x = 50; x < 110; x++, n++) {
      sum += (4 * at(y, x) - at(y - 1, x) - at(y + 1, x) - at(y, x - 1) - at(y, x + 1)) ** 2;
    }
  }
  return Math.sqrt(sum / n);
}

describe("textures", () => {
  const layout = {size: 32, blocks: [[0, 1, 5, 15], [3]]} as const;
  it("have 64 numbers for each block, each at a place of its own", () => {
    expect(textureLength(layout)).toBe(64 * 6);
    expect(planeOffset(layout, 2)).toBe(64 * 5);
    const places = planePlaces(layout, 0);
    expect(new Set(places).size).toBe(256);
    expect([places[0], places[63], places[64], places[128]]).toEqual([0, 7 * 32 + 7, 8, 8 * 32 + 8]);
    expect(planePlaces(layout, 1)[0]).toBe(8 * 16 + 8);
  });
  const next = random(1);
  const pixels = [0, 1, 2].map(() => Float32Array.from({length: 384}, () => 20 * next() - 10));
  it("come back from frequencies", () => {
    expect(difference(toPixels(toFrequencies(pixels[0])), pixels[0]).largest).toBeLessThan(1e-4);
  });
  it("come back from the stream but for half a step of each frequency", () => {
    const frequencies = pixels.map((row) => toSparse(toFrequencies(row)));
    const stream = encodeTextures(layout, frequencies, 0.02);
    const back = decodeTextures(layout, stream, 3, 0.02);
    back.forEach((row, t) => {
      const sum = new Float32Array(384);
      addSparse(sum, row, 1);
      addSparse(sum, frequencies[t], -1);
      expect(Math.max(...sum.map(Math.abs))).toBeLessThan(0.02 * 121 * 0.51);
      expect(difference(sum, new Float32Array(384)).rms).toBeGreaterThan(0);
    });
    expect(encodeTextures(layout, back, 0.02)).toEqual(stream);
    expect(() => decodeTextures(layout, stream, 2, 0.02)).toThrow("textures: 1152 numbers for 2 of 384");
  });
});

describe("the model", () => {
  it("is small, and its card names it", () => {
    expect(statSync(path).size).toBeLessThan(600_000);
    const card = JSON.parse(readFileSync("data/models/appearance/training.json", "utf8"));
    expect(model.portraits).toHaveLength(card.portraits);
    expect(model.texture.directions).toHaveLength(card.recipe.textureComponents);
    expect(statSync(path).size).toBe(card.size.bytes);
  });
  it("writes the bytes that it was read from", () => {
    const card = JSON.parse(readFileSync("data/models/appearance/training.json", "utf8"));
    expect(Buffer.compare(Buffer.from(encodeModel(model, card.recipe.scales)), file)).toBe(0);
  });
  it("refuses what is no model, and what ends early", () => {
    expect(() => decodeModel(new Uint8Array(20))).toThrow("does not begin with CAM1");
    expect(() => decodeModel(file.subarray(0, 100))).toThrow("it ends at 100");
    expect(() => decodeModel(file.subarray(0, file.length - 2))).toThrow("bytes for");
    const broken = Uint8Array.from(file);
    broken[8] = 0xff;
    expect(() => decodeModel(broken)).toThrow("its header is not JSON");
  });
  it("has neighbours of each portrait, never itself", () => {
    model.neighbours.forEach((near, i) => {
      expect(new Set(near).size).toBe(10);
      expect(near).not.toContain(i);
    });
  });
  it("coefficients of portraits have mean 0 and deviation 1", () => {
    for (const k of [0, 5, 109]) {
      const values = model.portraits.map(({texture}) => texture[k]);
      expect(values.reduce((a, b) => a + b, 0) / values.length).toBeCloseTo(0, 2);
      expect(values.reduce((a, b) => a + b * b, 0) / values.length).toBeCloseTo(1, 1);
    }
  });
  it("the smile lifts the corners of the mouth and parts the lips no further", () => {
    const {lipsInner} = model.mesh.groups;
    const mean = shapeOf(model, []);
    for (const corner of [lipsInner[0], lipsInner[10]]) expect(model.smile[corner][1]).toBeLessThan(-0.5);
    const width = (points: readonly (readonly [number, number])[]): number => Math.abs(points[lipsInner[0]][0] - points[lipsInner[10]][0]); // prettier-ignore
    const smiling = mean.map(([x, y], i) => [x + model.smile[i][0], y + model.smile[i][1]] as const);
    expect(width(smiling)).toBeGreaterThan(width(mean) + 1);
    for (let i = 1; i < 10; i++) {
      const gap = (points: readonly (readonly [number, number])[]): number => points[lipsInner[i]][1] - points[lipsInner[20 - i]][1]; // prettier-ignore
      expect(gap(smiling)).toBeCloseTo(gap(mean), 1);
    }
  });
});

describe("people", () => {
  it("are the same for the same seed, and others for others", () => {
    expect(samplePerson(model, random(3))).toEqual(people[3]);
    expect(samplePerson(model, random(4))).not.toEqual(people[3]);
  });
  it("are mixed from four different neighbours, the first with the least say on average", () => {
    for (const {parents, weights, spread} of people) {
      expect(new Set(parents).size).toBe(4);
      for (const parent of parents.slice(1)) expect(model.neighbours[parents[0]]).toContain(parent);
      expect(model.frames).toContain(parents[0]);
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      expect(weights[0]).toBeGreaterThanOrEqual(0.15);
      expect(weights[0]).toBeLessThan(0.3);
      expect(spread).toBeGreaterThan(1);
      expect(spread).toBeLessThanOrEqual(2);
    }
  });
  it("have only allowed parents", () => {
    const allowed = new Set(model.frames.flatMap((i) => (i % 3 ? [i] : [])));
    const next = random(8);
    for (let i = 0; i < 20; i++) {
      for (const parent of samplePerson(model, next, {allowed}).parents) expect(allowed.has(parent)).toBe(true);
    }
    expect(() => samplePerson(model, next, {allowed: new Set([1, 2])})).toThrow("parents: no portrait has 3 allowed");
  });
  it("of one parent are that portrait", () => {
    const {inner, frame, spread} = mixPerson(model, [7], [1]);
    expect(inner.texture).toEqual(model.portraits[7].texture);
    expect(frame).toEqual(inner.texture);
    expect(spread).toBe(1);
    expect(() => mixPerson(model, [7, 8], [1])).toThrow("mixture: 1 weights for 2 parents");
    expect(() => mixPerson(model, [999], [1])).toThrow("parent: 999");
  });
  it("walk along a component: nothing at 0, brightness by the first one", () => {
    const mean = meanPerson(model);
    expect(walkPerson(model, mean, 2, 0)).toEqual(mean);
    const bright = [-2, 0, 2].map((d) => {
      const texture = textureOf(model, walkPerson(model, mean, 0, d).inner.texture);
      return texture.subarray(0, 64 * model.layout.blocks[0].length).reduce((a, b) => a + b, 0);
    });
    expect(Math.abs(bright[2] - bright[0])).toBeGreaterThan(Math.abs(bright[1]) * 0.2);
    expect((bright[1] - bright[0]) * (bright[2] - bright[1])).toBeGreaterThan(0);
    expect(() => walkPerson(model, mean, 12, 1)).toThrow("component: 12; the model walks 12");
  });
});

describe("faces", () => {
  const {image, points} = drawFace(people[0]);
  it("are on the ground outside the oval, to the last bit", () => {
    const depth = cameo(model.mesh.groups.oval.map((i) => points[i]));
    const other = drawFace(people[0], {ground: [10, 200, 30]}).image;
    let [outside, touched] = [0, 0];
    for (let p = 0; p < 160 * 160; p++) {
      if (depth(p % 160, Math.floor(p / 160)) > 0) continue;
      outside++;
      if (other.data[3 * p] !== 10 || other.data[3 * p + 1] !== 200 || other.data[3 * p + 2] !== 30) touched++;
    }
    expect(touched).toBe(0);
    expect(outside).toBeGreaterThan(160 * 160 * 0.4);
  });
  it("are drawn smaller with their landmarks", () => {
    const small = drawFace(people[0], {size: 128});
    expect(small.image.width).toBe(128);
    small.points.forEach(([x], i) => expect((x + 0.5) / 0.8 - 0.5).toBeCloseTo(points[i][0], 6));
  });
  it("show nothing that the texture does not hold", () => {
    const white = new Float32Array(textureLength(model.layout)).fill(128);
    white.fill(250, 0, planeOffset(model.layout, 1));
    const plain = {...model, texture: {mean: toSparse(toFrequencies(white)), directions: []}};
    const draw = faceDrawer(plain);
    for (const person of people) {
      const drawn = draw(person, {detail: 0});
      const depth = cameo(model.mesh.groups.oval.map((i) => drawn.points[i]));
      let darkest = 255;
      for (let p = 0; p < 160 * 160; p++) {
        if (depth(p % 160, Math.floor(p / 160)) > 3) darkest = Math.min(darkest, drawn.image.data[3 * p]);
      }
      expect(darkest).toBeGreaterThan(249);
    }
  });
  it("do not change a picture that was drawn before", () => {
    const before = copyImage(image);
    for (let i = 1; i < 6; i++) drawFace(people[i]);
    expect(same(image, before)).toBe(true);
    expect(same(drawFace(people[0]).image, before)).toBe(true);
  });
  it("are nearly as sharp as the portraits as the model draws them; without the gain they are softer", () => {
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const portraits = mean(
      Array.from({length: 24}, (_, i) => sharpness(drawFace(mixPerson(model, [5 * i], [1])).image))
    );
    const samples = mean(people.map((person) => sharpness(drawFace(person).image)));
    const soft = mean(people.map((person) => sharpness(drawFace(person, {detail: 0}).image)));
    expect(samples / portraits).toBeGreaterThan(0.8);
    expect(samples / portraits).toBeLessThan(1.3);
    expect(soft).toBeLessThan(0.8 * samples);
  });
});
