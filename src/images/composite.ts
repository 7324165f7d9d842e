import {sameSize, type Image, type Plane} from "./image.js";

/** `over` where the mask is 1, `under` where it is 0, to the last bit. */
export function composite(under: Image, over: Image, mask: Plane): Image {
  sameSize(under, over, "composite");
  sameSize(under, mask, "mask");
  const data = under.data.slice();
  for (let p = 0; p < mask.data.length; p++) {
    const m = mask.data[p];
    if (m === 0) continue;
    for (let i = 3 * p; i < 3 * p + 3; i++)
      data[i] = m === 1 ? over.data[i] : under.data[i] + m * (over.data[i] - under.data[i]);
  }
  return {...under, data};
}
