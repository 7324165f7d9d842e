// Textures as whole numbers: their frequencies rounded to the steps of JPEG's tables times a scale. In the stream all
// textures' numbers of one frequency stand together, low frequencies first, so that the zeros, which are most of them, do
// too, and a general compressor finds them.
import {zigzag} from "../dct.js";
import {quantisation} from "../jpeg.js";
import type {Sparse} from "./frequencies.js";
import {planeBlocks, planeOffset, PLANES, textureLength, type TextureLayout} from "./layout.js";

/** Textures [n] of frequencies [textureLength] → a stream of as many numbers. Throws where one does not fit into 16 bits. */
export function encodeTextures(layout: TextureLayout, textures: readonly Sparse[], scale: number): Int16Array {
  const {places, steps} = order(layout, scale);
  const stream = new Int16Array(textures.length * places.length);
  const rank = new Int32Array(places.length);
  places.forEach((place, i) => (rank[place] = i));
  textures.forEach(({at, value}, t) => {
    at.forEach((place, i) => {
      const n = Math.round(value[i] / steps[rank[place]]);
      if (Math.abs(n) > 32767) throw new Error(`texture ${t}: ${n} steps; take a larger scale than ${scale}`);
      stream[streamIndex(layout, rank[place], t, textures.length)] = n;
    });
  });
  return stream;
}

/** Undoes encodeTextures, but for the rounding. */
export function decodeTextures(layout: TextureLayout, stream: Int16Array, count: number, scale: number): Sparse[] {
  const {places, steps} = order(layout, scale);
  if (stream.length !== count * places.length) {
    throw new Error(`textures: ${stream.length} numbers for ${count} of ${places.length}`);
  }
  const at = new Uint16Array(places.length);
  const value = new Float32Array(places.length);
  return Array.from({length: count}, (_, t) => {
    let n = 0;
    for (let i = 0; i < places.length; i++) {
      const steady = stream[streamIndex(layout, i, t, count)];
      if (steady === 0) continue;
      at[n] = places[i];
      value[n++] = steady * steps[i];
    }
    return {at: at.slice(0, n), value: value.slice(0, n)};
  });
}

/** One texture's numbers in the order of the stream, [plane, frequency, block]: their places, and the steps of each. */
function order(layout: TextureLayout, scale: number): {places: Int32Array; steps: Float64Array} {
  const places = new Int32Array(textureLength(layout));
  const steps = new Float64Array(places.length);
  for (let plane = 0, i = 0; plane < PLANES; plane++) {
    const table = quantisation(50, plane > 0);
    const blocks = planeBlocks(layout, plane).length;
    for (const frequency of zigzag) {
      for (let b = 0; b < blocks; b++, i++) {
        places[i] = planeOffset(layout, plane) + 64 * b + frequency;
        steps[i] = table[frequency] * scale;
      }
    }
  }
  return {places, steps};
}

/** Number `i` of texture `t`: a run of one frequency's blocks follows after the same run of the other textures. */
function streamIndex(layout: TextureLayout, i: number, t: number, count: number): number {
  const [y, c] = [layout.blocks[0].length, layout.blocks[1].length];
  const run = i < 64 * y ? y : c;
  const start = i < 64 * y ? 0 : 64 * y;
  const f = Math.floor((i - start) / run);
  return start * count + (f * count + t) * run + ((i - start) % run);
}
