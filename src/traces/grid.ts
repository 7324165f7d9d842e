// What early exits come to on a grid of draft lengths and thresholds, packed; and which point of it was chosen.

import {array, integer, number, object, oneOf, optional, record, scalar, text} from "./schema.js";
import type {Static} from "./schema.js";

const splits = ["validation", "test"] as const;

export const split = oneOf(splits, "settings are chosen on validation prompts and reported on test ones");

const cells = "packed integers [draftLengths × thresholds]";
const positions = "packed integers [draftLengths × thresholds × longest draft]";

export const gridRecord = object(
  {
    type: oneOf(["grid"], "kind of line"),
    drafter: text("name of the drafter"),
    options: record(scalar("value"), "what all of the grid shares: exitLayer and adapter"),
    batchSize: integer("samples of a batch", 1),
    maxNewTokens: integer("most new tokens per sample", 1),
    domain: text("domain of the prompts"),
    split,
    samples: integer("prompts"),
    tokens: integer("new tokens of all prompts, the prefill's included"),
    draftLengths: array(integer("γ", 1), "most drafts per step, γ"),
    thresholds: array(integer("η"), "confidences below which drafting stops, η, in steps of 1/65535"),
    steps: text(`${cells}: decode steps; prefills are none`),
    attentionSlots: text(`${cells}: query-slot pairs of the layers behind the exit`),
    raggedSlots: text(`${cells}: query-slot pairs of the first layers`),
    adapterRows: text(`${cells}: rows through the adapter, catch-up included`),
    drafted: text(`${positions}: steps that drafted at least k + 1 tokens`),
    reached: text(`${positions}: of these, steps whose first k drafts were accepted`),
    accepted: text(`${positions}: steps that accepted at least k + 1 drafts`)
  },
  "Counters of an early exit for every draft length and threshold of a grid, by replay; steps + the sum of drafted is the number of rows through either part of the target and of passes through the first layers, the sum of drafted that of calls of the adapter"
);

export const choiceRecord = object(
  {
    type: oneOf(["choice"], "kind of line"),
    domain: text("domain it was chosen for, or all"),
    split,
    by: text("what was smallest"),
    exitLayer: integer("layers that draft, ℓ", 1),
    draftLength: integer("most drafts per step, γ", 1),
    threshold: number("confidence below which drafting stops, η"),
    msPerToken: number("predicted milliseconds per token of decode steps; of all: mean over the domains"),
    greedyMsPerToken: number("likewise, of greedy decoding"),
    speedUp: optional(number("predicted; of all: mean over the domains"))
  },
  "An early exit's point of the grid, chosen by price"
);

export type GridRecord = Static<typeof gridRecord>;
export type ChoiceRecord = Static<typeof choiceRecord>;
