import {describe, expect, it, vi} from "vitest";
import {acceptedGrid} from "../../src/figures/acceptedGrid.js";
import type {BatchData} from "../../src/figures/batchData.js";
import type {Address} from "../../src/figures/kit/address.js";
import {acceptedCells, disagreements, sumPads} from "../../src/figures/kit/acceptedCells.js";
import {acceptedTitle} from "../../src/figures/kit/acceptedWords.js";
import {batchesOf, orderCost, orders, paces, replayBatch, sortSamples} from "../../src/figures/kit/batchReplay.js";
import {orderSentence} from "../../src/figures/kit/orderTable.js";
import {totalsOf} from "../../src/traces/totals.js";
import {recordedBatch, smallBatch} from "./recordedBatch.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

const sources = (data: Record<string, BatchData | null>) =>
  Object.fromEntries(Object.entries(data).map(([domain, value]) => [domain, () => Promise.resolve(value)]));
const setting = {drafter: "small", draftLength: 4};
const dialogue = recordedBatch("dialogue", 5, 32);

const press = (figure: HTMLElement, key: string): void => {
  figure
    .querySelector(".grid-scroll")!
    .dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
};
const head = (figure: HTMLElement): string => figure.querySelector(".cell-head")?.textContent ?? "";
const title = (figure: HTMLElement): string => figure.querySelector(".figure-title")?.textContent ?? "";
const field = (figure: HTMLElement, label: string): HTMLInputElement | HTMLSelectElement =>
  [...figure.querySelectorAll("label")]
    .find(({textContent}) => textContent?.startsWith(label))!
    .querySelector("input, select")!;
const set = (figure: HTMLElement, label: string, value: string): void => {
  const input = field(figure, label);
  input.value = value;
  input.dispatchEvent(new Event("change"));
};

