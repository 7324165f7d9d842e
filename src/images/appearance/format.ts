// The model as a file: eight bytes ("CAM1", then the header's length), a header in JSON, and whole numbers of 16 bits. A
// number n is written as 2n, or −2n − 1 where it is negative; first come the lower bytes of all numbers, then the upper
// ones, most of which are 0. The file is meant to be compressed (gzip) as a whole.
import type {FaceMesh} from "../faceMesh.js";
import type {Point} from "../image.js";
import {textureLength, type TextureLayout} from "./layout.js";
import type {AppearanceModel, Coefficients} from "./model.js";
import {decodeTextures, encodeTextures} from "./textureCodec.js";

const MAGIC = [0x43, 0x41, 0x4d, 0x31];
/** parts of a pixel, and of a deviation */
const PIXEL = 128;
const DEVIATION = 2048;

interface Header {
  readonly layout: TextureLayout;
  readonly mesh: FaceMesh;
  readonly neighbours: readonly (readonly number[])[];
  readonly frames: readonly number[];
  /** steps of the mean texture and of the components', as shares of JPEG's tables at quality 50 */
  readonly scales: readonly [mean: number, components: number];
  /** numbers of: landmarks, shape components, texture components, portraits, appearance components */
  readonly counts: readonly [number, number, number, number, number];
}

/** The bytes of a model. Throws where a number does not fit. */
export function encodeModel(model: AppearanceModel, scales: readonly [mean: number, components: number]): Uint8Array {
  const {layout, mesh, neighbours, frames, shape, texture, portraits, appearance, smile} = model;
  const counts = [
    smile.length,
    shape.directions.length,
    texture.directions.length,
    portraits.length,
    appearance.length
  ] as const;
  const header: Header = {layout, mesh, neighbours, frames, scales, counts};
  const all = (rows: readonly Coefficients[]): ArrayLike<number>[] => rows.flatMap((row) => [row.shape, row.texture]);
  const parts = [
    rounded([shape.mean, ...shape.directions, smile.flat()], PIXEL),
    rounded([...all(portraits), ...all(appearance)], DEVIATION),
    encodeTextures(layout, [texture.mean], scales[0]),
    encodeTextures(layout, texture.directions, scales[1])
  ];
  const json = new TextEncoder().encode(JSON.stringify(header));
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const file = new Uint8Array(8 + json.length + 2 * total);
  file.set(MAGIC);
  new DataView(file.buffer).setUint32(4, json.length, true);
  file.set(json, 8);
  let at = 8 + json.length;
  for (const part of parts) {
    for (const n of part) {
      const value = n < 0 ? -2 * n - 1 : 2 * n;
      if (value > 65535) throw new Error(`number: ${n} does not fit into 16 bits; take larger steps`);
      file[at] = value & 255;
      file[at++ + total] = value >> 8;
    }
  }
  return file;
}

/** Reads a model. Throws where the bytes are no such file, or end early. */
export function decodeModel(file: Uint8Array): AppearanceModel {
  const fail = (what: string): never => {
    throw new Error(`appearance model: ${what}; fetch it again`);
  };
  if (file.length < 8 || MAGIC.some((byte, i) => file[i] !== byte)) fail("it does not begin with CAM1");
  const start = 8 + new DataView(file.buffer, file.byteOffset).getUint32(4, true);
  if (file.length < start) fail(`it ends at ${file.length}, its header at ${start}`);
  const {layout, mesh, neighbours, frames, scales, counts} = readHeader(file.subarray(8, start), fail);
  const [landmarks, shapes, textures, people, walks] = counts;
  const numbers = textureLength(layout);
  const total = 2 * landmarks * (shapes + 2) + (people + walks) * (shapes + textures) + numbers * (1 + textures);
  if (file.length !== start + 2 * total) fail(`${file.length - start} bytes for ${total} numbers of two`);
  let at = start;
  const take = (length: number): Int16Array => {
    const part = new Int16Array(length);
    for (let i = 0; i < length; i++, at++) {
      const value = file[at] | (file[at + total] << 8);
      part[i] = value & 1 ? -((value + 1) >> 1) : value >> 1;
    }
    return part;
  };
  const floats = (length: number, parts: number): Float32Array => Float32Array.from(take(length), (n) => n / parts);
  const list = <T>(length: number, read: () => T): T[] => Array.from({length}, read);
  const shape = {mean: floats(2 * landmarks, PIXEL), directions: list(shapes, () => floats(2 * landmarks, PIXEL))};
  const moves = floats(2 * landmarks, PIXEL);
  const coefficients = (): Coefficients => ({shape: floats(shapes, DEVIATION), texture: floats(textures, DEVIATION)});
  return {
    layout,
    mesh,
    neighbours,
    frames,
    shape,
    smile: Array.from({length: landmarks}, (_, i): Point => [moves[2 * i], moves[2 * i + 1]]),
    portraits: list(people, coefficients),
    appearance: list(walks, coefficients),
    texture: {
      mean: decodeTextures(layout, take(numbers), 1, scales[0])[0],
      directions: decodeTextures(layout, take(numbers * textures), textures, scales[1])
    }
  };
}

function readHeader(bytes: Uint8Array, fail: (what: string) => never): Header {
  try {
    return JSON.parse(new TextDecoder("utf-8", {fatal: true}).decode(bytes)) as Header;
  } catch (error) {
    return fail(`its header is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function rounded(rows: readonly ArrayLike<number>[], parts: number): number[] {
  return rows.flatMap((row) => Array.from(row, (value) => Math.round(value * parts)));
}
