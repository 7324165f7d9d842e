// The grid of the Tiny LM studies: what is varied, part by part, in the order in which it is run. Parts that carry the
// chapter read three million tokens, the others half as many. All have three seeds but random shapes, which are read
// together, and most of the batch sizes.
import {random} from "../../src/training/random.js";
import {BASE, TOKENS, type Criterion, type TinyRecipe} from "./recipe.js";
import {expansionOf, shapeOfSize} from "./shapes.js";
import type {Scale} from "./text.js";
import type {Point} from "../study/study.js";
import type {InitializationScheme} from "../../src/nets/llama/initialize.js";

export type Part =
  "depth" | "inheritance" | "rounds" | "staircase" | "initialization" | "expansion" | "tokenizer" | "batch" | "shapes";

const SEEDS = [1, 2, 3];
const SIZE = 600_000;
const HALF = {tokens: 1_500_000};
const VOCABULARY = 1024;

const shaped = (layers: number, width: number): TinyRecipe["network"] =>
  shapeOfSize({layers, width, vocabulary: VOCABULARY, size: SIZE});

/** The recipe that others differ from. */
const smallBase: TinyRecipe = {...BASE, network: shaped(11, 64)};

/** Depth × width at one size: the paper's table 2. */
export const DEPTHS: readonly (readonly [layers: number, width: number])[] = [
  [28, 40],
  [20, 48],
  [11, 64],
  [7, 80],
  [4, 104]
];

/** A child of joey's keeps one of its two groups of three heads. */
const CHILD_HEADS = {heads: 3, kvHeads: 1, headDim: 32};

/** joey's layers but for five in the middle (the skipping curves say which hurt least). */
export const KEPT_LAYERS: readonly number[] = [0, 1, 2, 3, 9, 10, 11];
export const CRITERIA: readonly Criterion[] = ["l1", "l2", "taylor", "mask"];
export const RATES: readonly number[] = [0.25, 0.5, 0.75, 1];
export const SCHEMES: readonly InitializationScheme[] = ["constant", "gpt2", "internlm", "depth"];
/** widths whose MLPs are about 1, 2, 2.77 and 4 times as wide at eleven layers: the paper's table 3 */
export const EXPANSION_WIDTHS: readonly number[] = [82, 68, 64, 56];
export const VOCABULARIES: readonly number[] = [512, 1024, 2048, 4096, 8192, 16384];
export const BATCH_FACTORS: readonly number[] = [1, 2, 4, 8, 16, 32];
export const BATCH_EXPONENTS: readonly number[] = [0, 0.5, 1, 1.5];
/** tokens of the smallest batch, and its learning rate */
export const BATCH_0 = {batch: 4, length: 128};
export const RATE_0 = 1.5e-3;
export const RANDOM_SHAPES = 30;

