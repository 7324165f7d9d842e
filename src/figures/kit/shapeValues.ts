// A shape as an address and sliders have it: heads by their size and how many share keys and values, expansion in
// hundredths. Every combination is a network that can be built.
import type {Shape} from "../shapeData.js";

export const headSizes = ["8", "16", "32", "64", "128", "256"] as const;
export const groups = ["1", "2", "3", "4", "8"] as const;

export interface ShapeValues {
  readonly depth: number;
  readonly width: number;
  readonly headSize: (typeof headSizes)[number];
  /** query heads that share one head of keys and values, at most */
  readonly group: (typeof groups)[number];
  /** hundredths */
  readonly expansion: number;
  readonly vocabulary: number;
  readonly head: "tied" | "untied";
}

/** As many heads as fill the width, one at least; as many of keys and values as divide them. */
export function shapeOf({depth, width, headSize, group, expansion, vocabulary, head}: ShapeValues): Shape {
  const heads = Math.max(1, Math.round(width / Number(headSize)));
  let kvHeads = Math.max(1, Math.floor(heads / Number(group)));
  while (heads % kvHeads !== 0) kvHeads--;
  return {
    depth,
    width,
    heads,
    kvHeads,
    headSize: Number(headSize),
    expansion: expansion / 100,
    vocabulary,
    tied: head === "tied"
  };
}

/** The values that give a shape, where the sliders can. */
export function valuesOf(shape: Shape): ShapeValues {
  const nearest = <T extends string>(values: readonly T[], wanted: number): T =>
    values.reduce((best, value) => (Math.abs(Number(value) - wanted) < Math.abs(Number(best) - wanted) ? value : best));
  return {
    depth: shape.depth,
    width: shape.width,
    headSize: nearest(headSizes, shape.headSize),
    group: nearest(groups, shape.heads / shape.kvHeads),
    expansion: Math.round(shape.expansion * 100),
    vocabulary: shape.vocabulary,
    head: shape.tied ? "tied" : "untied"
  };
}

const steps = (from: number, to: number, by: number): number[] =>
  Array.from({length: Math.floor((to - from) / by) + 1}, (_, i) => from + i * by);

/** Widths that the slider stops at. */
export const widths: readonly number[] = [...steps(32, 512, 32), ...steps(576, 1024, 64), ...steps(1152, 4096, 128)];

/** Vocabularies that the slider stops at. */
export const vocabularies: readonly number[] = [
  512, 1024, 2048, 4096, 8192, 16384, 32000, 48000, 72000, 100883, 151936
];
