// The decode loop over real sessions: whatever is drafted and however it is padded, the output is what greedy decoding
// gives.
import {describe, expect, it} from "vitest";
import {
  collect,
  decode,
  draftModel,
  earlyExit,
  lookup,
  medusa,
  modes,
  treeExit,
  type Drafter,
  type Mode
} from "../../src/decoding/index.js";
import {openLlama, type Llama, type LlamaOptions} from "../../src/runtime/llama.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {devices, itOn, openDevice} from "./devices.js";
import {randomAdapter} from "./randomAdapter.js";
import {randomHeads} from "./randomHeads.js";
import type {HostTensor} from "../../src/onnx/index.js";
import type {Device} from "../../src/runtime/runtime.js";

const prompts = [[5, 6, 7, 8, 5, 6], [11, 12], [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 1, 4], [50]].map((list) =>
  Int32Array.from(list)
);

/** A margin below which two orders of summation may choose differently. */
const TIE = 1e-4;

const open = async (device: Device, options: LlamaOptions = {}, seed = 3): Promise<Llama> =>
  openLlama(await openDevice(device), await testCheckpoint({...testConfig, layers: 2}, {seed}), options);

async function run(model: Llama, mode: Mode, drafter?: Drafter, maxNewTokens = 24, batch = prompts) {
  const {steps, outputs} = await collect(decode({model, mode, drafter, prompts: batch, maxNewTokens}));
  const margins = batch.map((_, i) => steps.flatMap(({samples}) => Array.from(samples[i].margin)));
  return {steps, margins, texts: outputs.map((tokens) => Array.from(tokens))};
}

/** Texts are equal up to a position whose margin in greedy decoding is a tie; none is, in most. */
function expectSame(found: number[][], greedy: {texts: number[][]; margins: number[][]}): void {
  greedy.texts.forEach((text, i) => {
    const tie = greedy.margins[i].findIndex((margin) => margin < TIE);
    const end = tie < 0 ? text.length : tie;
    expect(found[i].slice(0, end), `sample ${i}`).toEqual(text.slice(0, end));
    expect(found[i]).toHaveLength(text.length);
  });
}

for (const device of devices) {
  const maxNewTokens = device === "webgpu" ? 8 : 24;

  describe(`decoding on ${device}`, () => {
    itOn(device, "every mode gives the greedy text, drafts by look-up and by a model", async () => {
      const model = await open(device);
      const draft = await open(device, {}, 4);
      const self = await open(device);
      const greedy = await run(model, "greedy", undefined, maxNewTokens);
      for (const mode of modes.filter((name) => name !== "greedy")) {
        const looked = await run(model, mode, lookup({source: "text", checkLength: 1}), maxNewTokens);
        expectSame(looked.texts, greedy);
      }
      for (const mode of ["vanilla", "ems-sd"] as const) {
        expectSame((await run(model, mode, draftModel({model: draft}), maxNewTokens)).texts, greedy);
        const own = await run(model, mode, draftModel({model: self, draftLength: 3}), maxNewTokens);
        expectSame(own.texts, greedy);
        // a model that drafts for itself is always right
        expect(own.steps.length).toBeLessThan(maxNewTokens / 2);
      }
    });

    itOn(device, "layers that exit early into an adapter draft for the whole model, in every mode", async () => {
      const checkpoint = await testCheckpoint({...testConfig, layers: 3});
      const model = openLlama(await openDevice(device), checkpoint);
      const adapter = randomAdapter(checkpoint, 2);
      const greedy = await run(model, "greedy", undefined, maxNewTokens);
      const all = modes.filter((name) => name !== "greedy" && name !== "vanilla-as-released");
      for (const mode of device === "webgpu" ? (["ems-sd"] as const) : all) {
        for (const threshold of [0, 0.3]) {
          const drafter = earlyExit({exitLayer: 2, adapter, draftLength: 4, threshold});
          const found = await run(model, mode, drafter, maxNewTokens);
          expectSame(found.texts, greedy);
          const samples = found.steps.flatMap((step) => step.samples);
          expect(samples.reduce((sum, {accepted}) => sum + accepted, 0)).toBeGreaterThan(0);
        }
      }
    });

    itOn(device, "layers that exit early draft trees, with an adapter and without, alone and in a batch", async () => {
      const checkpoint = await testCheckpoint(testConfig);
      const model = openLlama(await openDevice(device), checkpoint, {exitHead: "shared"});
      const greedy = await run(model, "greedy", undefined, maxNewTokens);
      const alone = await run(model, "greedy", undefined, maxNewTokens, prompts.slice(0, 1));
      for (const adapter of [randomAdapter(checkpoint, 2), undefined]) {
        const drafter = () => treeExit({exitLayer: 2, adapter, width: 4, threshold: 0.1, maxNodes: 8});
        const found = await run(model, "ems-sd", drafter(), maxNewTokens);
        expectSame(found.texts, greedy);
        const samples = found.steps.flatMap((step) => step.samples);
        expect(samples.reduce((sum, {accepted}) => sum + accepted, 0)).toBeGreaterThan(0);
        if (device !== "webgpu") {
          expectSame((await run(model, "ems-sd", drafter(), maxNewTokens, prompts.slice(0, 1))).texts, alone);
        }
      }
    });

    itOn(device, "heads on the last state draft several tokens at once", async () => {
      const checkpoint = await testCheckpoint({...testConfig, layers: 2});
      const model = openLlama(await openDevice(device), checkpoint);
      const greedy = await run(model, "greedy", undefined, maxNewTokens);
      const found = await run(model, "ems-sd", medusa({heads: randomHeads(checkpoint)}), maxNewTokens);
      expectSame(found.texts, greedy);
      const samples = found.steps.flatMap((step) => step.samples);
      expect(samples.reduce((sum, {accepted}) => sum + accepted, 0)).toBeGreaterThan(0);
    });

    itOn(device, "layers that exit early draft for the whole model", async () => {
      const model = await open(device, {exitHead: "shared"});
      const greedy = await run(model, "greedy", undefined, maxNewTokens);
      for (const threshold of [0, 0.05]) {
        const drafter = earlyExit({exitLayer: 1, draftLength: 3, threshold});
        expectSame((await run(model, "ems-sd", drafter, maxNewTokens)).texts, greedy);
      }
    });
  });
}

describe("at batch 1", () => {
  it("vanilla padding and EMS-SD feed identical tensors", async () => {
    const fed: Record<string, unknown>[][] = [];
    for (const mode of ["vanilla", "ems-sd"] as const) {
      const seen: Record<string, unknown>[] = [];
      const copy = (feed: unknown): unknown => {
        const {dtype, dims, data} = feed as HostTensor;
        return {dtype, dims, data: data.slice()};
      };
      const model = await open("cpu", {
        observe: (feeds) =>
          seen.push(Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, copy(feed)])))
      });
      await run(model, mode, lookup({source: "text", checkLength: 1}), 16, prompts.slice(0, 1));
      fed.push(seen);
    }
    expect(fed[0].length).toBeGreaterThan(3);
    expect(fed[0]).toEqual(fed[1]);
  });
});
