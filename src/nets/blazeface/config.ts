// BlazeFace (Bazarevsky et al. 2019, "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs"), in the shape of the
// "short range" model that MediaPipe distributes: a stem and sixteen residual blocks of separable convolutions.

export interface BlazeFaceConfig {
  /** pixels along an edge of the picture */
  readonly size: number;
  /** channels after the stem, which halves the picture */
  readonly stem: number;
  readonly blocks: readonly {readonly channels: number; readonly stride: 1 | 2}[];
  /** what is said of each pixel of a block's maps: `anchors` faces, named by the pixels of the picture between two of them */
  readonly heads: readonly {readonly name: string; readonly block: number; readonly anchors: number}[];
}

const block = (channels: number, stride: 1 | 2 = 1): BlazeFaceConfig["blocks"][number] => ({channels, stride});

/** MediaPipe's model for faces within two metres: 128 pixels, 16 × 16 × 2 + 8 × 8 × 6 = 896 anchors. */
export const shortRange: BlazeFaceConfig = {
  size: 128,
  stem: 24,
  blocks: [
    ...[block(24), block(28), block(32, 2), block(36), block(42), block(48, 2)],
    ...[block(56), block(64), block(72), block(80), block(88)],
    ...[block(96, 2), block(96), block(96), block(96), block(96)]
  ],
  heads: [
    {name: "8", block: 10, anchors: 2},
    {name: "16", block: 15, anchors: 6}
  ]
};

/** Numbers for each anchor: centre and size of the box, then the six points. */
export const NUMBERS = 16;

/** Pixels along an edge of a block's maps, from the first block to the last. */
export function mapSizes({size, blocks}: BlazeFaceConfig): number[] {
  let edge = size / 2;
  return blocks.map(({stride}) => (edge /= stride));
}
