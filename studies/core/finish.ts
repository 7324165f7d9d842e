// What every picture of a set goes through, whether something was changed in it or not: the aligned crop, moved a little, a
// little blurred or sharpened, and JPEG. Without it the resampling of a manipulation alone gives it away.
import {alignedCrop, sixPoints} from "../../src/images/align.js";
import {sharpen} from "../../src/images/blur.js";
import type {FaceGroups} from "../../src/images/faceMesh.js";
import type {Image, Point} from "../../src/images/image.js";
import {jpeg} from "../../src/images/jpeg.js";
import {between, normal, wholeBetween, type Random} from "../../src/images/random.js";
import {about} from "../../src/images/transform.js";
import type {SixPoints} from "../../src/images/align.js";

/** `points` are the landmarks of the picture before anything was changed. */
export function finish(
  image: Image,
  points: readonly Point[],
  groups: FaceGroups,
  size: number,
  random: Random
): Image {
  // as unsure as a face detector is
  const shake = image.width / 160;
  const six = sixPoints(points, groups).map(([x, y]): Point => [
    x + shake * normal(random),
    y + shake * normal(random)
  ]);
  const centre: Point = [(size - 1) / 2, (size - 1) / 2];
  const shift: Point = [between(random, -2, 2), between(random, -2, 2)];
  const jitter = about(centre, {angle: between(random, -0.03, 0.03), scale: between(random, 0.96, 1.04), shift});
  const crop = alignedCrop(image, six as unknown as SixPoints, size, jitter);
  return jpeg(sharpen(crop, between(random, -0.6, 0.6), 1), wholeBetween(random, 65, 95));
}
