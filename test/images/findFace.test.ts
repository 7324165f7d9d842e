// Looking for faces with a finder that sees coloured spots: what is tested is where its places land in the picture.
import {describe, expect, it} from "vitest";
import {alignedCrop} from "../../src/images/align.js";
import {faceCrop, findFace, findFaces, type FaceFinder, type NetworkFace} from "../../src/images/findFace.js";
import {createImage, type Image, type Point} from "../../src/images/image.js";
import {letterbox} from "../../src/images/letterbox.js";
import {planes} from "../../src/images/planes.js";
import {applyTransform} from "../../src/images/transform.js";
import {gradient, same} from "./pictures.js";

const SIZE = 64;
const RED = [255, 0, 0] as const;
const GREEN = [0, 255, 0] as const;
const BLUE = [0, 0, 255] as const;

function spot(image: Image, [x0, y0]: Point, radius: number, colour: readonly [number, number, number]): void {
  const [left, top] = [Math.ceil(x0 - radius), Math.ceil(y0 - radius)].map((edge) => Math.max(0, edge));
  for (let y = top; y <= Math.min(image.height - 1, y0 + radius); y++) {
    for (let x = left; x <= Math.min(image.width - 1, x0 + radius); x++) {
      if (Math.hypot(x - x0, y - y0) <= radius) image.data.set(colour, (y * image.width + x) * 3);
    }
  }
}

/** A white picture with a "face": red and green eyes, a blue mouth. */
function picture(width: number, height: number, [eyeR, eyeL, mouth]: readonly Point[], radius: number): Image {
  const image = createImage(width, height, [255, 255, 255]);
  spot(image, eyeR, radius, RED);
  spot(image, eyeL, radius, GREEN);
  spot(image, mouth, radius, BLUE);
  return image;
}

/** Finds the middles of the three colours; one face, or none where a colour is missing. Counts its looks. */
function finder(): FaceFinder & {looks: number} {
  return {
    size: SIZE,
    looks: 0,
    async find(pixels) {
      this.looks++;
      const at = (c: number, p: number): number => (pixels[c * SIZE * SIZE + p] + 1) / 2;
      const middles = [0, 1, 2].map((own): Point | undefined => {
        let [sum, x, y] = [0, 0, 0];
        for (let p = 0; p < SIZE * SIZE; p++) {
          const others = Math.max(...[0, 1, 2].filter((c) => c !== own).map((c) => at(c, p)));
          const weight = Math.max(0, at(own, p) - others);
          [sum, x, y] = [sum + weight, x + weight * (p % SIZE), y + weight * Math.floor(p / SIZE)];
        }
        return sum < 1 ? undefined : [(x / sum + 0.5) / SIZE, (y / sum + 0.5) / SIZE];
      });
      const [r, l, m] = middles;
      if (!r || !l || !m) return [];
      const side = 2 * Math.hypot(r[0] - l[0], r[1] - l[1]);
      const middle: Point = [(r[0] + l[0] + m[0]) / 3, (r[1] + l[1] + m[1]) / 3];
      const box = {x: middle[0] - side / 2, y: middle[1] - side / 2, width: side, height: side};
      return [{score: 0.8, box, points: [r, l, middle, m, r, l]}];
    }
  };
}

describe("letterbox", () => {
  it.each([
    [200, 100],
    [100, 333],
    [64, 64],
    [20, 31],
    [1, 1],
    [1000, 3]
  ])("shows all of %i × %i pixels, and says where they were", (width, height) => {
    const image = gradient(width, height);
    const {image: square, toPicture} = letterbox(image, SIZE);
    expect([square.width, square.height]).toEqual([SIZE, SIZE]);
    const k = SIZE / Math.max(width, height);
    const [w, h] = [Math.max(1, Math.round(width * k)), Math.max(1, Math.round(height * k))];
    const [left, top] = [Math.floor((SIZE - w) / 2), Math.floor((SIZE - h) / 2)];
    const corner = (x: number, y: number): Point => applyTransform(toPicture, [x - 0.5, y - 0.5]);
    for (const [given, expected] of [
      [corner(left, top), [-0.5, -0.5]],
      [corner(left + w, top + h), [width - 0.5, height - 0.5]]
    ]) {
      expect(given[0]).toBeCloseTo(expected[0], 9);
      expect(given[1]).toBeCloseTo(expected[1], 9);
    }
    const outside = square.data.filter((_, i) => {
      const [x, y] = [Math.floor(i / 3) % SIZE, Math.floor(i / 3 / SIZE)];
      return x < left || x >= left + w || y < top || y >= top + h;
    });
    expect(outside.every((value) => value === 0)).toBe(true);
    expect(outside).toHaveLength((SIZE * SIZE - w * h) * 3);
  });
  it("changes nothing of a picture of that size", () => {
    const image = gradient(SIZE, SIZE);
    expect(same(letterbox(image, SIZE).image, image)).toBe(true);
  });
});

it("planes are red, green and blue, from −1 to 1", () => {
  const image = {width: 2, height: 1, data: Float32Array.of(0, 127.5, 255, 255, 0, 127.5)};
  expect(Array.from(planes(image))).toEqual([-1, 1, 0, -1, 1, 0]);
});

