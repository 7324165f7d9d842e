// npx tsx studies/tinyLm/batchLosses.ts
//
// Losses of all batches of a first round under the network that it ended with, which the chapter's demonstration draws from:
// the run `rounds r0` with seed 1, whose weights have to be in the cache. Writes data/runs/tiny-lm-batches.json; a minute or
// two.
import {writeFileSync} from "node:fs";
import {openNode} from "../../src/runtime/node.js";
import {epoch} from "../../src/training/epoch.js";
import {cacheFolder} from "../cache.js";
import {provenanceOf} from "../record/provenance.js";
import {recipeHash} from "../study/study.js";
import {tinyPoints} from "./grid.js";
import {networkOf, scaleOf} from "./recipe.js";
import {scoreBatches} from "./rounds.js";
import {hasWeights, readWeights} from "./run.js";
import {encodeText, readStudyText} from "./text.js";
import {vocabularyOf} from "./vocabularies.js";
import type {BatchLosses} from "../../src/traces/batchLosses.js";

const point = tinyPoints().find(({part, name, recipe}) => part === "rounds" && name === "r0" && recipe.seed === 1);
if (!point) throw new Error("batch losses: the grid has no first round with seed 1");
const {recipe} = point;
const hash = recipeHash(recipe);
const folder = cacheFolder("studies", "tiny-lm", hash);
if (!hasWeights(folder)) throw new Error(`batch losses: run ${hash} is not in the cache; npm run train -- study tiny-lm --only rounds`); // prettier-ignore
const runtime = await openNode({device: "cpu"});
const studyText = await readStudyText(scaleOf(recipe));
const {tokenizer} = await vocabularyOf(recipe.vocabulary, studyText.train);
const {train} = encodeText(studyText, tokenizer);
const limit = "tokens" in recipe.text ? recipe.text.tokens : Infinity;
const read = epoch(train, {...recipe.batch, limit, seed: recipe.seed});
const interrupt = new AbortController();
process.on("SIGINT", () => interrupt.abort());
let said = -Infinity;
const losses = await scoreBatches(folder, {
  runtime,
  network: networkOf(recipe),
  weights: await readWeights(folder),
  epoch: read,
  signal: interrupt.signal,
  say(text) {
    if (performance.now() - said < 10_000) return;
    said = performance.now();
    console.error(text);
  }
});
if (!losses) process.exit(1);
const result: BatchLosses = {
  type: "batch-losses",
  hash,
  seed: recipe.seed,
  parts: [...read.parts],
  losses: losses.map((loss) => Number(loss.toFixed(4))),
  tokensPerBatch: read.batch * read.length,
  provenance: provenanceOf(runtime, "npx tsx studies/tinyLm/batchLosses.ts", ".")
};
writeFileSync("data/runs/tiny-lm-batches.json", `${JSON.stringify(result)}\n`);
