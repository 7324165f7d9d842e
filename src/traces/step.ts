// The record of one step of the decode loop: what was fed, what became of it, what it cost. decode() yields these, figures
// draw them, recorders write them as JSON as they are. Every counter's text says what it counts.

import {array, integer, number, object, oneOf, optional, text} from "./schema.js";
import type {Static} from "./schema.js";

/** Why a sample stopped: it emitted the end token, reached `maxNewTokens`, or filled the model's context. */
export const finishReasons = ["eos", "length", "context"] as const;

const exitWork = {
  shallowForwards: integer("passes through the first ℓ layers: one per draft or level of a tree, and one for the last"),
  shallowRows: integer("rows in these passes, pads and pruned branches included"),
  adapterForwards: integer("calls of the adapter; 0 without one"),
  adapterRows: integer("rows in these calls, catch-up and pads included"),
  headRows: integer("rows that the exit's head scored: one per draft of a chain")
};

export const exitCounts = object(
  {
    layer: integer("the target's layers that draft, ℓ; the step's rows then run through those behind it", 1),
    ...exitWork
  },
  "What an early exit ran in a step, over the whole batch"
);

export const exitTotals = object(exitWork, "What early exits ran in decode steps; absent: there were none");

export const exitTimes = object(
  {
    shallow: number("wall milliseconds of the first ℓ layers"),
    adapter: number("wall milliseconds of the adapter, and of the head where one graph holds both"),
    head: number("wall milliseconds of the exit's head")
  },
  "Parts of the draft time of an early exit"
);

export const stepCounts = object(
  {
    rows: integer("rows through the target's linear layers in this step, pads included; packed: exactly the real rows"),
    padRows: integer("of these, rows that hold a pad"),
    attentionRows: integer("rows of our rectangular attention: batch size × most rows of any sample"),
    attentionSlots: integer("query-slot pairs that our rectangular attention touches: attentionRows × longest cache"),
    raggedSlots: integer(
      "query-slot pairs that a ragged kernel would touch: for each row fed, the slots up to its own"
    ),
    slotsWritten: integer("cache slots written in this step: one per row, rejected drafts and pads included"),
    slotsUsed: integer("cache slots below the cursors after the step, over all samples: live and pad"),
    padSlots: integer("of these, slots that hold no live token: pads, masked drafts and never-written holes"),
    slotsAllocated: integer("cache slots allocated for the batch: batch size × slots of one sample"),
    draftForwards: integer(
      "forward calls of the drafter's network in this step, catch-up included; 0 for a look-up; of an early exit, of the first layers"
    ),
    draftRows: integer("rows through the drafter's network in these calls, pads included"),
    exit: optional(exitCounts)
  },
  "Counters of one step, over the whole batch"
);

export const stepTimes = object(
  {
    draft: number("wall milliseconds of the drafter: draft() and its catch-up"),
    verify: number("wall milliseconds of the target: forward, score and commit"),
    total: number("wall milliseconds of the whole step; total − draft − verify is the loop's own overhead"),
    exit: optional(exitTimes)
  },
  "Times of one step; not part of a replay"
);

export const sampleStep = object(
  {
    drafted: array(integer("token id"), "draft tokens that were verified, in order"),
    draftConfidence: optional(
      array(
        number("probability"),
        "the drafter's probability of each drafted token, in steps of 1/65535 (of an early exit that samples: its largest probability, which η is compared with); absent: it has none"
      )
    ),
    draftParents: optional(
      array(
        integer("index", -1),
        "in a tree: index of each drafted token's parent in `drafted`, -1 where it hangs on the last token of the text; absent: a chain"
      )
    ),
    leftovers: integer("leftover ids verified after the drafts (only in vanilla-as-released)"),
    accepted: integer("how many of the drafted (and leftover) tokens were accepted"),
    acceptedPath: optional(array(integer("index"), "in a tree: which of `drafted` were accepted, in order")),
    emitted: array(
      integer("token id"),
      "tokens added to the text: the accepted drafts, then one token of the target's own; empty for a finished sample"
    ),
    confidence: array(
      number("probability"),
      "the target's probability of each emitted token, where the model knows it"
    ),
    margin: array(
      number("logit"),
      "largest logit minus second largest at each emitted token, where the model knows it"
    ),
    rows: integer("rows fed for this sample, pads included"),
    padRows: integer("of these, pads"),
    slots: integer("the sample's cache cursor after the step: slots that are live or pad"),
    padSlots: integer("of these, slots that hold no live token"),
    finish: optional(oneOf(finishReasons, "why the sample ended, in the step in which it ended"))
  },
  "What one step did for one sample"
);

export const feed = object(
  {
    tokens: array(integer("token id", -Infinity), "token ids of the rows, in the order fed"),
    samples: array(integer("sample"), "sample of each row"),
    positions: array(integer("position"), "position of each row in its sample's text"),
    slots: array(integer("slot"), "cache slot of each row"),
    roles: text("one letter per row: p prompt, t last token of the text, d draft, l leftover, - pad")
  },
  "The rows of a step as fed to the target"
);

const stepFields = {
  step: integer("0 is the prefill, then 1, 2, …"),
  samples: array(sampleStep, "one entry per sample of the batch"),
  feed,
  counts: stepCounts,
  ms: stepTimes
};

export const stepRecord = object(stepFields, "One step of the decode loop");

/** A step as a line of a trace. */
export const stepLine = object(
  {type: oneOf(["step"], "kind of line"), run: text("id of the run"), ...stepFields},
  "One step of a run"
);

export type FinishReason = (typeof finishReasons)[number];
export type ExitCounts = Static<typeof exitCounts>;
export type ExitTimes = Static<typeof exitTimes>;
export type StepCounts = Static<typeof stepCounts>;
export type StepTimes = Static<typeof stepTimes>;
export type SampleStep = Static<typeof sampleStep>;
export type Feed = Static<typeof feed>;
export type StepRecord = Static<typeof stepRecord>;
export type StepLine = Static<typeof stepLine>;
