// The CORE chapter's model of appearance and picture sets, on pictures made for the test.
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import codec from "jpeg-js";
import {afterAll, describe, expect, it} from "vitest";
import {meshPoints} from "../../src/images/faceMesh.js";
import {alignedCrop, alignment, sixPoints} from "../../src/images/align.js";
import {decodeModel, encodeModel} from "../../src/images/appearance/format.js";
import {shapeOf, textureOf} from "../../src/images/appearance/model.js";
import {samplePerson} from "../../src/images/appearance/person.js";
import {fromRgba, toRgba, type Image, type Point} from "../../src/images/image.js";
import {about, applyTransform} from "../../src/images/transform.js";
import {resize} from "../../src/images/resize.js";
import {random} from "../../src/training/random.js";
import {buildAppearance} from "../../studies/core/buildAppearance.js";
import {novelty} from "../../studies/core/distances.js";
import {finish} from "../../studies/core/finish.js";
import {picturesOf, readPictures, type PictureRecord} from "../../studies/core/images.js";
import {auc} from "../../studies/core/auc.js";
import {findShortcuts, residualFeatures} from "../../studies/core/shortcuts.js";
import {gaussianBlur} from "../../src/images/blur.js";
import {families} from "../../src/images/manipulate/index.js";
import {readLandmarks} from "../../studies/core/landmarks.js";
import {portraitFolder, readPortrait} from "../../studies/core/portraits.js";
import {principalComponents} from "../../studies/core/principal.js";
import {chosenPortraits, readAppearanceRecipe} from "../../studies/core/recipe.js";
import {alignShapes, fromFrame, toFrame} from "../../studies/core/shapeFree.js";
import {modelOfSplit, splitIdentities, splits} from "../../studies/core/splits.js";
import {subjects} from "../../studies/core/subjects.js";
import {blotches, difference, gradient, same} from "../images/pictures.js";

const landmarks = readLandmarks();
const portraits = chosenPortraits(landmarks, readAppearanceRecipe()).slice(0, 16);
const {groups} = landmarks;
const folder = mkdtempSync(join(tmpdir(), "concord-core-"));
afterAll(() => rmSync(folder, {recursive: true}));

/** A picture that stands for a portrait: another colour and pattern for each. */
function portrait(file: string): Image {
  const seed = [...file].reduce((sum, c) => (31 * sum + c.charCodeAt(0)) % 1000, 7);
  const pattern = resize(blotches(40, 40, seed), 320, 320, "bicubic");
  const colours = gradient(320, 320);
  for (let i = 0; i < pattern.data.length; i++) {
    pattern.data[i] = Math.min(255, Math.max(0, 0.25 * pattern.data[i] + 0.6 * colours.data[i] + (seed % 30)));
  }
  return pattern;
}

const sizes = {
  shapeComponents: 8,
  textureComponents: 15,
  appearanceComponents: 3,
  neighbours: 6,
  innerOnly: new Set<string>()
};
const built = buildAppearance(landmarks, portraits, ({file}) => portrait(file), sizes);

describe("principal components", () => {
  const next = random(2);
  const axes = [[1, 1, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0]]; // prettier-ignore
  const rows = Array.from({length: 40}, () => {
    const amounts = [9 * (next() - 0.5), 3 * (next() - 0.5), next() - 0.5];
    return Float32Array.from([0, 1, 2, 3], (i) => 5 + axes.reduce((sum, axis, k) => sum + amounts[k] * axis[i], 0));
  });
  it("find the axes along which rows differ, largest first", () => {
    const {directions, variances, coefficients, mean} = principalComponents(rows, 3);
    directions.slice(0, 2).forEach((direction, k) => {
      const length = Math.hypot(...direction);
      const along =
        axes[k].reduce((sum, value, i) => sum + (value * direction[i]) / length, 0) / Math.hypot(...axes[k]);
      expect(Math.abs(along)).toBeGreaterThan(0.98);
      expect(length ** 2).toBeCloseTo(variances[k], 3);
    });
    rows.forEach((row, r) => {
      const back = mean.map((value, i) => directions.reduce((sum, d, k) => sum + coefficients[r][k] * d[i], value));
      expect(difference(back, row).largest).toBeLessThan(1e-4);
    });
  });
  it("weigh numbers, and need more rows than components", () => {
    const {directions} = principalComponents(rows, 1, new Float32Array([0, 0, 1, 1]));
    expect(Math.abs(directions[0][2])).toBeGreaterThan(0.1);
    expect(() => principalComponents(rows.slice(0, 3), 3)).toThrow("components: 3 of 3 rows");
  });
});

