// Four manipulations with exact masks, small analogues of the four of FaceForensics++ (Rössler et al. 2019).
export {drawManipulation, families, pristine, type DrawOptions, type Family} from "./families.js";
export {expressionFor} from "./expressionFor.js";
export {graphics, graphicsDefaults, type GraphicsOptions} from "./graphics.js";
export type {Manipulated} from "./manipulated.js";
export {reenact, reenactDefaults, type ReenactOptions} from "./reenact.js";
export {rerender, rerenderDefaults, type RerenderOptions} from "./rerender.js";
export {swap, swapDefaults, type SwapOptions} from "./swap.js";
