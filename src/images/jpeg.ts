// What JPEG takes away: Y, Cb, Cr, colour at half the resolution, and the rounding of 8 × 8 blocks' frequencies by the
// tables that ITU-T T.81 gives as examples (Annex K.1) and libjpeg scales by quality. The bits between are lossless and left
// out, so this is the picture that a baseline JPEG would hold, the same in Node and in the page.
import {fromYcc, toYcc} from "./colour.js";
import {forwardDct, inverseDct} from "./dct.js";
import {createImage, createPlane, type Image, type Plane} from "./image.js";

// prettier-ignore
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
];
// prettier-ignore
const CHROMINANCE = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
];

/** Steps of quantisation, [8, 8] in rows, of a quality 1 to 100 on libjpeg's scale. */
export function quantisation(quality: number, chrominance = false): number[] {
  if (!(quality >= 1 && quality <= 100)) throw new Error(`quality: ${quality}; JPEG has 1 to 100`);
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return (chrominance ? CHROMINANCE : LUMINANCE).map((step) =>
    Math.min(255, Math.max(1, Math.floor((step * scale + 50) / 100)))
  );
}

/** Whether colour is stored at half the resolution both ways, or at all of it. */
export type Subsampling = "4:2:0" | "4:4:4";

/** The image as it is after being stored as JPEG, in whole grey levels. */
export function jpeg(image: Image, quality: number, subsampling: Subsampling = "4:2:0"): Image {
  const {width, height} = image;
  const planes = [createPlane(width, height), createPlane(width, height), createPlane(width, height)];
  const bytes = Uint8ClampedArray.from(image.data);
  for (let p = 0; p < width * height; p++) {
    toYcc(bytes[3 * p], bytes[3 * p + 1], bytes[3 * p + 2]).forEach(
      (value, c) => (planes[c].data[p] = Math.round(value))
    );
  }
  const steps = [quantisation(quality), quantisation(quality, true)];
  const stored = planes.map((plane, c) => {
    if (c === 0 || subsampling === "4:4:4") return roundTrip(plane, steps[Math.min(1, c)]);
    return doubled(roundTrip(halved(plane), steps[1]), width, height);
  });
  const result = createImage(width, height);
  for (let p = 0; p < width * height; p++) {
    const colour = fromYcc(stored[0].data[p], stored[1].data[p], stored[2].data[p]);
    for (let c = 0; c < 3; c++) result.data[3 * p + c] = Math.min(255, Math.max(0, Math.round(colour[c])));
  }
  return result;
}

/** Blocks to frequencies, rounded to steps, and back. What a block lacks at the right and lower edge repeats the edge. */
function roundTrip({width, height, data}: Plane, steps: readonly number[]): Plane {
  const result = createPlane(width, height);
  const block = new Float64Array(64);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      for (let i = 0; i < 64; i++) {
        const y = Math.min(height - 1, top + (i >> 3));
        block[i] = data[y * width + Math.min(width - 1, left + (i & 7))] - 128;
      }
      forwardDct(block);
      for (let i = 0; i < 64; i++) block[i] = Math.round(block[i] / steps[i]) * steps[i];
      inverseDct(block);
      for (let i = 0; i < 64; i++) {
        const [x, y] = [left + (i & 7), top + (i >> 3)];
        if (x < width && y < height)
          result.data[y * width + x] = Math.min(255, Math.max(0, Math.round(block[i] + 128)));
      }
    }
  }
  return result;
}

/** The mean of 2 × 2 pixels, rounded. */
function halved({width, height, data}: Plane): Plane {
  const result = createPlane(Math.ceil(width / 2), Math.ceil(height / 2));
  for (let y = 0; y < result.height; y++) {
    for (let x = 0; x < result.width; x++) {
      const right = Math.min(width - 1, 2 * x + 1);
      const below = Math.min(height - 1, 2 * y + 1);
      const sum = data[2 * y * width + 2 * x] + data[2 * y * width + right] + data[below * width + 2 * x] + data[below * width + right]; // prettier-ignore
      result.data[y * result.width + x] = Math.round(sum / 4);
    }
  }
  return result;
}

/** Twice the size, each pixel three quarters of the nearer and one quarter of the farther, as libjpeg does by default. */
function doubled({width, height, data}: Plane, toWidth: number, toHeight: number): Plane {
  const result = createPlane(toWidth, toHeight);
  const at = (y: number, x: number): number =>
    data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
  for (let y = 0; y < toHeight; y++) {
    const [near, far] = [y >> 1, (y >> 1) + (y % 2 ? 1 : -1)];
    for (let x = 0; x < toWidth; x++) {
      const [nx, fx] = [x >> 1, (x >> 1) + (x % 2 ? 1 : -1)];
      const sum = 9 * at(near, nx) + 3 * (at(near, fx) + at(far, nx)) + at(far, fx);
      result.data[y * toWidth + x] = sum / 16;
    }
  }
  return result;
}
