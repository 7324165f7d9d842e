// One round of tree drafting with all that it grew, pruned nodes included. A step record knows only what was verified; this
// is what a figure needs to show how the tree came about. Recorded through the drafter's observer, a few rounds of a prompt.

import {array, integer, number, object, oneOf, record, scalar, text} from "./schema.js";
import type {Static} from "./schema.js";

const grown = object(
  {
    tokens: array(integer("token id"), "token of each node, level by level, best score first"),
    parents: array(
      integer("index", -1),
      "index of each node's parent, -1 where it hangs on the last token of the text"
    ),
    probabilities: array(
      number("probability"),
      "the exit's probability of each token after its path, to four digits; a score is their product along the path, without the root's where `options.root` is first-draft"
    ),
    levels: array(integer("level", 1), "nodes on each node's path, itself included"),
    pruned: array(integer("level"), "level whose growth pruned the node; 0: it was verified")
  },
  "every node that got a place in its level"
);

const level = object(
  {
    candidates: integer("continuations that were compared, those that got a place included", 1),
    leftOut: array(
      object(
        {
          token: integer("token id"),
          parent: integer("index of its parent among the nodes", -1),
          probability: number("the exit's probability of it after its path")
        },
        "a continuation that got no place"
      ),
      "the best three of those that got no place, best first"
    )
  },
  "what a level was chosen from"
);

export const treeRoundRecord = object(
  {
    type: oneOf(["tree-round"], "kind of line"),
    prompt: text("the prompt's id"),
    round: integer("step of the run, 1 for the first after the prefill", 1),
    options: record(scalar("value"), "options of the drafter: exitLayer, width K, threshold η, maxNodes, root"),
    layers: integer("the target's layers; those behind exitLayer verify", 1),
    before: array(integer("token id"), "the last tokens of the text that the tree hangs on, 32 at most, newest last"),
    nodes: grown,
    levels: array(level, "level by level"),
    stopped: oneOf(["score", "size", "room"], "why growth ended: best score below η, size, or the text's limit"),
    acceptedPath: array(integer("index"), "which nodes were accepted, in order"),
    emitted: array(
      integer("token id"),
      "tokens added to the text: those of the accepted path, then one of the target's own"
    ),
    confidence: array(number("probability"), "the target's probability of each of these, to four digits"),
    shallowForwards: integer("passes of the first layers in this round"),
    shallowRows: integer("rows in these passes, pruned branches included"),
    rows: integer("rows of the verifying pass: the text's last token and every node that was not pruned", 1)
  },
  "One round of tree drafting"
);

export type TreeRoundRecord = Static<typeof treeRoundRecord>;
