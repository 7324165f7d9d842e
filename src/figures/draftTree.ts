// A tree of drafts, level by level: what early exits propose, what gets a place, what is pruned, what one pass verifies and
// which path it accepts (Kangaroo, Liu et al. 2024, tree decoding). Recorded from real runs, pruned nodes included.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Source} from "./kit/source.js";
import {treePicture} from "./kit/treePicture.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import type {TreeData, TreeRound} from "./treeData.js";

export interface DraftTreeOptions {
  /** name in links and files; default "draft-tree" */
  readonly id?: string;
  /** round shown first, such as "dialogue-02.2"; default the one that accepts most, of these the largest tree */
  readonly round?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
}

const keyOf = ({prompt, round}: TreeRound): string => `${prompt}.${round}`;

/** stands for the last frame of any round */
const END = 99;

/** What an address may set of the figure. @throws where no round was recorded */
export function draftTreeParameters({rounds}: TreeData, {round}: Pick<DraftTreeOptions, "round"> = {}) {
  if (rounds.length === 0) throw new Error("draftTree: no rounds");
  const [largest] = rounds.toSorted(
    (a, b) => b.acceptedPath.length - a.acceptedPath.length || b.nodes.length - a.nodes.length
  );
  const keys = rounds.map(keyOf);
  return {
    round: about(
      "which recorded round: its prompt, and its number",
      choice<string>(round !== undefined && keys.includes(round) ? round : keyOf(largest), keys)
    ),
    step: about("how far the tree has grown, from 0; past its last step it is verified", wholeNumber(END, 0, END))
  };
}

/** The figure, or a sentence where nothing has been recorded. */
export function draftTree(
  data: TreeData | null,
  {id = "draft-tree", round, address}: DraftTreeOptions = {}
): HTMLElement {
  if (!data || data.rounds.length === 0) {
    return html("p", {class: "note-line"}, "No draft tree has been recorded from these weights yet.");
  }
  const parameters = bindParameters(id, draftTreeParameters(data, {round}), address);
  const {values, set} = parameters;
  const picture = () =>
    treePicture(
      data.rounds.find((each) => keyOf(each) === values.round)!,
      {
        frame: values.step,
        seen(step, last) {
          const next = step === last ? END : step;
          if (next !== values.step) set("step", next);
        }
      }
    );
  const names = data.rounds.map((each) => [keyOf(each), roundName(each)] as const);
  const change = (next: string): void => {
    set("round", next);
    view.update(picture());
  };
  const controls = [{name: "round", element: selectField("Round", names, values.round, change).element}];
  const view = frame({id, className: "draft-tree", source: sourceOf(data), parameters, controls}, picture());
  return view.element;
}

const roundName = ({prompt, round, acceptedPath, rows}: TreeRound): string =>
  `${prompt}, round ${round}: ${acceptedPath.length} of ${rows - 1} accepted`;

const sourceOf = ({models, provenance, lossless, rounds}: TreeData): Source => ({
  how: "Recorded from real runs with an observer in the drafter",
  models,
  texts: `the first rounds of ${[...new Set(rounds.map(({prompt}) => prompt))].join(", ")}, the project's own prompts`,
  provenance,
  lossless,
  paper: "tree decoding as the text describes it; its code was not released"
});
