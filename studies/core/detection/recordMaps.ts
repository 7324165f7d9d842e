// Maps of a run's chosen weights: of some faces as they are, and of many how well they point at what was changed.
import {openDetector} from "../../../src/runtime/detector.js";
import {families} from "../../../src/images/manipulate/index.js";
import {packBytes, quantize, type DetectionMap, type DetectionMask, type DetectionPointing} from "../../../src/traces/index.js"; // prettier-ignore
import {below, random} from "../../../src/training/random.js";
import {weightsOf, type CachedRun} from "./cachedRuns.js";
import {coarse, pointing, slidingMap, STRIDE, type FaceMap} from "./maps.js";
import type {Runtime} from "../../../src/runtime/runtime.js";
import type {TestFace} from "./faces.js";

/** places along an edge of a mask that is shown */
const SHOWN = 32;

const round = (value: number): number => Number(value.toPrecision(4));

export function maskLines(faces: readonly TestFace[]): DetectionMask[] {
  return faces
    .filter(({kind}) => kind !== "pristine")
    .map(({person, kind, mask}) => ({
      type: "detection-mask",
      person: String(person),
      kind,
      size: SHOWN,
      mask: packBytes(coarse(mask, SHOWN).map((value) => Math.round(255 * value)))
    }));
}

/**
 * @param faces of every person the pristine picture and each manipulation
 * @param shown people whose maps are kept
 */
export async function recordMaps(
  runtime: Runtime,
  run: CachedRun,
  faces: readonly TestFace[],
  shown: number,
  say: (share: number) => void = () => {}
): Promise<(DetectionMap | DetectionPointing)[]> {
  const detector = await openDetector(runtime, await weightsOf(run, "weights.safetensors"));
  const maps: FaceMap[] = [];
  for (const [i, {image}] of faces.entries()) {
    maps.push(await slidingMap(detector, image));
    say((i + 1) / faces.length);
  }
  await detector.release();
  const measured = faces.map((face, i) => {
    const map = maps[i];
    if (face.kind === "pristine") return {face, map, points: undefined};
    const mask = coarse(face.mask, face.mask.width / STRIDE);
    const own = faces.findIndex(({person, kind}) => person === face.person && kind === "pristine");
    const control = pointing(maps[own].activation, mask);
    const covered = mask.reduce((sum, value) => sum + value, 0) / mask.length;
    const points = {...pointing(map.activation, mask), control: control.inside - control.outside, covered};
    return {face, map, points};
  });
  const lines = measured
    .filter(({face}) => face.person < shown)
    .map(({face, map, points}): DetectionMap => {
      const low = map.activation.reduce((least, value) => Math.min(least, value), Infinity);
      const high = map.activation.reduce((most, value) => Math.max(most, value), -Infinity);
      return {
        type: "detection-map",
        run: run.name,
        person: String(face.person),
        kind: face.kind,
        size: map.size,
        activation: quantize(map.activation, low, high, 8),
        score: round(map.score),
        ...(points && {inside: round(points.inside), outside: round(points.outside), control: round(points.control), hit: points.hit}) // prettier-ignore
      };
    });
  const summary = families.map((kind): DetectionPointing => {
    const of = measured.flatMap(({face, points}) => (face.kind === kind && points ? [points] : []));
    return {
      type: "detection-pointing",
      run: run.name,
      kind,
      pictures: of.length,
      score: meanInterval(of.map(({inside, outside}) => inside - outside)),
      control: meanInterval(of.map(({control}) => control)),
      gain: meanInterval(of.map(({inside, outside, control}) => inside - outside - control)),
      hits: meanInterval(of.map(({hit}) => Number(hit))),
      covered: round(of.reduce((sum, {covered}) => sum + covered, 0) / of.length)
    };
  });
  return [...lines, ...summary];
}

/** Mean, with a 95 % interval by a bootstrap. */
export function meanInterval(values: readonly number[], draws = 1000): {mean: number; low: number; high: number} {
  const next = random(19);
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const means = Array.from({length: draws}, () => mean(values.map(() => values[below(next, values.length)])));
  means.sort((a, b) => a - b);
  return {
    mean: round(mean(values)),
    low: round(means[Math.floor(0.025 * draws)]),
    high: round(means[Math.ceil(0.975 * draws) - 1])
  };
}
