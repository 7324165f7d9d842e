// Records from which an oracle answers (src/decoding/oracle): one `oracle-model` line, then one `oracle` line per prompt
// with the target's greedy output and, per network drafter, the chain it drafts from every position of that output. The
// chains of early exits at several layers are the draft forest; those of depth 1 say what each layer would answer.

import {packFloats, packIntegers, unpack} from "./packed.js";
import {array, integer, object, oneOf, optional, record, text} from "./schema.js";
import type {Static} from "./schema.js";

export const oracleModelRecord = object(
  {
    type: oneOf(["oracle-model"], "kind of line"),
    name: text("the target's name"),
    sha256: text("SHA-256 of the target's weights, hexadecimal"),
    layers: integer("the target's layers", 1),
    vocabSize: integer("size of its vocabulary", 1),
    maxPositions: integer("most tokens of a text", 1),
    drafters: record(
      object(
        {
          sha256: text("SHA-256 of its weights, hexadecimal: the adapter's, or the target's where it has none"),
          maxPositions: integer("most tokens of a text", 1),
          exitLayer: optional(integer("for an early exit: layers of the target that draft, ℓ", 1))
        },
        "a network drafter"
      ),
      "network drafters and early exits whose chains were recorded, by name"
    )
  },
  "The networks that an oracle stands for"
);

export const chainRecord = object(
  {
    depth: integer("most tokens of a chain", 1),
    tokens: text("packed integers [chains × depth]: token id + 1, or 0 where the chain ends"),
    confidence: text("packed integers [chains × depth]: the drafter's probability of the token, in steps of 1/65535")
  },
  "Chain i is what the drafter drafts when the text is the prompt and the first i + 1 tokens of the output"
);

export const oracleRecord = object(
  {
    type: oneOf(["oracle"], "kind of line"),
    prompt: text("the prompt's id"),
    promptTokens: array(integer("token id"), "the prompt"),
    output: array(
      integer("token id"),
      "greedy output: as long as drafts may reach, or up to its end token or the context"
    ),
    confidence: optional(text("packed floats [output]: the target's probability of each token")),
    margin: optional(text("packed floats [output]: largest logit minus second largest")),
    chains: record(chainRecord, "per network drafter or early exit, by name")
  },
  "What a prompt's oracle knows"
);

export type OracleModelRecord = Static<typeof oracleModelRecord>;
export type OracleRecord = Static<typeof oracleRecord>;

/** Chains [count × depth], unpacked: token −1 where a chain has ended. */
export interface Chains {
  readonly depth: number;
  readonly tokens: Int32Array;
  /** in steps of 1/65535 */
  readonly confidence: Uint16Array;
}

/** An oracle record, unpacked. */
export interface OracleAnswers {
  readonly id: string;
  readonly prompt: Int32Array;
  readonly output: Int32Array;
  readonly confidence?: Float32Array;
  readonly margin?: Float32Array;
  readonly chains: Readonly<Record<string, Chains>>;
}

export function packOracle({id, prompt, output, confidence, margin, chains}: OracleAnswers): OracleRecord {
  return {
    type: "oracle",
    prompt: id,
    promptTokens: Array.from(prompt),
    output: Array.from(output),
    ...(confidence && {confidence: packFloats(confidence)}),
    ...(margin && {margin: packFloats(margin)}),
    chains: Object.fromEntries(
      Object.entries(chains).map(([name, chain]) => [
        name,
        {
          depth: chain.depth,
          tokens: packIntegers(chain.tokens.map((token) => token + 1)),
          confidence: packIntegers(chain.confidence)
        }
      ])
    )
  };
}

/** Throws, naming the prompt, on lists whose lengths do not fit. */
export function unpackOracle(line: OracleRecord): OracleAnswers {
  const output = Int32Array.from(line.output);
  const floats = (name: "confidence" | "margin") => {
    const packed = line[name];
    if (packed === undefined) return undefined;
    const values = Float32Array.from(unpack(packed));
    if (values.length !== output.length) throw new Error(`oracle ${line.prompt}: ${values.length} values of ${name}`);
    return values;
  };
  const chains = Object.entries(line.chains).map(([name, {depth, tokens, confidence}]): [string, Chains] => {
    const chain = {
      depth,
      tokens: Int32Array.from(unpack(tokens), (token) => token - 1),
      confidence: Uint16Array.from(unpack(confidence))
    };
    if (chain.tokens.length % depth || chain.tokens.length !== chain.confidence.length) {
      throw new Error(`oracle ${line.prompt}: chains of ${name} do not fit depth ${depth}`);
    }
    return [name, chain];
  });
  return {
    id: line.prompt,
    prompt: Int32Array.from(line.promptTokens),
    output,
    confidence: floats("confidence"),
    margin: floats("margin"),
    chains: Object.fromEntries(chains)
  };
}
