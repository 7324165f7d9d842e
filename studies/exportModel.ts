// A trained network → data/models/<name>: config.json, model.safetensors (F16), a copy of the tokenizer that prepare.ts
// wrote for joey; training.json says how the weights came about, log.jsonl how the losses fell.
import {copyFile, mkdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {writeLlamaConfig, type LlamaConfig} from "../src/nets/llama/config.js";
import {llamaParameters, parameterCount} from "../src/nets/llama/parameters.js";
import {readSafetensors, readTensor, writeSafetensors} from "../src/runtime/safetensors.js";
import {initialState, stateWeights, type TrainingState} from "../src/training/loop.js";
import {sha256} from "./digest.js";
import type {Runtime} from "../src/runtime/runtime.js";
import type {Schedule} from "../src/training/schedule.js";
import type {Recipe} from "./recipe.js";
import type {LogEntry, TrainingLog} from "./trainingLog.js";

export const modelFolder = (name: string): string => join("data", "models", name);

/** training.json */
export interface TrainingCard {
  readonly recipe: Recipe;
  readonly parameters: number;
  /** SHA-256 of model.safetensors */
  readonly sha256: string;
  readonly step: number;
  readonly tokens: number;
  readonly schedule: Schedule;
  /** false while the schedule goes on: the weights are for continuing, or for a first look */
  readonly finished: boolean;
  /** steps at which moments started from zero again, because only weights had been kept */
  readonly rewarmedAt: readonly number[];
  /** where the final decay branched off: constant.safetensors holds those weights, from which a longer run can go on */
  readonly continueFrom?: {readonly step: number; readonly tokens: number; readonly sha256: string};
  readonly bitsPerByte: Readonly<Record<string, number>>;
  /** of training since the last of `rewarmedAt`, which ran here; what ran before, ran elsewhere */
  readonly seconds: number;
  readonly device: string;
  readonly runtime: string;
  readonly date: string;
  readonly command: string;
}

export interface ExportOptions {
  readonly recipe: Recipe;
  readonly network: LlamaConfig;
  readonly state: TrainingState;
  /** the state that a decay branched off from, when the run can go on from there */
  readonly branch?: TrainingState;
  readonly schedule: Schedule;
  readonly finished: boolean;
  readonly bitsPerByte: Readonly<Record<string, number>>;
  readonly log: TrainingLog;
  readonly seconds: number;
  readonly runtime: Runtime;
}

export async function exportModel(options: ExportOptions): Promise<void> {
  const {recipe, network, state, branch, schedule, finished, bitsPerByte, log, seconds, runtime} = options;
  const folder = modelFolder(recipe.name);
  await mkdir(folder, {recursive: true});
  const before = await readCard(recipe.name);
  const earlier = before?.rewarmedAt ?? [];
  const file = halfWeights(network, state);
  const constant = branch && halfWeights(network, branch);
  const card: TrainingCard = {
    recipe,
    parameters: parameterCount(network),
    sha256: sha256(file),
    step: state.step,
    tokens: state.tokens,
    schedule,
    finished,
    rewarmedAt: state.momentsFrom ? [...new Set([...earlier, state.momentsFrom])] : earlier,
    ...(branch && constant && {continueFrom: {step: branch.step, tokens: branch.tokens, sha256: sha256(constant)}}),
    bitsPerByte,
    seconds: Math.round(seconds),
    device: runtime.deviceName,
    runtime: runtime.version,
    date: new Date().toISOString().slice(0, 10),
    command: `npm run train -- ${recipe.name}`
  };
  await writeFile(join(folder, "model.safetensors"), file);
  if (constant) await writeFile(join(folder, CONSTANT), constant);
  else await rm(join(folder, CONSTANT), {force: true});
  await writeFile(join(folder, "config.json"), `${JSON.stringify(writeLlamaConfig(network, "float16"), null, 2)}\n`);
  await writeFile(join(folder, "training.json"), `${JSON.stringify(card, null, 2)}\n`);
  for (const tokenizer of recipe.name === "joey" ? [] : ["tokenizer.json", "tokenizer_config.json"]) {
    await copyFile(join(modelFolder("joey"), tokenizer), join(folder, tokenizer));
  }
  const entries = await log.read();
  if (state.momentsFrom && before)
    entries.unshift(...(await earlierLog(folder, before, entries[0]?.step ?? state.step)));
  if (entries.length) await writeFile(join(folder, "log.jsonl"), entries.map((e) => `${JSON.stringify(e)}\n`).join(""));
}

const CONSTANT = "constant.safetensors";

/** What the model's log says of steps before `first`: of the run that goes on, not of the decay that branched off it. */
async function earlierLog(folder: string, {schedule}: TrainingCard, first: number): Promise<LogEntry[]> {
  const text = await readFile(join(folder, "log.jsonl"), "utf8").catch(() => "");
  const entries = text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as LogEntry); // prettier-ignore
  return entries.filter(({step}) => step < first && step <= schedule.steps - schedule.decay);
}

function halfWeights(network: LlamaConfig, state: TrainingState): Uint8Array {
  const parameters = llamaParameters(network);
  const weights = stateWeights(state, parameters);
  const tensors = parameters.map(({name, shape}) => ({name, shape, data: weights.get(name) as Float32Array}));
  return writeSafetensors(tensors, "F16");
}

/** Put a run's present weights beside the model that was made from an earlier state, to go on from elsewhere. */
export async function setAside(name: string, network: LlamaConfig, state: TrainingState): Promise<void> {
  const card = await readCard(name);
  if (!card?.finished) throw new Error(`--set-aside: ${modelFolder(name)} holds no finished model; use --export`);
  const constant = halfWeights(network, state);
  const {step, tokens} = state;
  const continueFrom = {step, tokens, sha256: sha256(constant)};
  await writeFile(join(modelFolder(name), CONSTANT), constant);
  await writeFile(join(modelFolder(name), "training.json"), `${JSON.stringify({...card, continueFrom}, null, 2)}\n`);
}

async function readCard(name: string): Promise<TrainingCard | undefined> {
  const text = await readFile(join(modelFolder(name), "training.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as TrainingCard);
}

/**
 * Committed weights that a run can go on from, with moments at zero: those of an unfinished run, or those that a finished
 * one branched off from. Undefined when there are none.
 */
export async function unfinishedWeights(name: string, network: LlamaConfig): Promise<TrainingState | undefined> {
  const card = await readCard(name);
  const from = card?.finished ? card.continueFrom : card;
  if (!card || !from) return undefined;
  const fileName = card.finished ? CONSTANT : "model.safetensors";
  const file = await readFile(join(modelFolder(name), fileName));
  const found = new Map(readSafetensors(file, fileName).map((tensor) => [tensor.name, tensor]));
  const weights = llamaParameters(network).map(({name: parameter}): [string, Float32Array] => {
    const tensor = found.get(parameter);
    if (!tensor) throw new Error(`${modelFolder(name)}: ${parameter} is missing; the recipe has changed since`);
    return [parameter, readTensor(file, tensor)];
  });
  return initialState(new Map(weights), from.step, from.tokens);
}
