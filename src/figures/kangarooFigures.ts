// What the Kangaroo chapter shows below its first view, as one module: the site's bundler makes one file of what is fetched
// together, and many of what may be fetched apart.
export {checkYourself} from "./checkYourself.js";
export {citePage} from "./citePage.js";
export {definedRuns} from "./definedRuns.js";
export {definitions} from "./definitions.js";
export {draftTree} from "./draftTree.js";
export {exitBatch} from "./exitBatch.js";
export {exitExplorer} from "./exitExplorer.js";
export {exitMap} from "./exitMap.js";
export {exitRace} from "./exitRace.js";
export {exitTime} from "./exitTime.js";
export {kangarooQuestions} from "./kangarooQuestions.js";
export {methodTable} from "./methodTable.js";
export {paperTable} from "./paperTable.js";
