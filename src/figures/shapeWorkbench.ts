// Depth, width, heads, expansion and vocabulary of a network as sliders: where its parameters go, what it weighs, what a
// token costs, how fast it would be by shapes that were timed, and the trained shapes nearest to it. After PanGu-π Pro
// (Tang et al. 2024), section 3: less than 20 % in embedding and head, about 20 layers.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {formatCount} from "./kit/dom.js";
import {numberField, selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {rangeField} from "./kit/rangeField.js";
import {nameOf, shapePicture} from "./kit/shapePicture.js";
import {groups, headSizes, shapeOf, valuesOf, vocabularies, widths} from "./kit/shapeValues.js";
import type {ShapeValues} from "./kit/shapeValues.js";
import type {Source} from "./kit/source.js";
import {stepsField} from "./kit/stepsField.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import type {ShapeData} from "./shapeData.js";

export interface ShapeWorkbenchOptions {
  /** name in links and files; default "shape-workbench" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the bars; default as wide as there is room */
  readonly width?: number;
}

const OWN = "own";

/** What an address may set; the first shape is what stands there without. @throws without shapes */
export function shapeParameters({shapes}: Pick<ShapeData, "shapes">) {
  if (shapes.length === 0) throw new Error("shapeWorkbench: no shapes to start from");
  const first = valuesOf(shapes[0]);
  return {
    depth: about("layers", wholeNumber(first.depth, 1, 48)),
    width: about("width of the hidden states", wholeNumber(first.width, 16, 4096)),
    headSize: about("channels of a head", choice(first.headSize, headSizes)),
    group: about("query heads that share keys and values, at most", choice(first.group, groups)),
    expansion: about("channels inside the MLP over the width, in hundredths", wholeNumber(first.expansion, 25, 800)),
    vocabulary: about("entries of the vocabulary", wholeNumber(first.vocabulary, 258, 200_000)),
    head: about("whether one matrix is embedding and head", choice(first.head, ["tied", "untied"])),
    context: about("tokens before the next one", wholeNumber(512, 1, 32_768))
  };
}

/** The figure. @throws without shapes to start from */
export function shapeWorkbench(
  data: ShapeData,
  {id = "shape-workbench", address, width}: ShapeWorkbenchOptions = {}
): HTMLElement {
  const parameters = bindParameters(id, shapeParameters(data), address);
  const {values} = parameters;
  const named = (): string | undefined => nameOf(data.shapes, shapeOf(values));
  const picture = (): Picture =>
    shapePicture({data, shape: shapeOf(values), name: named(), context: values.context, width});
  const show = (): void => {
    start.set(named() ?? OWN);
    heads.set(headSizes.indexOf(values.headSize)); // how many there are depends on the width
    view.update(picture());
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return (value: (typeof values)[K]): void => {
      parameters.set(name, value);
      show();
    };
  };
  const headWords = (index: number): string => {
    const size = headSizes[index];
    return `${shapeOf({...values, headSize: size}).heads} of ${size}`;
  };
  const names = data.shapes.map(({name}) => [name, name] as const);
  const start = selectField<string>("Start from", [[OWN, "your own shape"], ...names], named() ?? OWN, (name) => {
    const chosen = data.shapes.find((shape) => shape.name === name);
    if (chosen) take(valuesOf(chosen));
    show();
  });
  const depth = rangeField("Depth", {min: 1, max: 48}, values.depth, change("depth"));
  const wide = stepsField("Width", widths, formatCount, values.width, change("width"));
  const heads = rangeField(
    "Heads",
    {min: 0, max: headSizes.length - 1, format: headWords},
    headSizes.indexOf(values.headSize),
    (index) => change("headSize")(headSizes[index])
  );
  const shared = groups.map((group) => [group, group === "1" ? "no other" : `${group} heads`] as const);
  const group = selectField("Keys shared by", shared, values.group, change("group"));
  const expansion = rangeField(
    "Expansion",
    {min: 25, max: 800, format: (hundredths) => (hundredths / 100).toFixed(2)},
    values.expansion,
    change("expansion")
  );
  const vocabulary = stepsField("Vocabulary", vocabularies, formatCount, values.vocabulary, change("vocabulary"));
  const tied = [["tied", "one matrix"], ["untied", "two matrices"]] as const; // prettier-ignore
  const head = selectField("Embedding and head", tied, values.head, change("head"));
  const context = numberField("Context", {min: 1, max: 32_768}, values.context, change("context"));
  const take = (next: ShapeValues): void => {
    for (const name of Object.keys(next) as (keyof ShapeValues)[]) parameters.set(name, next[name]);
    depth.set(next.depth);
    wide.set(next.width);
    group.set(next.group);
    expansion.set(next.expansion);
    vocabulary.set(next.vocabulary);
    head.set(next.head);
  };
  const controls = [
    {name: "start", element: start.element},
    {name: "depth", element: depth.element},
    {name: "width", element: wide.element},
    {name: "headSize", element: heads.element},
    {name: "group", element: group.element},
    {name: "expansion", element: expansion.element},
    {name: "vocabulary", element: vocabulary.element},
    {name: "head", element: head.element},
    {name: "context", element: context.element}
  ];
  const view = frame({id, className: "shape-workbench", source: sourceOf(data), parameters, controls}, picture());
  return view.element;
}

function sourceOf({speeds = [], runs = [], provenance}: ShapeData): Source {
  return {
    how: [
      "Counted in the page from the description of the networks",
      ...(speeds.length > 0 ? [`speeds from ${speeds.length} shapes that were timed`] : []),
      ...(runs.length > 0 ? [`quality from ${runs.length} shapes that were trained`] : [])
    ].join("; "),
    paper: "PanGu-π Pro paper: Table 2 and its table of models",
    ...(provenance ? {provenance} : {})
  };
}
