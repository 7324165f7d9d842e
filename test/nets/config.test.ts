import {describe, expect, it} from "vitest";
import {parseLlamaConfig, writeLlamaConfig} from "../../src/nets/llama/config.js";
import {llamaParameters, parameterCount} from "../../src/nets/llama/parameters.js";
import {testConfig} from "./testCheckpoint.js";

/** As Hugging Face writes it for SmolLM-135M. */
const smol = {
  architectures: ["LlamaForCausalLM"],
  attention_bias: false,
  bos_token_id: 0,
  eos_token_id: 0,
  hidden_act: "silu",
  hidden_size: 576,
  intermediate_size: 1536,
  max_position_embeddings: 2048,
  model_type: "llama",
  num_attention_heads: 9,
  num_hidden_layers: 30,
  num_key_value_heads: 3,
  rms_norm_eps: 1e-5,
  rope_scaling: null,
  rope_theta: 10000.0,
  tie_word_embeddings: true,
  vocab_size: 49152
};

describe("config.json", () => {
  it("of a published model gives its shape", () => {
    const config = parseLlamaConfig(smol);
    expect(config).toMatchObject({layers: 30, heads: 9, kvHeads: 3, headDim: 64, tiedHead: true, eosTokens: [0]});
    expect(parameterCount(config)).toBe(134_515_008);
  });

  it("that we write reads back the same", () => {
    for (const eosTokens of [[], [4], [4, 5]]) {
      const config = {...testConfig, eosTokens, bosToken: 1, headDim: 24};
      expect(parseLlamaConfig(JSON.parse(JSON.stringify(writeLlamaConfig(config, "float16"))))).toEqual(config);
    }
  });

  it("may leave out what has a default", () => {
    const {rope_theta, num_key_value_heads, attention_bias, ...rest} = smol;
    expect([rope_theta, num_key_value_heads, attention_bias]).toEqual([10000, 3, false]);
    expect(parseLlamaConfig(rest)).toMatchObject({ropeTheta: 10000, kvHeads: 9});
  });

  it("may hold the rotary base in rope_parameters", () => {
    const file = {...smol, rope_theta: undefined, rope_parameters: {rope_type: "default", rope_theta: 500000}};
    expect(parseLlamaConfig(file).ropeTheta).toBe(500000);
  });

  it.each([
    [{model_type: "gpt2"}, 'unsupported model_type: "gpt2"; supported: "llama"'],
    [{hidden_act: "gelu"}, 'unsupported hidden_act: "gelu"; supported: "silu"'],
    [{attention_bias: true}, "unsupported attention_bias: true; supported: false"],
    [{mlp_bias: true}, "unsupported mlp_bias: true; supported: false"],
    [{rope_scaling: {type: "linear", factor: 2}}, 'unsupported rope_scaling: {"type":"linear","factor":2}'],
    [{rope_parameters: {rope_type: "yarn"}}, 'unsupported rope_parameters: {"rope_type":"yarn"}'],
    [{quantization_config: {bits: 4}}, 'unsupported quantization_config: {"bits":4}'],
    [{hidden_size: undefined}, "hidden_size is missing"],
    [{vocab_size: 1.5}, "invalid vocab_size: 1.5; expected a positive integer"],
    [{num_key_value_heads: 2}, "num_key_value_heads: 2 does not divide num_attention_heads 9"],
    [{head_dim: 63}, "head_dim: 63 is odd"],
    [{rms_norm_eps: 0}, "invalid rms_norm_eps: 0; expected a positive number"],
    [{eos_token_id: 49152}, "invalid eos_token_id: 49152; expected a token in [0, 49152)"]
  ])("with %o is refused by name", (change, message) => {
    expect(() => parseLlamaConfig({...smol, ...change})).toThrow(message);
  });

  it("that is no object is refused", () => {
    expect(() => parseLlamaConfig([])).toThrow("config.json: not an object");
  });
});

describe("parameters", () => {
  it("have Hugging Face names and [out, in] shapes, in one order", () => {
    const parameters = llamaParameters({...testConfig, layers: 1, tiedHead: false});
    expect(parameters.map(({name, shape}) => `${name} ${shape.join("×")}`)).toEqual([
      "model.embed_tokens.weight 97×64",
      "model.layers.0.input_layernorm.weight 64",
      "model.layers.0.self_attn.q_proj.weight 64×64",
      "model.layers.0.self_attn.k_proj.weight 32×64",
      "model.layers.0.self_attn.v_proj.weight 32×64",
      "model.layers.0.self_attn.o_proj.weight 64×64",
      "model.layers.0.post_attention_layernorm.weight 64",
      "model.layers.0.mlp.gate_proj.weight 96×64",
      "model.layers.0.mlp.up_proj.weight 96×64",
      "model.layers.0.mlp.down_proj.weight 64×96",
      "model.norm.weight 64",
      "lm_head.weight 97×64"
    ]);
  });
});
