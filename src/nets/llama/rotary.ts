// Tables of rotary angles (Su et al. 2021), as constants of a graph.
import type {Graph, Value} from "../../onnx/index.js";
import type {LlamaConfig} from "./config.js";

/** cos and sin of position · θ^(−2i/D): two float32 constants [positions, D / 2]. */
export function rotaryTables(
  graph: Graph,
  {headDim, ropeTheta}: Pick<LlamaConfig, "headDim" | "ropeTheta">,
  positions: number
): {cos: Value; sin: Value} {
  const half = headDim / 2;
  const angle = (i: number): number => Math.floor(i / half) / ropeTheta ** ((2 * (i % half)) / headDim);
  const table = (f: (x: number) => number): Value =>
    graph.constant(
      "float32",
      [positions, half],
      Float32Array.from({length: positions * half}, (_, i) => f(angle(i)))
    );
  return {cos: table(Math.cos), sin: table(Math.sin)};
}
