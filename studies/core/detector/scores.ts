// What a trained detector makes of test pictures.
import {testWindows, writeWindow} from "../../../src/images/window.js";
import {random} from "../../../src/training/random.js";
import {areaUnderCurve, bootstrapInterval, detectionRate, type Scored} from "./bootstrap.js";
import {isManipulated, type Picture} from "./pictures.js";
import type {DetectorScore} from "../../../src/traces/detectorRun.js";
import type {DetectorGraphs, Folded, Weights} from "./network.js";

/** A detector that is ready to be asked. */
export interface Ready {
  readonly graphs: DetectorGraphs;
  readonly weights: Weights;
  readonly folded: Folded;
  /** of a window */
  readonly size: number;
}

/** Difference of the logits, manipulated less real, mean over the windows of each picture. */
export async function scorePictures(
  {graphs, weights, folded, size}: Ready,
  pictures: readonly Picture[]
): Promise<Float64Array> {
  // prettier-ignore
  const scores = new Float64Array(pictures.length);
  const windows = testWindows(pictures[0]?.image.width ?? size, size);
  const length = 3 * size * size;
  const jobs = pictures.flatMap((_, i) => windows.map((window) => ({i, window})));
  for (let first = 0; first < jobs.length; first += graphs.batch) {
    const some = jobs.slice(first, first + graphs.batch);
    const faces = new Float32Array(graphs.batch * length);
    some.forEach(({i, window}, k) => writeWindow(pictures[i].image, window, size, faces, k * length));
    const {logits} = await graphs.detect(weights, folded, faces);
    some.forEach(({i}, k) => (scores[i] += (logits[2 * k + 1] - logits[2 * k]) / windows.length));
  }
  return scores;
}

/** AUC of all manipulations together. */
export async function validationAuc(ready: Ready, pictures: readonly Picture[]): Promise<number> {
  const scores = await scorePictures(ready, pictures);
  return areaUnderCurve(pictures.map((picture, i) => ({score: scores[i], manipulated: isManipulated(picture)})));
}

const ENOUGH = 1000;

/** Scores of one source: all manipulations, each of them, and the null manipulation where there is one. */
export async function testScores(
  ready: Ready,
  source: string,
  pictures: readonly Picture[],
  jpeg?: number
): Promise<DetectorScore[]> {
  const scores = await scorePictures(ready, pictures);
  const all = pictures.map((picture, i) => ({picture, score: scores[i]}));
  const pristine = all.filter(({picture}) => picture.record.kind === "pristine");
  const kinds = [...new Set(pictures.map(({record}) => record.kind))].filter((kind) => kind !== "pristine");
  const round = (value: number): number => Number(value.toFixed(4));
  return ["all", ...kinds].map((kind): DetectorScore => {
    const others = all.filter(({picture}) => (kind === "all" ? isManipulated(picture) : picture.record.kind === kind));
    const scored: Scored[] = [...pristine, ...others].map(({picture: {record}, score}) => ({
      score,
      manipulated: record.kind !== "pristine",
      person: record.identities[0]
    }));
    const [low, high] = bootstrapInterval(scored, areaUnderCurve, random(17));
    const right = scored.filter(({score, manipulated}) => score > 0 === manipulated).length;
    return {
      source,
      kind,
      ...(jpeg === undefined ? {} : {jpeg}),
      pristine: pristine.length,
      manipulated: others.length,
      auc: round(areaUnderCurve(scored)),
      interval: [round(low), round(high)],
      ...(pristine.length >= ENOUGH ? {tdr: round(detectionRate(scored, 0.001))} : {}),
      accuracy: round(right / scored.length)
    };
  });
}
