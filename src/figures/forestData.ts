// Recorded texts with their draft forest, as loaders/forest/[texts].json.ts and loaders/rounds.json.ts make them: what every
// exit layer would draft from each position, and what each layer alone would say there. From these the decode loop replays
// any early exit exactly.
import type {Provenance} from "../traces/identity.js";
import {unpackOracle} from "../traces/oracle.js";
import type {OracleAnswers, OracleRecord} from "../traces/oracle.js";
import type {LosslessCheck} from "./kit/source.js";

export interface ForestText {
  /** the prompt's id, such as dialogue-02 */
  readonly id: string;
  readonly domain: string;
  readonly prompt: readonly number[];
  readonly promptText: string;
  /** greedy output, as far as it is shown */
  readonly output: readonly number[];
  /** what each token of the output adds to the text */
  readonly texts: readonly string[];
  /** as traces pack them: `exit-ℓ`, what the adapter behind layer ℓ drafts; `layer-ℓ`, what that layer alone would say */
  readonly chains: OracleRecord["chains"];
}

export interface ForestData {
  readonly model: {
    readonly name: string;
    readonly sha256: string;
    readonly layers: number;
    readonly vocabSize: number;
    readonly maxPositions: number;
  };
  /** adapters whose chains were recorded, by exit layer, ascending */
  readonly exits: readonly {readonly name: string; readonly layer: number; readonly sha256: string}[];
  /** layers whose own first choice was recorded, ascending */
  readonly probes: readonly number[];
  readonly eos: readonly number[];
  /** new tokens that a replay may ask for */
  readonly maxNewTokens: number;
  readonly texts: readonly ForestText[];
  /** text of every token that a chain holds besides those of the outputs */
  readonly words: Readonly<Record<number, string>>;
  readonly provenance: Provenance;
  readonly lossless?: LosslessCheck;
}

/** A text as the oracle wants it. */
export const forestAnswers = ({id, prompt, output, chains}: ForestText): OracleAnswers =>
  unpackOracle({type: "oracle", prompt: id, promptTokens: prompt, output, chains});

/** What a token reads as by itself. */
export function forestWords({words, texts}: Pick<ForestData, "words" | "texts">): (token: number) => string {
  const known = new Map(Object.entries(words).map(([token, word]) => [Number(token), word]));
  for (const text of texts) {
    text.output.forEach((token, i) => {
      if (!known.has(token)) known.set(token, text.texts[i]);
    });
  }
  return (token) => known.get(token) ?? "";
}
