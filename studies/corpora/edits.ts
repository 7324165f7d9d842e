// The documents of the edit domain, from those of the other domains: passages drawn by the recipe's shares, mistakes put
// in, all from one seed. Training passages come from training documents, held-out ones from held-out documents.

import {editDocument} from "../../src/training/edit.js";
import {passage} from "../../src/training/passages.js";
import {below, random} from "../../src/training/random.js";
import type {Encode} from "../../src/training/bpeEncoder.js";

export interface EditsOptions {
  readonly seed: number;
  /** number of documents */
  readonly count: number;
  /** share of passages per domain */
  readonly from: Readonly<Record<string, number>>;
  /** shortest and longest passage in tokens */
  readonly tokens: readonly [number, number];
  readonly encode: Encode;
}

/** `count` edit documents. Throws when the sources yield next to no passages of that length. */
export function editDocuments(sources: Readonly<Record<string, readonly string[]>>, options: EditsOptions): string[] {
  const {seed, count, from, tokens, encode} = options;
  const [shortest, longest] = tokens;
  const domains = Object.keys(from);
  const total = domains.reduce((sum, domain) => sum + from[domain], 0);
  for (const domain of domains) if (!sources[domain]?.length) throw new Error(`no documents for edits from: ${domain}`);
  const documents: string[] = [];
  for (let n = 0; documents.length < count; ++n) {
    if (n > 100 * count + 1000) throw new Error(`too few passages of ${shortest} to ${longest} tokens in the sources`);
    const next = random(seed, n);
    let mass = next() * total;
    const domain = domains.find((candidate) => (mass -= from[candidate]) < 0) ?? domains[0];
    const source = sources[domain];
    const text = passage(excerpt(source[below(next, source.length)], next()), next);
    if (text === undefined) continue;
    const size = encode(text).length;
    if (size >= shortest && size <= longest) documents.push(editDocument(text, next));
  }
  return documents;
}

/** About 4000 characters of a long document from the share `place` on, so that a book is not cut into sentences each time. */
function excerpt(document: string, place: number): string {
  if (document.length <= 4000) return document;
  const from = document.indexOf("\n", Math.floor(place * (document.length - 4000)));
  return from < 0 ? document.slice(-4000) : document.slice(from + 1, from + 4000);
}
