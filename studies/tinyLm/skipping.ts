// npx tsx studies/tinyLm/skipping.ts
//
// Removes one, two or three consecutive layers of joey, anywhere, and scores what is left on held-out text (Tang et al.
// 2024, figures 5 and 12). Writes data/runs/tiny-lm-skipping.json; about ten minutes on one core.
import {writeFileSync} from "node:fs";
import {openNode} from "../../src/runtime/node.js";
import {childConfig, childWeights, allParts} from "../../src/training/inherit/child.js";
import {cacheFolder} from "../cache.js";
import {readMeta} from "../corpora/shards.js";
import {openProgress} from "../progress.js";
import {provenanceOf} from "../record/provenance.js";
import {openScorer, scoreHeldOut} from "./scores.js";
import {readParent} from "./start.js";
import {encodeText, readStudyText, studyTextDigest} from "./text.js";
import {JOEYS_SIZE, vocabularyOf} from "./vocabularies.js";
import type {LayerSkipping, Skipped} from "../../src/traces/layerSkipping.js";

const MOST = 3;

const runtime = await openNode({device: "cpu"});
const studyText = await readStudyText();
const {tokenizer, kept: tokens} = await vocabularyOf({from: "bpe", size: JOEYS_SIZE}, studyText.train);
const text = encodeText(studyText, tokenizer);
const {config, weights, sha256} = readParent();
const all = Array.from({length: config.layers}, (_, i) => i);

async function score(layers: readonly number[]): Promise<Record<string, number>> {
  const parts = allParts(config, layers, tokens);
  const network = childConfig(config, parts);
  const scorer = await openScorer(runtime, network, {batch: 8, length: 128});
  const found = await scoreHeldOut(scorer, childWeights(weights, config, parts), text);
  await scorer.release();
  return Object.fromEntries(Object.entries(found).map(([domain, bits]) => [domain, Number(bits.toPrecision(5))]));
}

const places = Array.from({length: MOST}, (_, i) => i + 1).flatMap((count) =>
  all.slice(0, config.layers - count + 1).map((first) => ({first, count}))
);
const progress = openProgress(places.length);
const whole = await score(all);
const skipped: Skipped[] = [];
for (const {first, count} of places) {
  const bitsPerByte = await score(all.filter((layer) => layer < first || layer >= first + count));
  skipped.push({first, count, bitsPerByte});
  progress.update(skipped.length, `${count} from layer ${first + 1} on`);
}
progress.end();
const result: LayerSkipping = {
  type: "layer-skipping",
  layers: config.layers,
  inputs: {text: studyTextDigest(readMeta(cacheFolder("text"))?.inputs), parent: sha256},
  whole,
  skipped,
  provenance: provenanceOf(runtime, "npx tsx studies/tinyLm/skipping.ts", ".")
};
writeFileSync("data/runs/tiny-lm-skipping.json", `${JSON.stringify(result)}\n`);
