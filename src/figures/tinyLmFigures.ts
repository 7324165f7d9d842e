// What the Tiny LM chapter shows below its first view, as one module: the site's bundler makes one file of what is fetched
// together, and many of what may be fetched apart.
export {batchStudy} from "./batchStudy.js";
export {checkYourself} from "./checkYourself.js";
export {citePage} from "./citePage.js";
export {depthStudy} from "./depthStudy.js";
export {expansionStudy} from "./expansionStudy.js";
export {inheritanceStudy} from "./inheritanceStudy.js";
export {initializationStudy} from "./initializationStudy.js";
export {layerSkipping} from "./layerSkipping.js";
export {paperTable} from "./paperTable.js";
export {roundsStudy} from "./roundsStudy.js";
export {samplingDemo} from "./samplingDemo.js";
export {shapesStudy} from "./shapesStudy.js";
export {shapeWorkbench} from "./shapeWorkbench.js";
export {tinyLmQuestions} from "./tinyLmQuestions.js";
export {tokenizerStudy} from "./tokenizerStudy.js";
export {vocabularyWorkbench} from "./vocabularyWorkbench.js";
