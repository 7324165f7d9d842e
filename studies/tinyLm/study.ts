// The studies of the Tiny LM chapter (Tang et al. 2024), as the runner knows them.
import {stepFlops} from "../../src/nets/llama/train.js";
import {cacheFolder} from "../cache.js";
import {readMeta} from "../corpora/shards.js";
import {tinyPoints} from "./grid.js";
import {networkOf, roundBefore, scaleOf, type TinyRecipe} from "./recipe.js";
import {trainTiny} from "./run.js";
import {readParent} from "./start.js";
import {studyTextDigest} from "./text.js";
import type {Study} from "../study/study.js";

let parent: string | undefined;

export const tinyLm: Study<TinyRecipe> = {
  name: "tiny-lm",
  points: tinyPoints,
  inputs(recipe) {
    const text = studyTextDigest(readMeta(cacheFolder("text"))?.inputs, scaleOf(recipe));
    if ("scheme" in recipe.start) return {text};
    parent ??= readParent().sha256;
    return {text, parent};
  },
  before: roundBefore,
  work(recipe) {
    const tokens = "tokens" in recipe.text ? recipe.text.tokens : recipe.text.bytes / 3;
    const share = recipe.rounds.length > 0 ? recipe.rounds[recipe.rounds.length - 1].rate + 1 / 3 : 1;
    const {batch, length} = recipe.batch;
    return (stepFlops(networkOf(recipe), recipe.batch) * tokens * share) / (batch * length);
  },
  run: trainTiny
};
