// What heads the files of a recorded chapter, and the counters of its configurations, which replay gives exactly.

import {split} from "./grid.js";
import {modelIdentity, provenance} from "./identity.js";
import {array, flag, integer, number, object, oneOf, optional, record, scalar, text} from "./schema.js";
import type {Static} from "./schema.js";
import {totals} from "./totals.js";

const flip = object(
  {
    prompt: text("the prompt's id"),
    position: integer("place in the output of the first token that differs"),
    margin: number("largest logit minus second largest there, in greedy decoding"),
    mode: text("mode of the run"),
    drafter: text("drafter of the run"),
    batchSize: integer("samples of the batch", 1)
  },
  "a text that left the greedy one at a near tie"
);

export const recordingRecord = object(
  {
    type: oneOf(["recording"], "kind of line"),
    chapter: text("chapter that it was recorded for"),
    models: array(modelIdentity, "every network that took part"),
    files: record(text("SHA-256, hexadecimal"), "what else it was made from, by path: prompts and tokenizer"),
    setting: record(scalar("value"), "lengths and other options that all of it shares"),
    eos: array(integer("token id"), "tokens that end a text"),
    provenance,
    lossless: object(
      {
        equal: flag("whether every text of every run equals greedy decoding token for token, near ties excepted"),
        runs: integer("runs compared, one per batch, mode, drafter and repeat"),
        samples: integer("texts compared"),
        tokens: integer("tokens compared"),
        flips: array(flip, "texts that left the greedy one where its top-2 margin was below 1e-4"),
        largestGap: number(
          "how far, in logits, any greedy token lies behind the largest, teacher-forced on its prefix"
        ),
        prompts: integer("prompts that every mode and drafter was run on"),
        replayedSteps: integer("steps compared with their replay from records, all equal"),
        replayTies: integer("runs whose replay took other steps from a near tie on")
      },
      "comparison of real runs with greedy decoding and with their replay, on the same provider"
    ),
    done: integer("units of work that are recorded: batches run by all modes and drafters"),
    planned: integer("units of work in all")
  },
  "What heads each file of a recorded chapter"
);

export const countsRecord = object(
  {
    type: oneOf(["counts"], "kind of line"),
    series: optional(text("runs that took turns, as in timing lines")),
    mode: text("mode of the loop"),
    drafter: text("name of the drafter, or none"),
    options: record(scalar("value"), "options of the drafter"),
    batchSize: integer("samples of a batch", 1),
    maxNewTokens: integer("most new tokens per sample", 1),
    texts: oneOf(
      ["prompts", "held-out"],
      "the project's prompts, or held-out documents of the corpora, of which only numbers are kept"
    ),
    split: optional(split),
    domain: text("their domain; the last batch is filled up from the first"),
    source: oneOf(["replay", "run"], "replay from records, or a real run where records have no answer"),
    totals
  },
  "Counters of one configuration over the texts of a domain"
);

export type RecordingRecord = Static<typeof recordingRecord>;
export type CountsRecord = Static<typeof countsRecord>;
