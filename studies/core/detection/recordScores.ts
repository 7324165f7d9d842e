// Scores of all test pictures of a run, source by source, for ROC curves.
import {openDetector, type Detector} from "../../../src/runtime/detector.js";
import {windowsOf} from "../../../src/images/window.js";
import {random} from "../../../src/training/random.js";
import {areaUnderCurve, bootstrapInterval, detectionRates, type Scored} from "../detector/bootstrap.js";
import {isManipulated, type Picture} from "../detector/pictures.js";
import {weightsOf, type CachedRun} from "./cachedRuns.js";
import type {Image} from "../../../src/images/image.js";
import type {DetectionScores} from "../../../src/traces/index.js";
import type {Runtime} from "../../../src/runtime/runtime.js";

/** pictures that go through at a time */
const AT_ONCE = 8;

/** What a detector says of pictures, each through its test windows: differences of logits, manipulated less real. */
export async function scoresOf(
  detector: Detector,
  images: readonly Image[],
  size: number,
  say: (share: number) => void = () => {}
): Promise<number[]> {
  const scores: number[] = [];
  for (let first = 0; first < images.length; first += AT_ONCE) {
    const windows = images.slice(first, first + AT_ONCE).map((image) => windowsOf(image, size));
    const faces = new Float32Array(windows.reduce((sum, {length}) => sum + length, 0));
    windows.forEach((data, i) => faces.set(data, i * windows[0].length));
    const {logits} = await detector.detect(faces);
    const each = logits.length / 2 / windows.length;
    for (let i = 0; i < windows.length; i++) {
      let sum = 0;
      for (let k = i * each; k < (i + 1) * each; k++) sum += logits[2 * k + 1] - logits[2 * k];
      scores.push(sum / each);
    }
    say(Math.min(1, (first + AT_ONCE) / images.length));
  }
  return scores;
}

export async function recordScores(
  runtime: Runtime,
  run: CachedRun,
  source: string,
  pictures: readonly Picture[],
  say?: (share: number) => void
): Promise<DetectionScores> {
  const checkpoint = await weightsOf(run, "weights.safetensors");
  const detector = await openDetector(runtime, checkpoint);
  const scores = await scoresOf(detector, pictures.map(({image}) => image), run.recipe.size, say); // prettier-ignore
  await detector.release();
  const of = (kind: string): number[] =>
    pictures.flatMap(({record}, i) => (record.kind === kind ? [Number(scores[i].toFixed(3))] : []));
  const kinds = [...new Set(pictures.map(({record}) => record.kind))].filter((kind) => kind !== "pristine").sort();
  const scored = pictures.flatMap((picture, i) =>
    picture.record.kind === "null"
      ? []
      : [{score: scores[i], manipulated: isManipulated(picture), person: picture.record.identities[0]}]
  );
  return {
    type: "detection-scores",
    run: run.name,
    part: run.part,
    hash: run.hash,
    weights: checkpoint.sha256,
    source,
    pristine: of("pristine"),
    manipulated: Object.fromEntries(kinds.map((kind) => [kind, of(kind)])),
    ...summaryOf(scored)
  };
}

/** Area and rates with their intervals over people, to four digits; rates from scores to three, as they are recorded. */
export function summaryOf(scored: readonly Scored[]): Pick<DetectionScores, "auc" | "interval" | "rates"> {
  const digits = (value: number): number => Number(value.toFixed(4));
  const recorded = scored.map((one) => ({...one, score: Number(one.score.toFixed(3))}));
  return {
    auc: digits(areaUnderCurve(scored)),
    interval: bootstrapInterval(scored, areaUnderCurve, random(17)).map(digits),
    rates: detectionRates(recorded, 17).map(({limit, rate, interval}) => ({limit, rate: digits(rate), interval: interval.map(digits)})) // prettier-ignore
  };
}
