// Textures as whole numbers: the frequencies of 8 × 8 blocks, rounded to the steps of JPEG's tables times a scale. In the
// stream all textures' numbers of one frequency stand together, low frequencies first, so that the zeros, which are most of
// them, do too, and a general compressor finds them.
import {forwardDct, inverseDct, zigzag} from "../dct.js";
import {quantisation} from "../jpeg.js";
import {planeBlocks, planeOffset, PLANES, textureLength, type TextureLayout} from "./layout.js";

/** Textures [n, textureLength] → a stream of as many numbers. Throws where one does not fit into 16 bits. */
export function encodeTextures(layout: TextureLayout, textures: readonly Float32Array[], scale: number): Int16Array {
  const stream = new Int16Array(textures.length * textureLength(layout));
  walk(layout, textures.length, scale, (texture, from, at, stride, steps) => {
    const block = Float64Array.from(textures[texture].subarray(from, from + 64));
    forwardDct(block);
    for (let f = 0; f < 64; f++) {
      const value = Math.round(block[zigzag[f]] / steps[zigzag[f]]);
      if (Math.abs(value) > 32767)
        throw new Error(`texture ${texture}: ${value} steps; take a larger scale than ${scale}`);
      stream[at + f * stride] = value;
    }
  });
  return stream;
}

/** Undoes encodeTextures, but for the rounding. */
export function decodeTextures(
  layout: TextureLayout,
  stream: Int16Array,
  count: number,
  scale: number
): Float32Array[] {
  const length = textureLength(layout);
  if (stream.length !== count * length) throw new Error(`textures: ${stream.length} numbers for ${count} of ${length}`);
  const textures = Array.from({length: count}, () => new Float32Array(length));
  const block = new Float64Array(64);
  walk(layout, count, scale, (texture, from, at, stride, steps) => {
    let any = false;
    for (let f = 0; f < 64; f++) {
      const value = stream[at + f * stride];
      any ||= value !== 0;
      block[zigzag[f]] = value * steps[zigzag[f]];
    }
    if (!any) return;
    inverseDct(block);
    textures[texture].set(block, from);
  });
  return textures;
}

type Visit = (texture: number, from: number, at: number, stride: number, steps: Float64Array) => void;

/** Every block of every texture: where its 64 numbers begin, and where in the stream its lowest frequency lies. */
function walk(layout: TextureLayout, count: number, scale: number, visit: Visit): void {
  for (let plane = 0; plane < PLANES; plane++) {
    const steps = Float64Array.from(quantisation(50, plane > 0), (step) => step * scale);
    const blocks = planeBlocks(layout, plane).length;
    const offset = planeOffset(layout, plane);
    for (let texture = 0; texture < count; texture++) {
      for (let b = 0; b < blocks; b++) {
        visit(texture, offset + 64 * b, count * offset + texture * blocks + b, count * blocks, steps);
      }
    }
  }
}
