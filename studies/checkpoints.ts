// Checkpoints of a training run in the cache folder: the tensors as a safetensors file, then a small JSON that makes
// them valid. A run that is killed in between finds the checkpoint before.
import {readdir, readFile, rm} from "node:fs/promises";
import {join} from "node:path";
import {readSafetensors, readTensor, writeSafetensors} from "../src/runtime/safetensors.js";
import {writeWhole} from "../src/runtime/writeWhole.js";
import {stepNames, type TrainedParameter} from "../src/training/step.js";
import {sha256} from "./digest.js";
import type {TrainingState} from "../src/training/loop.js";
import type {Schedule} from "../src/training/schedule.js";

/** What is known of a run besides its tensors. */
export interface RunRecord {
  readonly recipe: string;
  /** SHA-256 of the recipe and of the corpora it was run on */
  readonly fingerprint: string;
  /** the schedule in force; a run that is being finished has a shorter one than its recipe */
  readonly schedule: Schedule;
  readonly step: number;
  readonly tokens: number;
  readonly momentsFrom: number;
  /** seconds spent in steps so far */
  readonly seconds: number;
}

export interface Checkpoint {
  readonly state: TrainingState;
  readonly record: RunRecord;
}

const KEPT = 2;

export const fingerprint = (...parts: unknown[]): string => sha256(JSON.stringify(parts));

/** Save a state; all but the newest two are removed. */
export async function saveCheckpoint(
  folder: string,
  parameters: readonly TrainedParameter[],
  state: TrainingState,
  record: Omit<RunRecord, "step" | "tokens" | "momentsFrom">
): Promise<void> {
  const {step, tokens, momentsFrom} = state;
  const tensors = parameters.flatMap(({name, shape}) =>
    Object.values(stepNames(name)).map((key) => ({name: key, shape, data: state.tensors.get(key) as Float32Array}))
  );
  const base = join(folder, `step-${String(step).padStart(7, "0")}`);
  writeWhole(`${base}.safetensors`, writeSafetensors(tensors));
  writeWhole(`${base}.json`, JSON.stringify({...record, step, tokens, momentsFrom} satisfies RunRecord));
  for (const old of (await checkpointBases(folder)).slice(0, -KEPT)) {
    await rm(`${old}.json`);
    await rm(`${old}.safetensors`, {force: true});
  }
}

async function checkpointBases(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.filter((f) => /^step-\d+\.json$/.test(f)).sort().map((f) => join(folder, f.replace(/\.json$/, ""))); // prettier-ignore
}

/**
 * The newest checkpoint of a folder, if there is one.
 * @throws when it was made by another recipe or from other corpora
 */
export async function loadCheckpoint(folder: string, expected: string): Promise<Checkpoint | undefined> {
  const base = (await checkpointBases(folder)).at(-1);
  if (!base) return undefined;
  const record = JSON.parse(await readFile(`${base}.json`, "utf8")) as RunRecord;
  if (record.fingerprint !== expected) {
    throw new Error(`${base}: made by another recipe or from other texts; move the folder away to start again`);
  }
  const file = await readFile(`${base}.safetensors`);
  const tensors = new Map(readSafetensors(file, `${base}.safetensors`).map((t) => [t.name, readTensor(file, t)]));
  const {step, tokens, momentsFrom} = record;
  return {state: {step, tokens, momentsFrom, tensors}, record};
}

/** Removes the checkpoints of a run that has ended. */
export async function removeCheckpoints(folder: string): Promise<void> {
  for (const file of await readdir(folder)) if (/^step-\d+\./.test(file)) await rm(join(folder, file));
}
