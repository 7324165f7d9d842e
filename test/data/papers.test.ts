// The papers' numbers, data/papers: that tables are whole, and that they agree with themselves.
import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {columnOf, factOf, rowOf, tableOf} from "../../src/figures/paperData.js";
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

describe("kangaroo.json", () => {
  const paper = read("kangaroo.json");
  const [vicuna7b, vicuna13b, temperature] = ["vicuna7b", "vicuna13b", "temperature"].map((name) => tableOf(paper, name));
  const domains = ["translation", "qa", "summarization", "math", "rag", "mt-bench"];

  it.each(["vicuna7b", "vicuna13b", "llama13b", "temperature"])(
    "prints for %s a compression ratio above the speed-up in every domain, and a mean of speed-ups near the cells'",
    (name) => {
      const table = tableOf(paper, name);
      expect(table.columns.slice(1).map(({key}) => key)).toEqual([...domains, "average"]);
      const means = columnOf(table, "average");
      table.rows.forEach((_, i) => {
        const cells = domains.map((key) => [0, 1].map((part) => columnOf(table, key, part as 0 | 1)[i]!));
        for (const [compression, speedUp] of cells) expect(compression).toBeGreaterThan(speedUp);
        // means are copied as printed; they are off their cells' by up to 0.04
        const mean = cells.reduce((sum, [, speedUp]) => sum + speedUp, 0) / cells.length;
        expect(Math.abs(mean - means[i]!)).toBeLessThan(0.04);
      });
    }
  );

  it("has greedy decoding's row of Table 1 in Table 3, and its means in Table 2", () => {
    const chain = rowOf(vicuna7b, "Kangaroo, no tree");
    expect(rowOf(temperature, "0").slice(1)).toEqual(chain.slice(1));
    const architectures = tableOf(paper, "architectures");
    const speedUps = columnOf(architectures, "speedUp");
    expect(speedUps[1]).toBe(chain.at(-1));
    expect(speedUps[0]).toBe(rowOf(vicuna7b, "Medusa, no tree").at(-1));
    const parameters = columnOf(architectures, "parameters");
    expect(100 * (1 - parameters[1]! / parameters[0]!)).toBeCloseTo(factOf(paper, "fewer").value as number, 1);
  });

  it("says that a draft model is faster than Kangaroo without a tree, and slower than with one", () => {
    const mean = (table: typeof vicuna7b, method: string): number => rowOf(table, method).at(-1) as number;
    expect([mean(vicuna7b, "Kangaroo, no tree"), mean(vicuna7b, "draft model (SpS, 68 M)"), mean(vicuna7b, "Kangaroo, tree")]).toEqual([1.5, 1.56, 1.72]); // prettier-ignore
    expect([mean(vicuna13b, "Kangaroo, no tree"), mean(vicuna13b, "draft model (SpS)"), mean(vicuna13b, "Kangaroo, tree")]).toEqual([1.44, 1.54, 1.65]); // prettier-ignore
  });

  it("marks what was read from plots, and only that", () => {
    const byEye = Object.entries(paper.tables).flatMap(([name, {readBy}]) => (readBy === "eye" ? [name] : []));
    expect(byEye).toEqual(["exitLayers7b", "exitLayers13b", "thresholds", "ctar"]);
    for (const name of byEye) expect(tableOf(paper, name).source).toContain("by eye");
  });

  it("reads the same best speed-up at the paper's exit layers and thresholds as its tables print", () => {
    const best = (name: string): (number | string)[] => {
      const table = tableOf(paper, name);
      const speedUps = columnOf(table, "speedUp").map((value) => value!);
      const top = Math.max(...speedUps);
      return [columnOf(table, "exitLayer")[speedUps.indexOf(top)]!, top];
    };
    expect(best("exitLayers7b")).toEqual([factOf(paper, "exitLayer7b").value, 1.5]);
    expect(best("exitLayers13b")).toEqual([factOf(paper, "exitLayer13b").value, 1.44]);
    expect(rowOf(tableOf(paper, "thresholds"), 0.6)).toEqual([0.6, null, [2.06, 1.5], null]);
  });

  it("refuses facts and rows that it does not have", () => {
    expect(() => factOf(paper, "toString")).toThrow("Kangaroo paper: no fact toString");
    expect(() => rowOf(vicuna7b, "Hydra")).toThrow("Table 1: no row Hydra");
  });
});
