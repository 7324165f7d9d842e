import {MessageChannel} from "node:worker_threads";
import {expect, it} from "vitest";
import {collect, decode, lookup} from "../../src/decoding/index.js";
import {connect, type Port} from "../../src/runtime/channel.js";
import {openLlama} from "../../src/runtime/llama.js";
import {serve, type LostNotice, type Opened, type ServeOptions, type StepEvent} from "../../src/runtime/serve.js";
import {startThread} from "../../src/runtime/thread.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {openDevice} from "./devices.js";
import type {Device, Runtime} from "../../src/runtime/runtime.js";
import type {StepRecord} from "../../src/traces/step.js";

const prompts = [
  [1, 2, 3, 1, 2],
  [7, 8, 9]
];
const request = {models: {target: 3}, device: "cpu"};

/** Serve in this thread, with parts replaced. */
function served(options: Partial<ServeOptions<number, number[][]>> = {}, notify?: (notice: unknown) => void) {
  const {port1, port2} = new MessageChannel();
  serve<number, number[][]>(port1 as unknown as Port, {
    openRuntime: () => openDevice("cpu"),
    openCheckpoint: (seed) => testCheckpoint(testConfig, {seed}),
    devices: async () => ["cpu"],
    decode: (texts, {target}, signal) =>
      decode({
        model: target,
        mode: "greedy",
        prompts: texts.map((text) => Int32Array.from(text)),
        maxNewTokens: 12,
        signal
      }),
    ...options
  });
  return connect(port2 as unknown as Port, notify);
}

it("a worker thread decodes what this thread decodes", async () => {
  const thread = startThread(new URL("./serve.worker.ts", import.meta.url), (error) => {
    throw error;
  });
  const channel = connect(thread.port);
  const opened = (await channel.call("open", request)) as Opened;
  const steps: StepRecord[] = [];
  await channel.call("decode", prompts, {on: (event) => steps.push((event as StepEvent).step as StepRecord)});
  const checkpoint = await testCheckpoint(testConfig);
  const model = openLlama(await openDevice("cpu"), checkpoint);
  const here = await collect(
    decode({
      model,
      mode: "ems-sd",
      drafter: lookup(),
      prompts: prompts.map((prompt) => Int32Array.from(prompt)),
      maxNewTokens: 12
    })
  );
  const emitted = (list: readonly StepRecord[]): number[][][] =>
    list.map(({samples}) => samples.map((sample) => Array.from(sample.emitted)));
  expect(opened.models).toEqual({target: checkpoint.sha256});
  expect(emitted(steps)).toEqual(emitted(here.steps));
  channel.close();
  await thread.terminate();
}, 60_000);

it("a decode reports what its model's runs cost", async () => {
  const channel = served();
  await channel.call("open", request);
  const {timings} = (await channel.call("decode", prompts)) as {timings: {target: {run: number; runs: number}}};
  expect(timings.target.runs).toBe(12);
  expect(timings.target.run).toBeGreaterThan(0);
  channel.close();
});

it.each(["cpu", "wasm"] as const)("a cancelled decode on %s stops and leaves the model usable", async (device) => {
  let yielded = 0;
  const channel = served({
    openRuntime: () => openDevice(device),
    async *decode(texts, {target}, signal) {
      const batch = texts.map((text) => Int32Array.from(text));
      for await (const step of decode({model: target, mode: "greedy", prompts: batch, maxNewTokens: 100, signal})) {
        yielded++;
        yield step;
      }
    }
  });
  await channel.call("open", request);
  const controller = new AbortController();
  const cancelled = channel.call("decode", prompts, {signal: controller.signal, on: () => controller.abort()});
  await expect(cancelled).rejects.toMatchObject({name: "AbortError"});
  await channel.call("decode", [[1]], {on: () => {}});
  expect(yielded).toBeLessThan(150); // a hundred steps of the second decode, and few of the first
  channel.close();
});

it("errors come back with their message", async () => {
  const channel = served();
  await expect(channel.call("decode", prompts)).rejects.toThrow("no model is open");
  await expect(channel.call("fly", {})).rejects.toThrow("unknown method: fly");
  await channel.call("open", request);
  await expect(channel.call("decode", [[500]])).rejects.toThrow("500");
  channel.close();
});

