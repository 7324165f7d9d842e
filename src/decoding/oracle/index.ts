export {chainRecorder} from "./chains.js";
export type {ChainRecorder} from "./chains.js";
export {oracleModel} from "./oracle.js";
export type {OracleOptions} from "./oracle.js";
