// The trained detector as a graph: normalised by fixed statistics, for any number of faces.
import {Graph, type Dimension, type Value} from "../../onnx/index.js";
import {activationMap, byScale, detect} from "./forward.js";
import {detectorParameters, norms, type Parameter} from "./parameters.js";
import type {DetectorConfig} from "./config.js";

/** What a trained detector is made of: its parameters, with scale and shift [C] of each normalisation in place of its weight, bias and statistics. */
export function foldedParameters(config: DetectorConfig): Parameter[] {
  const folded = norms(config).flatMap(({name, channels}) =>
    ["scale", "shift"].map((part) => ({name: `${name}.${part}`, shape: [channels]}))
  );
  return [...detectorParameters(config).filter(({name}) => !/norm\.(weight|bias)$/.test(name)), ...folded];
}

/**
 * Reads `faces` [B, 3, size, size] and gives `features` [B, F], `logits` [B, 2] (real, manipulated) and `activation`
 * [B, h, w], the class activation map.
 * @param parameter where a parameter is in the graph: an input, or lying in a file
 * @param batch faces at a time; a name leaves their number open
 */
export function detectorGraph(
  config: DetectorConfig,
  parameter: (graph: Graph, {name, shape}: Parameter) => Value,
  batch: Dimension = "B"
): Graph {
  const graph = new Graph("detector");
  const values = new Map(foldedParameters(config).map((one) => [one.name, parameter(graph, one)]));
  const weight = (name: string): Value => values.get(name) as Value;
  const faces = graph.input("faces", "float32", [batch, 3, config.size, config.size]);
  const detected = detect(config, weight, byScale(config, weight), faces);
  graph.output("features", detected.features);
  graph.output("logits", detected.logits);
  graph.output("activation", activationMap(detected, weight("linear.weight")));
  return graph;
}
