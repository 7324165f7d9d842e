// npx tsx studies/ngram.ts <recipe> [options]
//
// The yardstick for a trained network: a 5-gram model (src/training/kneserNey.ts) of the very tokens that the recipe's
// rows show in its first n steps (default: as many as the model in data/models was trained for), each counted once however
// often it was shown. Writes bits per byte of held-out text to data/models/<recipe>/ngram.json. Needs about 1.5 GB.

import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {cover, coveredRuns, noCoverage} from "../src/training/coverage.js";
import {bitsPerByte} from "../src/training/evaluation.js";
import {trainKneserNey, type Run} from "../src/training/kneserNey.js";
import {sampleRows} from "../src/training/sampling.js";
import {END_OF_TEXT, SPECIAL_TOKENS} from "../src/training/tokenizerFiles.js";
import {commandLine, count, refuse, UsageError} from "../tools/commandLine.js";
import {modelFolder, type TrainingCard} from "./exportModel.js";
import {readPrepared} from "./prepared.js";
import {phaseAt, readRecipe} from "./recipe.js";

const {values, words} = commandLine({
  usage: "npx tsx studies/ngram.ts <recipe>",
  about: "Writes what a 5-gram model makes of the held-out text, of the tokens that a recipe’s training has shown.",
  options: {
    steps: count("steps whose tokens are counted; as many as the model was trained for, where it is not given")
  },
  words: 1
});
const [name = "joey"] = words;
const recipe = await readRecipe(name);
const {train, validation, byteLengths, inputs} = await readPrepared();
const cardPath = join(modelFolder(name), "training.json");
const card = existsSync(cardPath) ? (JSON.parse(readFileSync(cardPath, "utf8")) as TrainingCard) : undefined;
const planned = card?.schedule.steps ?? recipe.schedule.steps;
const steps = values.steps ?? card?.step ?? planned;
if (steps > planned) refuse(new UsageError(`--steps: ${steps} is more than the ${planned} of ${name}`));

const began = performance.now();
const coverage = noCoverage(train);
let shown = 0;
for (let step = 0; step < steps; ++step) {
  const {phase, firstRow} = phaseAt(recipe, step, planned);
  const options = {
    shards: train,
    weights: phase.mixture ?? recipe.mixture,
    ...phase,
    seed: recipe.seed,
    step,
    firstRow
  };
  cover(coverage, sampleRows(options));
  shown += phase.batch * phase.length;
}

const model = trainKneserNey(everyRun(), {
  vocabulary: byteLengths.length,
  separator: SPECIAL_TOKENS.indexOf(END_OF_TEXT)
});
const trained = performance.now();
const distinct = Object.fromEntries(
  Object.entries(coverage).map(([domain, covered]) => [domain, covered.reduce((sum, one) => sum + one, 0)])
);
const bits = Object.fromEntries(
  Object.entries(validation).map(([domain, {tokens}]) => {
    const bytes = tokens.reduce((sum, token) => sum + byteLengths[token], 0);
    return [domain, bitsPerByte(model.nats(tokens), bytes)];
  })
);
const report = {
  model: `${model.order}-gram, interpolated modified Kneser–Ney`,
  recipe: name,
  steps,
  tokensShown: shown,
  tokensCounted: distinct,
  entries: model.sizes,
  discounts: model.discounts,
  bitsPerByte: bits,
  text: inputs,
  command: `npx tsx studies/ngram.ts ${name} --steps ${steps}`
};
mkdirSync(modelFolder(name), {recursive: true});
writeFileSync(join(modelFolder(name), "ngram.json"), JSON.stringify(report, null, 2) + "\n");
const seconds = [trained - began, performance.now() - trained].map((time) => (time / 1000).toFixed(1));
console.log(`counted in ${seconds[0]} s, scored in ${seconds[1]} s; entries per order ${model.sizes.join(", ")}`);
for (const [domain, value] of Object.entries(bits)) {
  console.log(`${domain.padEnd(9)} ${value.toFixed(3)} bits per byte, from ${distinct[domain]} tokens`);
}

function* everyRun(): Generator<Run> {
  for (const [domain, shard] of Object.entries(train)) yield* coveredRuns(shard, coverage[domain]);
}
