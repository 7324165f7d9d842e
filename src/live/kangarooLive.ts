// What runs live in the Kangaroo chapter, as one module, fetched when the first of it comes near.
export {exitMapPanel} from "./exitMapPanel.js";
export {kangarooPanel} from "./kangarooPanel.js";
