// Detections made by hand: runs with penalties bring the two views of a face together, and a run without leaves them apart.
import {quantize} from "../../src/traces/quantized.js";
import {packBytes} from "../../src/traces/packed.js";
import {random} from "../../src/training/random.js";
import type {ActivationData, DetectionSource, SphereData, SphereRun} from "../../src/figures/sphereData.js";

const source: DetectionSource = {
  models: [{name: "appearance", sha256: "a".repeat(64)}],
  images: "0123456789abcdef",
  missing: [],
  provenance: {command: "npm run record -- core", commit: "c", device: "Made", provider: "cpu", runtime: "r", date: "2026-11-26"} // prettier-ignore
};

const kinds = ["swap", "graphics", "reenact", "rerender"];

export interface MadeOptions {
  /** people; two faces each */
  readonly people?: number;
  readonly runs?: readonly (readonly [name: string, consistency: SphereRun["consistency"], rate: number])[];
}

export const fourRuns = [
  ["none", "none", 0],
  ["l1-1", "l1", 1],
  ["l2-1", "l2", 1],
  ["cosine-1", "cosine", 1],
  ["cosine-10", "cosine", 10]
] as const;

/** Angles between views fall with the rate; classes part from the mean direction by as much in every run. */
export function madeSphere({people = 4, runs = fourRuns}: MadeOptions = {}): SphereData {
  const faces = Array.from({length: 2 * people}, (_, i) => ({
    person: String(i >> 1),
    kind: i % 2 === 0 ? "pristine" : kinds[(i >> 1) % 4],
    corner: [10, 20],
    views: [{}, {flipped: true, erased: {left: 10, top: 20, width: 32, height: 16}}]
  }));
  const steps = [0, 10, 20, 40];
  return {
    source,
    size: 64,
    augmentation: "RE",
    faces,
    runs: runs.map(([name, consistency, rate]): SphereRun => {
      const next = random(4);
      const points: number[] = [];
      const cosine: number[] = [];
      const differences: number[] = [];
      const norms: number[] = [];
      steps.forEach((_, k) => {
        faces.forEach(({kind}) => {
          const apart = (0.5 * (1 + next())) / (1 + (rate * k) / 2);
          const away = (kind === "pristine" ? -0.15 : 0.15) * k;
          for (const side of [-0.5, 0.5]) {
            const angle = side * apart;
            points.push(0.9 * Math.cos(angle) * Math.cos(away), 0.9 * Math.sin(away), 0.9 * Math.sin(angle) * Math.cos(away)); // prettier-ignore
            differences.push(3 * away + side * apart);
            norms.push(consistency === "l1" ? 4 / (1 + k) : 4);
          }
          cosine.push(Math.cos(apart));
        });
      });
      return {
        name,
        consistency,
        rate,
        hash: "0".repeat(16),
        seed: 1,
        featureLength: 8,
        chosen: 40,
        validation: 0.8,
        share: 0.81,
        steps,
        points: quantize(points, -1, 1, 8),
        cosine: quantize(cosine, -1, 1, 16),
        differences: quantize(differences, Math.min(...differences), Math.max(...differences), 16),
        norms: quantize(norms, 0, Math.max(...norms), 8)
      };
    })
  };
}

/** Two runs, two people: "none" points at the middle of the face, "cosine-1" at what was changed. */
export function madeActivation(): ActivationData {
  const inMask = (place: number, size: number): boolean => place % size >= size / 2;
  const mask = (size: number): number[] => Array.from({length: size * size}, (_, i) => (inMask(i, size) ? 255 : 0));
  const mapped = [["none", 0.1], ["cosine-1", 0.8]] as const; // prettier-ignore
  return {
    source,
    runs: mapped.map(([name]) => ({name, consistency: name === "none" ? "none" : "cosine", rate: name === "none" ? 0 : 1, hash: "0".repeat(16), seed: 1, chosen: 40, validation: 0.8})), // prettier-ignore
    masks: ["0", "1"].flatMap((person) => kinds.map((kind) => ({person, kind, size: 8, mask: packBytes(mask(8))}))),
    maps: mapped.flatMap(([run, contrast], r) =>
      ["0", "1"].flatMap((person, p) =>
        ["pristine", ...kinds].map((kind, k) => {
          const values = mask(4).map((value) => (value > 0 ? contrast + 0.1 * k : -0.2 - 0.1 * p));
          return {
            run,
            person,
            kind,
            size: 4,
            activation: quantize(values, Math.min(...values), Math.max(...values), 8),
            score: contrast - r,
            ...(kind === "pristine" ? {} : {inside: contrast + 0.1 * k, outside: -0.2 - 0.1 * p, control: 0.05, hit: r > 0}) // prettier-ignore
          };
        })
      )
    ),
    pointing: mapped.flatMap(([run, contrast]) =>
      kinds.map((kind) => ({
        type: "detection-pointing" as const,
        run,
        kind,
        pictures: 12,
        score: {mean: contrast, low: contrast - 0.1, high: contrast + 0.1},
        control: {mean: 0.05, low: -0.02, high: 0.12},
        gain: {mean: contrast - 0.05, low: contrast - 0.2, high: contrast + 0.1},
        hits: {mean: contrast, low: Math.max(0, contrast - 0.2), high: Math.min(1, contrast + 0.2)},
        covered: 0.3
      }))
    )
  };
}
