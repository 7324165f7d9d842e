// What the page needs to replay batches: loaders/replay.json.ts makes it from a recorded trace.
import type {Provenance} from "../traces/identity.js";
import type {LosslessCheck} from "./kit/source.js";
import type {Chains, OracleAnswers} from "../traces/oracle.js";

/**
 * What a drafter proposes after each token of the output. A replay asks only how many of its tokens are right, so what the
 * wrong one was, and what would have followed it, is left out; every count is what the whole record gives.
 */
export interface ReplayChains {
  /** most tokens of a chain */
  readonly depth: number;
  /** leading tokens of each chain that the output holds too */
  readonly right: readonly number[];
  /** tokens of each chain; absent where all have `depth` */
  readonly lengths?: readonly number[];
}

export interface ReplaySample {
  /** the prompt's id, such as dialogue-02 */
  readonly id: string;
  readonly domain: string;
  /** token ids */
  readonly prompt: readonly number[];
  /** greedy output, as far as a replay may need it */
  readonly output: readonly number[];
  /** what each token of the output adds to the text */
  readonly texts: readonly string[];
  /** by recorded drafter */
  readonly chains: Readonly<Record<string, ReplayChains>>;
}

export interface ReplayData {
  readonly model: {
    readonly name: string;
    readonly sha256: string;
    readonly layers: number;
    readonly vocabSize: number;
    readonly maxPositions: number;
  };
  /** recorded network drafters */
  readonly drafters: readonly string[];
  readonly eos: readonly number[];
  /** new tokens a replay may ask for */
  readonly maxNewTokens: number;
  readonly samples: readonly ReplaySample[];
  readonly provenance: Provenance;
  readonly lossless?: LosslessCheck;
}

/** Chains of a record, cut to what a replay asks for. `tokens` is [positions × depth], −1 where a chain ends. */
export function packChains(depth: number, tokens: ArrayLike<number>, output: readonly number[]): ReplayChains {
  const all = Array.from(output, (_, i) => Array.from({length: depth}, (_, k) => tokens[i * depth + k]));
  const lengths = all.map((chain) => (chain.includes(-1) ? chain.indexOf(-1) : depth));
  const right = all.map((chain, i) => {
    const wrong = chain.findIndex((token, k) => token !== output[i + 1 + k]);
    return wrong === -1 ? depth : wrong;
  });
  return {depth, right, ...(lengths.every((length) => length === depth) ? {} : {lengths})};
}

/** A sample as the oracle wants it. Wrong tokens are any but the right one; confidences, which no replay reads, are 0. */
export function answersOf({id, prompt, output, chains}: ReplaySample, vocabSize: number): OracleAnswers {
  const unpack = ({depth, right, lengths}: ReplayChains): Chains => ({
    depth,
    tokens: Int32Array.from({length: output.length * depth}, (_, at) => {
      const i = Math.floor(at / depth);
      const k = at % depth;
      if (k >= (lengths?.[i] ?? depth)) return -1;
      const next = output[i + 1 + k] ?? 0;
      return k < right[i] ? next : (next + 1) % vocabSize;
    }),
    confidence: new Uint16Array(output.length * depth)
  });
  return {
    id,
    prompt: Int32Array.from(prompt),
    output: Int32Array.from(output),
    chains: Object.fromEntries(Object.entries(chains).map(([name, chain]) => [name, unpack(chain)]))
  };
}
