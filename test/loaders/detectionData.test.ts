import {describe, expect, it} from "vitest";
import {activationData, alarmsOf, rocData, sphereData} from "../../loaders/lib/detectionData.js";
import {sourcesOf} from "../../studies/record/findStale.js";
import {dequantize, quantize, type TraceLine} from "../../src/traces/index.js";

const mean = {mean: 1, low: 0, high: 2};
const lines: TraceLine[] = [
  {
    type: "detection",
    models: [{name: "appearance", sha256: "a"}],
    files: {"studies/recipes/core-images.json": "i"},
    images: "b",
    runs: ["cosine-1"],
    missing: ["none"],
    provenance: {command: "c", commit: "d", device: "Made", provider: "cpu", runtime: "r", date: "2026-11-26"}
  },
  {type: "detection-face", person: "0", kind: "swap", corner: [1, 2], views: [{}, {flipped: true}]},
  {
    type: "detection-run",
    name: "cosine-1",
    hash: "e",
    consistency: "cosine",
    rate: 1,
    augmentation: "RE",
    seed: 1,
    size: 64,
    featureLength: 160,
    chosen: 9,
    validation: 0.7,
    weights: "f",
    steps: [0, 9],
    kept: ["g", "h"],
    share: 0.8,
    points: quantize([0.5, 0, -1, 0.25, 0, 0, 0.5, 0, -1, 0.25, 0, 0], -1, 1, 16),
    cosine: quantize([0.1, 0.9], -1, 1, 16),
    logits: quantize([0, 1, 2, 5, -1, 0, 3, 3], -1, 5, 16),
    norms: quantize([1, 2, 3, 4], 0, 4, 16)
  },
  {type: "detection-mask", person: "0", kind: "swap", size: 1, mask: "u8:/w=="},
  {type: "detection-map", run: "cosine-1", person: "0", kind: "swap", size: 1, activation: quantize([1], 1, 1, 8), score: 2, inside: 1, outside: 0, control: 0, hit: true}, // prettier-ignore
  {type: "detection-pointing", run: "cosine-1", kind: "swap", pictures: 1, score: mean, control: mean, gain: mean, hits: mean, covered: 0.2}, // prettier-ignore
  {
    type: "detection-scores",
    run: "cosine-1",
    part: "losses",
    hash: "e",
    weights: "0123456789abcdef",
    source: "samples",
    pristine: [-1, 0.5],
    manipulated: {swap: [1, 2], graphics: [0], null: [-3]},
    auc: 0.8,
    interval: [0.7, 0.9],
    rates: [{limit: 0.1, rate: 0.5, interval: [0.2, 0.7]}]
  }
];

describe("recorded detections for pages", () => {
  it("keep points in bytes, and of logits their difference", () => {
    const {runs, faces, size, source} = sphereData(lines);
    expect([size, source.missing, faces[0].views[1]]).toEqual([64, ["none"], {flipped: true}]);
    expect(runs[0].points.values.startsWith("u8:")).toBe(true);
    dequantize(runs[0].points).forEach((value, i) => expect(value).toBeCloseTo([0.5, 0, -1, 0.25, 0, 0][i % 6], 1.9));
    expect(Array.from(dequantize(runs[0].differences), (value) => Number(value.toFixed(3)))).toEqual([1, 3, 1, 0]);
    expect(Array.from(dequantize(runs[0].norms), (value) => Number(value.toFixed(1)))).toEqual([1, 2, 3, 4]);
  });
  it("bring masks, maps and means", () => {
    const {runs, masks, maps, pointing} = activationData(lines);
    expect([runs.length, masks.length, maps.length, pointing.length]).toEqual([1, 1, 1, 1]);
    expect(maps[0]).toMatchObject({run: "cosine-1", inside: 1, hit: true});
  });
  it("make sets of scores without null manipulations", () => {
    const [set] = rocData(lines).sets;
    expect(set).toMatchObject({
      name: "with cosine penalty, rate 1, on sampled people",
      pristine: [-1, 0.5],
      manipulated: [1, 2, 0],
      auc: 0.8,
      low: 0.7,
      high: 0.9,
      rates: [{limit: 0.1, low: 0.2, high: 0.7}]
    });
    expect(set.provenance).toBe("losses cosine-1 (e), seed 1, weights 0123456789ab…; Made, 2026-11-26");
  });
  it("say what thresholds cost pristine pictures, where very many were scored", () => {
    expect(alarmsOf(lines, "e")).toEqual({alarms: [], pristine: 0});
    const pristine = Array.from({length: 1000}, (_, k) => k / 100 - 8); // -8 to 1.99
    const many = lines.map((line) => (line.type === "detection-scores" ? {...line, source: "samples-many", pristine} : line)); // prettier-ignore
    const found = alarmsOf(many, "e");
    expect(found.pristine).toBe(1000);
    expect(found.alarms.map(({share}) => share)).toEqual([0.2, 0.1, 0.01, 0.001]);
    expect(found.alarms.map(({threshold}) => threshold)).toEqual([0, 1, 1.9, 1.99]);
    for (const {threshold, share} of found.alarms) {
      expect(pristine.filter((score) => score >= threshold - 1e-9)).toHaveLength(1000 * share);
    }
    expect(alarmsOf(many, "another").alarms).toEqual([]);
  });
  it("name what they come from, so that it is known when they are stale", () => {
    expect(lines.flatMap(sourcesOf)).toEqual([
      ["studies/recipes/core-images.json", "i"],
      ["appearance", "a"]
    ]);
  });
  it("fail where the head is missing", () => {
    expect(() => sphereData([])).toThrow("no detection-run line");
    expect(() => rocData([])).toThrow("the trace has no detection line");
  });
});
