export type {Adapter, AdapterForwardOptions} from "./adapter.js";
export {cacheCells, packedRows} from "./cells.js";
export type {Cell, CellKind, PackedRow} from "./cells.js";
export {collect, outputs} from "./collect.js";
export {decode} from "./decode.js";
export type {DecodeOptions} from "./decode.js";
export {draftModel, earlyExit, lookup, medusa, none, treeExit} from "./drafters/index.js";
export type {
  DraftCost,
  Drafter,
  DraftModelOptions,
  Drafts,
  EarlyExitOptions,
  Growth,
  LookupOptions,
  MedusaOptions,
  TreeExitOptions,
  TreeNode,
  Verdict
} from "./drafters/index.js";
export type {Heads} from "./heads.js";
export {modes} from "./layouts/index.js";
export type {Mode} from "./layouts/index.js";
export type {Model, Rows, Scores, Slots, StateRow, States} from "./model.js";
export {samplingVerifier} from "./verification/sampling.js";
export type {Sampling, SamplingOptions} from "./verification/sampling.js";
export type {Verifier} from "./verification/verifier.js";
export {
  addChainTotals,
  chainTotals,
  chainRecorder,
  exitChoices,
  oracleAdapter,
  oracleHeads,
  oracleModel,
  recordAnswers
} from "./oracle/index.js";
export type {
  ChainRecorder,
  ChainTotals,
  ChainTotalsOptions,
  OracleAdapterOptions,
  OracleHeadsOptions,
  OracleOptions,
  RecordOptions
} from "./oracle/index.js";
