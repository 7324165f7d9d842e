// Live training behind a port, served in this thread by ONNX Runtime for Node.
import {MessageChannel} from "node:worker_threads";
import {expect, it} from "vitest";
import {builtInText} from "../../src/live/builtInText.js";
import {serveTraining} from "../../src/live/serveTraining.js";
import type {ServeTrainingOptions} from "../../src/live/serveTraining.js";
import type {OpenedTraining, RanTraining, TrainingEvent} from "../../src/live/trainingMessages.js";
import type {TrainingTask} from "../../src/live/trainingTask.js";
import {connect} from "../../src/runtime/channel.js";
import type {Channel, Port} from "../../src/runtime/channel.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import {openDevice} from "./devices.js";

const task: TrainingTask = {
  settings: {depth: 1, width: 32, heads: 2, expansion: 2, initialization: "constant", rate: 0.01, batch: 4, length: 16},
  text: builtInText,
  steps: 20,
  seed: 3
};

function served(options: Partial<ServeTrainingOptions> = {}): Channel {
  const {port1, port2} = new MessageChannel();
  serveTraining(port1 as unknown as Port, {
    openRuntime: () => openDevice("cpu"),
    devices: async () => ["cpu"],
    ...options
  });
  return connect(port2 as unknown as Port);
}

interface Heard {
  readonly ran: RanTraining;
  readonly events: TrainingEvent[];
}

/** Run; `on` may act upon an event. */
async function run(channel: Channel, args = {}, on: (event: TrainingEvent) => void = () => {}): Promise<Heard> {
  const events: TrainingEvent[] = [];
  const ran = (await channel.call("run", args, {
    on(event) {
      events.push(event as TrainingEvent);
      on(event as TrainingEvent);
    }
  })) as RanTraining;
  return {ran, events};
}
const open = async (channel: Channel, asked = task): Promise<OpenedTraining> =>
  (await channel.call("open", {task: asked, device: "auto"})) as OpenedTraining;
const losses = (events: readonly TrainingEvent[]): number[] =>
  events.flatMap((event) => ("report" in event ? [event.report.loss] : []));
const stepsOf = (events: readonly TrainingEvent[]): number[] =>
  events.flatMap((event) => ("report" in event ? [event.report.step] : []));

it("trains to the end of the schedule, reads held-out text on the way and writes samples", async () => {
  const channel = served();
  expect(await open(channel)).toMatchObject({device: "cpu", parameters: 11_776});
  await channel.call("sampling", {every: 8, length: 5, temperature: 0.8});
  const {ran, events} = await run(channel);
  expect(ran).toEqual({step: 20, ended: true});
  expect(stepsOf(events)).toEqual(Array.from({length: 20}, (_, i) => i + 1));
  const heldOut = events.flatMap((event) => ("heldOut" in event ? [event.heldOut] : []));
  expect(heldOut.map(({step}) => step)).toEqual([0, 5, 10, 15, 20]);
  expect(heldOut[4].loss).toBeLessThan(heldOut[0].loss);
  const samples = events.flatMap((event) => ("sample" in event ? [event.sample] : []));
  expect(samples.map(({step, text}) => [step, text.length])).toEqual([
    [8, 5],
    [16, 5],
    [20, 5]
  ]);
  expect((await run(channel)).events).toEqual([]);
  channel.close();
});

it("pauses after the step under way, takes single steps, and goes on as if it had not been paused", async () => {
  const channel = served();
  await open(channel);
  const whole = losses((await run(channel)).events);
  await open(channel); // forgets what was trained
  let paused: Promise<unknown> | undefined;
  const first = await run(channel, {}, (event) => {
    if ("report" in event && event.report.step === 6) paused = channel.call("pause", undefined);
  });
  await paused;
  expect(first.ran.ended).toBe(false);
  expect(first.ran.step).toBeGreaterThanOrEqual(6);
  expect(first.ran.step).toBeLessThan(20);
  const single = await run(channel, {steps: 1});
  expect(single.ran.step).toBe(first.ran.step + 1);
  const rest = await run(channel);
  expect([...losses(first.events), ...losses(single.events), ...losses(rest.events)]).toEqual(whole);
  channel.close();
});

