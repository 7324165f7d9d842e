// How a draft tree grows (Kangaroo, Liu et al. 2024, tree decoding; the text alone, no code of it was released). A node's
// score is the product of the draft probabilities on its path. Each level is the K best among the K best continuations of
// each node of the level before. Of the nodes before that got no child, the half with the lower scores is pruned.
//
// What the text leaves open, and what is taken here: of an odd number of childless nodes the smaller half is pruned; the
// last level is kept whole, as a chain keeps the token at which it stops; of equal scores the earlier parent's comes first,
// then its more likely child; the size counts what was not pruned. By the text the root is the first drafted token, with
// score 1. "last-token" takes the text's last token instead, so that the first level has K nodes.

import {goesOn} from "./confidence.js";
import type {DraftTree} from "./drafter.js";

export interface TreeRules {
  /** K: continuations of a node, and nodes of a level */
  readonly width: number;
  /** growth stops at a level whose best score is below this, η */
  readonly threshold: number;
  /** growth stops at a tree of more nodes than this */
  readonly maxNodes: number;
  /** most nodes on a path, at least 1 */
  readonly maxDepth: number;
  readonly root: "first-draft" | "last-token";
}

/** A continuation that the exit proposes, with its probability. */
export interface Continuation {
  readonly token: number;
  readonly probability: number;
}

export interface TreeNode extends Continuation {
  /** undefined: it hangs on the last token of the text */
  readonly parent: TreeNode | undefined;
  readonly score: number;
  /** nodes on its path, itself included */
  readonly depth: number;
  /** place of its row; the last token of the text has 0 */
  readonly place: number;
}

/** What one level brought, for whoever wants to show how a tree grew. */
export interface Growth {
  /** the new level, best first */
  readonly level: readonly TreeNode[];
  /** continuations of the level before that got no place in it, best first; of the first level, the text's */
  readonly leftOut: readonly Omit<TreeNode, "place">[];
  /** nodes of the level before that are pruned now */
  readonly pruned: ReadonlySet<TreeNode>;
}

export class GrowingTree {
  /** the newest level, whose continuations are asked for next */
  level: readonly TreeNode[] = [];
  /** nodes that are to be verified, by place */
  private nodes: readonly TreeNode[] = [];
  /** places given so far, pruned nodes' included */
  private places = 0;

  constructor(
    private readonly rules: TreeRules,
    private readonly observe?: (growth: Growth) => void
  ) {}

  /** Whether continuations of the newest level are wanted; of an empty tree, those of the last token. */
  get going(): boolean {
    const {threshold, maxNodes, maxDepth} = this.rules;
    if (this.level.length === 0) return maxDepth > 0;
    const [{score, depth}] = this.level;
    return goesOn(score, threshold) && this.nodes.length <= maxNodes && depth < maxDepth;
  }

  /** Take the continuations of each node of the newest level, best first [level][width]; of an empty tree, of the text. */
  grow(continuations: readonly (readonly Continuation[])[]): void {
    const {width, root} = this.rules;
    const first = this.level.length === 0;
    const rooted = first && root === "first-draft";
    const parents: readonly (TreeNode | undefined)[] = first ? [undefined] : this.level;
    const candidates = parents.flatMap((parent, n) =>
      continuations[n].slice(0, rooted ? 1 : width).map(({token, probability}) => ({
        token,
        probability,
        parent,
        score: rooted ? 1 : (parent?.score ?? 1) * probability,
        depth: (parent?.depth ?? 0) + 1
      }))
    );
    candidates.sort((a, b) => b.score - a.score);
    const best = candidates.slice(0, width);
    const pruned = lowerHalf(this.level.filter((node) => best.every(({parent}) => parent !== node)));
    this.level = best.map((node) => ({...node, place: ++this.places}));
    this.nodes = [...this.nodes.filter((node) => !pruned.has(node)), ...this.level];
    this.observe?.({level: this.level, leftOut: candidates.slice(width), pruned});
  }

  /** The nodes to verify, every parent before its children. */
  get drafts(): readonly TreeNode[] {
    return this.nodes;
  }

  /** How they hang together. */
  get shape(): DraftTree {
    const index = new Map(this.nodes.map((node, i) => [node, i]));
    return {
      parents: this.nodes.map(({parent}) => (parent && index.get(parent)) ?? -1),
      places: this.nodes.map(({place}) => place)
    };
  }
}

function lowerHalf(nodes: readonly TreeNode[]): ReadonlySet<TreeNode> {
  return new Set(nodes.toSorted((a, b) => a.score - b.score).slice(0, Math.floor(nodes.length / 2)));
}
