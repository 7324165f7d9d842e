import {describe, expect, it, vi} from "vitest";
import {recordedForest} from "../../loaders/lib/recordedForest.js";
import {exitMap} from "../../src/figures/exitMap.js";
import type {ForestData} from "../../src/figures/forestData.js";
import {forestAnswers} from "../../src/figures/forestData.js";
import type {Address} from "../../src/figures/kit/address.js";
import {exitTextOf, exitTextOfMap, readingsBy, rightShare, settledAfter} from "../../src/figures/kit/exitText.js";
import type {ExitText} from "../../src/figures/kit/exitText.js";
import {mapPicture} from "../../src/figures/kit/mapPicture.js";
import {toyMap} from "../live/toyMap.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

const data = recordedForest(["dialogue"], {perDomain: 3, maxNewTokens: 24}) as ForestData;
const sources = {dialogue: () => Promise.resolve(data), math: () => Promise.resolve(null)};
const title = (figure: HTMLElement): string => figure.querySelector(".figure-title")?.textContent ?? "";
const head = (figure: HTMLElement): string => figure.querySelector(".cell-head")?.textContent ?? "";
const press = (figure: HTMLElement, key: string): void => {
  figure
    .querySelector(".map-holder")!
    .dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
};

/** Three tokens, four layers; the head is right for good after layers 2, 4 and 1. */
const small: ExitText = {
  name: "toy",
  before: "<b>",
  tokens: [5, 6, 7],
  said: [" a", "<i>", "\n"],
  texts: [" a", "<i>", "\n"],
  layers: 4,
  readings: [
    {layer: 1, by: "head", choice: [9, 6, 7], confidence: [0.1, 0.2, 0.3]},
    {layer: 2, by: "head", choice: [5, 6, 7], confidence: [0.4, 0.5, 0.6]},
    {layer: 3, by: "head", choice: [5, 9, 7], confidence: [0.7, 0.8, 0.9]},
    {layer: 2, by: "adapter", choice: [5, 6, 9], confidence: [1, 1, 1]}
  ]
};

describe("exitMap", () => {
  it("exitMap", async () => {
    expectSnapshot(await exitMap(sources, {address: address(), width: 700}), "exitMap");
  });

  it("knows after which layer a token is settled, and how many are right behind each", () => {
    expect(settledAfter(small, "head")).toEqual([2, 4, 1]);
    expect(settledAfter(small, "adapter")).toEqual([2, 2, 4]);
    expect(readingsBy(small, "head").map((reading) => rightShare(small, reading))).toEqual([2 / 3, 1, 2 / 3]);
  });

  it("takes from the forest what each layer says of the next token", () => {
    const [text] = data.texts;
    const read = exitTextOf(text, data.model.layers);
    const {chains} = forestAnswers(text);
    expect(read.tokens).toEqual(text.output.slice(1));
    expect(readingsBy(read, "head").map(({layer}) => layer)).toEqual(data.probes);
    expect(readingsBy(read, "adapter").map(({layer}) => layer)).toEqual(data.exits.map(({layer}) => layer));
    const [first] = readingsBy(read, "adapter");
    expect(Array.from(first.choice)).toEqual(
      read.tokens.map((_, i) => chains[`exit-${first.layer}`].tokens[i * chains[`exit-${first.layer}`].depth])
    );
  });

  it("takes from a text that was read in the page what each exit says, and how it reads", () => {
    const {text, word} = exitTextOfMap(toyMap);
    expect(text).toMatchObject({
      before: "<b>",
      texts: [" cat", " sat"],
      said: [" a", " sat"],
      tokens: [3, 2],
      layers: 4
    });
    const heads = readingsBy(text, "head");
    expect(heads.map(({layer, choice}) => [layer, choice])).toEqual([
      [1, [0, 4]],
      [2, [3, 3]],
      [3, [3, 2]]
    ]);
    expect(heads[1].confidence).toEqual([0.4, 0.3]);
    expect(readingsBy(text, "adapter").map(({layer, choice}) => [layer, choice])).toEqual([[2, [3, 2]]]);
    expect(settledAfter(text, "head")).toEqual([2, 3]);
    expect(settledAfter(text, "adapter")).toEqual([2, 2]);
    expect([4, 0, 99].map(word)).toEqual(["<i>", "\n", ""]);
  });

  it("reads a token's layers by key and by pointer, and says them", async () => {
    const figure = await exitMap(sources, {address: address(), width: 320});
    press(figure, "Home");
    expect(head(figure)).toMatch(/^Token 1 of 23, “/);
    press(figure, "ArrowRight");
    expect(head(figure)).toMatch(/^Token 2 of 23/);
    expect(figure.querySelector("[role=status]")!.textContent).toBe(head(figure));
    press(figure, "ArrowDown");
    expect(head(figure)).not.toMatch(/^Token 2 of/);
    press(figure, "ArrowUp");
    expect(head(figure)).toMatch(/^Token 2 of/);
    press(figure, "End");
    expect(head(figure)).toMatch(/^Token 23 of/);
    expect(figure.querySelectorAll(".layer-row")).toHaveLength(data.probes.length + 1);
  });

  it("switches between head and adapters, and between texts; the address keeps both", async () => {
    const where = address("?exit-map.by=adapter&exit-map.text=2");
    const figure = await exitMap(sources, {address: where, width: 700});
    expect(figure.querySelectorAll(".layer-row")).toHaveLength(data.exits.length + 1);
    const [texts, text] = figure.querySelectorAll("select");
    expect(text.selectedOptions[0].textContent).toBe(data.texts[1].id);
    texts.value = "math";
    texts.dispatchEvent(new Event("change"));
    await vi.waitFor(() => expect(title(figure)).toContain("No math texts"));
    expect(where.read()).toContain("exit-map.texts=math");
  });

  it("writes text as text", () => {
    const {element, table} = mapPicture(small, {by: "head", word: String, width: 400});
    expect(element.querySelector("b, i")).toBeNull();
    expect([...element.querySelectorAll("text.word")].map(({textContent}) => textContent)).toEqual(["a", "<i>", "⏎"]);
    expect(table().body[1]).toEqual([3, "<i>", 4, "= 0.20", "= 0.50", "9 0.80", "= 1.00"]);
  });
});
