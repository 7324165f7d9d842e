// What leaving layers out costs, as numbers and in words. Layers are counted from 1 here, as readers count them.
import type {LayerSkipping} from "../../traces/layerSkipping.js";
import {html} from "./dom.js";

export interface Block {
  /** from 1 on */
  readonly first: number;
  readonly count: number;
}

/** "layer 5", "layers 5 to 7" */
export const layersWords = ({first, count}: Block): string =>
  count === 1 ? `layer ${first}` : `layers ${first} to ${first + count - 1}`;

export const skippingDomains = ({whole}: LayerSkipping): string[] => Object.keys(whole);

/** Bits per byte without a block, undefined for the whole network. @throws where it was not measured */
export function costOf({whole, skipped}: LayerSkipping, texts: string, block: Block | undefined): number {
  const found = block ? skipped.find(({first, count}) => first + 1 === block.first && count === block.count)?.bitsPerByte : whole; // prettier-ignore
  if (!found) throw new Error(`layerSkipping: not measured without ${block ? layersWords(block) : "any layer"}`);
  if (texts !== "mean") return found[texts];
  const values = Object.values(found);
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Blocks of one size from the costliest on. */
function ranked(data: LayerSkipping, texts: string, count: number): (Block & {readonly cost: number})[] {
  return data.skipped
    .filter((block) => block.count === count)
    .map((block) => ({first: block.first + 1, count, cost: costOf(data, texts, {first: block.first + 1, count})}))
    .sort((a, b) => b.cost - a.cost);
}

/** The costliest single layer, and the cheapest. */
export function findingOf(data: LayerSkipping, texts: string): string {
  const order = ranked(data, texts, 1);
  const [worst, second] = order;
  const best = order[order.length - 1];
  const of = texts === "mean" ? "" : ` of ${texts}`;
  return `Without layer ${worst.first} joey needs ${worst.cost.toFixed(2)} bits per byte${of} instead of ${costOf(data, texts, undefined).toFixed(2)}, without layer ${second.first} ${second.cost.toFixed(2)}, without layer ${best.first} only ${best.cost.toFixed(2)}`;
}

/** What the paper says in words, and what becomes of it here. */
export function claimWords(data: LayerSkipping): string {
  const counts = [...new Set(data.skipped.map(({count}) => count))];
  const held = counts.filter((count) => {
    const order = ranked(data, "mean", count);
    const last = data.layers - count + 1;
    return [1, last].every((first) => order.slice(0, 2).some((block) => block.first === first));
  });
  const order = ranked(data, "mean", 1);
  const whole = costOf(data, "mean", undefined);
  const inner = order.filter(({first}) => first > 1 && first < data.layers);
  const middle = inner[inner.length >> 1];
  const more = (cost: number): string => `${(cost - whole).toFixed(2)} bits per byte`;
  const holds =
    held.length === counts.length
      ? "In joey the two ends cost most too, however many layers are taken"
      : held.length > 0
        ? `In joey the two ends cost most only where ${held.join(" or ")} ${held[0] === 1 && held.length === 1 ? "is" : "are"} taken`
        : "In joey it is not the two ends that cost most";
  return `The paper says of networks of 7 and 13 billion weights that the ends hurt and the middle does not. ${holds}. But its middle is not free: the median of layers 2 to ${data.layers - 1} costs ${more(middle.cost)}, and layer ${inner[0].first} costs ${more(inner[0].cost)}. `;
}

/** What is said of the chosen block. */
export function blockWords(data: LayerSkipping, texts: string, block: Block | undefined): string {
  const whole = costOf(data, texts, undefined);
  const of = texts === "mean" ? "" : ` of ${texts}`;
  if (!block) return `All ${data.layers} layers: ${whole.toFixed(3)} bits per byte${of}. Choose a layer to take out.`;
  const cost = costOf(data, texts, block);
  const order = ranked(data, texts, block.count);
  const place = order.findIndex(({first}) => first === block.first) + 1;
  const change = cost - whole;
  return `Without ${layersWords(block)}: ${cost.toFixed(3)} bits per byte${of}, ${Math.abs(change).toFixed(3)} ${change < 0 ? "less" : "more"} than with all (${Math.abs((100 * change) / whole).toFixed(1)}%). That is number ${place} of ${order.length} by cost.`;
}

/** Bits per byte by kind of text, whole and without the block. */
export function whatRemains(data: LayerSkipping, block: Block | undefined): HTMLElement {
  const found = block && data.skipped.find(({first, count}) => first + 1 === block.first && count === block.count);
  const cell = (text: string): HTMLElement => html("td", {class: "number"}, text);
  return html(
    "table",
    {class: "skipping-table"},
    html("caption", {class: "visually-hidden"}, "Bits per byte by kind of text"),
    html("thead", {}, html("tr", {}, ...["text", "whole", ...(found ? ["without", "more"] : [])].map((name, i) => html("th", {scope: "col", class: i > 0 && "number"}, name)))), // prettier-ignore
    html(
      "tbody",
      {},
      ...skippingDomains(data).map((domain) =>
        html(
          "tr",
          {},
          html("th", {scope: "row"}, domain),
          cell(data.whole[domain].toFixed(2)),
          ...(found
            ? [cell(found.bitsPerByte[domain].toFixed(2)), cell(signed(found.bitsPerByte[domain] - data.whole[domain]))]
            : [])
        )
      )
    )
  );
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
