import {fromLab, toLab} from "./colour.js";
import {sameSize, type Image, type Plane} from "./image.js";

/** Mean and deviation of L*, a*, b* over the pixels of a mask. */
export interface LabStatistics {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** Throws where the mask leaves no pixel (above a half). */
export function labStatistics(image: Image, mask: Plane): LabStatistics {
  sameSize(image, mask, "mask");
  const [sum, squares] = [[0, 0, 0], [0, 0, 0]]; // prettier-ignore
  let n = 0;
  for (let p = 0; p < mask.data.length; p++) {
    if (mask.data[p] <= 0.5) continue;
    n++;
    toLab(image.data[3 * p], image.data[3 * p + 1], image.data[3 * p + 2]).forEach((value, c) => {
      sum[c] += value;
      squares[c] += value * value;
    });
  }
  if (n === 0) throw new Error("mask: no pixel is inside; take a larger one");
  const mean = sum.map((value) => value / n);
  return {mean, deviation: squares.map((value, c) => Math.sqrt(Math.max(0, value / n - mean[c] ** 2)))};
}

/**
 * The colours of `image` moved towards others' statistics (Reinhard et al. 2001, here in L*a*b*): `amount` 0 leaves them,
 * 1 gives them that mean and, within 0.6 to 1.6 times their own, that deviation.
 */
export function transferColour(image: Image, from: LabStatistics, to: LabStatistics, amount: number): Image {
  if (amount === 0) return {...image, data: image.data.slice()};
  const gain = from.deviation.map((d, c) => Math.min(1.6, Math.max(0.6, (to.deviation[c] + 1e-3) / (d + 1e-3))));
  const data = new Float32Array(image.data.length);
  for (let i = 0; i < data.length; i += 3) {
    const lab = toLab(image.data[i], image.data[i + 1], image.data[i + 2]).map(
      (value, c) => value + amount * ((value - from.mean[c]) * gain[c] + to.mean[c] - value)
    );
    data.set(fromLab(lab[0], lab[1], lab[2]), i);
  }
  return {...image, data};
}
