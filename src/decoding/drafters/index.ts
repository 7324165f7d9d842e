export type {Drafter, Drafts, Verdict} from "./drafter.js";
export {lookup} from "./lookup.js";
export type {LookupOptions} from "./lookup.js";
export {none} from "./none.js";
