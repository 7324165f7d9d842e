// A worker thread that serves the test checkpoint on the CPU.
import {parentPort} from "node:worker_threads";
import {decode, lookup} from "../../src/decoding/index.js";
import {openNode} from "../../src/runtime/node.js";
import {serve} from "../../src/runtime/serve.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import type {Port} from "../../src/runtime/channel.js";

parentPort?.once("message", (port: Port) => {
  serve<number, number[][]>(port, {
    openRuntime: () => openNode({device: "cpu"}),
    openCheckpoint: (seed) => testCheckpoint(testConfig, {seed}),
    devices: async () => ["cpu"],
    decode: (prompts, {target}, signal) =>
      decode({
        model: target,
        mode: "ems-sd",
        drafter: lookup(),
        prompts: prompts.map((prompt) => Int32Array.from(prompt)),
        maxNewTokens: 12,
        signal
      })
  });
});
