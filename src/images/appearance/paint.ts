// The texture of a person in the mean shape, as a picture.
import {gaussianBlur} from "../blur.js";
import {createImage, createPlane, type Image, type Plane} from "../image.js";
import {frameShare} from "./frameShare.js";
import {planeOffset, planePlaces, PLANES, planeSize, type TextureLayout} from "./layout.js";
import {textureOf, type AppearanceModel} from "./model.js";
import type {Person} from "./person.js";

/** deviation of the blur that parts detail from the rest, in texture pixels */
const COARSE = 3;
/** detail beyond so many grey levels is bent back, so that what was strong already does not ring */
const SOFT_LIMIT = 24;

/** Paints textures, each into the same picture; `gain` is what fine detail is multiplied by. */
export function texturePainter(model: AppearanceModel): (person: Person, gain: number) => Image {
  const {layout} = model;
  const share = frameShares(layout);
  const places = Array.from({length: PLANES}, (_, plane) => planePlaces(layout, plane));
  const blocks = Array.from({length: share.length / 64}, (_, b) => share.subarray(64 * b, 64 * b + 64));
  const middle = blocks.flatMap((part, b) => (part.every((t) => t === 0) ? [b] : []));
  const planes = places.map((_, plane) => createPlane(planeSize(layout, plane), planeSize(layout, plane)));
  const picture = createImage(layout.size, layout.size);
  return (person, gain) => {
    const face = textureOf(model, person.inner.texture);
    const frame = textureOf(model, person.frame);
    matchColour(layout, face, frame, middle);
    places.forEach((place, plane) => {
      const {data} = planes[plane];
      data.fill(128); // what is no face must not be strengthened again and again
      const offset = planeOffset(layout, plane);
      for (let i = 0; i < place.length; i++) {
        const t = share[offset + i];
        data[place[i]] = (1 - t) * face[offset + i] + t * frame[offset + i];
      }
    });
    strengthen(planes[0], gain);
    toPicture(planes, picture);
    return picture;
  };
}

/** Shifts the frame's brightness and colour so that in the middle of the face they are on average those of the face. */
function matchColour(layout: TextureLayout, face: Float32Array, frame: Float32Array, middle: readonly number[]): void {
  for (let plane = 0; plane < PLANES; plane++) {
    const [from, to] = [planeOffset(layout, plane), plane + 1 < PLANES ? planeOffset(layout, plane + 1) : face.length];
    let [difference, n] = [0, 0];
    for (const b of middle) {
      if (64 * b < from || 64 * b >= to) continue;
      for (let i = 64 * b; i < 64 * b + 64; i++) difference += face[i] - frame[i];
      n += 64;
    }
    if (n > 0) for (let i = from; i < to; i++) frame[i] += difference / n;
  }
}

/** Of each number of a texture, how much of it is the frame's. */
function frameShares(layout: TextureLayout): Float32Array {
  return Float32Array.from(
    Array.from({length: PLANES}, (_, plane) => {
      const side = planeSize(layout, plane);
      return Array.from(planePlaces(layout, plane), (place) =>
        frameShare(((place % side) + 0.5) / side, (Math.floor(place / side) + 0.5) / side)
      );
    }).flat()
  );
}

/** Multiplies what is finer than a blur, which at half the size costs little and shows nowhere. */
export function strengthen(plane: Plane, gain: number): void {
  if (gain === 1) return;
  const {data} = plane;
  const coarse = doubled(gaussianBlur(halved(plane), COARSE / 2));
  for (let i = 0; i < data.length; i++) {
    const detail = (data[i] - coarse[i]) * gain;
    data[i] = coarse[i] + 0.6 * detail + 0.4 * SOFT_LIMIT * Math.tanh(detail / SOFT_LIMIT);
  }
}

function halved({width, height, data}: Plane): Plane {
  const result = createPlane(width / 2, height / 2);
  for (let y = 0, to = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2, to++) {
      const p = y * width + x;
      result.data[to] = (data[p] + data[p + 1] + data[p + width] + data[p + width + 1]) / 4;
    }
  }
  return result;
}

/** Y, Cb, Cr, colour at half the size, to red, green, blue. */
function toPicture([y, cb, cr]: readonly Plane[], image: Image): void {
  const size = y.width;
  const [blue, red] = [doubled(cb), doubled(cr)];
  for (let p = 0; p < size * size; p++) {
    const [b, r] = [(blue[p] - 128) * 1.772, (red[p] - 128) * 1.402];
    image.data[3 * p] = y.data[p] + r;
    image.data[3 * p + 1] = y.data[p] - (0.114 * b + 0.299 * r) / 0.587;
    image.data[3 * p + 2] = y.data[p] + b;
  }
}

/** Twice the size both ways, linearly between pixel centres. */
function doubled({width, height, data}: Plane): Float32Array {
  const wide = new Float32Array(2 * width * height);
  stretch(data, wide, {length: width, step: 1, lines: height, from: width, to: 2 * width});
  const result = new Float32Array(4 * width * height);
  stretch(wide, result, {length: height, step: 2 * width, lines: 2 * width, from: 1, to: 1});
  return result;
}

interface Stretch {
  readonly length: number;
  readonly step: number;
  readonly lines: number;
  /** from one line to the next */
  readonly from: number;
  readonly to: number;
}

function stretch(data: Float32Array, result: Float32Array, {length, step, lines, from, to}: Stretch): void {
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      const here = data[line * from + i * step];
      const before = data[line * from + Math.max(0, i - 1) * step];
      const behind = data[line * from + Math.min(length - 1, i + 1) * step];
      result[line * to + 2 * i * step] = 0.75 * here + 0.25 * before;
      result[line * to + (2 * i + 1) * step] = 0.75 * here + 0.25 * behind;
    }
  }
}
