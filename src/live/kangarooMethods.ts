// The methods that the live panel of early exits compares, and what each of them needs.
import {DRAFT} from "./messages.js";

/** In the order in which they run; greedy decoding always does, as the others are compared with it. */
export const methods = ["greedy", "lookup", "draft-model", "early-exit", "kangaroo", "tree", "medusa"] as const;

export type Method = (typeof methods)[number];

export const methodNames: Readonly<Record<Method, {readonly name: string; readonly note: string}>> = {
  greedy: {name: "Greedy", note: "no drafts, one token a step"},
  lookup: {name: "Look-up", note: "copies from the prompt (LLMA)"},
  "draft-model": {name: "Draft model", note: `${DRAFT}, a network of its own`},
  "early-exit": {name: "Early exit", note: "first layers and the network's own head"},
  kangaroo: {name: "Kangaroo", note: "first layers, adapter, the network's own head"},
  tree: {name: "Kangaroo, tree", note: "several continuations of each draft"},
  medusa: {name: "Medusa", note: "four heads on the last state"}
};

export interface MethodSettings {
  /** layers that draft, ℓ */
  readonly exitLayer: number;
  /** most drafts of a step, γ; Medusa has four heads */
  readonly draftLength: number;
  /** confidence below which a chain stops, η */
  readonly threshold: number;
  /** continuations of a tree's node, K */
  readonly width: number;
  /** score below which a tree stops growing, η */
  readonly treeThreshold: number;
}

/** Names of the adapter files that methods need: "exit-2", "medusa". */
export function partsOf(chosen: readonly Method[], {exitLayer}: Pick<MethodSettings, "exitLayer">): string[] {
  const reads = chosen.some((method) => method === "kangaroo" || method === "tree");
  return [...(reads ? [`exit-${exitLayer}`] : []), ...(chosen.includes("medusa") ? ["medusa"] : [])];
}

/** What distinguishes a method's drafter, for a trace. */
export function methodOptions(method: Method, settings: MethodSettings): Readonly<Record<string, number>> {
  const {exitLayer, draftLength, threshold, width, treeThreshold} = settings;
  switch (method) {
    case "greedy":
      return {};
    case "early-exit":
    case "kangaroo":
      return {exitLayer, draftLength, threshold};
    case "tree":
      return {exitLayer, width, threshold: treeThreshold};
    default:
      return {draftLength};
  }
}
