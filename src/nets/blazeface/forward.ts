// BlazeFace over pictures: a score and sixteen numbers for each anchor. What they mean, decode.ts says.
import {
  add,
  concat,
  maxPool2d,
  pad,
  relu,
  reshape,
  sameConv2d,
  transpose,
  type SameConvolutionOptions,
  type Value
} from "../../onnx/index.js";
import {mapSizes, NUMBERS, type BlazeFaceConfig} from "./config.js";

/** Finds a parameter by its name. */
export type Lookup = (name: string) => Value;

export interface RawFaces {
  /** logits [N, A], A anchors in the order of `anchors` in decode.ts */
  readonly scores: Value;
  /** [N, A, 16], in pixels of the picture, relative to the anchor */
  readonly numbers: Value;
}

/** @param pictures [N, 3, size, size] with values around 0, as brightness / 127.5 − 1 */
export function blazeFace(config: BlazeFaceConfig, weight: Lookup, pictures: Value): RawFaces {
  const {stem, blocks, heads} = config;
  const count = pictures.shape[0];
  const convolve = (x: Value, name: string, options?: SameConvolutionOptions): Value =>
    sameConv2d(x, weight(`${name}.weight`), weight(`${name}.bias`), options);
  let x = relu(convolve(pictures, "stem", {stride: 2}));
  const maps = blocks.map(({channels, stride}, i) => {
    const main = convolve(convolve(x, `blocks.${i}.depthwise`, {stride}), `blocks.${i}.pointwise`);
    const near = stride === 2 ? maxPool2d(x) : x;
    const more = channels - (blocks[i - 1]?.channels ?? stem);
    // channels that the block adds have nothing to be added to
    const skip = more === 0 ? near : pad(near, [0, 0, 0, 0], [0, more, 0, 0]);
    return (x = relu(add(skip, main)));
  });
  const edges = mapSizes(config);
  const said = (part: "score" | "numbers", width: number): Value => {
    const rows = heads.map(({name, block, anchors}) => {
      const last = transpose(convolve(maps[block], `heads.${name}.${part}`), [0, 2, 3, 1]);
      return reshape(last, [count, edges[block] ** 2 * anchors, width]);
    });
    return concat(rows, 1);
  };
  const scores = said("score", 1);
  return {scores: reshape(scores, scores.shape.slice(0, 2)), numbers: said("numbers", NUMBERS)};
}
