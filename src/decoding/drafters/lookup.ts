// LLMA prompt look-up as in the EMS-SD code (gpt_LLMA): a dictionary per sample from `checkLength` consecutive token ids to
// what follows them in the prompt. Built once from the prompt; later occurrences overwrite earlier ones; only keys with at
// least `copyLength` tokens after them are entered. Each step looks up the last `checkLength` tokens of the text: a hit
// copies `copyLength` tokens, a miss drafts nothing.
//
// `source: "text"` is ours: generated text is entered too, as soon as `copyLength` tokens follow a key.

import {noTokens} from "./drafter.js";
import type {Drafter} from "./drafter.js";

export interface LookupOptions {
  /** tokens that have to match; default 2 */
  readonly checkLength?: number;
  /** tokens copied on a hit; default 7 */
  readonly copyLength?: number;
  /** where to look: the prompt only (as released), or prompt and output; default "prompt" */
  readonly source?: "prompt" | "text";
}

/** Throws on lengths that are not integers ≥ 1. */
export function lookup({checkLength = 2, copyLength = 7, source = "prompt"}: LookupOptions = {}): Drafter {
  for (const [name, value] of Object.entries({checkLength, copyLength})) {
    if (!Number.isInteger(value) || value < 1) throw new Error(`invalid ${name}: ${value} (an integer ≥ 1)`);
  }
  let tables: LookupTable[] = [];
  return {
    name: source === "prompt" ? "lookup" : "lookup-text",
    draftLength: copyLength,
    begin({samples}) {
      tables = samples.map(() => new LookupTable(checkLength, copyLength));
      samples.forEach(({prompt}, i) => tables[i].extend(prompt));
    },
    draft({samples}) {
      return {
        tokens: samples.map((sample, i) => {
          if (sample.finished) return noTokens;
          if (source === "text") tables[i].extend(sample.tokens);
          return tables[i].find(sample.tokens);
        })
      };
    }
  };
}

class LookupTable {
  private readonly after = new Map<string, number>();
  private entered = 0;

  constructor(
    private readonly checkLength: number,
    private readonly copyLength: number
  ) {}

  /** Enter the keys of `tokens` that were not entered yet. */
  extend(tokens: Int32Array): void {
    for (; this.entered + this.checkLength + this.copyLength <= tokens.length; this.entered++) {
      const end = this.entered + this.checkLength;
      this.after.set(tokens.subarray(this.entered, end).join(), end);
    }
  }

  /** What followed the last `checkLength` tokens; none on a miss. */
  find(tokens: Int32Array): Int32Array {
    if (tokens.length < this.checkLength) return noTokens;
    const start = this.after.get(tokens.subarray(tokens.length - this.checkLength).join());
    return start === undefined ? noTokens : tokens.slice(start, start + this.copyLength);
  }
}
