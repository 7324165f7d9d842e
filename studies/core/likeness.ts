// Which portraits are alike, so that a mixture of them is a face: same sex, and near in skin colour, light, mouth, pose, age.
import {luma, toLab} from "../../src/images/colour.js";
import type {Image} from "../../src/images/image.js";
import type {Portrait} from "./landmarks.js";

/** What decides which portraits are alike, one number each, and how much each counts. */
const WEIGHTS = {lightness: 1.5, red: 0.8, yellow: 0.8, sideLight: 1, mouth: 1.3, yaw: 0.8, age: 1.1, outline: 0.5};
type Feature = keyof typeof WEIGHTS;

/** Features of a portrait, from its texture in the mean shape [160 × 160]. */
export function features(texture: Image, {mouthOpen, yaw, age}: Portrait): Record<Feature, number> {
  const left = region(texture, [40, 84, 60, 108]);
  const right = region(texture, [100, 84, 120, 108]);
  const [lightness, red, yellow] = toLab(...mid(left, right));
  const edge = mid(region(texture, [8, 40, 20, 100]), region(texture, [140, 40, 152, 100]));
  return {
    lightness,
    red,
    yellow,
    sideLight: luma(...left) - luma(...right),
    mouth: Math.min(0.35, mouthOpen),
    yaw,
    age: age ?? 40,
    outline: luma(...edge)
  };
}

/** Of each portrait, those of its sex that are most like it, nearest first. */
export function neighbours(
  portraits: readonly Portrait[],
  rows: readonly Record<Feature, number>[],
  count: number
): number[][] {
  const names = Object.keys(WEIGHTS) as Feature[];
  const scales = names.map((name) => {
    const values = rows.map((row) => row[name]);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return WEIGHTS[name] / (Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length) + 1e-9);
  });
  const distance = (a: number, b: number): number =>
    names.reduce((sum, name, k) => sum + (scales[k] * (rows[a][name] - rows[b][name])) ** 2, 0);
  return portraits.map(({sex, identity}, i) =>
    portraits
      .flatMap((other, j) => (other.sex === sex && other.identity !== identity ? [j] : []))
      .sort((a, b) => distance(i, a) - distance(i, b))
      .slice(0, count)
  );
}

type Colour = [number, number, number];

function region({width, data}: Image, [x0, y0, x1, y1]: readonly [number, number, number, number]): Colour {
  const sum: Colour = [0, 0, 0];
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) for (let c = 0; c < 3; c++) sum[c] += data[(y * width + x) * 3 + c];
  const n = (x1 - x0) * (y1 - y0);
  return [sum[0] / n, sum[1] / n, sum[2] / n];
}

const mid = (a: Colour, b: Colour): Colour => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
