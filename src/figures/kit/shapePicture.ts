// A shape: its parameters by part beside other networks', what it weighs, what a token costs, how fast it would be, and the
// trained shapes nearest to it.
import type {NamedShape, Shape, ShapeData} from "../shapeData.js";
import {tabulate} from "./dataTable.js";
import {formatCount, formatPercent, html} from "./dom.js";
import type {Child} from "./dom.js";
import type {Picture} from "./frame.js";
import {MOST_HEAD} from "./headShare.js";
import {nearestRuns} from "./nearestRuns.js";
import {intermediateSize, shapeCost, shapeParts} from "./shapeCost.js";
import type {ShapeCost} from "./shapeCost.js";
import {depthByWidth, inBytes, inMillions, short, shortParameters, speedWords} from "./shapeWords.js";
import {timeBars} from "./timeBars.js";

export interface ShapePictureOptions {
  readonly data: ShapeData;
  readonly shape: Shape;
  /** its name where it is one of data.shapes */
  readonly name: string | undefined;
  /** tokens before the next one */
  readonly context: number;
  /** CSS pixels of the bars; default as wide as there is room */
  readonly width?: number;
}

interface Row {
  readonly name: string;
  readonly shape: Shape;
  readonly cost: ShapeCost;
}

export function shapePicture(options: ShapePictureOptions): Picture {
  const {data, shape, name, context, width} = options;
  const row = (of: Shape, called: string): Row => ({name: called, shape: of, cost: shapeCost(of, context)});
  const own = row(shape, name ?? "this shape");
  const others = data.shapes
    .filter((other) => other.beside && other.name !== name)
    .map((other) => row(other, other.name));
  const rows = [own, ...others];
  const share = ({cost}: Row, key: keyof ShapeCost["parts"]): number => cost.parts[key] / cost.parameters;
  const words = rows.map((each) => `${each.name}: ${shapeParts.map(({key, name: part}) => `${part} ${formatPercent(share(each, key))}`).join(", ")}`); // prettier-ignore
  return {
    element: html(
      "div",
      {class: "shape"},
      timeBars(
        rows.map((each) => ({
          name: each.name,
          parts: Object.fromEntries(shapeParts.map(({key}) => [key, share(each, key)])),
          total: shortParameters(each.cost.parameters)
        })),
        {
          parts: shapeParts,
          rule: MOST_HEAD,
          ruleOnTop: true,
          left: 138,
          width,
          ariaLabel: `Parameters by part. ${words.join(". ")}`
        }
      ),
      html(
        "div",
        {class: "shape-facts"},
        weights(own, context),
        html("div", {}, speeds(options, own), runs(options, own))
      )
    ),
    title: title(own, options),
    caption: caption(options, own),
    table: () => tabulate(rows, columns, `Shapes, ${formatCount(context)} tokens before the next`)
  };
}

const list = (name: string, facts: readonly (readonly [string, ...Child[]])[]): HTMLElement =>
  html(
    "section",
    {"aria-label": name},
    html("p", {class: "cut-name"}, name),
    html("dl", {class: "cut-facts"}, ...facts.map(([fact, ...value]) => html("div", {}, html("dt", {}, fact), html("dd", {}, ...value)))) // prettier-ignore
  );

function weights({shape, cost}: Row, context: number): HTMLElement {
  const kept = cost.headShare < MOST_HEAD;
  return list("What it weighs, and what a token costs", [
    ["parameters", formatCount(cost.parameters)],
    [
      "embedding and head",
      `${formatPercent(cost.headShare, 1)} `,
      html("span", {class: kept ? "kept" : "broken"}, kept ? "✓" : "✗"),
      html("span", {class: "visually-hidden"}, kept ? " as advised" : " against the advice")
    ],
    ["heads", `${shape.heads} of ${shape.headSize}, ${shape.kvHeads} with keys and values`],
    ["channels inside the MLP", formatCount(intermediateSize(shape))],
    ["weights in F16", inBytes(2 * cost.parameters)],
    ["weights in F32", inBytes(4 * cost.parameters)],
    ["cache a token, in F16", inBytes(2 * cost.cached)],
    ["cache a token, in F32", inBytes(4 * cost.cached)],
    [`cache of ${formatCount(context)} tokens, in F16`, inBytes(2 * cost.cached * context)],
    ["operations a token, forward", short(cost.forward)],
    ["of those on the cache", formatPercent(cost.attention / cost.forward)],
    ["operations a token, training", short(cost.training)]
  ]);
}

