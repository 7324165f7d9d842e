// From a portrait to what the model is made of: its landmarks in the model's frame, and its texture in the mean shape.
import {Delaunay} from "d3";
import {toYcc} from "../../src/images/colour.js";
import {meshPoints, ringPoints, type FaceGroups} from "../../src/images/faceMesh.js";
import {convexHull} from "../../src/images/hull.js";
import type {Image, Point} from "../../src/images/image.js";
import {polygonDepth, type Depth} from "../../src/images/mask.js";
import {applyWarp, warpMap, type Triangles} from "../../src/images/mesh.js";
import {resize} from "../../src/images/resize.js";
import {cameo} from "../../src/images/appearance/drawFace.js";
import {applyTransform, similarity} from "../../src/images/transform.js";
import {
  planeOffset,
  planePlaces,
  planeSize,
  textureLength,
  type TextureLayout
} from "../../src/images/appearance/layout.js";

/** Pixels along each side of a texture, and how much larger a face is there than in the crops of 160. */
export const FRAME = {size: 160, scale: 1.1, centre: [79.5, 72] as Point};

/** From pixels of a crop of 160 to those of the model's frame. */
export function toFrame([x, y]: Point): Point {
  const middle = (FRAME.size - 1) / 2;
  return [(x - FRAME.centre[0]) * FRAME.scale + middle, (y - FRAME.centre[1]) * FRAME.scale + middle];
}

/** Undoes toFrame. */
export function fromFrame([x, y]: Point): Point {
  const middle = (FRAME.size - 1) / 2;
  return [(x - middle) / FRAME.scale + FRAME.centre[0], (y - middle) / FRAME.scale + FRAME.centre[1]];
}

/** Shapes moved, turned and scaled onto their mean (generalised Procrustes analysis, four rounds), and the mean. */
export function alignShapes(shapes: readonly (readonly Point[])[]): {aligned: Point[][]; mean: Point[]} {
  let mean = average(shapes);
  let aligned = shapes.map((shape) => [...shape]);
  for (let round = 0; round < 4; round++) {
    aligned = shapes.map((shape) => {
      const t = similarity(shape, mean);
      return shape.map((point) => applyTransform(t, point));
    });
    const next = average(aligned);
    const back = similarity(next, mean);
    mean = next.map((point) => applyTransform(back, point));
  }
  return {aligned, mean};
}

export function average(shapes: readonly (readonly Point[])[]): Point[] {
  return shapes[0].map((_, i): Point => {
    const sum = shapes.reduce(([x, y], shape): Point => [x + shape[i][0], y + shape[i][1]], [0, 0] as Point);
    return [sum[0] / shapes.length, sum[1] / shapes.length];
  });
}

/** Delaunay triangles over landmarks, ring and border of the mean shape. */
export function meshTriangles(mean: readonly Point[], {oval}: FaceGroups): Triangles {
  const {triangles} = Delaunay.from(meshPoints(mean, oval, FRAME.size, FRAME.size) as [number, number][]);
  return Array.from({length: triangles.length / 3}, (_, t) => [
    triangles[3 * t],
    triangles[3 * t + 1],
    triangles[3 * t + 2]
  ]);
}

/** pixels of the mean shape around what is shown of it, since other shapes show a little more */
const MORE = 5;

/** Depth in what a texture holds: the ring around the mean shape, and the oval that faces are shown in. */
function textureDepth(mean: readonly Point[], oval: readonly number[]): Depth {
  const ring = polygonDepth(convexHull(ringPoints(mean, oval)));
  const shown = cameo(oval.map((i) => mean[i])); // prettier-ignore
  return (x, y) => Math.max(ring(x, y), shown(x, y) + MORE);
}

/** The blocks that a texture of the mean shape touches. */
export function textureLayout(mean: readonly Point[], {oval}: FaceGroups): TextureLayout {
  const depth = textureDepth(mean, oval);
  const kept = (block: number): number[] => {
    const across = FRAME.size / block;
    const reaches = (b: number): boolean => {
      const [left, top] = [(b % across) * block, Math.floor(b / across) * block];
      for (let i = 0; i < block * block; i++)
        if (depth(left + (i % block), top + Math.floor(i / block)) > 0) return true;
      return false;
    };
    return Array.from({length: across * across}, (_, b) => b).filter(reaches);
  };
  return {size: FRAME.size, blocks: [kept(8), kept(16)]};
}

/** A portrait of 320 pixels, landmarks `points` in pixels of the crop of 160, in the shape `mean`. */
export function shapeFreeImage(
  portrait: Image,
  points: readonly Point[],
  mean: readonly Point[],
  {oval}: FaceGroups,
  triangles: Triangles
): Image {
  const {width, height} = portrait;
  const k = width / 160;
  const from = meshPoints(
    points.map(([x, y]): Point => [(x + 0.5) * k - 0.5, (y + 0.5) * k - 0.5]),
    oval,
    width,
    height
  );
  const to = meshPoints(mean, oval, FRAME.size, FRAME.size);
  const map = warpMap(outwards(from, width), outwards(to, FRAME.size), triangles, FRAME.size, FRAME.size, 2);
  return resize(applyWarp(portrait, map, "bicubic"), FRAME.size, FRAME.size, "area");
}

/** The points, those on the border moved out by a little, so that the mesh covers the outermost pixels wholly. */
function outwards(points: readonly Point[], size: number): Point[] {
  const middle = (size - 1) / 2;
  const out = ([x, y]: Point): Point => [middle + 1.02 * (x - middle), middle + 1.02 * (y - middle)];
  return points.map((point) => (point.some((value) => value <= 0 || value >= size - 1) ? out(point) : point));
}

/** The numbers of a texture, as the layout has them. */
export function textureNumbers(layout: TextureLayout, image: Image): Float32Array {
  const half = resize(image, layout.size / 2, layout.size / 2, "area");
  const numbers = new Float32Array(textureLength(layout));
  for (let plane = 0; plane < 3; plane++) {
    const {data} = plane === 0 ? image : half;
    const offset = planeOffset(layout, plane);
    planePlaces(layout, plane).forEach((place, i) => {
      numbers[offset + i] = toYcc(data[3 * place], data[3 * place + 1], data[3 * place + 2])[plane];
    });
  }
  return numbers;
}

/** How much each number of a texture counts: by the pixels it stands for inside, and none outside. */
export function textureWeights(layout: TextureLayout, mean: readonly Point[], {oval}: FaceGroups): Float32Array {
  const depth = textureDepth(mean, oval);
  const weights = new Float32Array(textureLength(layout));
  for (let plane = 0; plane < 3; plane++) {
    const side = planeSize(layout, plane);
    const k = layout.size / side;
    planePlaces(layout, plane).forEach((place, i) => {
      const [x, y] = [((place % side) + 0.5) * k - 0.5, (Math.floor(place / side) + 0.5) * k - 0.5];
      weights[planeOffset(layout, plane) + i] = depth(x, y) > 0 ? k * k : 0;
    });
  }
  return weights;
}
