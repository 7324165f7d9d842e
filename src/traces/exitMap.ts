// Where a text's tokens were already decided: what a network would say at every place if it left after each of its layers,
// straight through its own norm and head or through a trained adapter, beside what all its layers say.

/** A way out of the network. */
export interface Exit {
  /** layers run */
  readonly layer: number;
  /** through an adapter, not straight through the network's norm and head */
  readonly adapter: boolean;
}

export interface ExitAnswer {
  readonly token: number;
  /** the token as text */
  readonly text: string;
  /** its probability there */
  readonly confidence: number;
  /** of an exit: whether all layers choose the same token; of all layers: whether the text goes on so */
  readonly right: boolean;
}

/** A token of the text, but the first, and what was said of it from the tokens before. */
export interface ExitPlace {
  readonly text: string;
  /** the network wrote it; else it is the reader's */
  readonly written: boolean;
  /** what all layers say */
  readonly target: ExitAnswer;
  /** what is said at each of the map's exits, in their order */
  readonly answers: readonly ExitAnswer[];
}

export interface ExitMap {
  /** of the network */
  readonly layers: number;
  /** by layer; behind a layer first without an adapter */
  readonly exits: readonly Exit[];
  /** the text's first token, of which nothing is said */
  readonly first: string;
  readonly places: readonly ExitPlace[];
}

/** Index of the first exit of a kind that says what all layers say; −1 where only they do. */
export const firstRight = (exits: readonly Exit[], {answers}: Pick<ExitPlace, "answers">, adapter: boolean): number =>
  exits.findIndex((exit, i) => exit.adapter === adapter && answers[i].right);
