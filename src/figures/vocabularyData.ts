// What the vocabulary workbench needs, as loaders/vocabulary.json.ts prints it: the merges of one trained vocabulary, whose
// first entries are every smaller one, and what was counted of them.

export interface VocabularyData {
  /** entries of all, special tokens and bytes included */
  readonly size: number;
  /** src/training/compactVocabulary.ts */
  readonly merges: string;
  /** src/training/entryCounts.ts: how often each entry occurs in the training mixture, cut by all entries */
  readonly counts: string;
  /** domain → its share of characters in that mixture */
  readonly weights: Readonly<Record<string, number>>;
  /** the share of the mixture's tokens that the most frequent entries make up */
  readonly coverage: readonly {readonly entries: number; readonly share: number}[];
  readonly sizes: readonly {
    readonly size: number;
    /** domain → held-out text cut by so many first entries */
    readonly heldOut: Readonly<Record<string, {readonly tokens: number; readonly bytes: number}>>;
    /** entries that occur in no held-out text */
    readonly unused: number;
  }[];
  readonly source: {
    /** SHA-256 of tokenizer.json */
    readonly tokenizer: string;
    readonly command: string;
    readonly commit: string;
    readonly date: string;
  };
}