/** @param scale `large`: only what carries the chapter, at three times the tokens, for a GPU */
export function tinyPoints(scale: Scale = "small"): Point<TinyRecipe>[] {
  const base = {...smallBase, text: {tokens: TOKENS[scale]}};
  const points: Point<TinyRecipe>[] = [];
  const add = (part: Part, name: string, recipe: TinyRecipe, seeds: readonly number[]): void => {
    for (const seed of seeds) points.push({part, name, recipe: {...recipe, seed}});
  };
  for (const [layers, width] of DEPTHS) add("depth", `${layers}x${width}`, {...base, network: shaped(layers, width)}, SEEDS); // prettier-ignore

  const child = {
    ...base,
    network: shapeOfSize({layers: KEPT_LAYERS.length, width: 80, vocabulary: VOCABULARY, size: SIZE, attention: CHILD_HEADS}) // prettier-ignore
  };
  add("inheritance", "none", child, SEEDS);
  for (const inherit of CRITERIA) add("inheritance", inherit, {...child, start: {inherit, layers: KEPT_LAYERS}}, SEEDS);

  add("rounds", "r0", base, SEEDS);
  for (const rate of RATES) add("rounds", `r${100 * rate}`, {...base, rounds: [{rate, by: "loss"}]}, SEEDS);
  add("rounds", "r50-chance", {...base, rounds: [{rate: 0.5, by: "chance"}]}, SEEDS);
  add("rounds", "r50-twice", {...base, rounds: [{rate: 0.5, by: "loss"}, {rate: 0.5, by: "loss"}]}, SEEDS); // prettier-ignore

  for (const {name, recipe} of staircase(base)) add("staircase", name, recipe, SEEDS);
  if (scale === "large") return points;

  for (const scheme of SCHEMES) add("initialization", scheme, {...base, start: {scheme}, text: HALF}, SEEDS);
  for (const width of EXPANSION_WIDTHS) {
    const network = shaped(11, width);
    add("expansion", expansionOf(network).toFixed(2), {...base, network, text: HALF}, SEEDS);
  }
  for (const {name, recipe} of tokenizers()) add("tokenizer", name, recipe, SEEDS);
  for (const factor of BATCH_FACTORS) {
    for (const exponent of factor === 1 ? [0] : BATCH_EXPONENTS) {
      const batch = {...BATCH_0, batch: BATCH_0.batch * factor};
      const schedule = {...base.schedule, peak: Number((RATE_0 * factor ** exponent).toPrecision(4))};
      // the paper says that sizes up to four make no difference at r = 0.5, which one seed cannot tell
      const seeds = factor === 1 || (factor <= 4 && exponent === 0.5) ? SEEDS : [1];
      add("batch", `${factor}-${exponent}`, {...base, batch, schedule, text: HALF}, seeds);
    }
  }
  randomShapes().forEach((network, i) => add("shapes", `shape-${i + 1}`, {...base, network, text: HALF}, [1]));
  return points;
}

/** From a baseline to everything together, at equal training tokens: the paper's figure 1. */
function staircase(base: TinyRecipe): {name: string; recipe: TinyRecipe}[] {
  const wide = {
    ...base,
    vocabulary: {from: "bpe", size: 4096},
    network: shapeOfSize({layers: 5, width: 72, vocabulary: 4096, size: SIZE})
  } as const;
  const tokens = "tokens" in base.text ? base.text.tokens : 0;
  const compact = {...base, network: shaped(9, 72)};
  const layers = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11];
  const network = shapeOfSize({layers: layers.length, width: 64, vocabulary: VOCABULARY, size: SIZE, attention: CHILD_HEADS}); // prettier-ignore
  const start = {inherit: "mask", layers} as const;
  return [
    {name: "baseline", recipe: wide},
    {name: "tokenizer", recipe: compact},
    {name: "architecture", recipe: {...base, network}},
    {name: "inheritance", recipe: {...base, network, start}},
    {
      name: "rounds",
      recipe: {...base, network, start, text: {tokens: (2 / 3) * tokens}, rounds: [{rate: 0.5, by: "loss"}]}
    }
  ];
}

/** About thirty shapes of one size, at random. */
function randomShapes(): TinyRecipe["network"][] {
  const next = random(30);
  const found: TinyRecipe["network"][] = [];
  while (found.length < RANDOM_SHAPES) {
    const layers = 3 + Math.floor(next() * 22);
    const width = 8 * (4 + Math.floor(next() * 10));
    try {
      const shape = shapeOfSize({layers, width, vocabulary: VOCABULARY, size: SIZE});
      const known = found.some((other) => other.layers === layers && other.hiddenSize === width);
      if (expansionOf(shape) <= 4.5 && !known) found.push(shape);
    } catch {
      // no such network in so many weights
    }
  }
  return found;
}

/** Vocabularies at one size, width 64, depth balances; all read the same bytes of text. */
function tokenizers(): {name: string; recipe: TinyRecipe}[] {
  const size = 1_200_000;
  const text = {bytes: 6_000_000};
  const of = (vocabulary: TinyRecipe["vocabulary"]): TinyRecipe => {
    const layers = Math.max(1, Math.round((size - 64 * vocabulary.size) / 49_000));
    const network = shapeOfSize({layers, width: 64, vocabulary: vocabulary.size, size});
    return {...smallBase, vocabulary, network, text};
  };
  return [
    ...VOCABULARIES.map((n) => ({name: String(n), recipe: of({from: "bpe", size: n})})),
    ...[1024, 4096].map((n) => ({name: `${n}-pruned`, recipe: of({from: "pruned", of: 16384, size: n})}))
  ];
}
