// From what BlazeFace says of its anchors to faces (Bazarevsky et al. 2019).
import {mapSizes, NUMBERS, type BlazeFaceConfig} from "./config.js";

/** A place in a picture whose side is 1: [0, 0] is the upper left corner, [1, 1] the lower right one. */
export type Place = readonly [x: number, y: number];

/** A face in a picture whose side is 1. */
export interface Face {
  /** how sure the network is, 0 to 1 */
  readonly score: number;
  /** upper left corner, width and height; it may reach out of the picture */
  readonly box: {readonly x: number; readonly y: number; readonly width: number; readonly height: number};
  /** right and left eye (the person's own), tip of the nose, mouth, right and left ear */
  readonly points: readonly Place[];
}

export interface DecodeOptions {
  /** faces that the network is less sure of are left out; default 0.5 */
  readonly smallestScore?: number;
  /** boxes that overlap a surer one by more (intersection over union) are of the same face; default 0.3 */
  readonly overlap?: number;
}

/** logits beyond this are cut, so that no power overflows */
const LARGEST_LOGIT = 100;

/** Centres of the anchors: heads in their order, rows from the top, and in each place as many as the head has. */
export function anchors(config: BlazeFaceConfig): Place[] {
  const edges = mapSizes(config);
  return config.heads.flatMap(({block, anchors: count}) => {
    const edge = edges[block];
    return Array.from({length: edge * edge * count}, (_, i): Place => {
      const place = Math.floor(i / count);
      return [((place % edge) + 0.5) / edge, (Math.floor(place / edge) + 0.5) / edge];
    });
  });
}

/**
 * The faces of one picture, the surest first, one of each.
 * @param scores logits [A]
 * @param numbers [A, 16]: centre and size of the box, six points; all in pixels, centre and points from the anchor on
 * @throws where there are not as many as the network has anchors
 */
export function decodeFaces(
  config: BlazeFaceConfig,
  scores: ArrayLike<number>,
  numbers: ArrayLike<number>,
  {smallestScore = 0.5, overlap = 0.3}: DecodeOptions = {}
): Face[] {
  const centres = anchors(config);
  if (scores.length !== centres.length || numbers.length !== centres.length * NUMBERS) {
    throw new Error(`blazeface: ${scores.length} scores and ${numbers.length} numbers for ${centres.length} anchors`);
  }
  const found = centres.flatMap(([ax, ay], i): Face[] => {
    const score = 1 / (1 + Math.exp(-Math.max(-LARGEST_LOGIT, Math.min(LARGEST_LOGIT, scores[i]))));
    if (!(score >= smallestScore)) return [];
    const at = (k: number): number => numbers[i * NUMBERS + k] / config.size;
    const [width, height] = [at(2), at(3)];
    const points = Array.from({length: 6}, (_, k): Place => [ax + at(4 + 2 * k), ay + at(5 + 2 * k)]);
    return [{score, box: {x: ax + at(0) - width / 2, y: ay + at(1) - height / 2, width, height}, points}];
  });
  return mergeFaces(found, overlap);
}

/**
 * One face instead of several that overlap: box and points are means, weighted by score, so that they tremble less from
 * picture to picture than those of the surest alone (the paper's alternative to suppressing all but one). The score is the
 * surest's.
 */
export function mergeFaces(faces: readonly Face[], overlap = 0.3): Face[] {
  const merged: Face[] = [];
  let rest = faces.toSorted((a, b) => b.score - a.score);
  while (rest.length > 0) {
    const [surest] = rest;
    const same = rest.filter((face) => face === surest || intersectionOverUnion(face.box, surest.box) > overlap);
    rest = rest.filter((face) => !same.includes(face));
    const total = same.reduce((sum, {score}) => sum + score, 0);
    const mean = (of: (face: Face) => number): number =>
      same.reduce((sum, face) => sum + face.score * of(face), 0) / total;
    merged.push({
      score: surest.score,
      box: {
        x: mean(({box}) => box.x),
        y: mean(({box}) => box.y),
        width: mean(({box}) => box.width),
        height: mean(({box}) => box.height)
      },
      points: surest.points.map((_, k): Place => [mean(({points}) => points[k][0]), mean(({points}) => points[k][1])])
    });
  }
  return merged;
}

/** Share of two boxes' union that both cover; 0 where one has no area. */
export function intersectionOverUnion(a: Face["box"], b: Face["box"]): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (!(width > 0 && height > 0)) return 0;
  const both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}
