// Changes of colour that the last family draws one of: brightness and contrast, noise along the principal colours ("fancy
// PCA", Krizhevsky et al. 2012), hue and saturation; and grey.
import {fromHsv, luma, toHsv} from "../colour.js";
import type {Image} from "../image.js";

type Colour = readonly [number, number, number];

function eachPixel({width, height, data}: Image, change: (r: number, g: number, b: number) => Colour): Image {
  const result = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 3) {
    const colour = change(data[i], data[i + 1], data[i + 2]);
    for (let c = 0; c < 3; c++) result[i + c] = Math.min(255, Math.max(0, colour[c]));
  }
  return {width, height, data: result};
}

/** Every value times `contrast`, and `brightness` of the whole range more. */
export function brightnessContrast(image: Image, brightness: number, contrast: number): Image {
  const f = (value: number): number => value * contrast + brightness * 255;
  return eachPixel(image, (r, g, b) => [f(r), f(g), f(b)]);
}

/** Hue turned by so many degrees, saturation and value changed by so many of 255. */
export function hueSaturationValue(image: Image, hue: number, saturation: number, value: number): Image {
  const clip = (x: number, top: number): number => Math.min(top, Math.max(0, x));
  return eachPixel(image, (r, g, b) => {
    const [h, s, v] = toHsv(r, g, b);
    return fromHsv((((h + hue / 360) % 1) + 1) % 1, clip(s + saturation / 255, 1), clip(v + value, 255));
  });
}

/** Brightness alone. */
export function grey(image: Image): Image {
  return eachPixel(image, (r, g, b) => {
    const y = luma(r, g, b);
    return [y, y, y];
  });
}

/** Adds one colour: so many variances along each of the principal axes of the image's colours. */
export function addColour(image: Image, along: readonly [number, number, number]): Image {
  const {axes, variances} = principalColours(image);
  const shift = [0, 1, 2].map((c) => 255 * variances.reduce((sum, variance, k) => sum + along[k] * variance * axes[k][c], 0)); // prettier-ignore
  return eachPixel(image, (r, g, b) => [r + shift[0], g + shift[1], b + shift[2]]);
}

/** Axes of the covariance of colours (as shares of 255), by Jacobi's rotations. */
function principalColours({data}: Image): {axes: number[][]; variances: number[]} {
  const n = data.length / 3;
  const mean = [0, 0, 0];
  for (let i = 0; i < data.length; i++) mean[i % 3] += data[i] / 255 / n;
  const m = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]; // prettier-ignore
  const d = [0, 0, 0];
  for (let i = 0; i < data.length; i += 3) {
    for (let c = 0; c < 3; c++) d[c] = data[i + c] / 255 - mean[c];
    for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) m[a][b] += (d[a] * d[b]) / Math.max(1, n - 1);
  }
  const v = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]; // prettier-ignore
  for (let round = 0; round < 24; round++) {
    const [p, q] = [[0, 1], [0, 2], [1, 2]][round % 3]; // prettier-ignore
    if (Math.abs(m[p][q]) < 1e-15) continue;
    const angle = 0.5 * Math.atan2(2 * m[p][q], m[q][q] - m[p][p]);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (const matrix of [m, v]) {
      for (const row of matrix) [row[p], row[q]] = [cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]];
    }
    for (let k = 0; k < 3; k++) [m[p][k], m[q][k]] = [cos * m[p][k] - sin * m[q][k], sin * m[p][k] + cos * m[q][k]];
  }
  return {axes: [0, 1, 2].map((k) => v.map((row) => row[k])), variances: [0, 1, 2].map((k) => m[k][k])};
}
