// The live training's trainer on the CPU and in onnxruntime-web's wasm build, in Node.
import {beforeAll, describe, expect, it} from "vitest";
import {initializeLlama} from "../../src/nets/llama/initialize.js";
import {llamaParameters} from "../../src/nets/llama/parameters.js";
import {nextTokenLoss} from "../../src/nets/llama/train.js";
import {builtInText} from "../../src/live/builtInText.js";
import {openTrainer} from "../../src/live/trainer.js";
import type {Trainer, TrainerStep} from "../../src/live/trainer.js";
import {prepareTask} from "../../src/live/trainingTask.js";
import type {TrainingTask} from "../../src/live/trainingTask.js";
import {openNode} from "../../src/runtime/node.js";
import {openWeb} from "../../src/runtime/web.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import {batchFeeds} from "../../src/training/feeds.js";
import {initialState, train} from "../../src/training/loop.js";
import {random} from "../../src/training/random.js";
import {trainingStep} from "../../src/training/step.js";
import {windowBatch} from "../../src/training/windows.js";
import {itOn} from "./devices.js";

const task: TrainingTask = {
  settings: {depth: 2, width: 32, heads: 2, expansion: 2, initialization: "constant", rate: 0.01, batch: 8, length: 32},
  text: builtInText,
  steps: 120,
  seed: 3
};

let cpu: Runtime;
beforeAll(async () => {
  cpu = await openNode({device: "cpu"});
});

async function withTrainer<T>(use: (trainer: Trainer) => Promise<T>, runtime = cpu, asked = task): Promise<T> {
  const trainer = await openTrainer(runtime, asked);
  try {
    return await use(trainer);
  } finally {
    await trainer.release();
  }
}

async function steps(trainer: Trainer, count: number): Promise<TrainerStep[]> {
  const reports: TrainerStep[] = [];
  for (let i = 0; i < count; i++) reports.push(await trainer.step());
  return reports;
}

async function written(trainer: Trainer, temperature: number, length = 40): Promise<string> {
  let text = "";
  for await (const character of trainer.sample({length, temperature})) text += character;
  return text;
}

describe("openTrainer", () => {
  it("learns the built-in text: from guessing to below 2.3 nats on text it has not seen, in 120 steps", async () => {
    await withTrainer(async (trainer) => {
      const vocabSize = trainer.prepared.vocabulary.characters.length;
      expect(await trainer.heldOutLoss()).toBeCloseTo(Math.log(vocabSize), 1);
      const reports = await steps(trainer, 120);
      expect(reports.at(-1)).toMatchObject({step: 120});
      expect(reports.slice(-10).reduce((sum, {loss}) => sum + loss / 10, 0)).toBeLessThan(2.2);
      expect(await trainer.heldOutLoss()).toBeLessThan(2.3);
    });
  });

  it("takes the very steps of the training loop", async () => {
    const {network, schedule, shape, train: tokens} = prepareTask(task);
    const parameters = llamaParameters(network);
    const session = await cpu.createSession(trainingStep(parameters, nextTokenLoss(network, shape)));
    const losses: number[] = [];
    const weights = initializeLlama(network, random(task.seed), {scheme: "constant"});
    const stop = new AbortController();
    await train(initialState(weights), {
      parameters,
      schedule,
      batch: (step) => ({feeds: batchFeeds(windowBatch(tokens, shape, task.seed, step)), tokens: 1}),
      run: (feeds) => session.run(feeds),
      after({loss, step}) {
        losses.push(loss);
        if (step === 6) stop.abort();
      },
      signal: stop.signal
    });
    await session.release();
    expect(losses).toHaveLength(6);
    await withTrainer(async (trainer) => expect((await steps(trainer, 6)).map(({loss}) => loss)).toEqual(losses));
  });

  it("goes on from a snapshot as if nothing had happened", async () => {
    const plain = await withTrainer((trainer) => steps(trainer, 8));
    const resumed = await withTrainer(async (trainer) => {
      await steps(trainer, 3);
      const snapshot = await trainer.snapshot();
      await steps(trainer, 2); // lost
      trainer.restore(snapshot);
      expect(trainer.steps).toBe(3);
      return steps(trainer, 5);
    });
    const losses = (reports: readonly TrainerStep[]): number[] => reports.map(({loss}) => loss);
    expect(losses(resumed)).toEqual(losses(plain).slice(3));
  });

  it("writes the same text for the same seed, another one when it is warmer, and changes nothing by it", async () => {
    const untouched = await withTrainer((trainer) => steps(trainer, 31));
    await withTrainer(async (trainer) => {
      await steps(trainer, 30);
      const cold = await written(trainer, 0);
      expect(cold).toHaveLength(40);
      expect(await written(trainer, 0)).toBe(cold);
      const warm = await written(trainer, 1);
      expect(await written(trainer, 1)).toBe(warm);
      expect(warm).not.toBe(cold);
      for (const character of warm) expect(trainer.prepared.vocabulary.characters).toContain(character);
      expect((await trainer.step()).loss).toBe(untouched[30].loss);
    });
  });

  it("sees the last character it wrote, also where the window has become full", async () => {
    await withTrainer(async (trainer) => {
      await steps(trainer, 100);
      // a network that saw nothing of what it wrote would repeat one character
      const text = await written(trainer, 0.5, 60);
      expect(new Set(text.slice(35)).size).toBeGreaterThan(5);
    });
  });
});

describe("wasm", () => {
  let wasm: Runtime;
  beforeAll(async () => {
    wasm = await openWeb({device: "wasm"});
  });

  it("takes the CPU's steps within 1e-3, for each scheme of initialisation", async () => {
    for (const initialization of ["fan-in", "constant", "gpt2", "internlm", "depth"] as const) {
      const asked = {...task, settings: {...task.settings, initialization}};
      const run = async (trainer: Trainer): Promise<number[]> => {
        const reports = await steps(trainer, 10);
        return [...reports.flatMap(({loss, gradientNorm}) => [loss, gradientNorm]), await trainer.heldOutLoss()];
      };
      const onCpu = await withTrainer(run, cpu, asked);
      const onWasm = await withTrainer(run, wasm, asked);
      onWasm.forEach((value, i) => expect(Math.abs(value - onCpu[i])).toBeLessThan(1e-3));
    }
  });
});

itOn(
  "webgpu",
  "the state stays on the device, and the steps are the CPU's; snapshots come back and go on",
  async (gpu) => {
    const small = {...task, settings: {...task.settings, depth: 1, batch: 2, length: 16}};
    const run = async (trainer: Trainer): Promise<number[]> => {
      const first = await steps(trainer, 2);
      const heldOut = await trainer.heldOutLoss();
      const snapshot = await trainer.snapshot();
      const text = await written(trainer, 0, 2);
      await steps(trainer, 1); // lost
      trainer.restore(snapshot);
      const rest = await steps(trainer, 2);
      const letters = [...text].map((letter) => letter.codePointAt(0)!);
      return [...[...first, ...rest].flatMap(({loss, gradientNorm}) => [loss, gradientNorm]), heldOut, ...letters];
    };
    const expected = await withTrainer(run, cpu, small);
    const actual = await withTrainer(run, gpu, small);
    expect(actual).toHaveLength(11);
    actual.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-3));
  }
);
