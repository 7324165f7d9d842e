export type {
  DetectionFace,
  DetectionHead,
  DetectionMap,
  DetectionMask,
  DetectionPointing,
  DetectionRun,
  DetectionScores,
  DrawnView
} from "./detection.js";
export {describeTraces} from "./describe.js";
export type {
  CostRecord,
  RequestRecord,
  RequestStep,
  RequestToken,
  RunRecord,
  TimingRecord,
  TraceLine
} from "./formats.js";
export type {ChoiceRecord, GridRecord} from "./grid.js";
export type {ModelIdentity, Provenance} from "./identity.js";
export {checkLine, readTrace, writeTrace} from "./jsonLines.js";
export {packOracle, unpackOracle} from "./oracle.js";
export type {Chains, OracleAnswers, OracleModelRecord, OracleRecord} from "./oracle.js";
export {packBytes, packFloats, packIntegers, unpack} from "./packed.js";
export {dequantize, quantize} from "./quantized.js";
export type {Quantized} from "./quantized.js";
export type {CountsRecord, RecordingRecord} from "./recording.js";
export {requestRecords} from "./requests.js";
export type {
  ExitCounts,
  ExitTimes,
  Feed,
  FinishReason,
  SampleStep,
  StepCounts,
  StepLine,
  StepRecord,
  StepTimes
} from "./step.js";
export {addTotals, totalsOf} from "./totals.js";
export type {Totals} from "./totals.js";
export type {TreeRoundRecord} from "./treeRound.js";
