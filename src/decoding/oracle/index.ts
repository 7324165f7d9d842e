export {chainRecorder} from "./chains.js";
export type {ChainRecorder} from "./chains.js";
export {exitChoices} from "./exitChoices.js";
export {oracleAdapter} from "./oracleAdapter.js";
export type {OracleAdapterOptions} from "./oracleAdapter.js";
export {oracleModel} from "./oracle.js";
export type {OracleOptions} from "./oracle.js";
export {recordAnswers} from "./record.js";
export type {RecordOptions} from "./record.js";
