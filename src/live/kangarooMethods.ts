// The methods that the live panel of early exits compares, and what each of them needs.
import {draftModel} from "../decoding/drafters/draftModel.js";
import {earlyExit} from "../decoding/drafters/earlyExit.js";
import {lookup} from "../decoding/drafters/lookup.js";
import {medusa} from "../decoding/drafters/medusa.js";
import {treeExit} from "../decoding/drafters/treeExit.js";
import type {Drafter} from "../decoding/drafters/drafter.js";
import type {Adapter} from "../decoding/adapter.js";
import type {Heads} from "../decoding/heads.js";
import type {Model} from "../decoding/model.js";
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

/** What drafters run on, as far as it has been opened. */
export interface DraftParts {
  readonly draft?: Model;
  /** at the exit layer of the settings */
  readonly adapter?: Adapter;
  readonly heads?: Heads;
}

/** Names of the adapter files that methods need: "exit-2", "medusa". */
export function partsOf(chosen: readonly Method[], {exitLayer}: Pick<MethodSettings, "exitLayer">): string[] {
  const reads = chosen.some((method) => method === "kangaroo" || method === "tree");
  return [...(reads ? [`exit-${exitLayer}`] : []), ...(chosen.includes("medusa") ? ["medusa"] : [])];
}

/** A method's drafter, new each time since drafters keep state; none for greedy decoding. */
export function methodDrafter(method: Method, settings: MethodSettings, parts: DraftParts): Drafter | undefined {
  const {exitLayer, draftLength, threshold, width, treeThreshold} = settings;
  switch (method) {
    case "greedy":
      return undefined;
    case "lookup":
      return lookup({copyLength: draftLength});
    case "draft-model":
      return draftModel({model: needed(parts.draft, DRAFT), draftLength, name: DRAFT});
    case "early-exit":
      return earlyExit({exitLayer, draftLength, threshold});
    case "kangaroo":
      return earlyExit({exitLayer, adapter: needed(parts.adapter, `exit-${exitLayer}`), draftLength, threshold});
    case "tree":
      return treeExit({
        exitLayer,
        adapter: needed(parts.adapter, `exit-${exitLayer}`),
        width,
        threshold: treeThreshold
      });
    case "medusa": {
      const heads = needed(parts.heads, "medusa");
      return medusa({heads, draftLength: Math.min(draftLength, heads.count)});
    }
  }
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

function needed<T>(part: T | undefined, name: string): T {
  if (!part) throw new Error(`${name} is not loaded`);
  return part;
}
