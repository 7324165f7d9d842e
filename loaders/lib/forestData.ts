// From the recorded draft forest to what a page replays: a few texts, cut to the tokens that it shows.
import type {ForestData, ForestText} from "../../src/figures/forestData.js";
import type {TextTokenizer} from "../../src/runtime/tokenizer.js";
import {packIntegers} from "../../src/traces/packed.js";
import {unpackOracle} from "../../src/traces/index.js";
import type {Chains, OracleRecord, TraceLine} from "../../src/traces/index.js";
import {losslessOf} from "./losslessOf.js";

export interface ForestChoice {
  /** prompt ids in order of preference, by domain */
  readonly prompts: Readonly<Record<string, readonly string[]>>;
  /** texts per domain; default 8 */
  readonly perDomain?: number;
  /** new tokens shown; default 64 */
  readonly maxNewTokens?: number;
  /** longest prompt, in tokens; default any */
  readonly longest?: number;
  /** chains kept, by name; default early exits and layers */
  readonly keep?: (name: string) => boolean;
}

/** @throws where the trace has no oracle-model or recording line */
export function forestData(
  lines: readonly TraceLine[],
  tokenizer: Pick<TextTokenizer, "spans">,
  {prompts, perDomain = 8, maxNewTokens: most = 64, longest = Infinity, keep = isOwnLayers}: ForestChoice
): ForestData {
  const shape = lines.find((line) => line.type === "oracle-model");
  const recording = lines.find((line) => line.type === "recording");
  if (!shape || !recording) throw new Error("forest: the trace has no oracle-model or no recording line");
  // chains end where the recorded texts do
  const maxNewTokens = Math.min(most, Number(recording.setting.maxNewTokens));
  const known = new Map(lines.flatMap((line) => (line.type === "oracle" ? [[line.prompt, line] as const] : [])));
  const read = (tokens: readonly number[]): string[] => tokenizer.spans(tokens).map(({text}) => text);
  const texts = Object.entries(prompts).flatMap(([domain, ids]) =>
    ids
      .flatMap((id) => known.get(id) ?? [])
      .filter(({promptTokens}) => promptTokens.length <= longest)
      .slice(0, perDomain)
      .map((line): ForestText => {
        const output = line.output.slice(0, maxNewTokens);
        const words = read(output);
        return {
          id: line.prompt,
          domain,
          prompt: line.promptTokens,
          promptText: read(line.promptTokens).join(""),
          output,
          texts: output.map((token, i) => (recording.eos.includes(token) ? "" : words[i])),
          chains: cutChains(line, output.length, keep)
        };
      })
  );
  const written = new Set(texts.flatMap(({output}) => output));
  const drafted = new Set(texts.flatMap(({id, chains}) => tokensOf(id, chains)));
  const others = [...drafted].filter((token) => token >= 0 && !written.has(token)).sort((a, b) => a - b);
  const {name, sha256, layers, vocabSize, maxPositions, drafters} = shape;
  const kept = new Set(texts.flatMap(({chains}) => Object.keys(chains)));
  return {
    model: {name, sha256, layers, vocabSize, maxPositions},
    exits: Object.entries(drafters)
      .flatMap(([exit, {exitLayer, sha256: weights}]) =>
        exitLayer !== undefined && kept.has(exit) ? [{name: exit, layer: exitLayer, sha256: weights}] : []
      )
      .sort((a, b) => a.layer - b.layer),
    probes: [...kept].flatMap((chain) => /^layer-(\d+)$/.exec(chain)?.[1] ?? []).map(Number).sort((a, b) => a - b), // prettier-ignore
    eos: recording.eos,
    maxNewTokens,
    texts,
    words: Object.fromEntries(others.map((token) => [token, read([token])[0]])),
    provenance: recording.provenance,
    lossless: losslessOf(recording)
  };
}

/** Early exits behind the paper's adapter, and the layers' own first choices. */
const isOwnLayers = (name: string): boolean => /^(exit|layer)-\d+$/.test(name);

/** The chains of the first positions. */
function cutChains(line: OracleRecord, positions: number, keep: (name: string) => boolean): OracleRecord["chains"] {
  const cut = ({depth, tokens, confidence}: Chains): OracleRecord["chains"][string] => ({
    depth,
    tokens: packIntegers(tokens.subarray(0, positions * depth).map((token) => token + 1)),
    confidence: packIntegers(confidence.subarray(0, positions * depth))
  });
  const {chains} = unpackOracle(line);
  return Object.fromEntries(
    Object.entries(chains).flatMap(([name, chain]) => (keep(name) ? [[name, cut(chain)]] : []))
  );
}

function tokensOf(id: string, chains: OracleRecord["chains"]): number[] {
  const unpacked = unpackOracle({type: "oracle", prompt: id, promptTokens: [], output: [], chains});
  return Object.values(unpacked.chains).flatMap(({tokens}) => Array.from(tokens));
}
