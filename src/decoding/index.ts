export {collect, outputs} from "./collect.js";
export {decode} from "./decode.js";
export type {DecodeOptions} from "./decode.js";
export {lookup, none} from "./drafters/index.js";
export type {Drafter, Drafts, LookupOptions, Verdict} from "./drafters/index.js";
export {modes} from "./layouts/index.js";
export type {Mode} from "./layouts/index.js";
export type {Model, Rows, Scores, Slots, States} from "./model.js";