describe("acceptedGrid", () => {
  it("acceptedGrid", async () => {
    const figure = await acceptedGrid(sources({dialogue}), {address: address(), width: 700, batch: 3});
    await vi.waitFor(() => expect(figure.querySelector(".orders table")).not.toBeNull());
    expectSnapshot(figure, "acceptedGrid");
  });

  it("counts what the replay counts", async () => {
    const {samples} = dialogue;
    const runs = await replayBatch(dialogue, samples, {drafter: "lookup", draftLength: 7}, ["ems-sd", "vanilla"]);
    const accepted = acceptedCells(runs["ems-sd"], runs.vanilla);
    const totals = totalsOf([runs.vanilla]);
    const rows = sumPads(accepted.padRows);
    const slots = sumPads(accepted.padSlots);
    expect(rows.running + rows.ended).toBe(totals.padRows);
    expect(slots.running + slots.ended + accepted.promptPads).toBe(totals.padSlots);
    expect(accepted.cells.flat().reduce((n, cell) => n + (cell?.accepted ?? 0), 0)).toBe(totals.accepted);
    for (const drafter of dialogue.drafters) {
      const {"ems-sd": unpadded, vanilla} = await replayBatch(dialogue, samples, {drafter, draftLength: 4}, [
        "ems-sd",
        "vanilla"
      ]);
      const emitted = (steps: typeof vanilla) => steps.map((step) => step.samples.map((sample) => sample.emitted));
      expect(emitted(unpadded)).toEqual(emitted(vanilla));
    }
  });

  it("reads a cell's tokens: the drafts that were right, what was drafted wrongly, and the network's own", async () => {
    const data = smallBatch([9, 6], [2, 0]);
    const figure = await acceptedGrid(sources({toy: data}), {address: address(), width: 700, compareOrders: false});
    press(figure, "Home");
    expect(head(figure)).toBe("toy-01, step 1 of 6: 2 of 4 drafts right, 3 tokens written.");
    const text = figure.querySelector(".cell-text")!;
    const said = (selector: string): string => text.querySelector(selector)?.textContent ?? "";
    expect(said(".run-before")).toBe("<b> 1");
    expect([said(".run-accepted"), said(".run-rejected"), said(".run-emitted")]).toEqual([" 2 3", " wrong", " 4"]);
    expect(text.querySelector("b")).toBeNull();
    expect(figure.querySelector(".cell-note")?.textContent).toContain(
      "The network writes “ 4” where “ wrong” was drafted; 1 draft behind it is lost with it."
    );
  });

  it("moves a cell with the arrow keys, stops at the edges, and says where it is", async () => {
    const figure = await acceptedGrid(sources({toy: smallBatch([9, 6], [2, 0])}), {
      address: address(),
      width: 700,
      compareOrders: false
    });
    const status = figure.querySelector('[role="status"].visually-hidden')!;
    press(figure, "Home");
    press(figure, "ArrowLeft");
    press(figure, "ArrowUp");
    expect(head(figure)).toMatch(/^toy-01, step 1 /);
    press(figure, "ArrowRight");
    press(figure, "ArrowDown");
    expect(head(figure)).toMatch(/^toy-02, step 2 of 6: 0 of 4 drafts right, 1 token written/);
    expect(status.textContent).toMatch(/^toy-02, step 2 .* “ 3”\. The network writes “ 3” where “ wrong”/);
    press(figure, "ArrowUp");
    press(figure, "End");
    expect(head(figure)).toBe("toy-01, step 6 of 6: ended in step 3, and waits.");
    const before = head(figure);
    press(figure, "a");
    expect(head(figure)).toBe(before);
  });

  it("keeps the cursor in sight where the grid scrolls", async () => {
    const figure = await acceptedGrid(sources({toy: smallBatch([30, 30])}), {
      address: address("?accepted-grid.drafter=lookup"),
      width: 300,
      compareOrders: false
    });
    const scroller = figure.querySelector<HTMLElement>(".grid-scroll")!;
    Object.defineProperty(scroller, "clientWidth", {value: 150});
    press(figure, "End");
    expect(scroller.scrollLeft).toBeGreaterThan(100);
    press(figure, "Home");
    expect(scroller.scrollLeft).toBeLessThanOrEqual(0);
  });

  it("of one sample has no pads", async () => {
    const figure = await acceptedGrid(sources({toy: smallBatch([9], [2])}), {address: address(), width: 700, batch: 1});
    expect(title(figure)).toBe("A batch of one has nobody to wait for: 3 steps, no pads");
    expect(figure.querySelector(".orders")?.textContent).toContain("In batches of one");
  });

  it("shows samples that end at once, alone or beside others", async () => {
    const mixed = await acceptedGrid(sources({toy: smallBatch([0, 4])}), {
      address: address(),
      width: 700,
      compareOrders: false
    });
    press(mixed, "Home");
    press(mixed, "ArrowUp");
    expect(head(mixed)).toBe("toy-01, step 1 of 4: ended in the prefill, and waits.");
    const none = await acceptedGrid(sources({toy: smallBatch([0, 0])}), {
      address: address(),
      width: 700,
      compareOrders: false
    });
    expect(title(none)).toBe("All 2 texts end in the prefill");
    press(none, "ArrowRight");
    expect(head(none)).toBe("");
  });

  it("says where a domain was not recorded, and shows another when asked", async () => {
    const page = address();
    const figure = await acceptedGrid(sources({missing: null, toy: smallBatch([9, 6])}), {
      address: page,
      width: 700,
      compareOrders: false
    });
    expect(title(figure)).toBe("No missing texts have been recorded from these weights yet");
    set(figure, "Texts", "toy");
    await vi.waitFor(() => expect(title(figure)).toContain("2 samples"));
    expect(page.read()).toBe("?accepted-grid.texts=toy");
    await expect(acceptedGrid({})).rejects.toThrow("acceptedGrid: no domains");
  });

  it("asks for a domain only when it is shown", async () => {
    const asked: string[] = [];
    const load = (domain: string) => () => {
      asked.push(domain);
      return Promise.resolve(smallBatch([5, 3]));
    };
    const figure = await acceptedGrid(
      {a: load("a"), b: load("b")},
      {address: address(), width: 700, compareOrders: false}
    );
    set(figure, "Samples", "2");
    expect(asked).toEqual(["a"]);
    set(figure, "Texts", "b");
    await vi.waitFor(() => expect(asked).toEqual(["a", "b"]));
  });

  it("offers as many batches as the prompts make", async () => {
    const figure = await acceptedGrid(sources({dialogue}), {
      address: address("?accepted-grid.part=3"),
      width: 700,
      compareOrders: false,
      batch: 2
    });
    expect([...field(figure, "Batch").querySelectorAll("option")].map(({textContent}) => textContent)).toEqual([
      "1 of 3",
      "2 of 3",
      "3 of 3"
    ]);
    expect(title(figure)).toContain("A batch of one");
  });

  it("holds its data as a table with a line per step and sample", async () => {
    const figure = await acceptedGrid(sources({toy: smallBatch([9, 6], [2, 0])}), {
      address: address(),
      width: 700,
      compareOrders: false
    });
    Object.assign(figure.querySelector("details")!, {open: true}).dispatchEvent(new Event("toggle"));
    expect(figure.querySelectorAll(".data-table tbody tr")).toHaveLength(2 * 6);
  });
});