describe("building an appearance model", () => {
  it("aligns shapes: what differs by a similarity becomes equal", () => {
    const shape = portraits[0].points;
    const moved = [0.2, -0.3].map((angle) => shape.map((p) => applyTransform(about([50, 60], {angle, scale: 1.3}), p)));
    const {aligned} = alignShapes([shape, ...moved]);
    for (const other of aligned) other.forEach(([x, y], i) => expect(Math.hypot(x - aligned[0][i][0], y - aligned[0][i][1])).toBeLessThan(1e-6)); // prettier-ignore
    const [x, y] = fromFrame(toFrame([12, 34]));
    expect([x, y]).toEqual([expect.closeTo(12, 9), expect.closeTo(34, 9)]);
  });
  it("keeps with all components every portrait's texture, but for rounding", () => {
    const model = decodeModel(encodeModel(built.model, [0.02, 0.02]));
    built.textures.forEach((texture, i) => {
      expect(difference(textureOf(model, model.portraits[i].texture), texture).rms).toBeLessThan(1);
    });
  });
  it("covers the face with triangles, none of them upside down in the mean shape", () => {
    const {mesh} = built.model;
    expect(mesh.triangles.length).toBeGreaterThan(400);
    expect(new Set(mesh.triangles.flat()).size).toBe(171 + 36 + 16);
    const points = meshPoints(shapeOf(built.model, []), groups.oval, 160, 160);
    const areas = mesh.triangles.map(([a, b, c]) => {
      const [[ax, ay], [bx, by], [cx, cy]] = [points[a], points[b], points[c]];
      return ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2;
    });
    expect(new Set(areas.map(Math.sign)).size).toBe(1);
    expect(Math.abs(areas.reduce((a, b) => a + b, 0))).toBeCloseTo(159 * 159, 0);
  });
  it("measures how far samples are from portraits", () => {
    const weights = new Float32Array(built.textures[0].length).fill(1);
    const {samples, portraits: between, nearestIsParent} = novelty(built.model, weights, 30, 1);
    expect(samples.samples).toBe(30);
    expect(between.samples).toBe(portraits.length);
    expect(samples.smallest).toBeGreaterThan(0);
    expect(samples.smallest).toBeLessThanOrEqual(samples.median);
    expect(nearestIsParent).toBeGreaterThan(0.5);
  });
});

describe("portraits", () => {
  it("say what is missing and where it comes from", () => {
    expect(() => portraitFolder({})).toThrow("CONCORD_FACES is not set");
    expect(() => portraitFolder({CONCORD_FACES: join(folder, "none")})).toThrow("no such folder");
    expect(() => readPortrait(folder, portraits[0], "a place")).toThrow(/portrait missing: faker.*a place/);
  });
  it("are refused at another size", () => {
    const small = codec.encode({data: Buffer.from(toRgba(gradient(64, 64))), width: 64, height: 64}, 90).data;
    writeFileSync(join(folder, "small.jpg"), small);
    expect(() => readPortrait(folder, {...portraits[0], file: "small.jpg"}, undefined)).toThrow("small.jpg: 64 × 64");
  });
  it("have landmarks of 171 points inside the crop, in all sources", () => {
    expect(new Set(landmarks.portraits.map(({source}) => source))).toEqual(new Set(["london", "canada", "faker", "interfaces"])); // prettier-ignore
    for (const {points} of landmarks.portraits) {
      expect(points).toHaveLength(171);
      expect(points.every(([x, y]) => x > 0 && y > 0 && x < 160 && y < 160)).toBe(true);
    }
  });
});

