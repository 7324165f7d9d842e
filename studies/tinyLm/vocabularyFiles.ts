// The files of data/models/vocabulary.

/** vocabulary.json */
export interface VocabularyFile {
  readonly about: string;
  /** entries, special tokens and bytes included */
  readonly size: number;
  /** of the whole tokenizer.json that `merges` stands for, with a line break at its end */
  readonly sha256: string;
  /** src/training/entryCounts.ts; as in 1e8 characters of the training mixture [size] */
  readonly counts: string;
  /** src/training/compactVocabulary.ts */
  readonly merges: string;
}

/** What one text became. */
export interface Cut {
  readonly tokens: number;
  /** in UTF-8 */
  readonly bytes: number;
}

/** coverage.json */
export interface VocabularyCoverage {
  readonly source: {
    /** SHA-256 of tokenizer.json */
    readonly tokenizer: string;
    /** SHA-256 of the manifest, which holds those of the texts */
    readonly corpora: string;
    /** SHA-256 of studies/corpora/recipe.json */
    readonly recipe: string;
    readonly command: string;
    readonly commit: string;
    readonly date: string;
  };
  /** domain → its share of characters in what the vocabulary was trained on */
  readonly weights: Readonly<Record<string, number>>;
  /** the share of the training mixture's tokens, cut by all entries, that the most frequent ones make up */
  readonly coverage: readonly {readonly entries: number; readonly share: number}[];
  readonly sizes: readonly {
    /** so many first entries */
    readonly size: number;
    /** that 1e8 characters of the training mixture become */
    readonly tokens: number;
    /** domain → held-out text */
    readonly heldOut: Readonly<Record<string, Cut>>;
    /** entries that occur in no held-out text */
    readonly unused: number;
    /** those learned last: their share of the training mixture's tokens, and how often one occurs in the sample as it is */
    readonly last: {readonly entries: number; readonly share: number; readonly medianOccurrences: number};
  }[];
}
