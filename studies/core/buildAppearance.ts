// Builds the appearance model from portraits.
import {meshPoints} from "../../src/images/faceMesh.js";
import type {Image, Point} from "../../src/images/image.js";
import {applyTransform, similarity} from "../../src/images/transform.js";
import {toFrequencies, toSparse} from "../../src/images/appearance/frequencies.js";
import type {AppearanceModel, Coefficients} from "../../src/images/appearance/model.js";
import {features, neighbours} from "./likeness.js";
import type {Landmarks, Portrait} from "./landmarks.js";
import {principalComponents, type Principal} from "./principal.js";
import {
  alignShapes,
  average,
  meshTriangles,
  shapeFreeImage,
  textureLayout,
  textureNumbers,
  textureWeights,
  toFrame
} from "./shapeFree.js";

export interface BuildOptions {
  readonly shapeComponents: number;
  readonly textureComponents: number;
  readonly appearanceComponents: number;
  readonly neighbours: number;
  /** portraits that give no frame */
  readonly innerOnly: ReadonlySet<string>;
}

export interface Built {
  readonly model: AppearanceModel;
  readonly shape: Principal;
  readonly texture: Principal;
  /** the portraits' textures, as numbers of the layout, and as pictures */
  readonly textures: readonly Float32Array[];
  readonly pictures: readonly Image[];
  readonly shapes: readonly (readonly Point[])[];
}

export function buildAppearance(
  landmarks: Landmarks,
  portraits: readonly Portrait[],
  read: (portrait: Portrait) => Image,
  options: BuildOptions
): Built {
  const {groups} = landmarks;
  const {aligned, mean} = alignShapes(portraits.map(({points}) => points.map(toFrame)));
  const triangles = meshTriangles(mean, groups);
  const layout = textureLayout(mean, groups);
  const weights = textureWeights(layout, mean, groups);
  const pictures = portraits.map((portrait) =>
    shapeFreeImage(read(portrait), portrait.points, mean, groups, triangles)
  );
  const textures = pictures.map((picture) => textureNumbers(layout, picture));
  smoothOutside(textures, weights);
  const texture = principalComponents(textures, options.textureComponents, weights);
  const shape = principalComponents(aligned.map((points) => Float32Array.from(points.flat())), options.shapeComponents); // prettier-ignore
  const likeness = portraits.map((portrait, i) => features(pictures[i], portrait));
  const model: AppearanceModel = {
    layout,
    mesh: {groups, triangles},
    shape,
    texture: {
      mean: toSparse(toFrequencies(texture.mean)),
      directions: texture.directions.map((direction) => toSparse(toFrequencies(direction)))
    },
    portraits: portraits.map((_, i) => ({shape: shape.coefficients[i], texture: texture.coefficients[i]})),
    neighbours: neighbours(portraits, likeness, options.neighbours),
    frames: portraits.flatMap(({identity}, i) => (options.innerOnly.has(identity) ? [] : [i])),
    appearance: together(shape, texture, options.appearanceComponents),
    smile: meanSmile(landmarks)
  };
  if (Math.max(...triangles.flat()) >= meshPoints(mean, groups.oval, layout.size, layout.size).length) {
    throw new Error("mesh: a triangle has a corner that is no point");
  }
  return {model, shape, texture, textures, pictures, shapes: aligned};
}

/** What lies outside the ring is never seen: each block gets there its mean inside, which costs least to store. */
function smoothOutside(textures: readonly Float32Array[], weights: Float32Array): void {
  for (const texture of textures) {
    for (let block = 0; block < texture.length; block += 64) {
      let [sum, n] = [0, 0];
      for (let i = block; i < block + 64; i++) {
        if (weights[i] === 0) continue;
        sum += texture[i];
        n++;
      }
      for (let i = block; i < block + 64; i++) if (weights[i] === 0 && n > 0) texture[i] = sum / n;
    }
  }
}

/** Directions in which shape and texture change together: components of both lists of coefficients, by their variance. */
function together(shape: Principal, texture: Principal, count: number): Coefficients[] {
  const total = ({variances}: Principal, kept: number): number => variances.slice(0, kept).reduce((a, b) => a + b, 0);
  const scaled = ({coefficients, variances, directions}: Principal): Float32Array[] => {
    const whole = Math.sqrt(total({variances} as Principal, directions.length));
    return coefficients.map((row) => row.map((value, k) => (value * Math.sqrt(variances[k])) / whole));
  };
  const [shapes, textures] = [scaled(shape), scaled(texture)];
  const rows = shapes.map((row, i) => Float32Array.from([...row, ...textures[i]]));
  const unscale = ({variances, directions}: Principal, row: Float32Array): Float32Array => {
    const whole = Math.sqrt(total({variances} as Principal, directions.length));
    return row.map((value, k) => (value * whole) / Math.sqrt(variances[k]));
  };
  return principalComponents(rows, count).directions.map((direction) => ({
    shape: unscale(shape, direction.slice(0, shapes[0].length)),
    texture: unscale(texture, direction.slice(shapes[0].length))
  }));
}

/**
 * The mean move of landmarks from a neutral face to the same person's smile, aligned by eyes, brows and nose; but lips part
 * no further than they were, as a warp has no teeth to show.
 */
function meanSmile({portraits, groups}: Landmarks): Point[] {
  const still = [...groups.eyes, ...groups.brows, ...groups.nose];
  const pairs = portraits.flatMap((smile) => {
    if (smile.expression !== "smile") return [];
    const neutral = portraits.find(({identity, expression}) => identity === smile.identity && expression === "neutral");
    return neutral ? [[neutral.points.map(toFrame), smile.points.map(toFrame)]] : [];
  });
  const moves = pairs.map(([neutral, smile]) => {
    const t = similarity(still.map((i) => smile[i]), still.map((i) => neutral[i])); // prettier-ignore
    return smile.map((point, i): Point => {
      const [x, y] = applyTransform(t, point);
      return [x - neutral[i][0], y - neutral[i][1]];
    });
  });
  const mean = average(moves);
  const {lipsInner, lipsOuter} = groups;
  // both go round from one corner of the mouth to the other below, and back above
  for (let i = 1; i < lipsInner.length / 2; i++) {
    const above = lipsInner.length - i;
    const [lower, upper] = [mean[lipsInner[i]], mean[lipsInner[above]]];
    const half: Point = [(lower[0] - upper[0]) / 2, (lower[1] - upper[1]) / 2];
    for (const lips of [lipsInner, lipsOuter]) {
      mean[lips[i]] = [mean[lips[i]][0] - half[0], mean[lips[i]][1] - half[1]];
      mean[lips[above]] = [mean[lips[above]][0] + half[0], mean[lips[above]][1] + half[1]];
    }
  }
  return mean;
}
