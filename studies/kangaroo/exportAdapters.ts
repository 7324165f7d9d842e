// Trained adapters → data/models/kangaroo: one safetensors file (F16) an adapter, bound to its target; training.json says
// how they came about, log.jsonl how losses fell.
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {adapterName, type AdapterConfig} from "../../src/nets/adapter/config.js";
import {adapterParameterCount, adapterParameters} from "../../src/nets/adapter/parameters.js";
import {trainedName} from "../../src/nets/adapter/train.js";
import {writeAdapter} from "../../src/runtime/adapter.js";
import {stateWeights, type TrainingState} from "../../src/training/loop.js";
import {sha256} from "../digest.js";
import {modelFolder} from "../exportModel.js";
import type {Checkpoint} from "../../src/runtime/checkpoint.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {Schedule} from "../../src/training/schedule.js";
import type {AdapterRecipe} from "../recipe.js";
import type {TrainingLog} from "../trainingLog.js";
import type {Measured} from "./measure.js";

/** How one adapter was trained, and how it drafts. */
export interface AdapterEntry extends AdapterConfig {
  readonly parameters: number;
  /** SHA-256 of the file */
  readonly sha256: string;
  readonly step: number;
  readonly tokens: number;
  readonly schedule: Schedule;
  /** false while the schedule goes on */
  readonly finished: boolean;
  /** held-out text, by domain */
  readonly heldOut: Readonly<Record<string, Measured>>;
  /** of the run, whose steps trained all adapters of `command` */
  readonly seconds: number;
  readonly device: string;
  readonly runtime: string;
  readonly date: string;
  readonly command: string;
}

/** training.json */
export interface AdaptersCard {
  readonly recipe: AdapterRecipe;
  /** the network they draft for, by the SHA-256 of its weights */
  readonly target: {readonly name: string; readonly sha256: string};
  /** by name, which is the name of the file */
  readonly adapters: Readonly<Record<string, AdapterEntry>>;
}

/** A line of log.jsonl. */
export interface AdapterLogEntry {
  readonly step: number;
  readonly tokens: number;
  /** mean training loss since the entry before, nats per token; by adapter, one entry a head */
  readonly losses?: Readonly<Record<string, readonly number[]>>;
  readonly gradientNorm?: number;
  readonly learningRate?: number;
  readonly seconds?: number;
  /** held-out text, by adapter and domain */
  readonly heldOut?: Readonly<Record<string, Readonly<Record<string, Measured>>>>;
  readonly finished?: boolean;
}

export interface ExportOptions {
  readonly recipe: AdapterRecipe;
  readonly target: Checkpoint;
  readonly adapters: readonly AdapterConfig[];
  readonly state: TrainingState;
  readonly schedule: Schedule;
  readonly heldOut: Readonly<Record<string, Readonly<Record<string, Measured>>>>;
  readonly log: TrainingLog<AdapterLogEntry>;
  readonly seconds: number;
  readonly runtime: Runtime;
  readonly command: string;
}

/** Adapters that other runs trained for the same target stay. */
export async function exportAdapters(options: ExportOptions): Promise<void> {
  const {recipe, target, adapters, state, schedule, heldOut, log, seconds, runtime, command} = options;
  const folder = modelFolder(recipe.name);
  await mkdir(folder, {recursive: true});
  const before = await readAdaptersCard(recipe.name);
  const entries = new Map(before?.target.sha256 === target.sha256 ? Object.entries(before.adapters) : []);
  for (const adapter of adapters) {
    const name = adapterName(adapter);
    const parameters = adapterParameters(target.config, adapter);
    const trained = parameters.map(({name: own, shape}) => ({name: trainedName(adapter, own), shape}));
    const weights = stateWeights(state, trained);
    const own = new Map(parameters.map((p, i) => [p.name, weights.get(trained[i].name) as Float32Array]));
    const file = writeAdapter(target, adapter, own);
    await writeFile(join(folder, `${name}.safetensors`), file);
    entries.set(name, {
      ...adapter,
      parameters: adapterParameterCount(target.config, adapter),
      sha256: sha256(file),
      step: state.step,
      tokens: state.tokens,
      schedule,
      finished: state.step >= schedule.steps,
      heldOut: heldOut[name],
      seconds: Math.round(seconds),
      device: runtime.deviceName,
      runtime: runtime.version,
      date: new Date().toISOString().slice(0, 10),
      command
    });
  }
  const bound = {name: recipe.target, sha256: target.sha256};
  const card: AdaptersCard = {recipe, target: bound, adapters: Object.fromEntries(entries)};
  await writeFile(join(folder, "training.json"), `${JSON.stringify(card, null, 2)}\n`);
  // a run of one adapter would overwrite the log of all
  const logName = adapters.length > 1 ? "log.jsonl" : `${adapterName(adapters[0])}.log.jsonl`;
  await writeFile(join(folder, logName), (await log.read()).map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}

/** Undefined where nothing was trained. */
export async function readAdaptersCard(name: string): Promise<AdaptersCard | undefined> {
  const text = await readFile(join(modelFolder(name), "training.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as AdaptersCard);
}
