// The lines of a trace: JSON Lines in which every line names its type. Written down once; types, validation (parse.ts) and
// docs/traces.md follow. Absent means unknown. Names in camelCase are ours; `request` lines use the names of NVIDIA's AIPerf
// record and of vLLM's detailed metrics, of which they are a superset, so that either can be read in or written out.

import {choiceRecord, gridRecord} from "./grid.js";
import {detectionLines} from "./detection.js";
import {modelIdentity, provenance} from "./identity.js";
import {oracleModelRecord, oracleRecord} from "./oracle.js";
import {countsRecord, recordingRecord} from "./recording.js";
import {array, flag, integer, number, object, oneOf, optional, record, scalar, text} from "./schema.js";
import type {Static} from "./schema.js";
import {stepLine} from "./step.js";
import {treeRoundRecord} from "./treeRound.js";

const configuration = {
  mode: text("greedy, vanilla, unpad-kv-cache, unpad-input-tokens, ems-sd or vanilla-as-released"),
  drafter: text("name of the drafter, or none"),
  options: record(scalar("value"), "options of drafter and verification, such as draftLength, threshold, temperature"),
  batchSize: integer("samples of the batch", 1),
  maxNewTokens: integer("most new tokens per sample", 1)
};

export const runRecord = object(
  {
    type: oneOf(["run"], "kind of line"),
    id: text("name of the run within its file"),
    models: array(modelIdentity, "every network that took part"),
    ...configuration,
    prompts: array(text("prompt id"), "prompt ids in batch order"),
    eos: array(integer("token id"), "tokens that end a text"),
    provenance,
    lossless: optional(
      object(
        {
          equal: flag("whether every output equals greedy decoding token for token"),
          tokens: integer("tokens compared"),
          flips: integer("samples that left the greedy text where its top-2 margin was below 1e-4")
        },
        "comparison with greedy decoding on the same provider"
      )
    )
  },
  "One batch"
);

const requestToken = object(
  {
    id: integer("token id"),
    text: optional(text("the token as text")),
    source: oneOf(["draft", "target", "prefill"], "who proposed it: an accepted draft, the target, the prefill"),
    p_draft: optional(number("the drafter's probability")),
    p_target: optional(number("the target's probability"))
  },
  "an emitted token"
);

const requestStep = object(
  {
    drafted: integer("draft tokens proposed"),
    accepted: integer("draft tokens accepted; the target's own token is not counted"),
    t_ms: optional(number("wall milliseconds of the batch's step")),
    draft_ms: optional(number("of these, drafting")),
    verify_ms: optional(number("of these, verification")),
    tokens: optional(array(requestToken, "tokens emitted in this step, in order"))
  },
  "a verification step"
);

export const requestRecord = object(
  {
    type: oneOf(["request"], "kind of line"),
    schema: text("concord.request/1"),
    engine: text("what served the request"),
    engine_version: optional(text("its version")),
    model: text("the target"),
    method: text("drafter"),
    k: optional(integer("most drafts per step")),
    temperature: number("0 is greedy"),
    batch_id: text("requests with the same id were one batch"),
    row: integer("place in the batch"),
    prompt_id: optional(text("the prompt's id")),
    prompt_tokens: integer("tokens of the prompt"),
    completion_tokens: integer("tokens emitted, the prefill's included"),
    prefill: optional(array(requestToken, "what the prefill emitted")),
    steps: array(requestStep, "verification steps in order; the prefill is none"),
    histogram: optional(array(integer("steps"), "entry j: steps that accepted j drafts")),
    wall_time_s: optional(number("seconds from the prefill to the last token")),
    mean_acceptance_length: optional(number("1 + accepted / steps (vLLM, AIPerf)")),
    draft_acceptance_rate: optional(number("accepted / drafted")),
    provenance: optional(provenance)
  },
  "One request: a row of a batch"
);

export const timingRecord = object(
  {
    type: oneOf(["timing"], "kind of line"),
    series: optional(text("runs that took turns; times are compared within a series")),
    ...configuration,
    prompts: array(text("prompt id"), "prompts, all batches in order"),
    models: array(modelIdentity, "every network that took part"),
    tokens: integer("new tokens of all batches, one per repeat"),
    steps: integer("decode steps of all batches"),
    decodeMs: array(number("ms"), "per repeat: wall milliseconds of all decode steps"),
    prefillMs: array(number("ms"), "per repeat: wall milliseconds of all prefills"),
    draftMs: array(number("ms"), "per repeat: of the decode steps, drafting"),
    verifyMs: array(number("ms"), "per repeat: of the decode steps, the target's forward, score and commit"),
    exitMs: optional(
      object(
        {
          shallow: array(number("ms"), "per repeat: the first ℓ layers"),
          adapter: array(number("ms"), "per repeat: the adapter, and the head where one graph holds both"),
          head: array(number("ms"), "per repeat: the exit's head")
        },
        "parts of an early exit's draftMs; its verifyMs are the layers behind"
      )
    ),
    busy: optional(
      array(
        number("share"),
        "per repeat: processor time of the runs by their wall time; below 0.9 others had the processor meanwhile, and the product with decodeMs is the better measure; above 1 the runtime cleaned up beside the runs"
      )
    ),
    batches: optional(
      array(
        object(
          {
            tokens: integer("its new tokens"),
            steps: integer("its decode steps"),
            decodeMs: array(number("ms"), "per repeat: wall milliseconds of its decode steps"),
            busy: optional(array(number("share"), "per repeat: processor time by wall time"))
          },
          "a batch"
        ),
        "each batch by itself, in the order of the prompts"
      )
    ),
    provenance
  },
  "Measured times of one configuration"
);

export const costRecord = object(
  {
    type: oneOf(["cost"], "kind of line"),
    model: modelIdentity,
    batchSize: integer("B: samples of the batch", 1),
    rowsPerSample: integer("T: rows of the sample that has most", 1),
    rows: integer("rows of all samples: B × T, or B − 1 + T where only one sample has more than one", 1),
    cachedSlots: integer("cache slots in use per sample"),
    part: optional(
      oneOf(
        ["shallow", "adapter", "head", "deep", "heads"],
        "of a step that leaves early: the first ℓ layers, the adapter with the head, the target's own head behind the exit, the layers behind with head and commit; or Medusa's heads; absent: the whole network"
      )
    ),
    exitLayer: optional(integer("layers that draft, ℓ", 1)),
    ms: array(number("ms"), "per repeat: wall milliseconds of one forward, score and commit, or of the part"),
    provenance
  },
  "Measured cost of a step"
);

export const traceLines = {
  run: runRecord,
  step: stepLine,
  request: requestRecord,
  timing: timingRecord,
  cost: costRecord,
  recording: recordingRecord,
  counts: countsRecord,
  grid: gridRecord,
  choice: choiceRecord,
  "oracle-model": oracleModelRecord,
  oracle: oracleRecord,
  "tree-round": treeRoundRecord,
  ...detectionLines
} as const;

export type RunRecord = Static<typeof runRecord>;
export type RequestStep = Static<typeof requestStep>;
export type RequestToken = Static<typeof requestToken>;
export type RequestRecord = Static<typeof requestRecord>;
export type TimingRecord = Static<typeof timingRecord>;
export type CostRecord = Static<typeof costRecord>;
export type TraceLine = {[K in keyof typeof traceLines]: Static<(typeof traceLines)[K]>}[keyof typeof traceLines];
