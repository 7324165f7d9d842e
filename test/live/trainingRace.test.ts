import {describe, expect, it} from "vitest";
import {builtInText} from "../../src/live/builtInText.js";
import {trainingRace} from "../../src/live/trainingRace.js";
import type {Race} from "../../src/live/trainingRace.js";
import type {TrainingTask} from "../../src/live/trainingTask.js";
import {madeContestant} from "./madeContestant.js";
import type {MadeContestant} from "./madeContestant.js";

const task = (depth: number): TrainingTask => ({
  settings: {depth, width: 32, heads: 2, expansion: 2, initialization: "constant", rate: 0.01, batch: 4, length: 16},
  text: builtInText,
  steps: 20,
  seed: 1
});
const tasks = {A: task(4), B: task(1)};
const device = "auto";

interface Made {
  readonly race: Race;
  readonly made: MadeContestant[];
  readonly warnings: string[];
}

function newRace(prepare: (contestant: MadeContestant, n: number) => void = () => {}): Made {
  const made: MadeContestant[] = [];
  const warnings: string[] = [];
  const race = trainingRace({
    changed: () => {},
    warn: (text) => warnings.push(text),
    progress: () => {},
    start() {
      const contestant = madeContestant();
      prepare(contestant, made.length);
      made.push(contestant);
      return contestant;
    }
  });
  return {race, made, warnings};
}
const done = (race: Race): number[] => race.racers.map(({record}) => record.steps.length);

describe("trainingRace", () => {
  it("starts one contestant for each network and trains all to the end", async () => {
    const {race, made} = newRace();
    expect(race.state).toBe("fresh");
    await race.train(tasks, {device});
    expect([race.state, done(race), made.length]).toEqual(["ended", [20, 20], 2]);
    expect(race.racers.map(({name, opened}) => [name, opened?.device])).toEqual([
      ["A", "wasm"],
      ["B", "wasm"]
    ]);
    expect(race.racers[0].record.heldOut.map(({step}) => step)).toEqual([0, 5, 10, 15, 20]);
  });

  it("pauses all, takes single steps, and goes on", async () => {
    const {race, made} = newRace();
    const training = race.train(tasks, {device});
    await Promise.resolve();
    expect(race.state).toBe("opening");
    made[0].before = (step) => void (step === 4 && race.pause());
    await training;
    expect(race.state).toBe("paused");
    const [a, b] = done(race);
    expect(a).toBeLessThan(20);
    await race.train(tasks, {device, steps: 1});
    expect(done(race)).toEqual([a + 1, b + 1]);
    await race.train(tasks, {device});
    expect([race.state, done(race), made.length]).toEqual(["ended", [20, 20], 2]);
  });

  it("a reset forgets all, and the workers are used again", async () => {
    const {race, made} = newRace();
    await race.train(tasks, {device, steps: 3});
    race.reset();
    expect([race.state, race.racers]).toEqual(["fresh", []]);
    await race.train({A: tasks.A}, {device, steps: 2});
    expect([done(race), made.length, made.some(({closed}) => closed)]).toEqual([[2], 2, false]);
  });

  it("a reset ends a run at once, with its workers", async () => {
    const {race, made} = newRace((contestant) => (contestant.before = (step) => void (step === 3 && race.reset())));
    await expect(race.train(tasks, {device})).rejects.toMatchObject({name: "AbortError"});
    expect([race.state, made.map(({closed}) => closed)]).toEqual(["fresh", [true, true]]);
    for (const contestant of made) contestant.before = undefined;
    await expect(race.train(tasks, {device, steps: 1}).then(() => made.length)).resolves.toBe(4);
  });

  it("throws where a network cannot be opened, and can be started again", async () => {
    const {race, made} = newRace((contestant, n) => (contestant.openFailure = n === 1 ? "no memory" : undefined));
    await expect(race.train(tasks, {device})).rejects.toThrow("no memory");
    expect([race.state, made.map(({closed}) => closed)]).toEqual(["fresh", [true, true]]);
    await race.train(tasks, {device, steps: 1});
    expect(race.state).toBe("paused");
  });

  it("lets one contestant go on when the other fails, and tries that one again when asked", async () => {
    const {race, made} = newRace((contestant, n) => {
      contestant.before = (step) => void (n === 1 && step === 6 && (contestant.runFailure = "loss NaN"));
    });
    await race.train(tasks, {device});
    expect(race.racers.map(({failed}) => failed)).toEqual([undefined, "loss NaN"]);
    expect([race.state, done(race)]).toEqual(["paused", [20, 5]]);
    made[1].before = made[1].runFailure = undefined;
    await race.train(tasks, {device});
    expect([race.state, done(race), race.racers[1].failed]).toEqual(["ended", [20, 20], undefined]);
  });

  it("forgets the steps that a lost device takes with it, and says so", async () => {
    const {race, made, warnings} = newRace();
    await race.train({A: tasks.A}, {device, steps: 8});
    const opened = {...race.racers[0].opened!, device: "cpu" as const};
    made[0].tell?.({rewound: 5, opened, reason: "webgpu device lost: gone."});
    expect(warnings).toEqual(["A: webgpu device lost: gone. Going on with cpu from step 5."]);
    expect([done(race), race.racers[0].opened?.device]).toEqual([[5], "cpu"]);
  });

  it("hands on how to sample, before and during a race, and collects what is written", async () => {
    const {race, made} = newRace();
    race.setSampling({every: 10, length: 5, temperature: 0.3});
    await race.train(tasks, {device, steps: 10});
    expect(made[1].sampling).toEqual({every: 10, length: 5, temperature: 0.3});
    race.setSampling({every: 0, length: 5, temperature: 1});
    expect(made[0].sampling?.temperature).toBe(1);
    await race.sample();
    expect(race.racers[0].record.samples).toEqual([
      {step: 10, text: "<b>10</b>"},
      {step: 10, text: "sample at 1"}
    ]);
  });
});
