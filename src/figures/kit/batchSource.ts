// What figures of recorded batches have in common: their data, fetched once each, where they come from, and drafters.
import type {BatchData, BatchSources} from "../batchData.js";
import type {Source} from "./source.js";

/** Each domain's data, fetched when first asked for; a failed fetch is tried again. */
export function once(sources: BatchSources): (domain: string) => Promise<BatchData | null> {
  const known = new Map<string, Promise<BatchData | null>>();
  return async (domain) => {
    const found = known.get(domain) ?? sources[domain]();
    known.set(domain, found);
    try {
      return await found;
    } catch (error) {
      known.delete(domain);
      throw error;
    }
  };
}

export function batchSource(data: BatchData | null): Source {
  if (!data) return {how: "Nothing has been recorded"};
  const {model, provenance, lossless} = data;
  return {
    how: "Replayed from recorded greedy output",
    models: [model],
    texts: "the first 24 test prompts of each kind of text, all of them the project's own",
    provenance,
    ...(lossless ? {lossless} : {})
  };
}

/** Drafts per step that the recorded counters were counted with. */
export const usualDraft = (drafter: string): number => (drafter === "lookup" ? 7 : 4);

export const drafterOptions = (names: readonly string[]): (readonly [string, string])[] =>
  names.map((name) => [name, name === "lookup" ? "look-up" : name]);
