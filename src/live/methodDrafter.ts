// The drafters of the methods that the live panel compares.
import {draftModel} from "../decoding/drafters/draftModel.js";
import {earlyExit} from "../decoding/drafters/earlyExit.js";
import {lookup} from "../decoding/drafters/lookup.js";
import {medusa} from "../decoding/drafters/medusa.js";
import {treeExit} from "../decoding/drafters/treeExit.js";
import type {Drafter} from "../decoding/drafters/drafter.js";
import type {Adapter} from "../decoding/adapter.js";
import type {Heads} from "../decoding/heads.js";
import type {Model} from "../decoding/model.js";
import type {Method, MethodSettings} from "./kangarooMethods.js";
import {DRAFT} from "./messages.js";

/** What drafters run on, as far as it has been opened. */
export interface DraftParts {
  readonly draft?: Model;
  /** at the exit layer of the settings */
  readonly adapter?: Adapter;
  readonly heads?: Heads;
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

function needed<T>(part: T | undefined, name: string): T {
  if (!part) throw new Error(`${name} is not loaded`);
  return part;
}
