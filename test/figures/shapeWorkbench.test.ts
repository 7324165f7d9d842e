// Speeds and runs in this file are made up to test with; none of them was measured.
import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {namedShapes} from "../../loaders/lib/namedShapes.js";
import {nearestRuns, shapeDistance} from "../../src/figures/kit/nearestRuns.js";
import {intermediateSize, shapeCost} from "../../src/figures/kit/shapeCost.js";
import {fitSpeeds, isTimed} from "../../src/figures/kit/shapeSpeed.js";
import {shapeOf, valuesOf} from "../../src/figures/kit/shapeValues.js";
import {inBytes, inMillions, short, shortParameters} from "../../src/figures/kit/shapeWords.js";
import {columnOf, tableOf} from "../../src/figures/paperData.js";
import type {Paper} from "../../src/figures/paperData.js";
import type {NamedShape, ShapeData, ShapeRun, ShapeSpeed} from "../../src/figures/shapeData.js";
import {shapeParameters, shapeWorkbench} from "../../src/figures/shapeWorkbench.js";
import {parseLlamaConfig} from "../../src/nets/llama/config.js";
import {parameterCount} from "../../src/nets/llama/parameters.js";
import {stepFlops} from "../../src/nets/llama/train.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const data: ShapeData = {shapes: namedShapes()};
const named = (name: string): NamedShape => data.shapes.find((shape) => shape.name === name)!;
const joeyConfig = parseLlamaConfig(JSON.parse(readFileSync("data/models/joey/config.json", "utf8")));
const draw = (made: ShapeData = data, query = "", page = address(query)): HTMLElement => shapeWorkbench(made, {address: page, width: 700}); // prettier-ignore
const facts = (figure: HTMLElement): Record<string, string> =>
  Object.fromEntries([...figure.querySelectorAll(".cut-facts div")].map((row) => [row.firstChild?.textContent, row.lastChild?.textContent])); // prettier-ignore
const slide = (figure: HTMLElement, label: string, value: number): void => {
  const input = figure.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!;
  input.value = String(value);
  input.dispatchEvent(new Event("input"));
};
const slider = (figure: HTMLElement, label: string): string | null =>
  figure.querySelector(`input[aria-label="${label}"]`)!.getAttribute("aria-valuetext");

/** Made-up times of a token: 0.1 ms, 0.02 ms a layer, 0.15 ms a million parameters. */
const madeSpeed = (depth: number, width: number): ShapeSpeed => {
  const shape = {...named("joey"), depth, width, heads: width / 32, kvHeads: width / 32};
  const {parameters} = shapeCost(shape, 1);
  const ms = 0.1 + 0.02 * depth + 0.15 * (parameters / 1e6);
  return {
    depth,
    width,
    heads: shape.heads,
    expansion: 2.5,
    vocabulary: 4096,
    parameters,
    decodeTokensPerSecond: 1000 / ms,
    trainTokensPerSecond: 3000 / ms
  };
};
const madeSpeeds = [[2, 128], [6, 256], [12, 192], [24, 128], [12, 256], [4, 320]].map(([depth, width]) => madeSpeed(depth, width)); // prettier-ignore

const madeRun = (name: string, depth: number, width: number, bitsPerByte: number): ShapeRun => ({
  name,
  depth,
  width,
  expansion: 2.5,
  vocabulary: 4096,
  parameters: shapeCost({...named("joey"), depth, width}, 1).parameters,
  bitsPerByte
});

