// From recorded detections to what the pages draw.
import {pointAt, rocPoints} from "../../src/figures/kit/rocMath.js";
import {shortSources} from "../../src/figures/kit/sourceNames.js";
import type {Alarm} from "../../src/live/faceManifest.js";
import type {RocData, RocSet} from "../../src/figures/rocData.js";
import {dequantize, quantize, type DetectionHead, type DetectionScores, type TraceLine} from "../../src/traces/index.js"; // prettier-ignore
import type {ActivationData, DetectionSource, SphereData, SphereRun} from "../../src/figures/sphereData.js";

/** the source whose pristine pictures are very many (studies/core/detection/recordMany.ts) */
const MANY = "samples-many";

type Line<T extends TraceLine["type"]> = Extract<TraceLine, {type: T}>;

const linesOf = <T extends TraceLine["type"]>(lines: readonly TraceLine[], type: T): Line<T>[] =>
  lines.filter((line): line is Line<T> => line.type === type);

function headOf(lines: readonly TraceLine[]): DetectionHead {
  const head = lines.find((line) => line.type === "detection");
  if (!head) throw new Error("detections: the trace has no detection line");
  return head;
}

function sourceOf({models, images, missing, provenance}: DetectionHead): DetectionSource {
  return {models, images, missing, provenance};
}

/** Faces and runs over training; points and lengths in bytes, logits as their difference. @throws where a head or a run is missing */
export function sphereData(lines: readonly TraceLine[]): SphereData {
  const runs = linesOf(lines, "detection-run");
  if (runs.length === 0) throw new Error("detections: the trace has no detection-run line");
  return {
    source: sourceOf(headOf(lines)),
    size: runs[0].size,
    augmentation: runs[0].augmentation,
    faces: linesOf(lines, "detection-face").map(({person, kind, corner, views}) => ({person, kind, corner, views})),
    runs: runs.map(
      ({
        name,
        consistency,
        rate,
        hash,
        seed,
        featureLength,
        chosen,
        validation,
        share,
        steps,
        points,
        cosine,
        logits,
        norms
      }): SphereRun => {
        const both = dequantize(logits);
        const differences = Float64Array.from({length: both.length / 2}, (_, i) => both[2 * i + 1] - both[2 * i]);
        const least = differences.reduce((a, b) => Math.min(a, b), Infinity);
        const most = differences.reduce((a, b) => Math.max(a, b), -Infinity);
        return {
          name,
          consistency,
          rate,
          hash,
          seed,
          featureLength,
          chosen,
          validation,
          share,
          steps,
          points: quantize(dequantize(points), -1, 1, 8),
          cosine,
          differences: quantize(differences, least, most, 16),
          norms: quantize(dequantize(norms), norms.low, norms.high, 8)
        };
      }
    )
  };
}

/** Masks, maps, and how well maps point at masks. @throws where the head is missing */
export function activationData(lines: readonly TraceLine[]): ActivationData {
  return {
    source: sourceOf(headOf(lines)),
    runs: linesOf(lines, "detection-run").map(({name, consistency, rate, hash, seed, chosen, validation}) => ({name, consistency, rate, hash, seed, chosen, validation})), // prettier-ignore
    masks: linesOf(lines, "detection-mask").map(({person, kind, size, mask}) => ({person, kind, size, mask})),
    maps: linesOf(lines, "detection-map").map(({type: _, ...map}) => map),
    pointing: linesOf(lines, "detection-pointing")
  };
}

/** Each recorded run on each source, as a set; null manipulations are in none. @throws where the head is missing */
export function rocData(lines: readonly TraceLine[]): RocData {
  const {provenance} = headOf(lines);
  const sets = linesOf(lines, "detection-scores").map((line): RocSet => ({
    name: `${lossWords(line.run)}, on ${shortSources[line.source] ?? line.source}`,
    pristine: line.pristine,
    manipulated: manipulatedOf(line),
    auc: line.auc,
    low: line.interval[0],
    high: line.interval[1],
    rates: line.rates.map(({limit, interval: [low, high]}) => ({limit, low, high})),
    provenance: `${line.part} ${line.run} (${line.hash}), seed 1, weights ${line.weights.slice(0, 12)}…; ${provenance.device}, ${provenance.date}`
  }));
  return {sets};
}

/** Shares of false alarms that a reader may choose. */
export const ALARMS = [0.1, 0.01, 0.001] as const;

/**
 * Of a run's scores of very many pristine pictures: what a threshold of 0 lets pass, and which thresholds let at most one
 * in ten, in a hundred and in a thousand pass. Empty where they are not recorded.
 */
export function alarmsOf(lines: readonly TraceLine[], hash: string): {alarms: Alarm[]; pristine: number} {
  const line = linesOf(lines, "detection-scores").find((one) => one.hash === hash && one.source === MANY);
  if (!line) return {alarms: [], pristine: 0};
  const {pristine} = line;
  const points = rocPoints({pristine, manipulated: manipulatedOf(line)});
  const digits = (value: number): number => Number(value.toPrecision(4));
  const zero = {threshold: 0, share: digits(pristine.filter((score) => score >= 0).length / pristine.length)};
  const alarms = ALARMS.map((limit) => pointAt(points, limit)).map(({threshold, fpr}) => ({threshold: digits(threshold), share: digits(fpr)})); // prettier-ignore
  return {alarms: [zero, ...alarms], pristine: pristine.length};
}

const manipulatedOf = ({manipulated}: DetectionScores): number[] =>
  Object.entries(manipulated).flatMap(([kind, scores]) => (kind === "null" ? [] : scores));

/** A run's loss in words: none → "cross-entropy alone". */
function lossWords(run: string): string {
  const [loss, rate] = run.split("-");
  return loss === "none" ? "cross-entropy alone" : `with ${loss} penalty${rate === undefined ? "" : `, rate ${rate}`}`;
}
