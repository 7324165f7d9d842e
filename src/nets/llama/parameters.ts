// The parameters of a Llama-type network under their Hugging Face names, in one fixed order. The training graph, the
// decode graph and the checkpoint writer all walk this list, so a checkpoint we write loads in other tools unchanged.

import type {LlamaConfig} from "./config.js";

export interface Parameter {
  readonly name: string;
  /** a linear layer's weight is [out, in], as in Hugging Face checkpoints */
  readonly shape: readonly number[];
}

export const embeddingName = "model.embed_tokens.weight";
export const finalNormName = "model.norm.weight";

/** Name of the matrix [vocabSize, d] that turns hidden states into logits: the embedding itself where it is tied. */
export function headName(config: LlamaConfig): string {
  return config.tiedHead ? embeddingName : "lm_head.weight";
}

/** Names of the nine parameters of a layer, all of them behind `prefix`. */
export const blockNames = (prefix: string) => ({
  inputNorm: `${prefix}input_layernorm.weight`,
  query: `${prefix}self_attn.q_proj.weight`,
  key: `${prefix}self_attn.k_proj.weight`,
  value: `${prefix}self_attn.v_proj.weight`,
  output: `${prefix}self_attn.o_proj.weight`,
  postNorm: `${prefix}post_attention_layernorm.weight`,
  gate: `${prefix}mlp.gate_proj.weight`,
  up: `${prefix}mlp.up_proj.weight`,
  down: `${prefix}mlp.down_proj.weight`
});

export type BlockNames = ReturnType<typeof blockNames>;

/** Names of layer `layer`'s nine parameters. */
export const layerNames = (layer: number): BlockNames => blockNames(`model.layers.${layer}.`);

/** Parameters of attention and the norm before it, in file order. */
export function attentionParameters(config: LlamaConfig, names: BlockNames): Parameter[] {
  const {hiddenSize: d, headDim} = config;
  return [
    {name: names.inputNorm, shape: [d]},
    {name: names.query, shape: [config.heads * headDim, d]},
    {name: names.key, shape: [config.kvHeads * headDim, d]},
    {name: names.value, shape: [config.kvHeads * headDim, d]},
    {name: names.output, shape: [d, config.heads * headDim]}
  ];
}

/** Parameters of a layer, in file order. */
export function blockParameters(config: LlamaConfig, names: BlockNames): Parameter[] {
  const {hiddenSize: d, intermediateSize: inner} = config;
  return [
    ...attentionParameters(config, names),
    {name: names.postNorm, shape: [d]},
    {name: names.gate, shape: [inner, d]},
    {name: names.up, shape: [inner, d]},
    {name: names.down, shape: [d, inner]}
  ];
}

/** All parameters in order: embedding, layers, final norm, and the head where it is not tied. */
export function llamaParameters(config: LlamaConfig): Parameter[] {
  const matrix = [config.vocabSize, config.hiddenSize];
  return [
    {name: embeddingName, shape: matrix},
    ...Array.from({length: config.layers}, (_, layer) => blockParameters(config, layerNames(layer))).flat(),
    {name: finalNormName, shape: [config.hiddenSize]},
    ...(config.tiedHead ? [] : [{name: headName(config), shape: matrix}])
  ];
}

/** Number of weights in the network. */
export function parameterCount(config: LlamaConfig): number {
  return llamaParameters(config).reduce((total, {shape}) => total + shape.reduce((size, n) => size * n, 1), 0);
}