describe("splits", () => {
  const members = splitIdentities(landmarks.portraits, 5);
  it("put everybody into one, in shares of 60, 15 and 25 %, and the seed decides", () => {
    const faker = landmarks.portraits.filter(({source}) => source === "faker");
    const share = (split: string): number =>
      faker.filter(({identity}) => members.get(identity) === split).length / faker.length;
    expect(share("train")).toBeCloseTo(0.6, 1);
    expect(share("test")).toBeCloseTo(0.25, 1);
    expect(splitIdentities(landmarks.portraits, 5)).toEqual(members);
    expect(splitIdentities(landmarks.portraits, 6)).not.toEqual(members);
  });
  it("give mixtures parents of one split alone, and of one sex", () => {
    const sexes = portraits.map(({sex}) => sex);
    const own = new Set([0, 1, 2, 3, 4, 5, 6, 7]);
    const local = modelOfSplit(built.model, sexes, own);
    const next = random(1);
    for (let i = 0; i < 20; i++) {
      const {parents} = samplePerson(local, next);
      expect(parents.every((parent) => own.has(parent))).toBe(true);
      expect(new Set(parents.map((parent) => sexes[parent])).size).toBe(1);
    }
  });
});

describe("aligned crops", () => {
  const {points} = portraits[3];
  it("put eyes, nose and mouth to their places, from any size and turn", () => {
    const t = about([80, 80], {angle: 0.4, scale: 2.2, shift: [30, 11]});
    const turned = points.map((p) => applyTransform(t, p));
    const [right, left, nose, mouth] = sixPoints(turned, groups).slice(0, 4).map((p) => applyTransform(alignment(sixPoints(turned, groups), 128), p)); // prettier-ignore
    expect(right[1]).toBeCloseTo(left[1], -1);
    expect(left[0] - right[0]).toBeCloseTo(34, -1);
    expect(mouth[1]).toBeGreaterThan(nose[1]);
    const straight = sixPoints(points, groups).slice(0, 4).map((p) => applyTransform(alignment(sixPoints(points, groups), 128), p)); // prettier-ignore
    [right, left, nose, mouth].forEach(([x, y], i) => {
      expect(x).toBeCloseTo(straight[i][0], 3);
      expect(y).toBeCloseTo(straight[i][1], 3);
    });
  });
  it("of a larger picture show the same as of a smaller one", () => {
    const large = gradient(640, 640);
    const big = points.map(([x, y]): Point => [(x + 0.5) * 4 - 0.5, (y + 0.5) * 4 - 0.5]);
    const a = alignedCrop(large, sixPoints(big, groups), 96);
    const b = alignedCrop(resize(large, 160, 160, "area"), sixPoints(points, groups), 96);
    expect(difference(a.data, b.data).rms).toBeLessThan(1.5);
  });
  it("the pipeline gives whole grey levels, other ones for another draw, the same for the same", () => {
    const image = resize(portrait("a"), 160, 160, "area");
    const a = finish(image, points, groups, 96, random(1));
    expect(a.data.every((value) => Number.isInteger(value) && value >= 0 && value <= 255)).toBe(true);
    expect(same(a, finish(image, points, groups, 96, random(1)))).toBe(true);
    expect(same(a, finish(image, points, groups, 96, random(2)))).toBe(false);
  });
});

