// What the worker of the CORE chapter answers, over a real port: the real appearance model and face finder, and two small
// detectors with weights at random.
import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {createImage, toRgba, type Image} from "../../src/images/image.js";
import {decodeModel, faceDrawer, samplePerson} from "../../src/images/appearance/index.js";
import {resize} from "../../src/images/resize.js";
import {faceLab, type FaceLab} from "../../src/live/faces.js";
import {initialKnobs} from "../../src/live/forgeryKnobs.js";
import {serveFaces} from "../../src/live/serveFaces.js";
import {findFace} from "../../src/images/findFace.js";
import {families} from "../../src/images/manipulate/index.js";
import {detectorParameters} from "../../src/nets/detector/parameters.js";
import {foldedParameters} from "../../src/nets/detector/graph.js";
import {initializeDetector} from "../../src/nets/detector/initialize.js";
import {openBlazeFace} from "../../src/runtime/blazeface.js";
import {openDetector, openDetectorCheckpoint} from "../../src/runtime/detector.js";
import {openNode} from "../../src/runtime/node.js";
import {writeSafetensors} from "../../src/runtime/safetensors.js";
import {random} from "../../src/training/random.js";
import type {SubjectSpec} from "../../src/live/faceMessages.js";
import type {Port} from "../../src/runtime/channel.js";

const config = {size: 64, channels: [8, 12, 16, 24]};
const packed = new Uint8Array(readFileSync("data/models/appearance/appearance.bin.gz"));
const blazeface = new Uint8Array(readFileSync("data/models/blazeface/model.safetensors"));
const remote = (name: string) => ({name, url: name, bytes: 1, sha256: ""});
const detectors = {none: remote("none"), cosine: remote("cosine")};

function weightsOf(seed: number): Uint8Array {
  const weights = initializeDetector(config, random(seed));
  expect(weights.size).toBe(detectorParameters(config).length);
  const tensors = foldedParameters(config).map(({name, shape}) => ({
    name,
    shape,
    data: weights.get(name) ?? new Float32Array(shape[0]).fill(name.endsWith("scale") ? 1 : 0)
  }));
  return writeSafetensors(tensors, "F16", {format: "pt", size: String(config.size)});
}

/** A lab whose worker is this process. */
function labOf(files: Readonly<Record<string, Uint8Array>>, finder = true): FaceLab {
  const worker = {
    onerror: null,
    terminate() {},
    postMessage(_: unknown, [port]: MessagePort[]) {
      serveFaces(port as unknown as Port, {
        fetch({name}) {
          const found = files[name];
          return found ? Promise.resolve(found) : Promise.reject(new Error(`${name}: http status 404`));
        },
        unpack: (bytes) => Promise.resolve(new Uint8Array(gunzipSync(bytes))),
        async open({detectors: asked}) {
          const runtime = await openNode({device: "cpu", threads: 1});
          const opened = await Promise.all(
            Object.keys(asked).map(async (name) => {
              const checkpoint = await openDetectorCheckpoint({name, bytes: files[name]});
              return [name, await openDetector(runtime, checkpoint)] as const;
            })
          );
          const network = await openBlazeFace(runtime, {name: "blazeface.safetensors", bytes: blazeface});
          return {
            threads: 1,
            version: runtime.version,
            detectors: Object.fromEntries(opened),
            ...(finder ? {find: (image: Image) => findFace(image, network)} : {})
          };
        }
      });
    }
  };
  return faceLab(
    () => Promise.resolve({faces: {appearance: remote("appearance")}, detectors: {detectors}}),
    () => worker as unknown as Worker
  );
}

const files = {appearance: packed, none: weightsOf(1), cosine: weightsOf(2)};
const person = {seed: 7, walk: []};
const drawn: SubjectSpec = {person, quality: 80};
let lab: FaceLab;
beforeAll(async () => {
  lab = labOf(files);
  await lab.open(true);
}, 60_000);
afterAll(() => lab.forget());

