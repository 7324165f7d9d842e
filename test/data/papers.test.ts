// The papers' numbers, data/papers: that tables are whole, and that they agree with themselves.
import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {columnOf, tableOf} from "../../src/figures/paperData.js";
import type {Paper} from "../../src/figures/paperData.js";

const read = (file: string): Paper => JSON.parse(readFileSync(`data/papers/${file}`, "utf8")) as Paper;

describe.each(readdirSync("data/papers").filter((file) => file.endsWith(".json")))("%s", (file) => {
  it.each(Object.entries(read(file).tables))("%s has a source, and a cell for every column of every row", (_, table) => {
    expect(table.source).toMatch(/\S/);
    expect(table.rows.map((row) => row.length)).toEqual(table.rows.map(() => table.columns.length));
    expect(new Set(table.columns.map(({key}) => key)).size).toBe(table.columns.length);
  });
});

describe("ems-sd.json", () => {
  const paper = read("ems-sd.json");
  const [speedUp, ablation] = [tableOf(paper, "speedUp"), tableOf(paper, "ablation")];
  const modes = ["vanilla", "unpad-kv-cache", "unpad-input-tokens", "ems-sd"];

  it("prints speed-ups in Table 2 that are its tokens per second over greedy's", () => {
    const greedy = columnOf(ablation, "greedy");
    let compared = 0;
    for (const mode of modes) {
      const ratios = columnOf(ablation, mode, 1);
      columnOf(ablation, mode).forEach((speed, i) => {
        if (speed === undefined) return;
        compared++;
        expect(Math.abs(speed / greedy[i]! - ratios[i]!)).toBeLessThan(0.0051);
      });
    }
    expect(compared).toBe(21);
  });

  it("prints the same speed-ups in Figure 1 and Table 2", () => {
    const sizes = columnOf(speedUp, "batchSize");
    for (const mode of ["vanilla", "ems-sd"]) {
      const inFigure = columnOf(speedUp, mode);
      columnOf(ablation, "batchSize").forEach((size, i) => {
        const ratio = columnOf(ablation, mode, 1)[i];
        if (ratio !== undefined) expect(inFigure[sizes.indexOf(size)]).toBe(ratio);
      });
    }
  });

  it("refuses tables and columns that it does not have", () => {
    expect(() => tableOf(paper, "toString")).toThrow("no table toString");
    expect(() => columnOf(speedUp, "greedy")).toThrow("Figure 1: no column greedy");
  });
});
