// Early exits that draft a tree (Kangaroo, Liu et al. 2024; K = 10 and η = 0.4 are the paper's). Level by level: the first
// layers run on the newest nodes, each of which sees its ancestors only, the exit head proposes K continuations of each, and
// the tree grows (growingTree.ts). The layers behind verify what was not pruned in one pass. A greedy walk, or one that draws,
// goes down the tree while a child holds the chosen token, so the output is the target's own.

import type {Adapter} from "../adapter.js";
import type {Batch} from "../batch.js";
import type {RowFeed} from "../layouts/index.js";
import type {Scores} from "../model.js";
import {checkDraftLength, checkThreshold, stored} from "./confidence.js";
import {noTokens} from "./drafter.js";
import type {Drafter, Drafts, Verdict} from "./drafter.js";
import {ExitLayers} from "./exitLayers.js";
import {GrowingTree} from "./growingTree.js";
import type {Continuation, Growth, TreeRules} from "./growingTree.js";

export interface TreeExitOptions {
  /** layers that draft, ℓ: at least 1, fewer than the model has */
  readonly exitLayer: number;
  /** reads the states behind the exit layer; default none: they go straight to the target's own norm and head */
  readonly adapter?: Adapter;
  /** continuations of a node, and nodes of a level, K; default 10 */
  readonly width?: number;
  /** best score of a level below which the tree stops growing, η; default 0.4 */
  readonly threshold?: number;
  /** nodes above which it stops growing; the paper gives no number; default 6 · width, as many levels as a chain's γ */
  readonly maxNodes?: number;
  /** the first drafted token, as in the paper's text, or the text's last token; default "first-draft" */
  readonly root?: "first-draft" | "last-token";
  /** told of every level that a sample's tree grows; in each step the levels begin anew */
  readonly observe?: (sample: number, growth: Growth) => void;
}

/** For mode "ems-sd" only. Throws on invalid options, and, when it begins, as `earlyExit` does. */
export function treeExit(options: TreeExitOptions): Drafter {
  const {exitLayer, adapter, width = 10, threshold = 0.4, maxNodes = 6 * width} = options;
  const {root = "first-draft", observe} = options;
  checkThreshold(threshold);
  checkDraftLength(width, "width");
  checkDraftLength(maxNodes, "maxNodes");
  if (adapter && adapter.exitLayer !== exitLayer) {
    throw new Error(`early exit: the adapter reads layer ${adapter.exitLayer}, exitLayer is ${exitLayer}`);
  }
  // the last level may go over the size; fewer nodes are pruned than kept, as at most half of a level's are
  const draftLength = maxNodes + width;
  const treeRows = 2 * draftLength;
  const rules = {width, threshold, maxNodes, root};
  let run: TreeRun | undefined;
  return {
    name: "early-exit-tree",
    draftLength,
    treeRows,
    async begin(batch, model) {
      if (batch.mode !== "ems-sd") throw new Error(`early exit: trees need mode ems-sd, this is ${batch.mode}`);
      if (width > model.vocabSize) throw new Error(`invalid width: ${width} (the vocabulary has ${model.vocabSize})`);
      const layers = new ExitLayers(batch, model, {exitLayer, adapter, draftLength, treeRows});
      run = new TreeRun(batch, rules, layers, observe);
      return await run.layers.prefill();
    },
    async draft() {
      return await started(run).draft();
    },
    async accepted(_, verdict) {
      await started(run).settle(verdict);
    }
  };
}

function started(run: TreeRun | undefined): TreeRun {
  if (!run) throw new Error("early exit: draft before begin");
  return run;
}

class TreeRun {
  private trees: GrowingTree[] = [];

  constructor(
    private readonly batch: Batch,
    private readonly rules: Omit<TreeRules, "maxDepth">,
    readonly layers: ExitLayers,
    private readonly observe: TreeExitOptions["observe"]
  ) {}

  async draft(): Promise<Drafts> {
    const {layers, observe, rules} = this;
    const {samples} = this.batch;
    layers.begin();
    this.trees = samples.map(({room}, i) => {
      return new GrowingTree({...rules, maxDepth: room}, observe && ((growth) => observe(i, growth)));
    });
    const {trees} = this;
    let feeds = samples.map((_, i) => this.lastToken(i));
    for (let ahead = 0; feeds.some(({tokens}) => tokens.length > 0); ahead++) {
      const drafting = Array.from(trees.keys()).filter((i) => feeds[i].tokens.length > 0 && trees[i].going);
      const pass = await layers.pass(feeds, ahead, drafting);
      feeds = samples.map(() => this.noRows());
      if (drafting.length === 0) break;
      const scores = await layers.head.read(pass, {topK: rules.width});
      let row = 0;
      for (const i of drafting) {
        trees[i].grow(pass.states[i].map(() => continuations(scores, row++, rules.width)));
        feeds[i] = this.newest(i);
      }
    }
    const {states, ...rest} = layers.report();
    return {
      tokens: trees.map(({drafts}) => Int32Array.from(drafts, ({token}) => token)),
      confidences: trees.map(({drafts}) => drafts.map(({probability}) => stored(probability))),
      trees: trees.map(({shape}) => shape),
      ...rest,
      states: trees.map(({drafts}, i) => [...states[i].slice(0, 1), ...drafts.map(({place}) => states[i][place])])
    };
  }

  async settle({paths}: Verdict): Promise<void> {
    const {head, states} = this.layers;
    await head.settle(
      this.trees.map(({drafts, level}, i) => {
        const path = paths[i].map((index) => drafts[index]);
        const fed = path.filter((node) => !level.includes(node));
        const missing = path.slice(fed.length).map(({place}) => states[i][place]);
        return {fed: fed.map(({place}) => place - 1), missing};
      })
    );
  }

  private noRows(): RowFeed {
    return {tokens: noTokens, position: 0};
  }

  /** A sample's last token, on which the tree hangs. */
  private lastToken(i: number): RowFeed {
    const {tokens, finished} = this.batch.samples[i];
    if (finished) return this.noRows();
    const tree = {places: [0], parents: [-1], depths: [0]};
    return {tokens: tokens.slice(-1), position: this.batch.layout.live[i], tree};
  }

  /** A sample's newest level. */
  private newest(i: number): RowFeed {
    const {level} = this.trees[i];
    return {
      tokens: level.map(({token}) => token),
      position: this.batch.layout.live[i],
      tree: {
        places: level.map(({place}) => place),
        parents: level.map(({parent}) => parent?.place ?? 0),
        depths: level.map(({depth}) => depth)
      }
    };
  }
}

/** The `width` best tokens of a scored row, best first. */
function continuations({topTokens, topProbabilities}: Scores, row: number, width: number): Continuation[] {
  if (!topTokens || !topProbabilities) throw new Error("early exit: a tree needs the exit's best tokens (topK)");
  return Array.from({length: width}, (_, rank) => ({
    token: topTokens[row * width + rank],
    probability: topProbabilities[row * width + rank]
  }));
}
