// BlazeFace's parameters, in one fixed order.
import {NUMBERS, type BlazeFaceConfig} from "./config.js";

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
}

/** All parameters: kernels [out, in, k, k], of one channel each [C, 1, 3, 3], and a bias [out] behind each of them. */
export function blazeFaceParameters({stem, blocks, heads}: BlazeFaceConfig): Parameter[] {
  const convolution = (name: string, kernel: readonly number[]): Parameter[] => [
    {name: `${name}.weight`, shape: kernel},
    {name: `${name}.bias`, shape: kernel.slice(0, 1)}
  ];
  return [
    ...convolution("stem", [stem, 3, 5, 5]),
    ...blocks.flatMap(({channels}, i) => {
      const from = blocks[i - 1]?.channels ?? stem;
      return [
        ...convolution(`blocks.${i}.depthwise`, [from, 1, 3, 3]),
        ...convolution(`blocks.${i}.pointwise`, [channels, from, 1, 1])
      ];
    }),
    ...heads.flatMap(({name, block, anchors}) => {
      const {channels} = blocks[block];
      return [
        ...convolution(`heads.${name}.score`, [anchors, channels, 1, 1]),
        ...convolution(`heads.${name}.numbers`, [anchors * NUMBERS, channels, 1, 1])
      ];
    })
  ];
}

/** Number of weights. */
export function blazeFaceSize(config: BlazeFaceConfig): number {
  return blazeFaceParameters(config).reduce((total, {shape}) => total + shape.reduce((n, d) => n * d, 1), 0);
}
