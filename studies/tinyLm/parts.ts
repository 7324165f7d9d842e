// How many weights of a network belong to which of its parts.
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import type {LlamaConfig} from "../../src/nets/llama/config.js";
import type {StudyRun} from "../../src/traces/studyRun.js";

/** Weights by part; a tied head is the embedding. */
export function partsOf(network: LlamaConfig): StudyRun["parameters"] {
  const parts = {embedding: 0, attention: 0, mlp: 0, norms: 0};
  for (const {name, shape} of llamaParameters(network)) {
    const size = shape.reduce((n, d) => n * d, 1);
    if (shape.length === 1) parts.norms += size;
    else if (name.includes("self_attn")) parts.attention += size;
    else if (name.includes("mlp")) parts.mlp += size;
    else parts.embedding += size;
  }
  return parts;
}
