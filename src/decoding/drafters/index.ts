export {draftModel} from "./draftModel.js";
export type {DraftModelOptions} from "./draftModel.js";
export type {DraftCost, Drafter, Drafts, Verdict} from "./drafter.js";
export {earlyExit} from "./earlyExit.js";
export type {EarlyExitOptions} from "./earlyExit.js";
export {lookup} from "./lookup.js";
export type {LookupOptions} from "./lookup.js";
export {none} from "./none.js";
