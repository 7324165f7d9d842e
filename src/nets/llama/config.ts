// The shape of a Llama-type network, read from a Hugging Face `config.json`. What we do not implement (rotary scaling,
// biases, other activations) is refused by name: running such a checkpoint anyway would give wrong text, not an error.

export interface LlamaConfig {
  /** model width d */
  readonly hiddenSize: number;
  readonly layers: number;
  /** query heads H */
  readonly heads: number;
  /** key and value heads KV; H is a multiple of KV */
  readonly kvHeads: number;
  /** width of one head D; even, for rotary pairs */
  readonly headDim: number;
  /** inner width of the SwiGLU block */
  readonly intermediateSize: number;
  readonly vocabSize: number;
  readonly rmsNormEps: number;
  /** base of the rotary angles θ */
  readonly ropeTheta: number;
  /** the head is the embedding matrix */
  readonly tiedHead: boolean;
  /** positions are in [0, maxPositions) */
  readonly maxPositions: number;
  readonly bosToken?: number;
  /** tokens that end a text; may be empty */
  readonly eosTokens: readonly number[];
}

/** Fields of `config.json` that `writeLlamaConfig` adds besides the network's shape. */
export interface LlamaConfigFile {
  readonly architectures: readonly string[];
  readonly model_type: string;
  readonly [field: string]: unknown;
}

/**
 * Read a parsed `config.json`.
 * @throws on a missing or malformed field, and on a feature that is not implemented, naming field and value.
 */
export function parseLlamaConfig(file: unknown): LlamaConfig {
  if (typeof file !== "object" || file === null || Array.isArray(file)) throw new Error("config.json: not an object");
  const fields = file as Record<string, unknown>;
  refuseUnsupported(fields);
  const hiddenSize = integer(fields, "hidden_size");
  const heads = integer(fields, "num_attention_heads");
  const kvHeads = integer(fields, "num_key_value_heads", heads);
  const headDim = integer(fields, "head_dim", hiddenSize / heads);
  if (heads % kvHeads !== 0) {
    throw new Error(`config.json: num_key_value_heads: ${kvHeads} does not divide num_attention_heads ${heads}`);
  }
  if (headDim % 2 !== 0) throw new Error(`config.json: head_dim: ${headDim} is odd; rotary pairs need it even`);
  const vocabSize = integer(fields, "vocab_size");
  const eosTokens = tokenIds(fields, "eos_token_id", vocabSize);
  const [bosToken] = tokenIds(fields, "bos_token_id", vocabSize);
  return {
    hiddenSize,
    layers: integer(fields, "num_hidden_layers"),
    heads,
    kvHeads,
    headDim,
    intermediateSize: integer(fields, "intermediate_size"),
    vocabSize,
    rmsNormEps: positive(fields, "rms_norm_eps", 1e-6),
    ropeTheta: positive({...fields, ...ropeParameters(fields)}, "rope_theta", 10000),
    tiedHead: fields.tie_word_embeddings === true,
    maxPositions: integer(fields, "max_position_embeddings", 2048),
    ...(bosToken === undefined ? {} : {bosToken}),
    eosTokens
  };
}

/** The `config.json` other tools load: the inverse of `parseLlamaConfig`. */
export function writeLlamaConfig(config: LlamaConfig, dtype: "float32" | "float16" | "bfloat16"): LlamaConfigFile {
  const [eos, ...more] = config.eosTokens;
  return {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    hidden_size: config.hiddenSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headDim,
    intermediate_size: config.intermediateSize,
    vocab_size: config.vocabSize,
    hidden_act: "silu",
    rms_norm_eps: config.rmsNormEps,
    rope_theta: config.ropeTheta,
    rope_scaling: null,
    attention_bias: false,
    mlp_bias: false,
    tie_word_embeddings: config.tiedHead,
    max_position_embeddings: config.maxPositions,
    bos_token_id: config.bosToken ?? null,
    eos_token_id: more.length > 0 ? config.eosTokens : (eos ?? null),
    torch_dtype: dtype
  };
}

function refuseUnsupported(fields: Record<string, unknown>): void {
  const refuse = (field: string, supported: string): never => {
    throw new Error(`config.json: unsupported ${field}: ${JSON.stringify(fields[field])}; supported: ${supported}`);
  };
  if ((fields.model_type ?? "llama") !== "llama") refuse("model_type", '"llama"');
  if ((fields.hidden_act ?? "silu") !== "silu") refuse("hidden_act", '"silu"');
  if ((fields.attention_bias ?? false) !== false) refuse("attention_bias", "false");
  if ((fields.mlp_bias ?? false) !== false) refuse("mlp_bias", "false");
  if ((fields.rope_scaling ?? null) !== null && !isDefaultRope(fields.rope_scaling)) refuse("rope_scaling", "null");
  if (!isDefaultRope(fields.rope_parameters ?? {})) refuse("rope_parameters", 'rope_type "default"');
  if ((fields.sliding_window ?? null) !== null) refuse("sliding_window", "null");
  if ((fields.quantization_config ?? null) !== null) refuse("quantization_config", "F32, F16 and BF16 weights");
}

function isDefaultRope(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const rope = value as Record<string, unknown>;
  return (rope.rope_type ?? rope.type ?? "default") === "default" && (rope.partial_rotary_factor ?? 1) === 1;
}

function ropeParameters(fields: Record<string, unknown>): Record<string, unknown> {
  const {rope_theta} = (fields.rope_parameters ?? {}) as Record<string, unknown>;
  return rope_theta === undefined ? {} : {rope_theta};
}

function integer(fields: Record<string, unknown>, field: string, fallback?: number): number {
  const value = fields[field] ?? fallback;
  if (value === undefined) throw new Error(`config.json: ${field} is missing`);
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw new Error(`config.json: invalid ${field}: ${JSON.stringify(value)}; expected a positive integer`);
  }
  return value as number;
}

function positive(fields: Record<string, unknown>, field: string, fallback: number): number {
  const value = fields[field] ?? fallback;
  if (typeof value !== "number" || !(value > 0) || !Number.isFinite(value)) {
    throw new Error(`config.json: invalid ${field}: ${JSON.stringify(value)}; expected a positive number`);
  }
  return value;
}

function tokenIds(fields: Record<string, unknown>, field: string, vocabSize: number): number[] {
  const value = fields[field] ?? [];
  const ids: unknown[] = Array.isArray(value) ? value : [value];
  for (const id of ids) {
    if (!Number.isSafeInteger(id) || (id as number) < 0 || (id as number) >= vocabSize) {
      throw new Error(`config.json: invalid ${field}: ${JSON.stringify(id)}; expected a token in [0, ${vocabSize})`);
    }
  }
  return ids as number[];
}
