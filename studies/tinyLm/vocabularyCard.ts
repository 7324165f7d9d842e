// The card of data/models/vocabulary.

import {bpeEncoder} from "../../src/training/bpeEncoder.js";
import type {TokenizerJson} from "../../src/training/tokenizerFiles.js";
import {prefixTokenizer} from "../../src/training/vocabularies.js";
import {markdownTable} from "../cardParts.js";
import type {VocabularyCoverage} from "./vocabularyFiles.js";

const EXAMPLE = "The lighthouse keeper's boat was late again, unfortunately.";

/** README.md of the vocabulary. */
export function vocabularyCard(
  {source, weights, coverage, sizes}: VocabularyCoverage,
  tokenizer: TokenizerJson
): string {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const domains = Object.keys(sizes[0].heldOut);
  const largest = sizes[sizes.length - 1].size;
  const perByte = markdownTable(
    ["entries", ...domains, "unused"],
    sizes.map(({size, heldOut, unused}) => [
      String(size),
      ...domains.map((domain) => (heldOut[domain].tokens / heldOut[domain].bytes).toFixed(4)),
      String(unused)
    ])
  );
  const weighed = Object.entries(weights).map(([domain, weight]) => `${domain} ${weight}`).join(", "); // prettier-ignore
  const rare = markdownTable(
    [
      "entries",
      "tokens in 1e8 characters",
      "share of the last 100 entries",
      "one of them occurs in the sample (median)"
    ],
    sizes.map(({size, tokens, last}) => [
      String(size),
      String(tokens),
      percent(last.share),
      String(last.medianOccurrences)
    ])
  );
  const covered = markdownTable(
    ["most frequent entries", "share of tokens"],
    coverage.filter((_, i) => i % 4 === 0).map(({entries, share}) => [String(entries), percent(share)])
  );
  const cuts = sizes.map(
    ({size}) => `- ${size}: ${bpeEncoder(prefixTokenizer(tokenizer, size))(EXAMPLE).length} tokens`
  );
  return `# vocabulary

${largest} entries, learned as joey's 4096 were and for longer: byte-level byte pair encoding on the same sample of the same
texts, with these shares of its characters: ${weighed}.
Training is greedy, so every smaller vocabulary of that training is its first entries, and joey's tokenizer is its first
4096, byte for byte. \`src/training/vocabularies.ts\` gives each of them as tokenizer.json.

- \`vocabulary.json\`: the merges, two ids each, and how often each entry occurs (to 9 %)
- \`coverage.json\`: the tables below, and more
- SHA-256 of the tokenizer.json that it stands for: \`${source.tokenizer}\`
- made by \`${source.command}\` on ${source.date}, commit ${source.commit}

Licence: MIT, as the code. The texts (\`studies/corpora/manifest.json\`) are not in the repository.

## Tokens per byte

Whole held-out documents. The last column counts entries that occur in none of them; special tokens and bytes that no
English text holds are always among them.

${perByte}

## How rare the last entries are

Tokens are those of 1e8 characters of the training mixture; the last 100 entries have that share of them. The last column
is the median of how often one of the 100 occurs in the sample, as it is, that the vocabulary was learned from.

${rare}

## What the most frequent entries cover

Of the training mixture, cut by all ${largest} entries.

${covered}

## An example

"${EXAMPLE}", ${EXAMPLE.length} bytes:

${cuts.join("\n")}
`;
}
