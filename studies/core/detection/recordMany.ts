// Scores of very many pristine pictures, without which rare false alarms cannot be told: one in ten thousand takes ten
// thousand. People are sampled as for the test split; of each there is one picture, and the manipulated ones are those of the
// picture set. What is scored is kept in the cache, so that it can be stopped and goes on.
import {appendFileSync, existsSync, mkdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {openDetector, type Detector} from "../../../src/runtime/detector.js";
import {cacheFolder} from "../../cache.js";
import {sha256} from "../../digest.js";
import type {Picture} from "../detector/pictures.js";
import {imagesDigest} from "../images.js";
import {weightsOf, type CachedRun} from "./cachedRuns.js";
import {morePeople} from "./faces.js";
import {scoresOf, summaryOf} from "./recordScores.js";
import type {DetectionScores} from "../../../src/traces/index.js";
import type {Runtime} from "../../../src/runtime/runtime.js";

/** the source's name in traces */
export const MANY = "samples-many";
/** people between two entries of the cache */
const STRETCH = 80;

/**
 * @param own the runs' scores of the picture set of sampled people, whose manipulated pictures these are compared with
 * @param pictures that set
 */
export async function recordMany(
  runtime: Runtime,
  runs: readonly CachedRun[],
  own: readonly DetectionScores[],
  pictures: readonly Picture[],
  count: number,
  say: (done: number) => void = () => {}
): Promise<DetectionScores[]> {
  const opened: {run: CachedRun; detector: Detector; weights: string}[] = [];
  for (const run of runs) {
    const checkpoint = await weightsOf(run, "weights.safetensors");
    opened.push({run, detector: await openDetector(runtime, checkpoint), weights: checkpoint.sha256});
  }
  const key = sha256(
    JSON.stringify([imagesDigest(), opened.map(({weights}) => weights), runtime.version, runtime.device])
  );
  const folder = cacheFolder("recordings", "core");
  const path = join(folder, `${MANY}-${key.slice(0, 16)}.jsonl`);
  mkdirSync(folder, {recursive: true});
  const known = existsSync(path) ? readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line) as number[][]) : []; // prettier-ignore
  const scores = runs.map((_, r) => known.flatMap((stretch) => stretch[r]).slice(0, count));
  const people = await morePeople(count);
  for (let from = scores[0]?.length ?? count; from < count; from += STRETCH) {
    say(from);
    const images = Array.from({length: Math.min(STRETCH, count - from)}, (_, k) => people.draw(from + k));
    const found: number[][] = [];
    for (const {run, detector} of opened) {
      // two digits: there are many
      found.push((await scoresOf(detector, images, run.recipe.size)).map((score) => Number(score.toFixed(2))));
    }
    if (images.length === STRETCH) appendFileSync(path, `${JSON.stringify(found)}\n`);
    found.forEach((more, r) => scores[r].push(...more));
  }
  for (const {detector} of opened) await detector.release();
  return opened.map(({run, weights}, r) => {
    const line = own.find(({hash}) => hash === run.hash);
    if (!line) throw new Error(`${run.name}: no scores of the picture set to compare with`);
    const manipulated = Object.fromEntries(Object.entries(line.manipulated).filter(([kind]) => kind !== "null"));
    const owners = (kind: string): string[] => pictures.flatMap(({record}) => (record.kind === kind ? [record.identities[0]] : [])); // prettier-ignore
    const all = [
      ...scores[r].map((score, k) => ({score, manipulated: false, person: people.identities(k)[0]})),
      ...Object.entries(manipulated).flatMap(([kind, some]) => {
        const persons = owners(kind);
        return some.map((score, k) => ({score, manipulated: true, person: persons[k]}));
      })
    ];
    return {
      ...line,
      weights,
      source: MANY,
      pristine: scores[r],
      manipulated,
      ...summaryOf(all)
    };
  });
}
