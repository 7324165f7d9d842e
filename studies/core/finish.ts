// What every picture of a set goes through, whether something was changed in it or not: the aligned crop, moved a little, a
// little blurred or sharpened, and JPEG. Without it the resampling of a manipulation alone gives it away.
import {alignedCrop, sixPoints} from "../../src/images/align.js";
import {sharpen} from "../../src/images/blur.js";
import type {FaceGroups} from "../../src/images/faceMesh.js";
import {createImage, type Image, type Plane, type Point} from "../../src/images/image.js";
import {pristine, type Manipulated} from "../../src/images/manipulate/index.js";
import {jpeg} from "../../src/images/jpeg.js";
import {between, normal, wholeBetween, type Random} from "../../src/images/random.js";
import {about, type Transform} from "../../src/images/transform.js";
import type {SixPoints} from "../../src/images/align.js";

/** How a picture is brought into its crop. */
interface Placing {
  readonly six: SixPoints;
  readonly jitter: Transform;
}

function placing(width: number, points: readonly Point[], groups: FaceGroups, size: number, random: Random): Placing {
  // as unsure as a face detector is
  const shake = width / 160;
  const six = sixPoints(points, groups).map(([x, y]): Point => [
    x + shake * normal(random),
    y + shake * normal(random)
  ]);
  const centre: Point = [(size - 1) / 2, (size - 1) / 2];
  const shift: Point = [between(random, -2, 2), between(random, -2, 2)];
  const jitter = about(centre, {angle: between(random, -0.03, 0.03), scale: between(random, 0.96, 1.04), shift});
  return {six: six as unknown as SixPoints, jitter};
}

/** The finished picture. `points` are the landmarks of the picture before anything was changed. */
export function finish(
  image: Image,
  points: readonly Point[],
  groups: FaceGroups,
  size: number,
  random: Random
): Image {
  return finishMasked(pristine({image, points}), points, groups, size, random).image;
}

/**
 * The finished picture, and where in it the mask lies.
 * @param points landmarks of the picture before anything was changed
 * @param mask how much of each pixel of `image` is new
 */
export function finishMasked(
  {image, mask}: Manipulated,
  points: readonly Point[],
  groups: FaceGroups,
  size: number,
  random: Random
): Manipulated {
  const {six, jitter} = placing(image.width, points, groups, size, random);
  const crop = alignedCrop(image, six, size, jitter);
  const finished = jpeg(sharpen(crop, between(random, -0.6, 0.6), 1), wholeBetween(random, 65, 95));
  return {image: finished, mask: placed(mask, six, size, jitter)};
}

/** A mask, in the crop of its picture. */
function placed({width, height, data}: Plane, six: SixPoints, size: number, jitter: Transform): Plane {
  const image = createImage(width, height);
  data.forEach((value, i) => image.data.fill(value, 3 * i, 3 * i + 3));
  const crop = alignedCrop(image, six, size, jitter);
  return {width: size, height: size, data: Float32Array.from({length: size * size}, (_, i) => crop.data[3 * i])};
}
