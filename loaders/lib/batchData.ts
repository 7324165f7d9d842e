// From a recorded trace to a whole batch of one domain: all its new tokens, and the first wrong token of every chain.
import type {BatchData, BatchSample} from "../../src/figures/batchData.js";
import type {TextTokenizer} from "../../src/runtime/tokenizer.js";
import {unpackOracle} from "../../src/traces/index.js";
import type {OracleRecord, TraceLine} from "../../src/traces/index.js";
import {replayData} from "./replayData.js";

export interface BatchChoice {
  readonly domain: string;
  /** prompt ids, in the order of the batch */
  readonly prompts: readonly string[];
  /** most prompts; default 24 */
  readonly most?: number;
  /** new tokens shown; default 128 */
  readonly maxNewTokens?: number;
}

/** @throws where the trace has no oracle-model or recording line */
export function batchData(
  lines: readonly TraceLine[],
  tokenizer: Pick<TextTokenizer, "spans">,
  {domain, prompts, most = 24, maxNewTokens = 128}: BatchChoice
): BatchData {
  const choice = {prompts: {[domain]: prompts}, longest: Infinity, perDomain: most, maxNewTokens};
  const data = replayData(lines, tokenizer, choice);
  const records = new Map(lines.flatMap((line) => (line.type === "oracle" ? [[line.prompt, line] as const] : [])));
  const samples = data.samples.map((sample): BatchSample => {
    const {chains} = unpackOracle(records.get(sample.id) as OracleRecord);
    return {
      ...sample,
      promptText: tokenizer
        .spans(sample.prompt)
        .map(({text}) => text)
        .join(""),
      wrong: Object.fromEntries(
        Object.entries(sample.chains).map(([name, {depth, right}]) => [
          name,
          right.map((k, i) => (k < depth ? chains[name].tokens[i * depth + k] : -1))
        ])
      )
    };
  });
  const written = new Set(samples.flatMap(({output}) => output.slice(0, maxNewTokens)));
  const drafted = samples.flatMap(({prompt, wrong}) => [...prompt, ...Object.values(wrong).flat()]);
  const others = [...new Set(drafted)].filter((token) => token >= 0 && !written.has(token)).sort((a, b) => a - b);
  return {
    ...data,
    domain,
    samples,
    words: Object.fromEntries(others.map((token) => [token, tokenizer.spans([token])[0].text]))
  };
}
