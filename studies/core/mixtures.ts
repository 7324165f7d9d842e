// Picture-based mixtures: people mixed as the appearance model mixes them, but from the portraits' own textures and with
// their background, for training sets alone. Nothing of them is in the repository.
import {frameShare} from "../../src/images/appearance/frameShare.js";
import {shapeOf, type AppearanceModel} from "../../src/images/appearance/model.js";
import {strengthen} from "../../src/images/appearance/paint.js";
import type {Person} from "../../src/images/appearance/person.js";
import {luma} from "../../src/images/colour.js";
import {meshPoints, type Subject} from "../../src/images/faceMesh.js";
import {createImage, createPlane, type Image, type Point} from "../../src/images/image.js";
import {warpMesh} from "../../src/images/mesh.js";
import {fromFrame, toFrame} from "./shapeFree.js";

/** as when the model draws */
const DETAIL = 1.3;

/** The mean shape as it lies in an aligned crop of 160, in which mixtures are drawn: there is more around the face. */
export function meanInCrop(model: AppearanceModel): Point[] {
  return shapeOf(model, []).map(fromFrame);
}

/** The picture of a mixture; `textures` are the portraits' in the mean shape of the crop, in the model's order. */
export function drawMixture(model: AppearanceModel, person: Person, textures: readonly Image[]): Subject {
  const {size} = model.layout;
  const {groups, triangles} = model.mesh;
  const points = shapeOf(model, person.inner.shape).map(fromFrame);
  const full = (of: readonly Point[]): Point[] => meshPoints(of, groups.oval, size, size);
  const texture = blend(person, textures, size);
  const image = warpMesh(texture, full(meanInCrop(model)), full(points), triangles, {interpolation: "bicubic"});
  return {image, points};
}

function blend({parents, weights, spread}: Person, textures: readonly Image[], size: number): Image {
  const parts = parents.map((parent) => textures[parent].data);
  const [frame] = parts;
  const face = createImage(size, size);
  parts.forEach((part, k) => part.forEach((value, i) => (face.data[i] += weights[k] * value)));
  const shift = [0, 1, 2].map((c) => meanDifference(face.data, frame, size, c));
  for (let p = 0; p < size * size; p++) {
    const t = share(p, size);
    for (let c = 0; c < 3; c++) {
      const i = 3 * p + c;
      // the frame takes the face's colour beside the face, and keeps its own far outside
      face.data[i] = (1 - t) * face.data[i] + t * (frame[i] + (1 - t) * shift[c]);
    }
  }
  const before = createPlane(size, size);
  for (let p = 0; p < size * size; p++)
    before.data[p] = luma(face.data[3 * p], face.data[3 * p + 1], face.data[3 * p + 2]);
  const after = {...before, data: before.data.slice()};
  strengthen(after, 1 + DETAIL * (spread - 1));
  for (let p = 0; p < size * size; p++) {
    const t = share(p, size);
    for (let i = 3 * p; i < 3 * p + 3; i++) face.data[i] += (1 - t) * (after.data[p] - before.data[p]);
  }
  return face;
}

/** The frame's share of a pixel of the crop. */
function share(p: number, size: number): number {
  const [x, y] = toFrame([p % size, Math.floor(p / size)]);
  return frameShare((x + 0.5) / size, (y + 0.5) / size);
}

/** Of one colour, in the middle of the face. */
function meanDifference(face: Float32Array, frame: Float32Array, size: number, c: number): number {
  let [sum, n] = [0, 0];
  for (let y = Math.floor(0.45 * size); y < 0.8 * size; y++) {
    for (let x = Math.floor(0.3 * size); x < 0.7 * size; x++, n++)
      sum += face[(y * size + x) * 3 + c] - frame[(y * size + x) * 3 + c];
  }
  return sum / n;
}
