import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {faceDrawer} from "../../src/images/appearance/drawFace.js";
import {decodeModel} from "../../src/images/appearance/format.js";
import {shapeOf} from "../../src/images/appearance/model.js";
import {samplePerson} from "../../src/images/appearance/person.js";
import type {Subject} from "../../src/images/faceMesh.js";
import {
  drawManipulation,
  expressionFor,
  families,
  graphics,
  reenact,
  rerender,
  swap,
  type Manipulated
} from "../../src/images/manipulate/index.js";
import {random} from "../../src/training/random.js";
import {difference, gradient, same} from "./pictures.js";

const model = decodeModel(gunzipSync(readFileSync("data/models/appearance/appearance.bin.gz")));
const drawFace = faceDrawer(model);
const {mesh} = model;
const faces = [1, 2, 3].map((seed) => drawFace(samplePerson(model, random(seed))));
const [subject, donor] = faces;
const smile = expressionFor(subject.points, model.smile, shapeOf(model, []));

/** Pixels that differ although the mask is 0 there. */
function leaks({image, mask}: Manipulated, {image: before}: Subject): number {
  let n = 0;
  mask.data.forEach((m, p) => {
    for (let i = 3 * p; i < 3 * p + 3; i++) if (m === 0 && image.data[i] !== before.data[i]) n++;
  });
  return n;
}

const share = ({mask}: Manipulated): number => mask.data.reduce((a, b) => a + b, 0) / mask.data.length;
const change = (m: Manipulated): number => difference(m.image.data, subject.image.data).rms;

describe("manipulations", () => {
  it.each(families)("%s changes something, only inside its mask, and the same for the same seed", (family) => {
    for (let seed = 0; seed < 2; seed++) {
      const made = drawManipulation(family, subject, random(seed), {mesh, donor, smile});
      expect(leaks(made, subject)).toBe(0);
      expect(change(made)).toBeGreaterThan(0.2);
      expect(made.mask.data.every((m) => m >= 0 && m <= 1)).toBe(true);
      const again = drawManipulation(family, subject, random(seed), {mesh, donor, smile});
      expect(same(again.image, made.image) && same(again.mask, made.mask)).toBe(true);
    }
  });
  it.each(families)("%s with every knob at 0 is the subject, to the last bit", (family) => {
    const made = drawManipulation(family, subject, random(5), {mesh, donor, smile, nothing: true});
    expect(same(made.image, subject.image)).toBe(true);
    expect(made.mask.data.every((m) => m === 0)).toBe(true);
  });
  it("work at other sizes", () => {
    const small = drawFace(samplePerson(model, random(6)), {size: 96});
    for (const family of families) {
      const vectors = expressionFor(small.points, model.smile, shapeOf(model, []));
      const made = drawManipulation(family, small, random(1), {mesh, donor, smile: vectors});
      expect(made.image.width).toBe(96);
      expect(leaks(made, small)).toBe(0);
    }
  });
});

describe("swap", () => {
  it("with oneself, in one's own geometry, changes little: what a warp blurs", () => {
    const made = swap(subject, subject, mesh, {shape: 0, softness: 4});
    expect(change(made)).toBeLessThan(3);
    expect(change(swap(subject, donor, mesh))).toBeGreaterThan(8);
  });
  it("a softer edge makes a smaller mask, and none harder than 0 or 1 without softness", () => {
    expect(share(swap(subject, donor, mesh, {softness: 12}))).toBeLessThan(
      share(swap(subject, donor, mesh, {softness: 2}))
    );
    expect(new Set(swap(subject, donor, mesh, {softness: 0}).mask.data)).toEqual(new Set([0, 1]));
  });
  it("colour transfer brings the face's mean to the subject's", () => {
    const mean = ({image, mask}: Manipulated): number[] => {
      const sum = [0, 0, 0];
      mask.data.forEach((m, p) => sum.forEach((_, c) => (sum[c] += m === 1 ? image.data[3 * p + c] : 0)));
      return sum.map((value) => value / mask.data.filter((m) => m === 1).length);
    };
    const own = mean({...swap(subject, donor, mesh), image: subject.image});
    const far = (colour: number): number => difference(mean(swap(subject, donor, mesh, {colour, shape: 0})), own).rms;
    expect(far(1)).toBeLessThan(6);
    expect(far(1)).toBeLessThan(far(0.5));
    expect(far(0.5)).toBeLessThan(far(0));
  });
});

describe("graphics", () => {
  it("has a hard edge, and a larger hull with a larger size", () => {
    const made = graphics(subject, donor, mesh);
    expect(new Set(made.mask.data)).toEqual(new Set([0, 1]));
    expect(share(made)).toBeLessThan(share(graphics(subject, donor, mesh, {size: 0.95})));
  });
  it("with oneself changes nothing but rounding; an offset does", () => {
    expect(change(graphics(subject, subject, mesh))).toBeLessThan(0.01);
    expect(change(graphics(subject, subject, mesh, {offset: [3, 0]}))).toBeGreaterThan(2);
  });
});

describe("reenact", () => {
  it("takes pixels along: what lies at a landmark is found where it moved", () => {
    const picture: Subject = {image: gradient(160, 160), points: subject.points};
    const made = reenact(picture, smile, mesh, {strength: 2, softness: 0});
    const corner = mesh.groups.lipsInner[0];
    const [x, y] = picture.points[corner];
    const at = (image: typeof picture.image, px: number, py: number): number =>
      image.data[(Math.round(py) * 160 + Math.round(px)) * 3];
    expect(at(made.image, x + 2 * smile[corner][0], y + 2 * smile[corner][1])).toBeCloseTo(at(picture.image, x, y), -1);
    expect(at(made.image, x, y)).not.toBeCloseTo(at(picture.image, x, y), 0);
  });
  it("changes more the further it goes, and refuses another mesh's vectors", () => {
    expect(change(reenact(subject, smile, mesh, {strength: 0.5}))).toBeLessThan(
      change(reenact(subject, smile, mesh, {strength: 2}))
    );
    expect(() => reenact(subject, smile.slice(1), mesh)).toThrow("expression: 170 vectors for 171 landmarks");
  });
  it("expressionFor turns and scales vectors with the face", () => {
    const mean = shapeOf(model, []);
    const turned = mean.map(([x, y]) => [-2 * y, 2 * x] as const);
    const [vector] = expressionFor(turned, mean.map(() => [1, 0] as const), mean); // prettier-ignore
    expect(vector[0]).toBeCloseTo(0, 6);
    expect(vector[1]).toBeCloseTo(2, 6);
  });
});

describe("rerender", () => {
  it("loses more the coarser it is, and leaves a lattice where told", () => {
    const changes = [0.2, 0.6, 1.2, 2].map((coarseness) =>
      change(rerender(subject, mesh, {coarseness, sharpening: 0}))
    );
    expect([...changes].sort((a, b) => a - b)).toEqual(changes);
    const plain = rerender(subject, mesh, {softness: 0});
    const lattice = rerender(subject, mesh, {softness: 0, lattice: 4});
    const p = plain.mask.data.findIndex((m, i) => m === 1 && plain.mask.data[i + 1] === 1);
    const by = [0, 1].map((i) => lattice.image.data[3 * (p + i)] - plain.image.data[3 * (p + i)]);
    expect(by.map(Math.abs).map(Math.round)).toEqual([4, 4]);
    expect(by[0] * by[1]).toBeLessThan(0);
  });
});
