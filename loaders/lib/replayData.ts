// From a recorded trace to what a page replays: a few prompts of each domain, cut to the tokens it shows.
import {packChains} from "../../src/figures/replayData.js";
import type {ReplayData, ReplaySample} from "../../src/figures/replayData.js";
import type {TextTokenizer} from "../../src/runtime/tokenizer.js";
import {unpackOracle} from "../../src/traces/index.js";
import type {TraceLine} from "../../src/traces/index.js";
import {losslessOf} from "./losslessOf.js";

export interface ReplayChoice {
  /** prompt ids that may be shown, in order of preference, by domain */
  readonly prompts: Readonly<Record<string, readonly string[]>>;
  /** longest prompt shown, in tokens; default 110 */
  readonly longest?: number;
  /** prompts per domain; default 8 */
  readonly perDomain?: number;
  /** new tokens shown; default 48 */
  readonly maxNewTokens?: number;
}

/** Tokens of the record kept past those shown, since a last step may reach beyond them. */
const BEYOND = 16;

/** @throws where the trace has no oracle-model or recording line */
export function replayData(
  lines: readonly TraceLine[],
  tokenizer: Pick<TextTokenizer, "spans">,
  {prompts, longest = 110, perDomain = 8, maxNewTokens = 48}: ReplayChoice
): ReplayData {
  const shape = lines.find((line) => line.type === "oracle-model");
  const recording = lines.find((line) => line.type === "recording");
  if (!shape || !recording) throw new Error("replay: the trace has no oracle-model or no recording line");
  const known = new Map(lines.flatMap((line) => (line.type === "oracle" ? [[line.prompt, line] as const] : [])));
  const samples = Object.entries(prompts).flatMap(([domain, ids]) =>
    ids
      .flatMap((id): ReplaySample[] => {
        const line = known.get(id);
        if (!line || line.promptTokens.length > longest) return [];
        const {prompt, output, chains} = unpackOracle(line);
        const kept = Array.from(output.subarray(0, maxNewTokens + BEYOND));
        return [
          {
            id,
            domain,
            prompt: Array.from(prompt),
            output: kept,
            texts: tokenizer
              .spans(kept.slice(0, maxNewTokens))
              .map(({token, text}) => (recording.eos.includes(token) ? "" : text)),
            chains: Object.fromEntries(
              Object.entries(chains).map(([name, {depth, tokens}]) => [name, packChains(depth, tokens, kept)])
            )
          }
        ];
      })
      .slice(0, perDomain)
  );
  const {name, sha256, layers, vocabSize, maxPositions, drafters} = shape;
  return {
    model: {name, sha256, layers, vocabSize, maxPositions},
    drafters: Object.keys(drafters),
    eos: recording.eos,
    maxNewTokens,
    samples,
    provenance: recording.provenance,
    lossless: losslessOf(recording)
  };
}
