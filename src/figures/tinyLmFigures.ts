// What the Tiny LM chapter shows below its first view, as one module: the site's bundler makes one file of what is fetched
// together, and many of what may be fetched apart.
export {paperTable} from "./paperTable.js";
export {shapeWorkbench} from "./shapeWorkbench.js";
export {vocabularyWorkbench} from "./vocabularyWorkbench.js";
