// What the EMS-SD chapter shows below its first view, as one module: the site's bundler makes one file of what is fetched
// together, and many of what may be fetched apart.
export {acceptedGrid} from "./acceptedGrid.js";
export {batchSize} from "./batchSize.js";
export {checkYourself} from "./checkYourself.js";
export {citePage} from "./citePage.js";
export {components} from "./components.js";
export {definedRuns} from "./definedRuns.js";
export {definitions} from "./definitions.js";
export {emsSdQuestions} from "./emsSdQuestions.js";
export {memory} from "./memory.js";
export {paperTable} from "./paperTable.js";
export {stepCost} from "./stepCost.js";
export {whatIf} from "./whatIf.js";