describe("faces and detectors behind a port", () => {
  it("tells what is open", () => {
    expect(lab.stage).toBe("judged");
    expect(lab.faces).toMatchObject({portraits: 139, components: expect.any(Number)});
    expect(Object.keys(lab.detectors!.models)).toEqual(["none", "cosine"]);
    for (const sha256 of Object.values(lab.detectors!.models)) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("two views that are the same agree wholly, others less, and each view is what its steps make", async () => {
    const same = await lab.views({subject: drawn, views: [[], []], detectors: ["none", "cosine"], windows: "four"});
    expect(same.crop.width).toBe(128);
    expect(same.views[0].rgba).toEqual(same.crop.rgba);
    for (const {views, agreement} of Object.values(same.readings)) {
      expect(agreement!.cosine).toBeCloseTo(1, 5);
      expect(agreement!.penalty).toBeLessThan(1e-9);
      expect(views[0].logit).toBe(views[1].logit);
      expect(views[0].feature).toHaveLength(24);
    }
    const box = {left: 40, top: 60, width: 40, height: 40};
    const other = await lab.views({
      subject: drawn,
      views: [[], [{kind: "erase", box}]],
      detectors: ["none"],
      windows: "four"
    });
    expect(other.readings.none.agreement!.cosine).toBeLessThan(0.999);
    const black = (i: number): number => other.views[1].rgba[4 * i] + other.views[1].rgba[4 * i + 1] + other.views[1].rgba[4 * i + 2]; // prettier-ignore
    expect(black(128 * 70 + 50)).toBe(0);
    expect(other.views[1].rgba.slice(0, 400)).toEqual(same.crop.rgba.slice(0, 400));
  });

  it("the same seed is the same person, another one and a walk are others", async () => {
    const crop = async (seed: number, walk: readonly number[]) =>
      (await lab.views({subject: {person: {seed, walk}, quality: 80}, views: [], detectors: [], windows: "four"})).crop
        .rgba;
    const first = await crop(7, []);
    expect(await crop(7, [])).toEqual(first);
    expect(await crop(8, [])).not.toEqual(first);
    expect(await crop(7, [0, 1.5])).not.toEqual(first);
  });

  it.each(families)(
    "%s changes what its mask says and nothing else, and at strength 0 nothing at all",
    async (family) => {
      const spec = {family, donor: {seed: 4021, walk: []}, knobs: initialKnobs(family)};
      const made = await lab.forge({person, forgery: spec, quality: 100, detectors: ["cosine"]});
      expect(made.change).toBeGreaterThan(0.05);
      expect(made.changeInside).toBeGreaterThan(made.change);
      expect(made.donor !== undefined).toBe(family === "swap" || family === "graphics");
      const {pristine, forged, map} = made.readings.cosine;
      expect(forged).not.toBe(pristine);
      expect(map.values).toHaveLength(map.places ** 2);
      expect(map.start + map.places * map.step).toBeLessThanOrEqual(128);
      const away = Array.from(made.mask.data, (value, i) =>
        value === 0 ? Math.abs(made.pristine.rgba[4 * i] - made.forged.rgba[4 * i]) : 0
      );
      expect(Math.max(...away)).toBeLessThanOrEqual(24); // JPEG's blocks reach over the mask's edge
      expect(away.reduce((a, b) => a + b, 0) / away.length).toBeLessThan(0.6);
      const none = await lab.forge({person, forgery: {...spec, knobs: {...spec.knobs, strength: 0}}, quality: 80, detectors: ["cosine"]}); // prettier-ignore
      expect(none.change).toBe(0);
      expect(none.readings.cosine.forged).toBe(none.readings.cosine.pristine);
    }
  );

  it("a reader's picture is found, cropped and judged, and forgotten when asked", async () => {
    const model = decodeModel(new Uint8Array(gunzipSync(packed)));
    const face = faceDrawer(model)(samplePerson(model, random(11))).image;
    const large = resize(face, 260, 260);
    const picture = createImage(640, 480, [90, 110, 130]);
    for (let y = 0; y < 260; y++) picture.data.set(large.data.subarray(y * 780, (y + 1) * 780), ((y + 100) * 640 + 200) * 3); // prettier-ignore
    const found = await lab.own({width: 640, height: 480, rgba: toRgba(picture)});
    if (!found.found) throw new Error(found.reason);
    expect(found.points).toHaveLength(6);
    for (const [x, y] of found.points) {
      expect(x).toBeGreaterThan(200);
      expect(x).toBeLessThan(460);
      expect(y).toBeGreaterThan(100);
      expect(y).toBeLessThan(360);
    }
    const seen = await lab.views({subject: "own", views: [[]], detectors: ["none"], windows: "four"});
    expect(seen.crop.rgba).toEqual(found.crop.rgba);
    expect(Number.isFinite(seen.readings.none.views[0].logit)).toBe(true);
    expect(seen.readings.none.agreement).toBeUndefined();
    await lab.forget();
    await expect(lab.views({subject: "own", views: [], detectors: [], windows: "four"})).rejects.toThrow(
      "own picture: there is none"
    );
  });

  it("a picture without a face is none, in words, and the one before is gone", async () => {
    const blank = createImage(200, 150, [200, 200, 200]);
    const answer = await lab.own({width: 200, height: 150, rgba: toRgba(blank)});
    expect(answer).toMatchObject({found: false, reason: expect.stringContaining("no face")});
    await expect(lab.views({subject: "own", views: [], detectors: [], windows: "four"})).rejects.toThrow(
      "there is none"
    );
  });
});

describe("what goes wrong", () => {
  it("is told, and the next try goes on from there", async () => {
    const broken: Record<string, Uint8Array> = {none: files.none, cosine: files.cosine};
    const late = labOf(broken, false);
    const stages: string[] = [];
    late.listen(() => stages.push(late.stage));
    await expect(late.open(false)).rejects.toThrow("appearance: http status 404");
    expect(late.stage).toBe("closed");
    broken.appearance = packed;
    await late.open(false);
    expect(late.stage).toBe("faces");
    await expect(late.views({subject: drawn, views: [[]], detectors: ["none"], windows: "four"})).rejects.toThrow(
      "none is not open"
    );
    await late.open(true);
    expect(stages).toEqual(["opening", "closed", "opening", "faces", "opening", "judged"]);
    const picture = createImage(20, 20);
    await expect(late.own({width: 20, height: 20, rgba: toRgba(picture)})).rejects.toThrow("no face finder is open");
    await expect(
      late.forge({person, forgery: {family: "swap", donor: person, knobs: {}}, quality: 80, detectors: []})
    ).rejects.toThrow("swap: strength is missing");
  });

  it("a second panel that asks meanwhile gets what the first one opened", async () => {
    const shared = labOf(files);
    await Promise.all([shared.open(true), shared.open(false), shared.open(true)]);
    expect(shared.stage).toBe("judged");
  });

  it("a file that is no model is named", async () => {
    const wrong = labOf({
      ...files,
      appearance: new Uint8Array(Buffer.from("H4sIAAAAAAAAA8vPzQUAJ3sNjgMAAAA=", "base64"))
    });
    await expect(wrong.open(false)).rejects.toThrow(/appearance model|incorrect|header/);
  });
});
