// What is still to be done on a GPU, from what lies in data/.
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {findStale} from "./record/findStale.js";
import {readRecords, recordsFile} from "./study/records.js";
import {corePoints} from "./core/detector/grid.js";
import {recipeHash, type Point} from "./study/study.js";
import {tinyPoints} from "./tinyLm/grid.js";
import type {TrainingCard} from "./exportModel.js";
import type {RecordingRecord} from "../src/traces/index.js";

/** What studies/gpuProbe.ts found. */
export interface Probe {
  readonly adapter: string;
  readonly software: boolean;
  readonly runtime: string;
  /** largest difference between adapter and CPU, of probabilities */
  readonly difference: number;
}

export interface Item {
  readonly name: "train joey" | "train joey-draft" | `record ${RecordedChapter}` | `study ${StudyName}`;
  readonly pending: boolean;
  /** of a study: missing runs at the scale of processors, or those at the scale of GPUs */
  readonly scale?: "small" | "large";
  /** how far it is */
  readonly state: string;
}

const chapters = ["ems-sd", "kangaroo"] as const;
type StudyName = "tiny-lm" | "core";
type RecordedChapter = (typeof chapters)[number];

/** Largest difference at which an adapter is trusted to compute. */
export const TRUSTED = 1e-4;

/**
 * In the order in which they are done: traces come from weights, and what a chapter lacks goes before what it has from
 * processors already.
 */
export function gpuItems(root: string, {retrain = false}: {retrain?: boolean} = {}): Item[] {
  const training = (["joey", "joey-draft"] as const).map((name): Item => {
    const path = join(root, "data/models", name, "training.json");
    const item = `train ${name}` as const;
    if (!existsSync(path)) return {name: item, pending: true, state: "no weights"};
    const {finished, device, step, schedule} = JSON.parse(readFileSync(path, "utf8")) as TrainingCard;
    const state = `${finished ? "finished" : `step ${step} of ${schedule.steps}`} on ${device}`;
    return {name: item, pending: !finished || (retrain && name === "joey"), state};
  });
  return [
    ...training,
    studyOf(root, "tiny-lm", "small", tinyPoints("small")),
    studyOf(root, "core", "small", corePoints()),
    ...chapters.map((chapter) => recordingOf(root, chapter)),
    studyOf(root, "tiny-lm", "large", tinyPoints("large"))
  ];
}

/** How many of a study's runs are recorded; at the large scale those that were run on a GPU. */
function studyOf(root: string, study: StudyName, scale: "small" | "large", points: readonly Point<unknown>[]): Item {
  const records = readRecords(recordsFile(study, root));
  const hashes = new Set(points.map(({recipe}) => recipeHash(recipe)));
  const onGpu = scale === "large";
  const done = [...hashes].filter((hash) => {
    const run = records.get(hash);
    return run !== undefined && (!onGpu || run.provenance.provider === "webgpu");
  }).length;
  const state = `${done} of ${hashes.size} ${onGpu ? "longer runs on a GPU" : "runs anywhere"}`;
  return {name: `study ${study}`, scale, pending: done < hashes.size, state};
}

/** How far a chapter's recordings on GPUs are. */
function recordingOf(root: string, chapter: RecordedChapter): Item {
  const folder = join(root, "data/traces", chapter);
  const devices = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith("webgpu-")) : [];
  const heads = devices.flatMap((name) => headOf(join(folder, name, "timing.jsonl")) ?? []);
  const stale = findStale(root).some(({file}) => devices.some((name) => file.includes(`/${chapter}/${name}/`)));
  const complete = !stale && heads.some(({done, planned}) => done === planned);
  const far = heads.map(({provenance, done, planned}) => `${done} of ${planned} units on ${provenance.device}`);
  const state = [...(far.length ? far : ["nothing on a GPU"]), ...(stale ? ["of other weights"] : [])].join(", ");
  return {name: `record ${chapter}`, pending: !complete, state};
}

function headOf(path: string): RecordingRecord | undefined {
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, "utf8").split("\n", 1)[0]) as RecordingRecord;
}
