// From recorded rounds of tree drafting to what a page shows: tokens as texts.
import type {TreeCandidate, TreeData, TreeRound} from "../../src/figures/treeData.js";
import type {TextTokenizer} from "../../src/runtime/tokenizer.js";
import type {TraceLine, TreeRoundRecord} from "../../src/traces/index.js";
import {losslessOf} from "./losslessOf.js";

/** @throws where the trace has no recording line */
export function treeData(lines: readonly TraceLine[], tokenizer: Pick<TextTokenizer, "spans">): TreeData {
  const recording = lines.find((line) => line.type === "recording");
  if (!recording) throw new Error("trees: the trace has no recording line");
  const ends = new Set(recording.eos);
  const word = (token: number): string => (ends.has(token) ? "⟨end⟩" : tokenizer.spans([token])[0].text);
  const rounds = lines.filter((line) => line.type === "tree-round");
  const shown = ["target", "adapter"];
  return {
    models: recording.models.filter(({role}) => shown.includes(role)).map(({name, sha256}) => ({name, sha256})),
    rounds: rounds.map((round) => roundOf(round, tokenizer, word)),
    provenance: recording.provenance,
    lossless: losslessOf(recording)
  };
}

function roundOf(
  {type: _, options, before, nodes, levels, emitted, ...round}: TreeRoundRecord,
  tokenizer: Pick<TextTokenizer, "spans">,
  word: (token: number) => string
): TreeRound {
  const candidate = ({token, ...rest}: Omit<TreeCandidate, "text"> & {readonly token: number}): TreeCandidate => ({
    text: word(token),
    ...rest
  });
  const texts = tokenizer.spans([...before, ...emitted]).map(({token, text}) => {
    return word(token) === "⟨end⟩" ? "⟨end⟩" : text;
  });
  return {
    ...round,
    options: options as unknown as TreeRound["options"],
    before: texts.slice(0, before.length),
    emitted: texts.slice(before.length),
    nodes: nodes.tokens.map((token, i) => ({
      text: word(token),
      parent: nodes.parents[i],
      probability: nodes.probabilities[i],
      level: nodes.levels[i],
      pruned: nodes.pruned[i]
    })),
    levels: levels.map(({candidates, leftOut}) => ({candidates, leftOut: leftOut.map(candidate)}))
  };
}
