import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {paperTable} from "../../src/figures/paperTable.js";
import {paper} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";
import type {Paper} from "../../src/figures/paperData.js";

failOnWarnings();

it("paperTable prints the paper's numbers with all their decimals, in a table with heads", () => {
  const table = paperTable(paper, {table: "ablation"});
  expectSnapshot(table, "paperTable");
  expect([...table.querySelectorAll("tbody th[scope=row]")].map(({textContent}) => textContent)).toEqual([
    "1",
    "2",
    "4",
    "8",
    "16",
    "24"
  ]);
  const cells = [...table.querySelectorAll("tbody tr")].map((row) =>
    [...row.children].map(({textContent}) => textContent)
  );
  expect(cells[1]).toEqual(["2", "137.49", "441.64 (3.21)", "439.40 (3.20)", "477.72 (3.47)", "480.59 (3.50)"]);
  expect(cells[0].slice(3)).toEqual(["–", "–", "–"]);
});

it("paperTable says where its numbers were read", () => {
  const table = paperTable(paper, {table: "speedUp", caption: "Speed-ups"});
  expect(table.querySelector("caption")?.textContent).toBe("Figure 1: Speed-ups");
  expect(table.querySelector(".note-line")?.textContent).toContain("niyunsheng/EMS-SD at commit 51b8603");
});

it("paperTable refuses a table that the paper does not have", () => {
  expect(() => paperTable(paper, {table: "none"})).toThrow("no table none");
});

it("paperTable writes columns with decimals and units of their own, a setting and notes", () => {
  const kangaroo = JSON.parse(readFileSync("data/papers/kangaroo.json", "utf8")) as Paper;
  const rows = (table: string) =>
    [...paperTable(kangaroo, {table}).querySelectorAll("tbody tr")].map((row) =>
      [...row.children].map(({textContent}) => textContent)
    );
  expect(rows("architectures")[1]).toEqual(["Kangaroo: norm, attention, norm", "67\u00a0M", "1.50"]);
  expect(rows("thresholds")[4]).toEqual(["0.6", "–", "2.06 (1.50)", "–"]);
  const note = paperTable(kangaroo, {table: "vicuna13b"}).querySelector(".note-line")?.textContent;
  expect(note).toContain("Vicuna-13B v1.3, Spec-Bench");
  expect(paperTable(kangaroo, {table: "llama13b"}).querySelector(".note-line")?.textContent).toMatch(/as printed\.$/);
});

it("paperTable begins a column of sentences at the left, and numbers and short words at the right", () => {
  const core = JSON.parse(readFileSync("data/papers/core.json", "utf8")) as Paper;
  const kinds = (table: string): Set<string> =>
    new Set([...paperTable(core, {table}).querySelectorAll("td")].map((cell) => cell.className));
  expect(kinds("augmentations")).toEqual(new Set(["words"]));
  expect(kinds("crossDataset")).toEqual(new Set(["number"]));
});
