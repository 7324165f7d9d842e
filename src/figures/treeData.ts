// Recorded rounds of tree drafting, as loaders/trees.json.ts makes them: every node with its text, pruned ones too.
import type {Provenance} from "../traces/identity.js";
import type {LosslessCheck} from "./kit/source.js";

/** A token that the exit proposes behind a node. */
export interface TreeCandidate {
  /** what the token reads as by itself; "⟨end⟩" for an end token */
  readonly text: string;
  /** index of its parent among the nodes; −1: the last token of the text */
  readonly parent: number;
  /** the exit's probability of it after its path */
  readonly probability: number;
}

export interface TreeNodeData extends TreeCandidate {
  /** nodes on its path, itself included */
  readonly level: number;
  /** level whose growth pruned it; 0: it was verified */
  readonly pruned: number;
}

/** One round: a tree grown, pruned and verified. */
export interface TreeRound {
  /** the prompt's id */
  readonly prompt: string;
  /** step of the run, 1 for the first after the prefill */
  readonly round: number;
  /** ℓ, K, η, most nodes, and what the tree hangs on */
  readonly options: {
    readonly exitLayer: number;
    readonly width: number;
    readonly threshold: number;
    readonly maxNodes: number;
    readonly root: "first-draft" | "last-token";
  };
  /** the target's layers */
  readonly layers: number;
  /** the end of the text that the tree hangs on, token by token, newest last */
  readonly before: readonly string[];
  /** every parent before its children */
  readonly nodes: readonly TreeNodeData[];
  /** level by level: continuations compared, and the best of those that got no place */
  readonly levels: readonly {readonly candidates: number; readonly leftOut: readonly TreeCandidate[]}[];
  readonly stopped: "score" | "size" | "room";
  /** indices of the accepted nodes, in order */
  readonly acceptedPath: readonly number[];
  /** what the tokens that the round wrote add to the text: accepted ones, then the target's own */
  readonly emitted: readonly string[];
  /** the target's probability of each of them */
  readonly confidence: readonly number[];
  /** passes of the first layers, and rows in them */
  readonly shallowForwards: number;
  readonly shallowRows: number;
  /** rows of the verifying pass */
  readonly rows: number;
}

export interface TreeData {
  /** target and adapter */
  readonly models: readonly {readonly name: string; readonly sha256: string}[];
  /** of all prompts */
  readonly rounds: readonly TreeRound[];
  readonly provenance: Provenance;
  readonly lossless: LosslessCheck;
}