it("a pause that comes right behind the start is heeded", async () => {
  const channel = served();
  await open(channel);
  const running = run(channel);
  await channel.call("pause", undefined);
  expect((await running).ran.step).toBeLessThan(20);
  channel.close();
});

it("writes a sample while it is paused", async () => {
  const channel = served();
  await open(channel);
  await run(channel, {steps: 2});
  const text = (await channel.call("sample", {length: 12, temperature: 0})) as string;
  expect(text).toHaveLength(12);
  channel.close();
});

it("refuses what cannot be trained, and can then open something else", async () => {
  const channel = served();
  await expect(channel.call("run", {})).rejects.toThrow("train: no network is open; call open first");
  await expect(open(channel, {...task, text: "short"})).rejects.toThrow("cpu: text: 5 characters");
  const wide = {...task.settings, width: 64, depth: 6};
  await expect(open(channel, {...task, settings: wide})).rejects.toThrow(/parameters; at most 60000/);
  expect(await open(channel)).toMatchObject({device: "cpu"});
  channel.close();
});

it("measures where there are several devices, and passes over one that cannot be opened", async () => {
  const channel = served({
    devices: async () => ["webgpu", "cpu"],
    openRuntime: (device) => (device === "cpu" ? openDevice("cpu") : Promise.reject(new Error("no adapter")))
  });
  const warnings: string[] = [];
  const on = (event: unknown): void => void ("warning" in (event as object) && warnings.push((event as {warning: string}).warning)); // prettier-ignore
  expect(await channel.call("open", {task, device: "auto"}, {on})).toMatchObject({device: "cpu", measured: {}});
  expect(warnings).toEqual(["webgpu: no adapter"]);
  expect((await run(channel)).ran.ended).toBe(true);
  channel.close();
});

it("goes on from the last snapshot on another device when one is lost", async () => {
  const channel = served();
  await open(channel);
  const whole = losses((await run(channel)).events);
  channel.close();

  let lose: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => (lose = resolve));
  // a CPU that claims to be a GPU: its state stays on the host, as it has no resident tensors
  const fragile = async (): Promise<Runtime> => ({...(await openDevice("cpu")), device: "webgpu", lost});
  const other = served({
    devices: async () => ["webgpu"],
    openRuntime: async (device) => (device === "webgpu" ? withHostState(await fragile()) : openDevice("cpu"))
  });
  await open(other);
  const {ran, events} = await run(other, {}, (event) => {
    if ("report" in event && event.report.step === 13) lose("pulled out");
  });
  expect(ran).toEqual({step: 20, ended: true});
  const rewound = events.findIndex((event) => "rewound" in event);
  expect(events[rewound]).toMatchObject({rewound: 10, reason: "webgpu device lost: pulled out"});
  const kept = losses(events.slice(0, rewound)).slice(0, 10);
  const redone = losses(events.slice(rewound));
  expect([...kept, ...redone]).toEqual(whole);
  other.close();
});

/** Resident tensors over host ones, as a GPU would have them. */
function withHostState(runtime: Runtime): Runtime {
  interface Fake {
    readonly dims: readonly number[];
    data: Float32Array;
    dispose(): void;
  }
  return {
    ...runtime,
    zeros: async (dims) => {
      const fake: Fake = {dims, data: new Float32Array(dims.reduce((n, d) => n * d, 1)), dispose() {}};
      return fake;
    },
    async createSession(graph, options) {
      const session = await runtime.createSession(graph, options);
      return {
        ...session,
        placement: () => session.placement(),
        release: () => session.release(),
        async run(feeds, {fetch, resident = {}} = {}) {
          const fed = Object.fromEntries(
            Object.entries(feeds).map(([name, tensor]) => [
              name,
              "dtype" in tensor ? tensor : {dtype: "float32" as const, dims: tensor.dims, data: (tensor as Fake).data}
            ])
          );
          const results = await session.run(fed);
          for (const [name, tensor] of Object.entries(resident)) {
            (tensor as Fake).data = results[name].data as Float32Array;
          }
          const asked = fetch ?? Object.keys(results).filter((name) => !(name in resident));
          return Object.fromEntries(asked.map((name) => [name, results[name]]));
        }
      };
    }
  };
}