it("the fastest of several devices is kept, and one that cannot be opened is passed over", async () => {
  const warnings: unknown[] = [];
  const slow = async (runtime: Runtime): Promise<Runtime> => ({
    ...runtime,
    device: "wasm",
    createSession: async (graph, options) => {
      const session = await runtime.createSession(graph, options);
      return {
        run: async (...args) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          return session.run(...args);
        },
        placement: () => session.placement(),
        release: () => session.release()
      };
    }
  });
  const channel = served({
    devices: async () => ["webgpu", "wasm", "cpu"],
    openRuntime: async (device) => {
      if (device === "webgpu") throw new Error("no adapter");
      const runtime = await openDevice("cpu");
      return device === "wasm" ? slow(runtime) : runtime;
    }
  });
  const opened = (await channel.call("open", request, {on: (event) => warnings.push(event)})) as Opened;
  expect(opened.device).toBe("cpu");
  expect(Object.keys(opened.measured).sort()).toEqual(["cpu", "wasm"]);
  expect(opened.measured.wasm).toBeGreaterThan(opened.measured.cpu ?? Infinity);
  expect(warnings).toContainEqual({warning: "webgpu: no adapter"});
  channel.close();
});

it("when no device can be opened, the error names each", async () => {
  const channel = served({
    devices: async () => ["webgpu", "wasm"],
    openRuntime: async (device) => {
      throw new Error(`no ${device} today`);
    }
  });
  const message = "no device could be opened: webgpu: no webgpu today; wasm: no wasm today";
  await expect(channel.call("open", request)).rejects.toThrow(message);
  channel.close();
});

it("a lost device fails the decode under way and the models are opened on another", async () => {
  let lose: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => (lose = resolve));
  const hangs = async (runtime: Runtime): Promise<Runtime> => ({
    ...runtime,
    device: "webgpu",
    lost,
    createSession: async () => ({
      run: () => new Promise(() => {}), // as a lost device may
      placement: async () => [],
      release: async () => {}
    }),
    zeros: async (dims) => ({dims, dispose: () => {}})
  });
  const opened: Device[] = [];
  let notice: (notice: LostNotice) => void = () => {};
  const noticed = new Promise<LostNotice>((resolve) => (notice = resolve));
  const channel = served(
    {
      devices: async () => ["webgpu"],
      openRuntime: async (device) => {
        opened.push(device);
        const runtime = await openDevice("cpu");
        return device === "webgpu" ? hangs(runtime) : {...runtime, device: "wasm"};
      }
    },
    (message) => notice(message as LostNotice)
  );
  await channel.call("open", request);
  const decoding = channel.call("decode", prompts);
  setTimeout(() => lose("unplugged"), 20);
  await expect(decoding).rejects.toThrow("webgpu device lost: unplugged");
  const {reopened} = await noticed;
  expect(reopened?.device).toBe("wasm");
  expect(opened).toEqual(["webgpu", "wasm"]);
  await channel.call("decode", prompts);
  channel.close();
});

it("what a decode keeps beside the models is opened once, and released with them", async () => {
  const calls: string[] = [];
  const channel = served({
    async *decode(_, {target}, signal, {checkpoints, load, keep}) {
      const open = async () => {
        calls.push(`open ${signal.aborted}`);
        load().progress?.({loaded: 1, total: 2});
        load().warn("damaged");
        return {layers: checkpoints.target.config.layers, release: async () => void calls.push("release")};
      };
      const {layers} = await keep("adapter", open);
      yield layers === target.layers;
    }
  });
  await channel.call("open", request);
  const events: unknown[] = [];
  for (let i = 0; i < 2; i++) await channel.call("decode", prompts, {on: (event) => events.push(event)});
  expect(calls).toEqual(["open false"]);
  expect(events).toEqual([{progress: {loaded: 1, total: 2}}, {warning: "damaged"}, {step: true}, {step: true}]);
  await channel.call("open", request);
  expect(calls).toEqual(["open false", "release"]);
  await channel.call("decode", prompts);
  expect(calls).toHaveLength(3);
  channel.close();
});

it("what could not be kept is tried again", async () => {
  let tries = 0;
  const channel = served({
    async *decode(_, __, ___, {keep}) {
      await keep("adapter", async () => {
        if (tries++ === 0) throw new Error("no such file");
        return {release: async () => {}};
      });
      yield tries;
    }
  });
  await channel.call("open", request);
  await expect(channel.call("decode", prompts)).rejects.toThrow("no such file");
  await channel.call("decode", prompts);
  expect(tries).toBe(2);
  channel.close();
});