describe("shapeWorkbench", () => {
  it("begins with joey, and says what has not been measured", () => {
    const figure = draw();
    expectSnapshot(figure, "shapeWorkbench");
    expect(title(figure)).toBe(
      "joey: 12 layers of 192 make 5.29 million parameters: 15% embedding and head, 22% attention, 63% MLP"
    );
    expect(facts(figure)).toMatchObject({
      parameters: "5,288,640",
      "embedding and head": "14.9% ✓ as advised",
      "weights in F16": "10.6 MB",
      "cache a token, in F16": "3.07 kB",
      decoding: "not measured yet",
      training: "not measured yet",
      "bits per byte": "not measured yet"
    });
  });

  it("follows its sliders, and keeps them in the address", () => {
    const page = address();
    const figure = draw(data, "", page);
    slide(figure, "Depth", 24);
    expect(title(figure)).toMatch(/^24 layers of 192 make 9\.79 million parameters/);
    expect(figure.querySelector("select")!.value).toBe("own");
    slide(figure, "Width", 0);
    expect(slider(figure, "Heads")).toBe("1 of 32");
    slide(figure, "Heads", 1);
    slide(figure, "Expansion", 400);
    slide(figure, "Vocabulary", 0);
    expect(new URLSearchParams(page.read()).toString()).toBe(
      "shape-workbench.depth=24&shape-workbench.width=32&shape-workbench.headSize=16&shape-workbench.expansion=400&shape-workbench.vocabulary=512"
    );
    expect(facts(figure)).toMatchObject({heads: "2 of 16, 1 with keys and values", "channels inside the MLP": "128"});
  });

  it("starts from networks of the paper, and says where their shares differ", () => {
    const page = address();
    const figure = draw(data, "", page);
    choose(figure, "Start from", "PanGu-π-1B Pro");
    expect(title(figure)).toMatch(/^PanGu-π-1B Pro: 21 layers of 1,792 make 1 billion parameters: 17% embedding/);
    expect(slider(figure, "Heads")).toBe("14 of 128");
    expect(slider(figure, "Vocabulary")).toBe("48,000");
    expect(caption(figure)).toContain("Embedding and head are two matrices here");
    expect(caption(figure)).toContain("PanGu-π-1B has 40% in embedding and head here, and 36.8% in the paper");
    const again = draw(data, page.read());
    expect(title(again)).toBe(title(figure));
    choose(figure, "Start from", "joey");
    expect(page.read()).toBe("");
  });

  it("draws the reader's shape beside the others, none of them twice", () => {
    const bars = (figure: HTMLElement) => [...figure.querySelectorAll(".bar-name")].map(({textContent}) => textContent);
    expect(bars(draw())).toEqual(["joey", "joey-draft", "PanGu-π-1B", "PanGu-π-1B Pro", "PanGu-π-1.5B Pro"]);
    expect(bars(draw(data, "?shape-workbench.depth=3"))[0]).toBe("this shape");
    expect(tableRows(draw()).map(([name]) => name)).toEqual(bars(draw()));
  });

  it("passes over what an address cannot set", () => {
    const query =
      "?shape-workbench.depth=0&shape-workbench.width=1e9&shape-workbench.vocabulary=12&shape-workbench.headSize=7";
    expect(title(draw(data, query))).toBe(title(draw()));
    expect(() => shapeParameters({shapes: []})).toThrow("no shapes to start from");
    for (const parameter of Object.values(shapeParameters(data))) expect(parameter).toHaveProperty("about");
  });

  it("predicts speeds within what was timed (made-up times), with their error", () => {
    const made = {...data, speeds: madeSpeeds};
    const drawn = draw(made, "?shape-workbench.depth=8&shape-workbench.group=1");
    const inside = facts(drawn);
    const {parameters} = shapeCost({...named("joey"), depth: 8, kvHeads: 6}, 1);
    const rate = 1000 / (0.1 + 0.16 + 0.15 * (parameters / 1e6));
    expect(inside.decoding).toBe(`${Math.round(rate / 10) * 10 >= 1000 ? (Math.round(rate / 10) * 10).toLocaleString("en") : Math.round(rate)} tokens a second`); // prettier-ignore
    expect(drawn.textContent).toContain("shapes that were left out are missed by less than 0.1% on average");
    expect(title(drawn)).toMatch(/tokens a second predicted$/);
    const timed = draw(made, "?shape-workbench.group=1");
    expect(facts(timed).decoding).toMatch(/^8\d\d tokens a second$/);
    expect(timed.textContent).toMatch(/Decoding: measured; the fit to all shapes gives 8\d\d\./);
    expect(title(timed)).toMatch(/tokens a second measured$/);
    const outside = draw(made, "?shape-workbench.depth=30");
    expect(facts(outside).decoding).toBe("not measured");
    expect(outside.textContent).toContain("Timed were 2 to 24 layers and 0.902 million to");
    expect(title(outside)).not.toContain("a second");
    const few = draw({...data, speeds: madeSpeeds.slice(0, 4)});
    expect(facts(few).decoding).toBe("not measured yet");
    expect(few.textContent).toContain("4 shapes timed; 5 are needed");
  });

  it("names the nearest trained shapes (made-up runs)", () => {
    const runs = [madeRun("deep", 24, 128, 1.5), madeRun("joey’s", 12, 192, 1.4), madeRun("wide", 2, 448, 1.7)];
    const figure = draw({...data, runs});
    const lines = [...figure.querySelectorAll("section:last-child dt")].map(({textContent}) => textContent);
    expect(lines).toEqual([
      "joey’s: 12 × 192, expansion 2.5, 4,096 entries, 5.29 million (this shape)",
      "deep: 24 × 128, expansion 2.5, 4,096 entries, 5.05 million",
      expect.stringMatching(/^wide: 2 × 448/)
    ]);
    expect(figure.querySelector("section:last-child dd")!.textContent).toBe("1.400");
  });
});

