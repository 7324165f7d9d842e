// A small random network with an adapter, heads and a draft model, all of them really running.
import {openAdapter, writeAdapter} from "../../src/runtime/adapter.js";
import {openLlama} from "../../src/runtime/llama.js";
import {runAdapter} from "../../src/runtime/runAdapter.js";
import {runHeads} from "../../src/runtime/runHeads.js";
import {testAdapter} from "../nets/testAdapter.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {openDevice} from "./devices.js";
import type {Architecture} from "../../src/nets/adapter/config.js";

export const EXIT_LAYER = 2;

export async function toyParts() {
  const runtime = await openDevice("cpu");
  const target = await testCheckpoint(testConfig);
  const part = (architecture: Architecture, exitLayer: number) => {
    const adapter = {architecture, exitLayer};
    return openAdapter(target, {
      name: `${architecture}.safetensors`,
      bytes: writeAdapter(target, adapter, testAdapter(testConfig, adapter))
    });
  };
  return {
    model: openLlama(runtime, target, {exitHead: "shared"}),
    parts: {
      draft: openLlama(runtime, await testCheckpoint(testConfig, {seed: 9})),
      adapter: runAdapter(runtime, target, part("attention", EXIT_LAYER)),
      heads: runHeads(runtime, target, part("medusa", testConfig.layers))
    }
  };
}
