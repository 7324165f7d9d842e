import type {Image, Plane} from "../image.js";

/** What a manipulation returns. Where the mask is 0, the picture is the subject's to the last bit. */
export interface Manipulated {
  readonly image: Image;
  /** [height, width], 0 to 1: how much of each pixel is new */
  readonly mask: Plane;
}
