// Does it matter in what order prompts fill the batches? All of a domain's prompts, cut into batches of one size in each
// order, replayed padded and unpadded.
import type {BatchData} from "../batchData.js";
import {orderCost, orderNames, orders} from "./batchReplay.js";
import type {BatchSetting, Order, OrderCost, Pace} from "./batchReplay.js";
import {nextTask} from "./breathe.js";
import {formatCount, html} from "./dom.js";

export interface OrderTableOptions {
  /** samples of a batch */
  readonly size: number;
  /** the order that the figure shows */
  readonly order: Order;
  /** whether the answer is still asked for */
  readonly wanted: () => boolean;
}

/** Fills itself: a batch at a time, so that the page stays at hand. */
export function orderTable(
  data: BatchData,
  pace: readonly Pace[],
  setting: BatchSetting,
  {size, order, wanted}: OrderTableOptions
): HTMLElement {
  const {length} = data.samples;
  const element = html("div", {class: "orders"});
  if (size >= length || size === 1) {
    element.append(
      html(
        "p",
        {class: "cell-note"},
        size === 1
          ? "In batches of one no order makes a difference."
          : `One batch holds all ${length} prompts, so their order makes no difference. Smaller batches can be filled in several orders.`
      )
    );
    return element;
  }
  const fill = async (): Promise<void> => {
    const costs: OrderCost[] = [];
    for (const next of orders) {
      await nextTask();
      if (!wanted()) return;
      costs.push(await orderCost(data, pace, next, size, setting));
    }
    element.replaceChildren(html("p", {class: "cell-note"}, orderSentence(costs, length, size)), tableOf(costs, order));
  };
  element.append(html("p", {class: "cell-note"}, "Replaying the other orders…"));
  fill().catch((error: unknown) => element.replaceChildren(`The orders could not be replayed: ${String(error)}`));
  return element;
}

/** What the orders differ in. */
export function orderSentence(costs: readonly OrderCost[], prompts: number, size: number): string {
  const range = (value: (cost: OrderCost) => number): readonly [OrderCost, OrderCost] => {
    const sorted = [...costs].sort((a, b) => value(a) - value(b));
    return [sorted[0], sorted[sorted.length - 1]];
  };
  const unpadded = new Set(costs.map(({unpaddedRows}) => unpaddedRows));
  const [least, most] = range(({paddedRows}) => paddedRows);
  const rows = (n: number): string => `${formatCount(n)} rows`;
  const same =
    unpadded.size === 1
      ? `unpadded they take ${rows(costs[0].unpaddedRows)} in any order`
      : `unpadded they take ${[...unpadded].map(formatCount).join(", ")} rows`;
  const differ =
    least.paddedRows === most.paddedRows
      ? `padded ${rows(least.paddedRows)}`
      : `padded between ${formatCount(least.paddedRows)} (${orderNames[least.order]}) and ${rows(most.paddedRows)} (${orderNames[most.order]})`;
  return `All ${prompts} prompts in batches of ${size}: ${same}, ${differ}. Length of output and tokens per step are known only when all is over.`;
}

function tableOf(costs: readonly OrderCost[], order: Order): HTMLElement {
  const columns: readonly (readonly [string, (cost: OrderCost) => number])[] = [
    ["rows, unpadded", ({unpaddedRows}) => unpaddedRows],
    ["rows, padded", ({paddedRows}) => paddedRows],
    ["pad rows", ({padRows}) => padRows],
    ["pad slots at the end", ({padSlots}) => padSlots],
    ["steps of all batches", ({steps}) => steps]
  ];
  return html(
    "div",
    {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "What each order of the prompts costs"},
    html(
      "table",
      {},
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          html("th", {scope: "col"}, "order"),
          ...columns.map(([name]) => html("th", {scope: "col", class: "number"}, name))
        )
      ),
      html(
        "tbody",
        {},
        ...costs.map((cost) =>
          html(
            "tr",
            cost.order === order ? {class: "shown", "aria-current": "true"} : {},
            html("th", {scope: "row"}, orderNames[cost.order]),
            ...columns.map(([, value]) => html("td", {class: "number"}, formatCount(value(cost))))
          )
        )
      )
    )
  );
}
