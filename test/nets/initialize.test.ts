import {createHash} from "node:crypto";
import {expect, test} from "vitest";
import {initializationSchemes, initializeLlama} from "../../src/nets/llama/initialize.js";
import type {InitializationOptions} from "../../src/nets/llama/initialize.js";
import {embeddingName, layerNames} from "../../src/nets/llama/parameters.js";
import {random} from "../../src/training/random.js";
import {testConfig} from "./testCheckpoint.js";

const config = {...testConfig, layers: 4, tiedHead: false};
const weights = (options: InitializationOptions, from = config): Map<string, Float32Array> =>
  initializeLlama(from, random(5), options);

/** How much larger a weight is than under `constant`: the same for all its numbers. */
function factor(options: InitializationOptions, name: string, deviation = 0.02): number {
  const numbers = weights({deviation, ...options}).get(name)!;
  const plain = weights({scheme: "constant", deviation}).get(name)!;
  const ratios = Array.from(numbers, (value, i) => value / plain[i]);
  expect(Math.max(...ratios) - Math.min(...ratios)).toBeLessThan(1e-5);
  return ratios[0];
}

test("the default has the bits it had before there were schemes", () => {
  const hash = createHash("sha256");
  for (const [name, data] of initializeLlama({...testConfig, tiedHead: false}, random(5))) {
    hash.update(name).update(new Uint8Array(data.buffer));
  }
  expect(hash.digest("hex")).toBe("6c513d478a5f16bcf58656e6a111c87611e49782efbbef78da1db236f2f52b04");
});

test("constant draws every linear layer with one deviation, 1 / √d unless told", () => {
  for (const [deviation, expected] of [
    [undefined, 1 / 8],
    [0.02, 0.02]
  ] as const) {
    for (const [name, data] of weights({scheme: "constant", deviation})) {
      if (name.includes("norm")) expect(new Set(data)).toEqual(new Set([1]));
      else {
        const spread = Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length);
        expect(spread / (name === embeddingName ? 0.02 : expected)).toBeCloseTo(1, 1);
      }
    }
  }
});

test("gpt2 scales all linear layers by 1 / √N, internlm only the output matrices", () => {
  for (const layer of [0, 3]) {
    for (const name of Object.values(layerNames(layer)).filter((n) => n.includes("proj"))) {
      expect(factor({scheme: "gpt2"}, name)).toBeCloseTo(0.5, 5);
      const output = /o_proj|down_proj/.test(name);
      expect(factor({scheme: "internlm"}, name)).toBeCloseTo(output ? 0.5 : 1, 5);
    }
  }
  for (const scheme of ["gpt2", "internlm", "depth"] as const) {
    expect(factor({scheme}, "lm_head.weight")).toBeCloseTo(1, 5);
    expect(factor({scheme}, embeddingName)).toBeCloseTo(1, 5);
  }
});

test("depth leads queries and keys from √2 σ to σ, values and outputs from σ / √2 to σ, and leaves the MLP", () => {
  const at = (layer: number, part: keyof ReturnType<typeof layerNames>): number =>
    factor({scheme: "depth"}, layerNames(layer)[part]);
  for (const part of ["query", "key"] as const) {
    expect(at(0, part)).toBeCloseTo(Math.SQRT2, 5);
    expect(at(1, part)).toBeCloseTo(Math.SQRT2 + (1 - Math.SQRT2) / 3, 5);
    expect(at(3, part)).toBeCloseTo(1, 5);
  }
  for (const part of ["value", "output"] as const) {
    expect(at(0, part)).toBeCloseTo(Math.SQRT1_2, 5);
    expect(at(3, part)).toBeCloseTo(1, 5);
  }
  for (const part of ["gate", "up", "down"] as const) expect(at(0, part)).toBeCloseTo(1, 5);
});

test("one layer works under every scheme", () => {
  for (const scheme of initializationSchemes) {
    for (const data of weights({scheme}, {...config, layers: 1}).values())
      expect(data.every(Number.isFinite)).toBe(true);
  }
});

test("a deviation that is not positive, one without use, and an unknown scheme are refused", () => {
  expect(() => weights({scheme: "constant", deviation: 0})).toThrow("initializeLlama: invalid deviation: 0");
  expect(() => weights({scheme: "constant", deviation: NaN})).toThrow("invalid deviation: NaN");
  expect(() => weights({deviation: 0.02})).toThrow("deviation: 0.02; fan-in has none");
  expect(() => weights({scheme: "xavier" as "constant"})).toThrow("unknown scheme: xavier; there are fan-in, constant");
});
