// What the page needs to replay batches: loaders/replay.json.ts makes it from a recorded trace.
import type {Provenance} from "../traces/identity.js";
import type {OracleAnswers} from "../traces/oracle.js";

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
  /** per recorded drafter: from every position, `depth` tokens; −1 where the chain ends */
  readonly chains: Readonly<Record<string, {readonly depth: number; readonly tokens: readonly number[]}>>;
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
}

/** A sample as the oracle wants it. Confidences were left out: a replay without a threshold reads none. */
export function answersOf({id, prompt, output, chains}: ReplaySample): OracleAnswers {
  return {
    id,
    prompt: Int32Array.from(prompt),
    output: Int32Array.from(output),
    chains: Object.fromEntries(
      Object.entries(chains).map(([name, {depth, tokens}]) => [
        name,
        {depth, tokens: Int32Array.from(tokens), confidence: new Uint16Array(tokens.length)}
      ])
    )
  };
}
