// What browser.test.ts runs in a page: the schedule on a device, and losing that device.
import {openLlama} from "../../src/runtime/llama.js";
import {openWeb, webAdapter} from "../../src/runtime/web.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {ragged} from "./ragged.js";
import type {Progress} from "../../src/runtime/fetchWeights.js";
import type {Runtime} from "../../src/runtime/runtime.js";

/** A scored row, as plain numbers that can leave the page. */
export interface PageRow {
  readonly sample: number;
  readonly position: number;
  readonly choice: number;
  readonly confidence: number;
  readonly margin: number;
  readonly probabilities: number[];
}

export interface PageResult {
  readonly rows: readonly PageRow[];
  readonly deviceName: string;
  readonly software: boolean;
  readonly progress: Progress | undefined;
}

let runtime: Runtime | undefined;

const page = {
  hasAdapter: async (): Promise<boolean> => (await webAdapter()) !== undefined,

  async decode(device: "wasm" | "webgpu"): Promise<PageResult> {
    let progress: Progress | undefined;
    runtime = await openWeb({device, progress: (latest) => (progress = latest)});
    const model = openLlama(runtime, await testCheckpoint({...testConfig, layers: 2}, {dtype: "F16"}));
    const rows: PageRow[] = [];
    const vocabSize = testConfig.vocabSize;
    for await (const {sample, position, scores, row} of ragged(model, 3)) {
      const {choice, confidence, margin, probabilities} = scores;
      rows.push({
        sample,
        position,
        choice: choice[row],
        confidence: confidence[row],
        margin: margin[row],
        probabilities: Array.from(probabilities?.subarray(row * vocabSize, (row + 1) * vocabSize) ?? [])
      });
    }
    await model.release();
    return {rows, deviceName: runtime.deviceName, software: runtime.software, progress};
  },

  /** Destroy the GPU device under the runtime; returns what the runtime says of it. */
  async lose(): Promise<string | undefined> {
    const ort = "Suspending" in WebAssembly ? import("onnxruntime-web/jspi") : import("onnxruntime-web/webgpu");
    ((await (await ort).env.webgpu.device) as GPUDevice).destroy();
    return runtime?.lost;
  }
};

export type Page = typeof page;

Object.assign(globalThis, {page});
