// The controls of the live panel of early exits, bound to the address.
import type {Bound} from "../figures/kit/address.js";
import {html} from "../figures/kit/dom.js";
import {checkFields, numberField, selectField} from "../figures/kit/fields.js";
import {methodNames} from "./kangarooMethods.js";
import type {Method} from "./kangarooMethods.js";
import {compared, exitLayers, MOST_TEXTS, thresholds} from "./kangarooParameters.js";
import type {kangarooParameters} from "./kangarooParameters.js";

type Name = keyof typeof kangarooParameters;

export interface ControlOptions {
  /** kinds of text there are */
  readonly domains: readonly string[];
  /** whether the site has what a method needs */
  readonly available: (method: Method) => boolean;
  /** told after a value was set */
  readonly changed: (name: Name) => void;
}

/** The methods to tick, and below them the fields. */
export function kangarooControls(
  parameters: Bound<typeof kangarooParameters>,
  {domains, available, changed}: ControlOptions
): HTMLElement[] {
  const {values: state} = parameters;
  const bind =
    <K extends Name>(name: K) =>
    (value: (typeof state)[K]): void => {
      parameters.set(name, value);
      changed(name);
    };
  const named = <V extends string>(values: readonly V[]): (readonly [V, string])[] => values.map((v) => [v, v]);
  const texts = domains.filter((domain): domain is typeof state.texts => domain.length > 0);
  const fields = [
    ["exit", selectField("Exit layer ℓ", named(exitLayers), state.exit, bind("exit"))],
    ["draft", numberField("Most drafts γ", {min: 1, max: 8}, state.draft, bind("draft"))],
    ["threshold", selectField("Threshold η", named(thresholds), state.threshold, bind("threshold"))],
    ["width", numberField("Tree width K", {min: 2, max: 12}, state.width, bind("width"))],
    ["tree", selectField("Tree threshold η", named(thresholds), state.tree, bind("tree"))],
    ["tokens", numberField("New tokens", {min: 8, max: 160}, state.tokens, bind("tokens"))],
    ["rows", numberField("Texts at once", {min: 1, max: MOST_TEXTS}, state.rows, bind("rows"))],
    ["texts", selectField("Kind of text", named(texts), state.texts, bind("texts"))],
    [
      "rejected",
      selectField("Rejected drafts", named<"hide" | "show">(["hide", "show"]), state.rejected, bind("rejected"))
    ]
  ] as const;
  const options = compared.filter(available).map((method): [Method, string] => [method, methodNames[method].name]);
  const ticked = compared.filter((method) => state.methods.split(",").includes(method));
  const tick = bind("methods");
  const boxes = checkFields<Method>("After greedy decoding", options, ticked, (chosen) => tick(chosen.join(",")));
  const shown = fields.filter(([name]) => !parameters.hidden(name));
  return [
    ...(parameters.hidden("methods") ? [] : [boxes]),
    html("div", {class: "fields"}, ...shown.map(([, {element}]) => element))
  ];
}