describe("orders", () => {
  it("of prompts change what padding costs, and never the unpadded rows", async () => {
    const pace = paces(
      (await replayBatch(dialogue, dialogue.samples, {drafter: "lookup", draftLength: 7}, ["ems-sd"]))["ems-sd"]
    );
    const costs = [];
    for (const order of orders) {
      costs.push(await orderCost(dialogue, pace, order, 2, {drafter: "lookup", draftLength: 7}));
    }
    expect(new Set(costs.map(({unpaddedRows}) => unpaddedRows)).size).toBe(1);
    expect(new Set(costs.map(({padRows}) => padRows)).size).toBeGreaterThan(1);
    expect(orderSentence(costs, 5, 2)).toMatch(
      /^All 5 prompts in batches of 2: unpadded they take [\d,]+ rows in any order, padded between/
    );
  });

  it("sort the most first and keep the list's order among equals", () => {
    const {samples} = smallBatch([4, 9, 4]);
    const pace = [
      {tokens: 5, steps: 4},
      {tokens: 10, steps: 3},
      {tokens: 5, steps: 4}
    ];
    const ids = (order: (typeof orders)[number]) => sortSamples(samples, pace, order).map(({id}) => id);
    expect(ids("listed")).toEqual(["toy-01", "toy-02", "toy-03"]);
    expect(ids("acceptance")).toEqual(["toy-02", "toy-01", "toy-03"]);
    expect(ids("prompt")).toEqual(["toy-03", "toy-02", "toy-01"]);
    expect(batchesOf(samples, 2).map(({length}) => length)).toEqual([2, 1]);
  });
});

describe("acceptedCells", () => {
  it("takes an end token that was drafted for the network's own, not for a rejected draft", async () => {
    const data = smallBatch([3], [4]);
    const runs = await replayBatch(data, data.samples, setting, ["ems-sd", "vanilla"]);
    const {cells, spreads} = acceptedCells(runs["ems-sd"], runs.vanilla);
    expect(cells[0]).toHaveLength(1);
    expect(cells[0][0]).toMatchObject({accepted: 2, emitted: [2, 3, 0]});
    expect(cells[0][0]?.rejected).toHaveLength(cells[0][0]!.drafted.length - 3);
    expect(disagreements(spreads)).toBe(0);
  });

  it("of no samples says nothing that is not so", () => {
    const empty = acceptedCells([], []);
    expect(empty).toMatchObject({cells: [], spreads: [], promptPads: 0});
    expect(acceptedTitle(empty, 0)).toBe("All 0 texts end in the prefill");
    expect(() => acceptedCells([], [{} as never])).toThrow("acceptedGrid: 0 steps unpadded, 1 padded");
  });
});
