// What "acceptance length", "compression ratio", "acceptance rate" and CTAR mean, worked out on one run in the ways of those
// who report them. The run stays as it is; what changes with the convention is what is divided by what.
import type {StepRecord} from "../traces/step.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {conventionNames, countRun} from "./kit/conventions.js";
import type {Convention} from "./kit/conventions.js";
import {definitionsPicture} from "./kit/definitionsPicture.js";
import {html} from "./kit/dom.js";
import {numberField, selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Source} from "./kit/source.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";

/** A run, or several whose steps follow one another, under a name that the reader sees. */
export interface DefinedRun {
  /** short, such as "exit layer 4, math" */
  readonly name: string;
  /** the prefill first, which is step 0 */
  readonly steps: readonly StepRecord[];
}

export interface DefinitionsOptions {
  /** name in links and files; default "definitions" */
  readonly id?: string;
  /** convention shown first; default "vllm" */
  readonly convention?: Convention;
  /** where the runs come from; default what all runs have in common: their steps */
  readonly source?: Source;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the chart; default as wide as there is room */
  readonly width?: number;
}

const MOST = 16;

const conventions = Object.keys(conventionNames) as Convention[];

/** What an address may set of the figure. @throws without a run */
export function definitionsParameters(
  runs: readonly Pick<DefinedRun, "name">[],
  {convention = "vllm"}: Pick<DefinitionsOptions, "convention"> = {}
) {
  if (runs.length === 0) throw new Error("definitions: no runs");
  const names = runs.map(({name}) => name);
  return {
    run: about("whose steps are counted", choice<string>(names[0], names)),
    convention: about("who counts", choice<Convention>(convention, conventions)),
    draft: about("position of the draft, and window of CTAR", wholeNumber(2, 1, MOST))
  };
}

/** The figure, or a sentence where there is no run. */
export function definitions(
  runs: readonly DefinedRun[],
  {
    id = "definitions",
    convention,
    source = {how: "Counted from the steps of recorded runs"},
    address,
    width
  }: DefinitionsOptions = {}
): HTMLElement {
  if (runs.length === 0) return html("p", {class: "note-line"}, "No run has been recorded from these weights yet.");
  const parameters = bindParameters(id, definitionsParameters(runs, {convention}), address);
  const {values, set} = parameters;
  const picture = () => {
    const {name, steps} = runs.find((run) => run.name === values.run)!;
    const counts = countRun(steps);
    return definitionsPicture({name, counts, convention: values.convention, w: values.draft, width});
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return (value: (typeof values)[K]): void => {
      set(name, value);
      view.update(picture());
    };
  };
  const named = runs.map(({name}) => [name, name] as const);
  const counting = conventions.map((key) => [key, conventionNames[key]] as const);
  const controls = [
    {name: "run", element: selectField("Run", named, values.run, change("run")).element},
    {
      name: "convention",
      element: selectField("Counted as by", counting, values.convention, change("convention")).element
    },
    {name: "draft", element: numberField("Draft, w", {min: 1, max: MOST}, values.draft, change("draft")).element}
  ];
  const view = frame({id, className: "definitions", source, parameters, controls}, picture());
  return view.element;
}
