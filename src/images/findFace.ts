// The face of a picture of any size, as a network finds it, and its crop as detectors of forgeries are trained on. The network
// reads 128 pixels, however large the picture, so a small face would be placed coarsely; and it places upright ones best. So
// it looks twice: at the whole picture, then at an upright square around the face. Then the size and the turn of a face no
// longer tell on its crop.
import {alignedCrop, type SixPoints} from "./align.js";
import {letterbox} from "./letterbox.js";
import {planes} from "./planes.js";
import {resize} from "./resize.js";
import {about, applyTransform, compose, invertTransform, type Transform} from "./transform.js";
import {warpAffine} from "./warpAffine.js";
import type {Image, Point} from "./image.js";

/** A face as a network tells of it; places are shares of the side of the square that it read. */
export interface NetworkFace {
  /** 0 to 1 */
  readonly score: number;
  readonly box: {readonly x: number; readonly y: number; readonly width: number; readonly height: number};
  /** as in `SixPoints` */
  readonly points: readonly Point[];
}

/** A network that finds faces in squares of `size` × `size` pixels, [3, size, size] as `planes` gives them. */
export interface FaceFinder {
  readonly size: number;
  find(pixels: Float32Array): Promise<readonly NetworkFace[]>;
}

/** A face in a picture, in the picture's pixels. */
export interface PictureFace {
  /** of the look at the whole picture */
  readonly score: number;
  /** middle of the box, and its sides, which are those of the picture */
  readonly box: {readonly middle: Point; readonly width: number; readonly height: number};
  readonly points: SixPoints;
}

/** What was found, or in words why nothing was. */
export type Found<T> = ({readonly found: true} & T) | {readonly found: false; readonly reason: string};

export const NO_FACE =
  "no face was found; it takes one that looks towards the camera and is at least a fifth as high as the picture";

/** side of the square of the second look, by the longer side of the face's box */
const AROUND = 1.9;

/** All faces of a picture, the surest first, after one look. */
export async function findFaces(image: Image, finder: FaceFinder): Promise<PictureFace[]> {
  const {image: square, toPicture} = letterbox(image, finder.size);
  const faces = await finder.find(planes(square));
  return faces.map((face) => inPicture(face, finder.size, toPicture));
}

/** The face of a picture: of several, the one with the largest area × score. */
export async function findFace(image: Image, finder: FaceFinder): Promise<Found<{readonly face: PictureFace}>> {
  const weight = ({score, box: {width, height}}: PictureFace): number => score * width * height;
  const [first] = (await findFaces(image, finder)).sort((a, b) => weight(b) - weight(a));
  if (!first) return {found: false, reason: NO_FACE};
  const points = await lookAgain(image, first, finder);
  return {found: true, face: {...first, points: points ?? first.points}};
}

/** The face's aligned crop of `size` × `size` pixels. */
export async function faceCrop(
  image: Image,
  finder: FaceFinder,
  size: number
): Promise<Found<{readonly face: PictureFace; readonly crop: Image}>> {
  const found = await findFace(image, finder);
  return found.found ? {...found, crop: alignedCrop(image, found.face.points, size)} : found;
}

/** The points of the same face in a square of its own; undefined where the network finds none there. */
async function lookAgain(image: Image, {box, points}: PictureFace, finder: FaceFinder): Promise<SixPoints | undefined> {
  const {size} = finder;
  const [[rx, ry], [lx, ly]] = points;
  const middle: Point = [(size - 1) / 2, (size - 1) / 2];
  const scale = size / (AROUND * Math.max(box.width, box.height));
  const turn = about(box.middle, {
    angle: -Math.atan2(ly - ry, lx - rx),
    scale,
    shift: [middle[0] - box.middle[0], middle[1] - box.middle[1]]
  });
  const toPicture = invertTransform(turn);
  const faces = await finder.find(planes(view(image, turn, scale, size)));
  const distance = ({box: {x, y, width, height}}: NetworkFace): number =>
    Math.hypot(x + width / 2 - 0.5, y + height / 2 - 0.5);
  const [nearest] = [...faces].sort((a, b) => distance(a) - distance(b));
  return nearest && inPicture(nearest, size, toPicture).points;
}

/** A square of the picture, every pixel the mean of four, and no pixel of a larger picture passed over. */
function view(image: Image, toSquare: Transform, scale: number, size: number): Image {
  const fine = compose([2, 0, 0.5, 0, 2, 0.5], toSquare);
  const factor = Math.max(1, Math.floor(1 / (2 * scale)));
  const [width, height] = [Math.ceil(image.width / factor), Math.ceil(image.height / factor)];
  const [kx, ky] = [image.width / width, image.height / height];
  const small = factor === 1 ? image : resize(image, width, height, "area");
  const fromSmall: Transform = [kx, 0, 0.5 * kx - 0.5, 0, ky, 0.5 * ky - 0.5];
  const double = warpAffine(small, compose(fine, fromSmall), {width: 2 * size, height: 2 * size});
  return resize(double, size, size, "area");
}

/** From shares of the network's square to pixels of the picture. */
function inPicture({score, box, points}: NetworkFace, size: number, toPicture: Transform): PictureFace {
  const place = ([x, y]: Point): Point => applyTransform(toPicture, [x * size - 0.5, y * size - 0.5]);
  const [kx, ky] = [Math.hypot(toPicture[0], toPicture[3]) * size, Math.hypot(toPicture[1], toPicture[4]) * size];
  return {
    score,
    box: {
      middle: place([box.x + box.width / 2, box.y + box.height / 2]),
      width: box.width * kx,
      height: box.height * ky
    },
    points: points.map(place) as unknown as SixPoints
  };
}