describe("findFace", () => {
  const turned = (angle: number, [cx, cy]: Point, reach: number): Point[] =>
    [
      [-1, -0.6],
      [1, -0.6],
      [0, 1]
    ].map(([x, y]) => [
      cx + reach * (x * Math.cos(angle) - y * Math.sin(angle)),
      cy + reach * (x * Math.sin(angle) + y * Math.cos(angle))
    ]);
  it.each([
    {name: "in a small picture", width: 64, height: 64, at: [32, 30], angle: 0, reach: 12, radius: 3},
    {name: "in a wide one", width: 300, height: 160, at: [220, 90], angle: 0.3, reach: 30, radius: 8},
    {name: "in a high one, near the edge", width: 200, height: 410, at: [40, 350], angle: -0.4, reach: 25, radius: 8},
    {name: "in a large one", width: 1100, height: 900, at: [400.5, 300.25], angle: 0.2, reach: 150, radius: 40}
  ] as const)(
    "places what is found $name to half a pixel of the network's",
    async ({width, height, at, angle, reach, radius}) => {
      const points = turned(angle, at, reach);
      const image = picture(width, height, points, radius);
      const seer = finder();
      const found = await findFace(image, seer);
      if (!found.found) throw new Error(found.reason);
      expect(seer.looks).toBe(2);
      // the second look shows 1.9 boxes of twice the eyes' distance
      const step = Math.max((1.9 * 4 * reach) / SIZE, 1);
      for (const [k, i] of [
        [0, 0],
        [1, 1],
        [3, 2]
      ]) {
        const [x, y] = found.face.points[k];
        expect(Math.hypot(x - points[i][0], y - points[i][1])).toBeLessThan(0.5 * step);
      }
      expect(found.face.box.width).toBeGreaterThan(3.6 * reach);
      expect(found.face.box.width).toBeLessThan(4.4 * reach);
    }
  );

  it("says in words that there is none", async () => {
    for (const image of [createImage(1, 1), createImage(50, 80, [255, 255, 255]), createImage(640, 480)]) {
      const found = await faceCrop(image, finder(), 32);
      expect(found).toEqual({found: false, reason: expect.stringContaining("no face was found; it takes one that")});
    }
  });

  const two = (first: Partial<NetworkFace>, second: Partial<NetworkFace>): NetworkFace[] =>
    [first, second].map((face, i) => ({
      score: 0.9,
      box: {x: 0.1 + 0.4 * i, y: 0.1, width: 0.2, height: 0.2},
      points: Array.from({length: 6}, (_, k): Point => [0.1 + 0.4 * i + k / 50, 0.2]),
      ...face
    }));
  const fixed = (...answers: NetworkFace[][]): FaceFinder => ({size: SIZE, find: async () => answers.shift() ?? []});
  it("takes the one with the largest area × score, and its first points where the second look finds nothing", async () => {
    const large = {box: {x: 0.4, y: 0.1, width: 0.3, height: 0.3}};
    const faces = two({}, {...large, score: 0.6});
    const found = await findFace(createImage(SIZE, SIZE), fixed(faces));
    if (!found.found) throw new Error(found.reason);
    expect(found.face.score).toBe(0.6);
    expect(found.face.points[0][0]).toBeCloseTo(0.5 * SIZE - 0.5, 6);
    const unsure = await findFace(createImage(SIZE, SIZE), fixed(two({}, {...large, score: 0.3})));
    expect(unsure.found && unsure.face.score).toBe(0.9);
  });
  it("takes, of several in the second look, the one in the middle", async () => {
    const middle = {
      box: {x: 0.4, y: 0.4, width: 0.2, height: 0.2},
      points: Array.from({length: 6}, (): Point => [0.5, 0.5])
    };
    const found = await findFace(createImage(SIZE, SIZE), fixed(two({score: 0.99}, {score: 0.5}), two({}, middle)));
    if (!found.found) throw new Error(found.reason);
    // the middle of the second look is the middle of the box of the first
    expect(found.face.points[2][0]).toBeCloseTo(0.2 * SIZE - 0.5, 6);
    expect(found.face.points[2][1]).toBeCloseTo(0.2 * SIZE - 0.5, 6);
  });

  it("crops as alignedCrop does, which training uses", async () => {
    const image = picture(300, 160, turned(0.1, [150, 80], 30), 8);
    const found = await faceCrop(image, finder(), 48);
    if (!found.found) throw new Error(found.reason);
    expect(same(found.crop, alignedCrop(image, found.face.points, 48))).toBe(true);
  });

  it("findFaces gives all, after one look", async () => {
    const faces = await findFaces(createImage(2 * SIZE, SIZE), fixed(two({}, {score: 0.7})));
    expect(faces.map(({score}) => score)).toEqual([0.9, 0.7]);
    expect(faces[0].box.width).toBeCloseTo(0.2 * 2 * SIZE, 6);
    // above lies a quarter of black
    expect(faces[0].points[0][1]).toBeCloseTo((0.2 - 0.25) * 2 * SIZE - 0.5, 6);
  });
});
