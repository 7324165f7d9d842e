// Where a texture's numbers lie. Textures have the mean shape, so a pixel of one is the same place of every face. They are
// kept as Y, Cb, Cr of JFIF, colour at half the resolution, only in the 8 × 8 blocks that the face touches.

/** Y, Cb, Cr */
export const PLANES = 3;

/** Blocks of one plane that are kept: their numbers in rows from the top, ascending. */
export type Blocks = readonly number[];

export interface TextureLayout {
  /** pixels along each side of the square texture, a multiple of 16 */
  readonly size: number;
  /** kept blocks of the brightness plane, and of both colour planes */
  readonly blocks: readonly [luminance: Blocks, chrominance: Blocks];
}

/** Kept blocks of Y, Cb or Cr. */
export function planeBlocks({blocks}: TextureLayout, plane: number): Blocks {
  return blocks[plane === 0 ? 0 : 1];
}

/** Pixels along each side of Y, Cb or Cr. */
export function planeSize({size}: TextureLayout, plane: number): number {
  return plane === 0 ? size : size / 2;
}

/** Numbers of one texture: 64 for each block of Y, then of Cb, then of Cr. */
export function textureLength(layout: TextureLayout): number {
  return 64 * (layout.blocks[0].length + 2 * layout.blocks[1].length);
}

/** Where the numbers of a plane begin. */
export function planeOffset({blocks}: TextureLayout, plane: number): number {
  return plane === 0 ? 0 : 64 * (blocks[0].length + (plane - 1) * blocks[1].length);
}

/** A place of a plane for each number of it, [blocks, 8, 8] → y · side + x. */
export function planePlaces(layout: TextureLayout, plane: number): Int32Array {
  const side = planeSize(layout, plane);
  const across = side / 8;
  const kept = planeBlocks(layout, plane);
  const places = new Int32Array(kept.length * 64);
  kept.forEach((block, b) => {
    const [left, top] = [(block % across) * 8, Math.floor(block / across) * 8];
    for (let i = 0; i < 64; i++) places[64 * b + i] = (top + (i >> 3)) * side + left + (i & 7);
  });
  return places;
}
