// The map of exit points under a cursor: the pointer or the arrow keys choose a token, and beside it stands what every layer
// would have said there. Below, how many tokens are right behind each layer.
import type {Cell} from "./dataTable.js";
import {formatPercent, html} from "./dom.js";
import {readingsBy, rightShare, settledAfter} from "./exitText.js";
import type {ExitReading, ExitText} from "./exitText.js";
import type {Picture} from "./frame.js";
import {lineChart} from "./lineChart.js";
import {mapDrawing, shown} from "./mapDrawing.js";
import type {MapDrawing} from "./mapDrawing.js";
import {responsive} from "./responsive.js";

export interface MapOptions {
  /** who reads the layers */
  readonly by: ExitReading["by"];
  /** what a token reads as by itself */
  readonly word: (token: number) => string;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

/** What the figure's frame is put around. @throws on a text without tokens */
export function mapPicture(text: ExitText, {by, word, width}: MapOptions): Picture {
  if (text.tokens.length === 0) throw new Error(`exit map: ${text.name} has no tokens`);
  const settled = settledAfter(text, by);
  const label = mapSentence(text, by);
  const holder = html("div", {
    class: "map-holder",
    tabindex: 0,
    role: "group",
    "aria-label": "Tokens and layers: arrow keys choose a token, and what each layer says of it stands below"
  });
  const reading = html("div", {class: "layer-list"});
  const head = html("p", {class: "cell-head"});
  const status = html("p", {class: "visually-hidden", role: "status"});
  let drawing: MapDrawing | undefined;
  // one that is settled half way says most
  let cursor = Math.max(
    0,
    settled.findIndex((layer) => layer > text.layers / 3 && layer < text.layers)
  );

  const show = (token: number): void => {
    drawing?.mark(token);
    head.textContent = tokenSentence(text, settled, token);
    reading.replaceChildren(...layerRows(text, by, token, word));
  };
  const choose = (token: number): void => {
    cursor = Math.max(0, Math.min(text.tokens.length - 1, token));
    show(cursor);
    status.textContent = head.textContent;
  };
  const under = ({clientX, clientY}: MouseEvent): number | undefined => {
    if (!drawing) return undefined;
    const {left, top} = drawing.element.getBoundingClientRect();
    return drawing.at(clientX - left, clientY - top);
  };
  holder.addEventListener("pointermove", (event) => show(under(event) ?? cursor));
  holder.addEventListener("pointerleave", () => show(cursor));
  holder.addEventListener("click", (event) => {
    const token = under(event);
    if (token !== undefined) choose(token);
  });
  holder.addEventListener("keydown", (event) => {
    const to = moved(event, cursor, drawing, text.tokens.length);
    if (to === undefined) return;
    event.preventDefault();
    choose(to);
  });
  responsive(
    holder,
    (available) => {
      drawing = mapDrawing(text, {by, width: available, ariaLabel: label});
      holder.replaceChildren(drawing.element);
      drawing.mark(cursor);
    },
    {width, initial: 900, most: 1240}
  );
  show(cursor);
  return {
    element: html(
      "div",
      {},
      mapLegend(),
      holder,
      html("div", {class: "map-below"}, html("div", {}, head, reading), sharesChart(text, width)),
      status
    ),
    title: finding(text),
    caption: [
      "Over every token stands what each layer would have said there, the first layer at the bottom and the last on top. The dark line is where a token is settled: from there on upwards every layer that was read says what the network will say. Of the first token nothing is known, and it is not shown."
    ],
    svgs: () => [drawing!.element],
    table: () => mapTable(text, settled, word)
  };
}

/** "Behind layer 4 of 12 the network's own head is right about 12% of these 63 tokens, an adapter there about 61%". */
function finding(text: ExitText): string {
  const adapters = readingsBy(text, "adapter");
  const adapter = adapters.find(({layer}) => layer >= text.layers / 3) ?? adapters.at(-1);
  const heads = readingsBy(text, "head");
  const layer = adapter?.layer ?? Math.ceil(text.layers / 3);
  const head = heads.find((candidate) => candidate.layer === layer);
  const parts = [
    ...(head ? [`the network's own head is right about ${formatPercent(rightShare(text, head))} of ${text.tokens.length} tokens`] : []), // prettier-ignore
    ...(adapter ? [`${head ? "an" : "the"} adapter there about ${formatPercent(rightShare(text, adapter))}`] : [])
  ];
  return `Behind layer ${layer} of ${text.layers} ${parts.join(", ")}`;
}

function mapSentence(text: ExitText, by: ExitReading["by"]): string {
  const shares = readingsBy(text, by).map((reading) => `layer ${reading.layer} ${formatPercent(rightShare(text, reading))}`); // prettier-ignore
  return `Share of ${text.tokens.length} tokens that are right behind each layer, ${by === "head" ? "read by the network's own head" : "read by an adapter"}: ${shares.join(", ")}`;
}

function tokenSentence(text: ExitText, settled: readonly number[], token: number): string {
  const word = `“${shown(text.texts[token])}”`;
  const own = text.said[token] === text.texts[token] ? "" : ` (the network would write “${shown(text.said[token])}”)`;
  const where = `Token ${token + 1} of ${text.tokens.length}, ${word}${own}`;
  return settled[token] === text.layers
    ? `${where}: only the last layer says it for good.`
    : `${where}: settled after layer ${settled[token]} of ${text.layers}.`;
}

/** Layers from the last to the first, with what each says. */
function layerRows(
  text: ExitText,
  by: ExitReading["by"],
  token: number,
  word: (token: number) => string
): HTMLElement[] {
  const row = (layer: number, said: string, confidence: number | undefined, right: boolean): HTMLElement => {
    const meter = html("span", {class: "layer-sure"});
    meter.style.setProperty("--share", `${(100 * (confidence ?? 1)).toFixed(1)}%`);
    return html(
      "div",
      {class: right ? "layer-row right" : "layer-row"},
      html("span", {class: "layer-number"}, String(layer)),
      html("span", {class: "layer-said"}, said),
      confidence === undefined ? html("span") : meter,
      html("span", {class: "layer-value"}, confidence === undefined ? "the network" : confidence.toFixed(2))
    );
  };
  const rows = readingsBy(text, by).map(({layer, choice, confidence}) =>
    row(layer, shown(word(choice[token])), confidence[token], choice[token] === text.tokens[token])
  );
  return [row(text.layers, shown(text.said[token]), undefined, true), ...rows.reverse()];
}

/** How many tokens are right behind each layer. */
function sharesChart(text: ExitText, width: number | undefined): HTMLElement {
  const layers = Array.from({length: text.layers}, (_, k) => k + 1);
  const values = (by: ExitReading["by"]): (number | undefined)[] => {
    const known = new Map(readingsBy(text, by).map((reading) => [reading.layer, 100 * rightShare(text, reading)]));
    return layers.map((layer) => (layer === text.layers ? (by === "head" ? 100 : undefined) : known.get(layer)));
  };
  const lines = [
    {name: "own head", key: "greedy", values: values("head"), marker: "square" as const},
    {name: "adapter", key: "ems-sd", values: values("adapter"), marker: "disc" as const}
  ].filter((line) => line.values.some((value) => value !== undefined));
  return lineChart(lines, {
    ticks: layers,
    xLabel: "layer",
    yLabel: "% of tokens right behind it",
    top: 100,
    missing: false,
    format: (value) => `${value.toFixed(0)}%`,
    ariaLabel: "Share of tokens that are right behind each layer",
    height: 240,
    ...(width === undefined ? {} : {width: Math.min(width, 480)})
  });
}

function mapLegend(): HTMLElement {
  const entry = (kind: string, text: string): HTMLElement => html("li", {}, html("span", {class: `key ${kind}`}), text);
  return html(
    "ul",
    {class: "legend map-legend", "aria-label": "What the boxes mean"},
    entry("right", "says what the network will say; the surer, the darker"),
    entry("wrong", "says something else; the surer, the longer its line"),
    entry("whole", "the last layer"),
    entry("settled", "settled from here on")
  );
}

/** Where a key leads; undefined where it leads nowhere. */
function moved(
  {key, altKey, ctrlKey, metaKey}: KeyboardEvent,
  token: number,
  drawing: MapDrawing | undefined,
  count: number
): number | undefined {
  if (altKey || ctrlKey || metaKey) return undefined;
  if (key === "ArrowLeft") return token - 1;
  if (key === "ArrowRight") return token + 1;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const lines = drawing?.lines ?? [];
  const line = lines.findIndex(([first, end]) => token >= first && token < end);
  const beside = lines[line + (key === "ArrowUp" ? -1 : 1)];
  if ((key !== "ArrowUp" && key !== "ArrowDown") || !beside) return undefined;
  return Math.min(beside[0] + token - lines[line][0], beside[1] - 1);
}

/** One row a token: where it is settled by either reading, and what each layer says. */
function mapTable(text: ExitText, settled: readonly number[], word: (token: number) => string) {
  const say = ({choice, confidence}: ExitReading, i: number): Cell =>
    `${choice[i] === text.tokens[i] ? "=" : shown(word(choice[i]))} ${confidence[i].toFixed(2)}`;
  return {
    caption: "Every token, after which layer it is settled, and what each layer says with which probability (= where it is right)", // prettier-ignore
    head: ["token", "text", "settled after layer", ...text.readings.map(({layer, by}) => `${by} ${layer}`)],
    body: text.texts.map((word_, i): Cell[] => [
      i + 2,
      shown(word_),
      settled[i],
      ...text.readings.map((reading) => say(reading, i))
    ])
  };
}
