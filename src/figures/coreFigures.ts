// What the CORE chapter shows below its first view, as one module: the site's bundler makes one file of what is fetched
// together, and many of what may be fetched apart.
export {activation} from "./activation.js";
export {checkYourself} from "./checkYourself.js";
export {citePage} from "./citePage.js";
export {coreQuestions} from "./coreQuestions.js";
export {coreStudy} from "./coreStudy.js";
export {paperTable} from "./paperTable.js";
export {penalty} from "./penalty.js";
export {roc} from "./roc.js";
export {sphere} from "./sphere.js";