describe("picture sets", () => {
  const members = splitIdentities(landmarks.portraits, 5);
  const options = {landmarks, model: built.model, portraits, members: new Map([...members].map(([id], i) => [id, splits[i % 7 === 0 ? 2 : 0]])), seed: 1, count: 3, read: ({file}: {file: string}) => portrait(file)}; // prettier-ignore
  const people = subjects("mixtures", "train", options);
  const made = picturesOf(people[0], people, built.model, {source: "mixtures", split: "test"}, 64, [1, 2]);
  it("have of everybody a pristine picture, each manipulation, and in the test split a null one", () => {
    expect(people).toHaveLength(3);
    const kinds = made.map(({record}) => record.kind);
    expect(kinds[0]).toBe("pristine");
    expect(kinds.at(-1)).toBe("null");
    for (const {record, image} of made) {
      expect([image.width, image.height]).toEqual([64, 64]);
      expect(record.changed > 0).toBe(record.kind !== "pristine" && record.kind !== "null");
    }
    expect(picturesOf(people[0], people, built.model, {source: "mixtures", split: "train"}, 64, [1, 2]).length).toBe(made.length - 1); // prettier-ignore
  });
  it("take donors of the same sex who share no parent", () => {
    const all = subjects("faker", "train", options);
    const [first] = all;
    const pictures = picturesOf(first, all, built.model, {source: "faker", split: "train"}, 48, [4]);
    const donor = pictures
      .find(({record}) => record.kind === "swap")
      ?.record.identities.find((id) => id !== first.identities[0]);
    expect(donor).toBeDefined();
    expect(landmarks.portraits.find(({identity}) => identity === donor)?.sex).toBe(first.sex);
  });
  it("are read back, and refused when cut short", async () => {
    const path = join(folder, "set");
    writeFileSync(`${path}.json`, JSON.stringify(made.map(({record}) => record)));
    const pixels = Buffer.concat(made.map(({image}) => Uint8Array.from(image.data)));
    writeFileSync(`${path}.bin`, pixels);
    const file = await readPictures(path, 64);
    expect(file.records).toHaveLength(made.length);
    expect(file.pixels[5]).toBe(made[0].image.data[5]);
    writeFileSync(`${path}.bin`, pixels.subarray(1));
    await expect(readPictures(path, 64)).rejects.toThrow("remove it and its .json");
  });
  it("photographs are resized to the crop that their landmarks belong to", () => {
    const [entry] = subjects("faker", "train", options);
    const {image} = entry.draw();
    expect([image.width, image.height]).toEqual([160, 160]);
    expect(same(image, resize(portrait(entry.id), 160, 160, "area"))).toBe(true);
    expect(fromRgba(toRgba(image), 160, 160).data.length).toBe(image.data.length);
  });
});

describe("looking for shortcuts", () => {
  it("auc: 1 where all forged score higher, 0.5 where scores are equal, and an interval around it", () => {
    expect(auc([1, 2, 3], [4, 5])).toEqual({auc: 1, low: 1, high: 1});
    expect(auc([1, 1], [1, 1]).auc).toBe(0.5);
    expect(auc([2, 4], [1, 3, 5]).auc).toBeCloseTo(3 / 6, 9);
    expect(() => auc([1], [2, 3])).toThrow("auc: 1 pristine and 2 forged");
  });
  it("the interval of scores without a difference holds 0.5 about 95 times in 100", () => {
    const next = random(3);
    const numbers = (n: number): number[] => Array.from({length: n}, next);
    let held = 0;
    for (let i = 0; i < 300; i++) {
      const {low, high} = auc(numbers(40), numbers(60));
      if (low <= 0.5 && high >= 0.5) held++;
    }
    expect(held / 300).toBeGreaterThan(0.9);
    expect(held / 300).toBeLessThan(0.99);
  });
  it("finds blurred pictures, and no difference where there is none", () => {
    const sample = (kind: PictureRecord["kind"], seed: number): {record: PictureRecord; features: number[]} => {
      const picture = blotches(64, 64, seed, 3);
      const image = families.some((family) => family === kind) ? gaussianBlur(picture, 0.7) : picture;
      const record = {source: "faker", split: "test", id: String(seed), kind, identities: [], changed: 0} as const;
      return {record, features: residualFeatures(Uint8Array.from(image.data), 64)};
    };
    const set = (from: number): ReturnType<typeof sample>[] =>
      Array.from({length: 12}, (_, i) =>
        (["pristine", ...families, "null"] as const).map((kind, k) => sample(kind, from + 10 * i + k))
      ).flat();
    const train = set(1).filter(({record}) => record.kind !== "null");
    const found = findShortcuts(train, set(1000));
    for (const family of families) expect(found[family].auc).toBeGreaterThan(0.99);
    expect(found.null.low).toBeLessThan(0.5);
    expect(found.null.high).toBeGreaterThan(0.5);
  });
});
