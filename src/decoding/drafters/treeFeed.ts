import type {TreeFeed} from "../layouts/index.js";
import type {DraftTree} from "./drafter.js";

/** The rows of the last token of the text, at place 0, and of the drafts that hang on it. */
export function treeFeed({parents, places}: DraftTree): TreeFeed {
  const depths = [0];
  for (const parent of parents) depths.push(depths[parent + 1] + 1);
  return {
    places: [0, ...places],
    parents: [-1, ...parents.map((parent) => (parent < 0 ? 0 : places[parent]))],
    depths
  };
}
