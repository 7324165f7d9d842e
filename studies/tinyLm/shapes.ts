// Shapes of a given size: the MLP's inner width is what is left when depth, width and vocabulary are chosen.
import type {TinyRecipe} from "./recipe.js";

export type Shape = TinyRecipe["network"];

const HEADS = 4;

export interface ShapeOptions {
  readonly layers: number;
  readonly width: number;
  readonly vocabulary: number;
  /** weights in all */
  readonly size: number;
  /** default 4 heads that share the width */
  readonly attention?: Pick<Shape, "heads" | "kvHeads" | "headDim">;
}

/** The shape with about `size` weights. @throws where no MLP of at least half the width fits */
export function shapeOfSize({layers, width, vocabulary, size, attention}: ShapeOptions): Shape {
  // rotary pairs need an even width of heads
  const {heads, kvHeads, headDim} = attention ?? {heads: HEADS, kvHeads: HEADS, headDim: 2 * Math.round(width / HEADS / 2)}; // prettier-ignore
  const fixed = vocabulary * width + width + layers * (2 * width + 2 * width * headDim * (heads + kvHeads));
  const intermediateSize = 4 * Math.round((size - fixed) / layers / (3 * width) / 4);
  if (!(intermediateSize >= width / 2)) {
    throw new Error(
      `shape: ${layers} layers of width ${width} with ${vocabulary} tokens leave no MLP in ${size} weights`
    );
  }
  return {layers, hiddenSize: width, heads, kvHeads, headDim, intermediateSize};
}

/** Inner width of the MLP over the width: the paper's expansion. */
export const expansionOf = ({intermediateSize, hiddenSize}: Shape): number => intermediateSize / hiddenSize;
