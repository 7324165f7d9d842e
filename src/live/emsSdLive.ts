// What runs live in the EMS-SD chapter, as one module, fetched when the first of it comes near.
export {calibrate} from "./calibrate.js";
export {livePanel} from "./panel.js";
