// All live panels of the CORE chapter, in one module for the page to fetch.
export {facePanelOptions} from "./facePanels.js";
export {forgeryPanel} from "./forgeryPanel.js";
export {nobodyPanel} from "./nobodyPanel.js";
export {ownPicturePanel} from "./ownPicturePanel.js";
export {twoViewsPanel} from "./twoViewsPanel.js";
