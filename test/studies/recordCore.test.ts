// Recorded detections of a tiny run of the CORE study.
import {existsSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {createPlane} from "../../src/images/image.js";
import {writeWindow} from "../../src/images/window.js";
import {openDetector} from "../../src/runtime/detector.js";
import {openNode} from "../../src/runtime/node.js";
import {dequantize, quantize, readTrace, unpack, writeTrace} from "../../src/traces/index.js";
import {random} from "../../src/training/random.js";
import {cachedRuns, keptSteps, weightsOf, type CachedRun} from "../../studies/core/detection/cachedRuns.js";
import {morePeople, onePairEach, testFaces, viewsOf, type TestFace} from "../../studies/core/detection/faces.js";
import {coarse, pointing, slidingMap} from "../../studies/core/detection/maps.js";
import {projectToSphere} from "../../studies/core/detection/projection.js";
import {meanInterval} from "../../studies/core/detection/recordMaps.js";
import {recordMany} from "../../studies/core/detection/recordMany.js";
import {recordScores} from "../../studies/core/detection/recordScores.js";
import {picturesIn} from "../../studies/core/detector/pictures.js";
import {imagesFolder} from "../../studies/core/images.js";
import {recordCoreCommand, recordDetection} from "../../studies/core/record.js";
import {tinyCore, tinyRecipe} from "./tinyCore.js";
import type {DetectorRun} from "../../src/traces/detectorRun.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {DetectionMap, DetectionPointing, DetectionRun, TraceLine} from "../../src/traces/index.js";

const cacheBefore = process.env.CONCORD_CACHE;
let runtime: Runtime;
let cache = "";
let run: CachedRun;
let line: DetectorRun;
let faces: TestFace[];
let lines: TraceLine[];
const setting = {followed: 4, measured: 4, shown: 2};

beforeAll(async () => {
  runtime = await openNode({device: "cpu"});
  ({cache, run, line} = await tinyCore());
  faces = await testFaces(4);
  lines = await recordDetection(runtime, [run], setting);
}, 240_000);
afterAll(() => {
  rmSync(cache, {recursive: true});
  if (cacheBefore === undefined) delete process.env.CONCORD_CACHE;
  else process.env.CONCORD_CACHE = cacheBefore;
});

const of = <T extends TraceLine["type"]>(type: T): Extract<TraceLine, {type: T}>[] =>
  lines.filter((one): one is Extract<TraceLine, {type: T}> => one.type === type);

describe("the fixed faces", () => {
  it("are those of the picture sets to the last bit, with a mask where something was changed", async () => {
    const pictures = (await picturesIn(imagesFolder(), "samples", ["test"], 128)).filter(({record}) => record.kind !== "null"); // prettier-ignore
    expect(faces).toHaveLength(pictures.length);
    faces.forEach(({person, kind, image, mask}, i) => {
      expect(pictures[i].record).toMatchObject({id: `samples-test-${person}`, kind});
      expect(image.data).toEqual(pictures[i].image.data);
      const changed = mask.data.reduce((a, b) => a + b, 0);
      expect(changed > 100).toBe(kind !== "pristine");
    });
  });
  it("are a pristine and a manipulated one of everybody, seen through one window in two views", () => {
    const pairs = onePairEach(faces);
    expect(pairs.map(({kind}) => kind)).toEqual(["pristine", "swap", "pristine", "graphics", "pristine", "reenact", "pristine", "rerender"]); // prettier-ignore
    const views = viewsOf(pairs, "RE", 32);
    expect(views[0].window).toEqual(views[1].window);
    expect(views[0].window).not.toEqual(views[2].window);
    expect(views[0].data).not.toEqual(views[1].data);
    expect(viewsOf(pairs, "RE", 32)).toEqual(views);
    expect(views.some(({drawn}) => drawn.some(({erased}) => erased))).toBe(true);
  });
});

describe("a recorded run", () => {
  const recorded = (): DetectionRun => of("detection-run")[0];
  it("is read as it was written", () => {
    expect(readTrace(writeTrace(lines))).toEqual(lines);
    expect(of("detection-face")).toHaveLength(8);
    expect(of("detection-mask")).toHaveLength(2 * 4);
  });
  it("has of every kept step and face what the detector says of its views", async () => {
    const {steps, points, cosine, logits, norms, share, chosen, kept} = recorded();
    expect(steps).toEqual(await keptSteps(run));
    expect(steps[0]).toBe(0);
    expect(steps[steps.length - 1]).toBe(line.trained.steps);
    expect(chosen).toBe(line.chosen);
    const count = steps.length * 8;
    expect([points, cosine, logits, norms].map(({values}) => unpack(values).length)).toEqual([count * 6, count, count * 4, count * 2]); // prettier-ignore
    const at = 3;
    const checkpoint = await weightsOf(run, `kept-${steps[at]}.safetensors`);
    expect(kept[at]).toBe(checkpoint.sha256);
    const detector = await openDetector(runtime, checkpoint);
    const found = await detector.detect(viewsOf(onePairEach(faces), "RE", 32)[5].data);
    await detector.release();
    const place = at * 8 + 5;
    dequantize(logits).slice(4 * place, 4 * place + 4).forEach((value, i) => expect(value).toBeCloseTo(found.logits[i], 3)); // prettier-ignore
    const [a, b] = [found.features.slice(0, 8), found.features.slice(8)];
    const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, v, i) => sum + v * y[i], 0);
    expect(dequantize(norms)[2 * place]).toBeCloseTo(Math.sqrt(dot(a, a)), 3);
    expect(dequantize(cosine)[place]).toBeCloseTo(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)), 3);
    const p = dequantize(points);
    let kept2 = 0;
    for (const value of p) kept2 += value ** 2;
    expect(kept2 / (p.length / 3)).toBeCloseTo(share, 3);
  });
  it("has maps whose pointing is what map and mask say, and a control", () => {
    const maps = of("detection-map");
    expect(maps).toHaveLength(2 * 5);
    for (const {person, kind, activation, inside, outside, control, hit} of maps as DetectionMap[]) {
      if (kind === "pristine") {
        expect([inside, outside, control, hit]).toEqual([undefined, undefined, undefined, undefined]);
        continue;
      }
      const face = faces.find((one) => String(one.person) === person && one.kind === kind)!;
      const again = pointing(dequantize(activation), coarse(face.mask, 16));
      const step = (activation.high - activation.low) / 255;
      expect(Math.abs(again.inside - inside!)).toBeLessThan(step);
      expect(Math.abs(again.outside - outside!)).toBeLessThan(step);
      expect(Number.isFinite(control)).toBe(true);
    }
    const summary = of("detection-pointing") as DetectionPointing[];
    expect(summary.map(({kind}) => kind)).toEqual(["swap", "graphics", "reenact", "rerender"]);
    for (const {pictures, score, control, gain, covered} of summary) {
      expect(gain.mean).toBeCloseTo(score.mean - control.mean, 3);
      expect(pictures).toBe(4);
      expect(score.low).toBeLessThanOrEqual(score.mean);
      expect(score.high).toBeGreaterThanOrEqual(score.mean);
      expect(covered).toBeGreaterThan(0.02);
      expect(covered).toBeLessThan(0.7);
    }
  });
  it("scores pictures as the study does", async () => {
    const pictures = await picturesIn(imagesFolder(), "samples", ["test"], 128);
    const scores = await recordScores(runtime, run, "samples", pictures);
    expect(scores.pristine).toHaveLength(4);
    expect(Object.entries(scores.manipulated).map(([kind, list]) => [kind, list.length])).toEqual(
      ["graphics", "null", "reenact", "rerender", "swap"].map((kind) => [kind, 4])
    );
    const all = line.scores.find(({source, kind, jpeg}) => source === "samples" && kind === "all" && jpeg === undefined)!; // prettier-ignore
    expect(scores.auc).toBeCloseTo(all.auc, 3);
    expect(scores.interval[0]).toBeCloseTo(all.interval[0], 2);
  });
  it("scores many more pristine pictures, of other people, and goes on where it was stopped", async () => {
    const pictures = await picturesIn(imagesFolder(), "samples", ["test"], 128);
    const own = [await recordScores(runtime, run, "samples", pictures)];
    const from: number[] = [];
    const many = (count: number) => recordMany(runtime, [run], own, pictures, count, (done) => void from.push(done));
    const [first] = await many(82);
    expect(first).toMatchObject({source: "samples-many", run: run.name, weights: own[0].weights});
    expect(first.pristine).toHaveLength(82);
    expect(new Set(first.pristine).size).toBeGreaterThan(20);
    expect(Object.keys(first.manipulated).sort()).toEqual(["graphics", "reenact", "rerender", "swap"]);
    expect(first.manipulated.swap).toEqual(own[0].manipulated.swap);
    expect(first.interval[0]).toBeLessThanOrEqual(first.auc);
    expect(first.interval[1]).toBeGreaterThanOrEqual(first.auc);
    expect(await many(82)).toEqual([first]);
    expect((await many(3))[0].pristine).toEqual(first.pristine.slice(0, 3));
    expect(from).toEqual([0, 80, 80]);
    const faces = await morePeople(1);
    expect(faces.draw(0).data).not.toEqual(pictures[0].image.data);
    expect(faces.identities(0).length).toBeGreaterThan(0);
  });
});