function speeds({data}: ShapePictureOptions, {shape, cost}: Row): HTMLElement {
  const kinds = [["decode", "decoding"], ["train", "training"]] as const; // prettier-ignore
  const said = kinds.map(([kind, name]) => ({name, ...speedWords(data, kind, shape, cost)}));
  const element = list("How fast it would be", said.map(({name, value}) => [name, value] as const)); // prettier-ignore
  const notes = said.filter(({note}) => note !== "").map(({name, note}) => `${name}: ${note}`);
  const same = said[0].note === said[1].note ? [said[0].note].filter(Boolean) : notes;
  element.append(...same.map((note) => html("p", {class: "note-line"}, `${note[0].toUpperCase()}${note.slice(1)}.`)));
  return element;
}

function runs({data}: ShapePictureOptions, {shape, cost}: Row): HTMLElement {
  const near = nearestRuns(data.runs ?? [], {...shape, parameters: cost.parameters});
  if (near.length === 0) return list("The nearest trained shapes", [["bits per byte", "not measured yet"]]);
  return list(
    "The nearest trained shapes, held-out bits per byte",
    near.map(({run, distance}) => [
      `${run.name}: ${depthByWidth(run)}, expansion ${Number(run.expansion.toFixed(2))}, ${formatCount(run.vocabulary)} entries, ${inMillions(run.parameters)}${distance < 0.01 ? " (this shape)" : ""}`,
      run.bitsPerByte.toFixed(3)
    ])
  );
}

function title({name, shape, cost}: Row, {data}: ShapePictureOptions): string {
  const parts = shapeParts.slice(0, 3).map(({key, name: part}) => `${formatPercent(cost.parts[key] / cost.parameters)} ${part}`); // prettier-ignore
  const {value: speed, measured} = speedWords(data, "decode", shape, cost);
  const called = name === "this shape" ? "" : `${name}: `;
  return `${called}${shape.depth} layers of ${formatCount(shape.width)} make ${inMillions(cost.parameters)} parameters: ${parts.join(", ")}${speed.startsWith("not") ? "" : `; ${speed} ${measured ? "measured" : "predicted"}`}`;
}

function caption({data}: ShapePictureOptions, own: Row): Child[] {
  const printed = data.shapes.find(({name}) => name === "PanGu-π-1B");
  return [
    `Each bar is a whole network, divided by part; the line is at ${formatPercent(MOST_HEAD)}, the most that the paper advises for embedding and head. Its advice on depth is about 20 layers. `,
    own.shape.tied
      ? "One matrix is embedding and head here (tied), as in joey; in the paper’s networks they are two. "
      : "Embedding and head are two matrices here, as in the paper’s networks. ",
    ...(printed
      ? [
          `The paper’s networks are counted as Llama-type networks of the shapes that it prints, which they are not in everything: PanGu-π-1B has ${formatPercent(shapeCost(printed, 1).headShare, 1)} in embedding and head here, and 36.8% in the paper. `
        ]
      : []),
    "Operations are two for each weight of a matrix and token, looked-up rows not counted, and four for each channel of a head and token in the cache; training is three times forward."
  ];
}

const round = (value: number, digits = 4): number => Number(value.toPrecision(digits));

const columns = [
  {name: "network", value: ({name}: Row) => name},
  {name: "depth", value: ({shape}: Row) => shape.depth},
  {name: "width", value: ({shape}: Row) => shape.width},
  {name: "heads", value: ({shape}: Row) => shape.heads},
  {name: "heads of keys and values", value: ({shape}: Row) => shape.kvHeads},
  {name: "expansion", value: ({shape}: Row) => Number(shape.expansion.toFixed(2))},
  {name: "vocabulary", value: ({shape}: Row) => shape.vocabulary},
  {name: "tied", value: ({shape}: Row) => (shape.tied ? "yes" : "no")},
  {name: "parameters", value: ({cost}: Row) => cost.parameters},
  ...shapeParts.map(({key, name}) => ({name, value: ({cost}: Row) => cost.parts[key]})),
  {name: "bytes in F16", value: ({cost}: Row) => 2 * cost.parameters},
  {name: "cache bytes a token in F16", value: ({cost}: Row) => 2 * cost.cached},
  {name: "operations a token, forward", value: ({cost}: Row) => round(cost.forward)},
  {name: "operations a token, training", value: ({cost}: Row) => round(cost.training)}
];

/** The named shape that has all of another's sides. */
export const nameOf = (shapes: readonly NamedShape[], shape: Shape): string | undefined =>
  shapes.find(
    (named) =>
      named.depth === shape.depth &&
      named.width === shape.width &&
      named.heads === shape.heads &&
      named.kvHeads === shape.kvHeads &&
      named.headSize === shape.headSize &&
      Math.abs(named.expansion - shape.expansion) < 0.005 &&
      named.vocabulary === shape.vocabulary &&
      named.tied === shape.tied
  )?.name;
