// The controls of the live training: one set for each network, side by side, and those that all share.
import {formatCount, html} from "../figures/kit/dom.js";
import {numberField, selectField} from "../figures/kit/fields.js";
import type {Field} from "../figures/kit/fields.js";
import {rangeField} from "../figures/kit/rangeField.js";
import {initializationSchemes} from "../nets/llama/initialize.js";
import type {InitializationScheme} from "../nets/llama/initialize.js";
import {
  batches,
  expansions,
  headCounts,
  HOTTEST,
  networkValue,
  rates,
  rows,
  sampleGaps,
  settingsOf,
  widths
} from "./trainingParameters.js";
import type {NetworkKey, NetworkParameter, NetworkParameters, TrainingBound} from "./trainingParameters.js";
import {limits, networkOf} from "./trainingTask.js";

export const schemeNames: Readonly<Record<InitializationScheme, string>> = {
  "fan-in": "by fan-in, outputs less (Concord's own)",
  constant: "constant σ",
  gpt2: "GPT-2 style: all σ / √N",
  internlm: "InternLM style: outputs σ / √N",
  depth: "by depth (the paper's appendix)"
};

export interface NetworkControls {
  readonly element: HTMLFieldSetElement;
  /** Say how large the network is, or what is wrong; returns whether it can be trained. */
  check(vocabSize: number | undefined): boolean;
}

/** A slider over a list of values. */
export function choiceRange<V extends string>(
  label: string,
  values: readonly V[],
  value: V,
  change: (value: V) => void
): Field<number> {
  const format = (index: number): string => values[index];
  return rangeField(label, {min: 0, max: values.length - 1, format}, values.indexOf(value), (i) => change(values[i]));
}

/** What one network is made of. */
export function networkControls(bound: TrainingBound, key: NetworkKey, changed: () => void): NetworkControls {
  const name = key.toUpperCase();
  const value = <N extends NetworkParameter>(parameter: N) => networkValue(bound, key, parameter);
  const bind =
    <N extends NetworkParameter>(parameter: N) =>
    (next: NetworkParameters[N]["initial"]): void => {
      bound.set(`${key}-${parameter}`, next as never); // the name decides the type, which TypeScript does not follow
      changed();
    };
  const said = (label: string): string => `${label} of ${name}`;
  const plain = <V extends string>(values: readonly V[]): (readonly [V, string])[] => values.map((v) => [v, v]);
  const schemes = initializationSchemes.map((scheme) => [scheme, schemeNames[scheme]] as const);
  const fields: readonly (readonly [NetworkParameter, Field<never> | Field<number> | Field<string>])[] = [
    ["depth", rangeField("Depth", {min: limits.depth[0], max: limits.depth[1]}, value("depth"), bind("depth"))],
    ["width", choiceRange("Width", widths, value("width"), bind("width"))],
    ["rate", choiceRange("Learning rate", rates, value("rate"), bind("rate"))],
    ["batch", choiceRange("Batch size", batches, value("batch"), bind("batch"))],
    ["init", selectField("Initialisation", schemes, value("init"), bind("init"))],
    ["heads", selectField("Heads", plain(headCounts), value("heads"), bind("heads"))],
    ["expansion", selectField("Expansion", plain(expansions), value("expansion"), bind("expansion"))],
    ["row", selectField("Characters a row", plain(rows), value("row"), bind("row"))]
  ];
  for (const [, {input}] of fields) input.setAttribute("aria-label", said(labelOf(input)));
  const size = html("p", {class: "train-size"});
  const shown = fields.filter(([parameter]) => !bound.hidden(`${key}-${parameter}`));
  const element = html(
    "fieldset",
    {class: `train-network line-${key}`},
    html("legend", {}, name),
    html("div", {class: "fields"}, ...shown.map(([, field]) => field.element)),
    size
  );
  return {
    element,
    check(vocabSize) {
      const {text, wrong} = sizeOf(bound, key, vocabSize);
      if (size.textContent !== text) size.textContent = text;
      size.classList.toggle("wrong", wrong);
      return !wrong;
    }
  };
}

/** A field's own label, without what it stands at. */
const labelOf = (input: HTMLElement): string =>
  input.getAttribute("aria-label") ?? input.closest("label")?.firstChild?.textContent ?? "";

function sizeOf(bound: TrainingBound, key: NetworkKey, vocabSize = 0): {text: string; wrong: boolean} {
  try {
    const settings = settingsOf(bound, key);
    const {parameters} = networkOf(settings, vocabSize);
    const tokens = settings.batch * settings.length;
    return {text: `${formatCount(parameters)} parameters, ${formatCount(tokens)} characters a step`, wrong: false};
  } catch (error) {
    return {text: error instanceof Error ? error.message : String(error), wrong: true};
  }
}

export interface SharedControls {
  /** what decides the training, to be locked while there is one */
  readonly settings: HTMLElement;
  /** what may change at any time */
  readonly sampling: HTMLElement;
  readonly axis: HTMLElement;
}

/** What both networks share. */
export function sharedControls(
  bound: TrainingBound,
  changed: (name: keyof TrainingBound["values"]) => void
): SharedControls {
  const {values} = bound;
  type Name = keyof typeof values;
  const bind =
    <N extends Name>(name: N) =>
    (value: (typeof values)[N]): void => {
      bound.set(name, value);
      changed(name);
    };
  const fields = (list: readonly (readonly [Name, {readonly element: HTMLElement}])[]): HTMLElement => {
    const shown = list.filter(([name]) => !bound.hidden(name));
    return html("div", {class: "fields", hidden: shown.length === 0}, ...shown.map(([, {element}]) => element));
  };
  const [least, most] = limits.steps;
  const gaps = sampleGaps.map((gap) => [gap, gap === "0" ? "never" : `every ${gap} steps`] as const);
  const degrees = (tenths: number): string => (tenths / 10).toFixed(1);
  return {
    settings: fields([
      ["networks", selectField("Networks", [["1", "A alone"], ["2", "A against B"]], values.networks, bind("networks"))],
      ["steps", numberField("Steps", {min: least, max: most}, values.steps, bind("steps"))],
      ["seed", numberField("Seed", {min: 0, max: 9999}, values.seed, bind("seed"))]
    ]), // prettier-ignore
    sampling: fields([
      ["samples", selectField("Samples", gaps, values.samples, bind("samples"))],
      ["temperature", rangeField("Temperature", {min: 0, max: HOTTEST, format: degrees}, values.temperature, bind("temperature"))]
    ]), // prettier-ignore
    axis: fields([
      ["axis", selectField("Curves over", [["steps", "steps"], ["seconds", "seconds"]], values.axis, bind("axis"))]
    ]) // prettier-ignore
  };
}