describe("shapeCost", () => {
  it("counts the parameters of committed networks, part by part", () => {
    const cost = shapeCost(named("joey"), 512);
    expect(cost.parameters).toBe(parameterCount(joeyConfig));
    expect(cost.parts).toEqual({embedding: 786_432, attention: 1_179_648, mlp: 3_317_760, norms: 4800});
    const bytes = readFileSync("data/models/joey/model.safetensors").length;
    expect(bytes - 2 * cost.parameters).toBeLessThan(20_000); // the file's header
  });

  it("counts a training token's operations as the training step does", () => {
    const {training} = shapeCost(named("joey"), 256);
    expect(training * 8 * 256).toBeCloseTo(stepFlops(joeyConfig, {batch: 8, length: 256}), -2);
  });

  it("doubles embedding and head where they are apart, but multiplies by the head alone", () => {
    const tied = named("joey");
    const [one, two] = [tied, {...tied, tied: false}].map((shape) => shapeCost(shape, 100));
    expect(two.parts.embedding).toBe(2 * one.parts.embedding);
    expect(two.forward).toBe(one.forward);
  });

  it("comes near the paper's sizes, and near the shares that it prints", () => {
    expect(shapeCost(named("PanGu-π-1B Pro"), 1).parameters / 1e9).toBeCloseTo(1, 1);
    expect(shapeCost(named("PanGu-π-1.5B Pro"), 1).parameters / 1e9).toBeCloseTo(1.33, 2);
    // 20 layers of 1,792 with 48k entries: Table 1 prints 18.07 %
    const paper = JSON.parse(readFileSync("data/papers/tiny-lm.json", "utf8")) as Paper;
    const printed = columnOf(tableOf(paper, "vocabulary"), "pehl")[3]! / 100;
    expect(Math.abs(shapeCost(named("paper’s Table 2: 20 × 1792"), 1).headShare - printed)).toBeLessThan(0.005);
  });
});

describe("shapes and sliders", () => {
  it("give each named shape again", () => {
    for (const shape of data.shapes) {
      const again = shapeOf(valuesOf(shape));
      expect({...again, expansion: undefined}).toEqual({
        depth: shape.depth,
        width: shape.width,
        heads: shape.heads,
        kvHeads: shape.kvHeads,
        headSize: shape.headSize,
        vocabulary: shape.vocabulary,
        tied: shape.tied
      });
      expect(intermediateSize(again)).toBe(intermediateSize(shape));
    }
  });

  it("always give heads of keys that divide the query heads", () => {
    for (const width of [16, 96, 160, 224, 352]) {
      for (const group of ["1", "2", "3", "4", "8"] as const) {
        const {heads, kvHeads} = shapeOf({...valuesOf(named("joey")), width, group});
        expect(heads % kvHeads).toBe(0);
        expect(kvHeads).toBeLessThanOrEqual(Math.max(1, heads / Number(group)));
      }
    }
  });
});

describe("fitSpeeds", () => {
  it("finds the line that made the times, and misses nothing that was left out", () => {
    for (const kind of ["decode", "train"] as const) {
      const fit = fitSpeeds(madeSpeeds, kind)!;
      expect(fit.worstError).toBeLessThan(1e-6);
      const rate = kind === "decode" ? "decodeTokensPerSecond" : "trainTokensPerSecond";
      for (const speed of madeSpeeds) expect(fit.predict(speed)).toBeCloseTo(speed[rate], 3);
    }
  });

  it("states the error of times that lie on no line", () => {
    const rough = madeSpeeds.map((speed, i) => ({...speed, decodeTokensPerSecond: speed.decodeTokensPerSecond * (i % 2 ? 1.2 : 0.9)})); // prettier-ignore
    const {meanError, worstError} = fitSpeeds(rough, "decode")!;
    expect(meanError).toBeGreaterThan(0.05);
    expect(worstError).toBeGreaterThan(meanError);
  });

  it("knows what was timed, and refuses to fit too little", () => {
    const fit = fitSpeeds(madeSpeeds, "decode")!;
    expect(isTimed(fit, {depth: 24, parameters: 2e6})).toBe(true);
    expect(isTimed(fit, {depth: 25, parameters: 2e6})).toBe(false);
    expect(isTimed(fit, {depth: 12, parameters: 5e8})).toBe(false);
    expect(fitSpeeds(madeSpeeds.slice(0, 4), "decode")).toBeUndefined();
    expect(fitSpeeds([], "decode")).toBeUndefined();
  });
});

describe("nearestRuns", () => {
  it("counts octaves over all five sides", () => {
    const a = {depth: 12, width: 192, expansion: 2.5, vocabulary: 4096, parameters: 5e6};
    expect(shapeDistance(a, a)).toBe(0);
    expect(shapeDistance(a, {...a, depth: 24})).toBe(1);
    expect(shapeDistance(a, {...a, depth: 24, vocabulary: 1024})).toBeCloseTo(Math.sqrt(5));
    expect(nearestRuns([], a)).toEqual([]);
  });
});

describe("sizes in words", () => {
  it("have three digits", () => {
    expect([0, 7, 999, 1000, 967_040, 5_288_640, 999_700, 1.033e9, 2e12].map(short)).toEqual(["0", "7", "999", "1.00 k", "967 k", "5.29 M", "1.00 M", "1.03 G", "2.00 T"]); // prettier-ignore
    expect(shortParameters(1.033e9)).toBe("1.03 B");
    expect([512, 3072, 10_577_280].map(inBytes)).toEqual(["512 B", "3.07 kB", "10.6 MB"]);
    expect([5_288_640, 1.0016e9].map(inMillions)).toEqual(["5.29 million", "1 billion"]);
  });
});
