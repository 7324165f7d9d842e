import {bicubic} from "./bicubic.js";
import {bilinear} from "./bilinear.js";
import {nearest} from "./nearest.js";

/** How a colour between pixel centres is found. */
export type Interpolation = "nearest" | "bilinear" | "bicubic";

export const interpolations = {nearest, bilinear, bicubic} as const;
