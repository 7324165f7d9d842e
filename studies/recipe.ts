// A recipe is data: the network, the batches, the schedule and the mixture of domains that a model is trained with.
import {readFile, readdir} from "node:fs/promises";
import {parseLlamaConfig, type LlamaConfig} from "../src/nets/llama/config.js";
import {UsageError} from "../tools/commandLine.js";
import {recipeFolder} from "./recipeFile.js";
import type {Architecture} from "../src/nets/adapter/config.js";
import type {SequenceShape} from "../src/nets/llama/sequence.js";
import type {RepeatOptions} from "../src/training/repeats.js";
import type {AdamWOptions} from "../src/training/adamw.js";
import type {Schedule} from "../src/training/schedule.js";

export interface Phase extends SequenceShape {
  /** share of all steps */
  readonly share: number;
  /** share of tokens drawn from each domain in this phase; default the recipe's */
  readonly mixture?: Readonly<Record<string, number>>;
  /** rows that repeat random segments, in place of text; default none */
  readonly repeats?: RepeatOptions;
}

/** What every recipe says, whatever it trains. */
export interface Course {
  readonly name: string;
  readonly about: string;
  readonly seed: number;
  /** in order; shares add up to 1 */
  readonly phases: readonly Phase[];
  readonly schedule: Schedule;
  readonly optimizer: AdamWOptions & {readonly clip: number};
  /** share of tokens drawn from each domain */
  readonly mixture: Readonly<Record<string, number>>;
}

/** A network trained from the start. */
export interface Recipe extends Course {
  /** fields of Hugging Face's config.json */
  readonly network: Readonly<Record<string, unknown>>;
}

/** Adapters trained beside a network that stays as it is. */
export interface AdapterRecipe extends Course {
  /** the network's name */
  readonly target: string;
  /** layers after which an adapter of its own drafts */
  readonly exitLayers: readonly number[];
  /** other modules, trained at one exit layer; Medusa's heads have the last hidden state wherever that is */
  readonly compared: {readonly exitLayer: number; readonly architectures: readonly Architecture[]};
  /** what the learning rate is multiplied by for heads of their own, which start as the target's trained one */
  readonly headRate: number;
}

/** Names of the recipes that make a language model. */
export const languageModels = async (): Promise<string[]> => [...(await recipesWith("network")).keys()];

/** All files of studies/recipes that have the field, by their names. */
async function recipesWith(field: string): Promise<Map<string, unknown>> {
  const files = await readdir(recipeFolder);
  const read = async (file: string): Promise<[string, object]> => [
    file.replace(/\.json$/, ""),
    JSON.parse(await readFile(new URL(file, recipeFolder), "utf8")) as object
  ];
  return new Map((await Promise.all(files.map(read))).filter(([, recipe]) => field in recipe));
}

/** @throws {UsageError} when there is no such recipe, naming those there are; an Error when shares do not add up to 1 */
export async function readRecipe<R extends Course = Recipe>(name: string): Promise<R> {
  const courses = await recipesWith("phases");
  const recipe = courses.get(name) as R | undefined;
  if (!recipe) throw new UsageError(`unknown recipe: ${name}; there are ${[...courses.keys()].join(", ")}`);
  const mixtures = [recipe.mixture, ...recipe.phases.flatMap(({mixture}) => (mixture ? [mixture] : []))];
  const sums: [string, number[]][] = [["phases", recipe.phases.map(({share}) => share)]];
  for (const mixture of mixtures) sums.push(["mixture", Object.values(mixture)]);
  for (const [field, shares] of sums) {
    const sum = shares.reduce((a, b) => a + b, 0);
    if (Math.abs(sum - 1) > 1e-9) throw new Error(`recipe ${name}: shares of ${field} add up to ${sum}, not 1`);
  }
  return recipe;
}

export const recipeNetwork = (recipe: Recipe): LlamaConfig =>
  parseLlamaConfig({model_type: "llama", eos_token_id: 0, bos_token_id: 0, ...recipe.network});

/** The phase that step `step` of `steps` belongs to, and the number of rows drawn before that step. */
export function phaseAt({phases}: Course, step: number, steps: number): {phase: Phase; firstRow: number} {
  let share = 0;
  let begin = 0;
  let rows = 0;
  for (const phase of phases) {
    share += phase.share;
    const end = phase === phases[phases.length - 1] ? steps : Math.round(share * steps);
    if (step < end) return {phase, firstRow: rows + (step - begin) * phase.batch};
    rows += (end - begin) * phase.batch;
    begin = end;
  }
  throw new Error(`invalid step: ${step}; the schedule has ${steps}`);
}
