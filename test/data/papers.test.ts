// The papers' numbers, data/papers: that tables are whole, and that they agree with themselves.
import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {columnOf, factOf, rowOf, tableOf} from "../../src/figures/paperData.js";
import type {Paper} from "../../src/figures/paperData.js";
import {augmentations} from "../../src/images/augment/index.js";

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

describe("tiny-lm.json", () => {
  const paper = read("tiny-lm.json");
  const scores = ["arc-e", "hellaswag", "c3"];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const numbers = (table: string, key: string): number[] => columnOf(tableOf(paper, table), key).map((value) => value!);

  it.each(["vocabulary", "shape", "expansion", "initialisation", "inheritance", "sampling", "rounds", "heads", "weightDecay"])(
    "prints for %s the mean of its three scores",
    (name) => {
      const cells = scores.map((key) => numbers(name, key));
      numbers(name, "average").forEach((average, i) => {
        expect(Math.abs(mean(cells.map((column) => column[i])) - average)).toBeLessThan(0.0101);
      });
    }
  );

  it("prints for the ten benchmarks the mean of each row, but for one that it says", () => {
    const table = tableOf(paper, "benchmarks");
    const cells = table.columns.slice(1, -1).map(({key}) => numbers("benchmarks", key));
    expect(cells).toHaveLength(10);
    const off = table.rows.flatMap(([name], i) =>
      Math.abs(mean(cells.map((column) => column[i])) - numbers("benchmarks", "average")[i]) > 0.02 ? [name] : []
    );
    expect(off).toEqual(["PanGu-π-1.5B Pro, repository's image"]);
    expect(mean(cells.map((column) => column[table.rows.findIndex(([name]) => name === off[0])]))).toBeCloseTo(56.54, 2);
    expect(table.notes?.join(" ")).toContain("56.54 by its cells, 56.49 as printed");
  });

  it("has one network in five tables with the same scores, and with two speeds as its notes say", () => {
    const same = [["vocabulary", "48k"], ["shape", 20], ["expansion", 2.77], ["heads", "14 × 128"], ["weightDecay", "0.1"]] as const; // prettier-ignore
    for (const [name, first] of same) expect(rowOf(tableOf(paper, name), first).slice(-4)).toEqual([34.39, 41.48, 47.7, 41.19]); // prettier-ignore
    expect([rowOf(tableOf(paper, "shape"), 20)[2], rowOf(tableOf(paper, "heads"), "14 × 128")[1]]).toEqual([29.49, 29.49]);
    expect(rowOf(tableOf(paper, "expansion"), 2.77)[2]).toBe(28.4);
    expect(paper.notes?.join(" ")).toContain("29.49 tokens a second in Tables 2 and 12 and 28.40 in Table 3");
  });

  it("climbs in Figure 1 from the mean of 1B to that of 1B Pro, by the gain of the abstract", () => {
    const steps = numbers("staircase", "average");
    const benchmarks = tableOf(paper, "benchmarks");
    expect(steps[0]).toBe(rowOf(benchmarks, "PanGu-π-1B").at(-1));
    expect(steps.at(-1)).toBe(rowOf(benchmarks, "PanGu-π-1B Pro").at(-1));
    expect(steps.at(-1)! - steps[0]).toBeCloseTo(factOf(paper, "gain").value as number, 5);
    for (let i = 1; i < steps.length; ++i) expect(steps[i]).toBeGreaterThan(steps[i - 1]);
  });

  it("covers more and spends a larger share with more entries, for the same entries", () => {
    const [coverage, vocabulary] = [tableOf(paper, "coverage"), tableOf(paper, "vocabulary")];
    expect(coverage.rows.map(([name]) => name)).toEqual(vocabulary.rows.map(([name]) => name));
    for (const rising of [numbers("coverage", "coverage"), numbers("vocabulary", "pehl")]) {
      expect(rising).toEqual([...rising].sort((a, b) => a - b));
    }
    // both pieces of advice hold for 32 k and 48 k alone, and 48 k has the better mean
    const both = vocabulary.rows.flatMap(([name], i) =>
      numbers("coverage", "coverage")[i] > 90 && numbers("vocabulary", "pehl")[i] < 20 ? [name] : []
    );
    expect(both).toEqual(["32k", "48k"]);
    expect(Math.max(...numbers("vocabulary", "average"))).toBe(rowOf(vocabulary, "48k").at(-1));
  });

  it("has the first and the second round of Table 7 in Table 6", () => {
    const [sampling, rounds] = [tableOf(paper, "sampling"), tableOf(paper, "rounds")];
    expect(rowOf(rounds, 1).slice(1)).toEqual(rowOf(sampling, 0).slice(1));
    expect(rowOf(rounds, 2).slice(1)).toEqual(rowOf(sampling, 50).slice(1));
  });

  it("has tables 1 to 13 but for 9, whose text was not read", () => {
    const names = Object.values(paper.tables).map(({name}) => name).join(" "); // prettier-ignore
    for (const n of [1, 2, 3, 5, 6, 7, 8, 10, 12, 13]) expect(names).toContain(`Table ${n}`);
    expect(names).toContain("Tables 4 and 11");
  });
});

describe("core.json", () => {
  const paper = read("core.json");
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it.each(["crossDataset", "thirdWithin", "thirdAcross"])("prints for %s the average of each row's AUCs", (name) => {
    const table = tableOf(paper, name);
    for (const row of table.rows) {
      const numbers = row.filter((cell) => typeof cell === "number");
      expect(numbers.length).toBeGreaterThan(3);
      expect(Math.abs(mean(numbers.slice(0, -1)) - numbers.at(-1)!)).toBeLessThan(0.6 * 10 ** -table.digits);
    }
  });

  it("has areas that differ by 0.013 points where rates at 0.01 % differ by 2.07", () => {
    const table = tableOf(paper, "inDataset");
    const [erasing, core] = ["Xception with random erasing", "CORE"].map((name) => rowOf(table, name) as number[]);
    expect(core[1] - erasing[1]).toBeCloseTo(0.013, 6);
    expect(core[3] - erasing[3]).toBeCloseTo(2.07, 6);
    // as its note says, erasing alone lowers one rate and raises the other
    const plain = rowOf(table, "Xception") as number[];
    expect(erasing[2]).toBeLessThan(plain[2]);
    expect(erasing[3]).toBeGreaterThan(plain[3]);
  });

  it("shows that RaAug lowers Celeb-DF and raises the average, and says so", () => {
    const table = tableOf(paper, "crossDataset");
    const [none, random] = ["None", "RaAug"].map((name) => rowOf(table, name) as number[]);
    expect(none[4] - random[4]).toBeCloseTo(6.057, 6);
    expect(random[5]).toBeGreaterThan(none[5]);
    expect(table.notes?.join(" ")).toContain("RaAug lowers Celeb-DF by 6.057 points");
    expect(paper.notes?.join(" ")).toContain("from 73.040 to 66.983");
  });

  it("says beside both of the third party's tables that they are no faithful CORE", () => {
    for (const name of ["thirdWithin", "thirdAcross"]) {
      expect(tableOf(paper, name).notes?.join(" ")).toContain("pairs different pictures");
    }
  });

  it("names the augmentations of the released code as ours are named", () => {
    expect(tableOf(paper, "augmentations").rows.map(([name]) => name)).toEqual([...augmentations]);
  });
});
