// Four manipulations with exact masks, small analogues of the four of FaceForensics++ (Rössler et al. 2019).
export {drawManipulation, pristine, type DrawOptions} from "./families.js";
export {families, familyNames, type Family} from "./names.js";
export {expressionFor} from "./expressionFor.js";
export {graphics, graphicsDefaults, type GraphicsOptions} from "./graphics.js";
export type {Manipulated} from "./manipulated.js";
export {reenact, reenactDefaults, type ReenactOptions} from "./reenact.js";
export {rerender, rerenderDefaults, type RerenderOptions} from "./rerender.js";
export {swap, swapDefaults, type SwapOptions} from "./swap.js";
