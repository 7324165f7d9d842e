import {expect, it} from "vitest";
import {exitTable} from "../../src/live/exitTable.js";
import type {ExitMap} from "../../src/traces/exitMap.js";

const answer = (text: string, confidence: number, right: boolean) => ({token: 0, text, confidence, right});
const map: ExitMap = {
  layers: 4,
  exits: [
    {layer: 1, adapter: false},
    {layer: 2, adapter: false},
    {layer: 2, adapter: true},
    {layer: 3, adapter: false}
  ],
  first: "<b>",
  places: [
    {
      text: " cat",
      written: false,
      target: answer(" cat", 0.9, true),
      answers: [
        answer("\n", 0.2, false),
        answer(" cat", 0.4, true),
        answer(" cat", 0.7, true),
        answer(" cat", 0.8, true)
      ]
    },
    {
      text: " sat",
      written: true,
      target: answer(" sat", 0.6, true),
      answers: [
        answer("<i>", 0.1, false),
        answer(" a", 0.3, false),
        answer(" a", 0.3, false),
        answer(" sat", 0.5, true)
      ]
    }
  ]
};

it("exitTable has a column for each token and a row for each exit, all layers first, as text", () => {
  const {element} = exitTable(map);
  const rows = [...element.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map((cell) => cell.textContent)
  );
  expect(rows).toEqual([
    ["all 4", "␣cat", "␣sat"],
    ["3", "␣cat", "␣sat"],
    ["2 + adapter", "␣cat", "␣a"],
    ["2", "␣cat", "␣a"],
    ["1", "↵", "<i>"]
  ]);
  expect(element.querySelectorAll(".exit-right")).toHaveLength(6);
});

it("exitTable states how many tokens are decided half-way, and has every answer in its data", () => {
  const {title, table} = exitTable(map);
  expect(title).toBe("1 of 2 tokens are decided after 2 of 4 layers or before");
  const {body} = table();
  expect(body).toHaveLength(10);
  expect(body[1]).toEqual([2, " cat", "1", "\n", 0.2, "no"]);
});