describe("recording", () => {
  it("names the runs that are missing and the command that makes them", async () => {
    expect(cachedRuns("losses", ["none", "cosine-1"]).missing).toEqual(["none", "cosine-1"]);
    await expect(recordCoreCommand([])).rejects.toThrow(
      /losses none, losses l1-1.*; npm run train -- study core --only losses \(or --partial/
    );
    await expect(recordCoreCommand(["--partial"])).rejects.toThrow("not trained here");
    expect(() => cachedRuns("losses", ["none-1"])).toThrow("run: losses none-1; losses has none, cosine-1");
    await expect(recordCoreCommand(["--device", "tpu"])).rejects.toThrow("--device: tpu");
  });
  it("refuses runs that look through other windows", async () => {
    const other = {...run, name: "other", recipe: {...tinyRecipe, size: 64}};
    await expect(recordDetection(runtime, [run, other], {...setting, measured: 1, shown: 1})).rejects.toThrow("other: windows of 64"); // prettier-ignore
  });
  it("says so where a run kept no steps", async () => {
    await expect(keptSteps({...run, folder: imagesFolder()})).rejects.toThrow("no weights of single steps");
    expect(existsSync(join(run.folder, "weights.safetensors"))).toBe(true);
    expect(readdirSync(run.folder).filter((file) => file.startsWith("kept-")).length).toBeGreaterThan(10);
  });
});

describe("parts of a recording", () => {
  it("the projection keeps all of what lies in three directions, and points go to length 1", () => {
    const next = random(4);
    const rows = Array.from({length: 30}, () => {
      const [a, b, c] = [1 + next(), next() - 0.5, next() - 0.5];
      return Float32Array.of(3 * a, 0, 3 * b, 0, 3 * c);
    });
    const {points, share} = projectToSphere(rows);
    expect(share).toBeCloseTo(1, 5);
    const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number => Array.from(x).reduce((sum, v, i) => sum + v * y[i], 0); // prettier-ignore
    for (const [i, j] of [
      [0, 1],
      [4, 9]
    ]) {
      // prettier-ignore
      const expected = dot(rows[i], rows[j]) / Math.sqrt(dot(rows[i], rows[i]) * dot(rows[j], rows[j]));
      expect(dot(points[i], points[j])).toBeCloseTo(expected, 4);
    }
    const sums = [0, 1, 2].map((axis) => points.reduce((sum, point) => sum + point[axis], 0));
    expect(sums[0]).toBeGreaterThan(20);
    expect(Math.abs(sums[1]) + Math.abs(sums[2])).toBeLessThan(1e-4);
    const squares = [1, 2].map((axis) => points.reduce((sum, point) => sum + point[axis] ** 2, 0));
    expect(squares[0]).toBeGreaterThan(squares[1]);
    const late = projectToSphere(rows, 20).points.slice(20);
    expect(Math.abs(late.reduce((sum, [, y]) => sum + y, 0))).toBeLessThan(1e-4);
    expect(projectToSphere([Float32Array.of(0, 0, 0, 0), Float32Array.of(1, 0, 0, 0)]).points[0].every((v) => v === 0)).toBe(true); // prettier-ignore
  });
  it("a map slides over the whole face: its corners are those of the corner windows", async () => {
    const detector = await openDetector(runtime, await weightsOf(run, "weights.safetensors"));
    const {image} = faces[0];
    const {size, activation} = await slidingMap(detector, image);
    const corner = new Float32Array(3 * 32 * 32);
    writeWindow(image, [0, 0], 32, corner, 0);
    const first = await detector.detect(corner);
    writeWindow(image, [96, 96], 32, corner, 0);
    const last = await detector.detect(corner);
    await detector.release();
    expect(size).toBe(16);
    expect(activation.every(Number.isFinite)).toBe(true);
    expect(activation[0]).toBeCloseTo(first.activation[0], 4);
    expect(activation[255]).toBeCloseTo(last.activation[15], 4);
  });
  it("pointing tells inside from outside, and a hit from a miss", () => {
    const mask = createPlane(4, 4);
    mask.data.set([1, 1], 5);
    const places = coarse(mask, 4);
    const activation = new Float32Array(16);
    activation[5] = 2;
    activation[0] = 1;
    expect(pointing(activation, places)).toEqual({inside: 1, outside: expect.closeTo(1 / 14, 5), hit: true});
    activation[0] = 3;
    expect(pointing(activation, places).hit).toBe(false);
    expect(Array.from(coarse(mask, 2))).toEqual([0.25, 0.25, 0, 0]);
  });
  it("an interval holds the mean, and is a point where all are equal", () => {
    expect(meanInterval([2, 2, 2])).toEqual({mean: 2, low: 2, high: 2});
    const {mean, low, high} = meanInterval([0, 1, 0, 1, 1, 0, 1, 0]);
    expect(mean).toBe(0.5);
    expect(low).toBeLessThan(0.3);
    expect(high).toBeGreaterThan(0.7);
  });
  it("quantized numbers come back to half a step, and what is outside is refused", () => {
    const values = [-1, -0.3, 0.2, 1];
    dequantize(quantize(values, -1, 1, 8)).forEach((value, i) => expect(Math.abs(value - values[i])).toBeLessThanOrEqual(1 / 255 + 1e-6)); // prettier-ignore
    dequantize(quantize(values, -1, 1, 16)).forEach((value, i) =>
      expect(Math.abs(value - values[i])).toBeLessThan(2e-5)
    );
    expect(() => quantize([2], 0, 1, 8)).toThrow("quantize: 2 is outside [0, 1]");
    const highest = Math.fround(2.3) + 1e-9; // no number of single precision
    const again = dequantize(quantize([0.1, highest], 0.1, highest, 16));
    expect(() => quantize(again, 0.1, highest, 8)).not.toThrow();
    expect(Array.from(dequantize(quantize([3, 3], 3, 3, 16)))).toEqual([3, 3]);
  });
});
