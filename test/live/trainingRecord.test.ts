import {describe, expect, it} from "vitest";
import type {TrainerStep} from "../../src/live/trainer.js";
import {addStep, curvesOf, newRecord, rewindTo, stepsPerSecond} from "../../src/live/trainingRecord.js";
import type {TrainingRecord} from "../../src/live/trainingRecord.js";

const report = (step: number, loss = step, ms = 100): TrainerStep => ({step, loss, gradientNorm: 2 * step, learningRate: 0.1, ms}); // prettier-ignore

/** Steps 1 … count, whose loss is their number, of `ms` each. */
function recorded(count: number, ms = 100): TrainingRecord {
  const record = newRecord();
  for (let step = 1; step <= count; step++) addStep(record, report(step, step, ms));
  return record;
}

describe("curvesOf", () => {
  it("has one empty point where nothing was trained, or nothing takes part", () => {
    expect(curvesOf([newRecord()], "steps")).toEqual({positions: [0], points: [[{}]]});
    expect(curvesOf([], "seconds")).toEqual({positions: [0], points: []});
  });

  it("shows each step of a short training", () => {
    const {positions, points} = curvesOf([recorded(3)], "steps");
    expect(positions).toEqual([0, 1, 2, 3]);
    expect(points[0].map(({loss}) => loss)).toEqual([undefined, 1, 2, 3]);
    expect(points[0][2].gradientNorm).toBe(4);
  });

  it("means over stretches of a round length, the last one as long as it is", () => {
    const {positions, points} = curvesOf([recorded(90)], "steps", 10);
    expect(positions).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(points[0][1].loss).toBe(5.5);
    expect(points[0][9].loss).toBe(85.5);
    expect(curvesOf([recorded(23)], "steps", 5).positions).toEqual([0, 5, 10, 15, 20, 23]);
  });

  it("never has more stretches than asked for", () => {
    for (const count of [39, 40, 41, 99, 400, 401, 999, 5000]) {
      for (const axis of ["steps", "seconds"] as const) {
        expect(curvesOf([recorded(count, 37)], axis).positions.length).toBeLessThanOrEqual(41);
      }
    }
  });

  it("puts contestants on one grid, by steps or by the seconds that they took", () => {
    const records = [recorded(10, 100), recorded(4, 500)];
    const bySteps = curvesOf(records, "steps", 10);
    expect(bySteps.positions).toHaveLength(11);
    expect(bySteps.points[1][4].loss).toBe(4);
    expect(bySteps.points[1][5]).toEqual({});
    const bySeconds = curvesOf(records, "seconds", 10);
    expect(bySeconds.positions.at(-1)).toBe(2);
    expect(bySeconds.points[0][5].loss).toBeCloseTo(9.5); // 0.8 to 1 s: steps 9 and 10
    expect(bySeconds.points[0][6]).toEqual({});
    expect(bySeconds.points[1].at(-1)?.loss).toBe(4);
  });

  it("keeps a stretch's last held-out loss, the one before any step at 0", () => {
    const record = recorded(20);
    record.heldOut.push({step: 0, loss: 9}, {step: 5, loss: 8}, {step: 10, loss: 7}, {step: 20, loss: 6});
    const {points} = curvesOf([record], "steps", 2);
    expect(points[0].map(({heldOut}) => heldOut)).toEqual([9, 7, 6]);
  });
});

describe("records", () => {
  it("refuse a step that does not follow", () => {
    expect(() => addStep(recorded(2), report(4))).toThrow("step 4 after step 2");
  });

  it("forget what came after a step", () => {
    const record = recorded(10);
    record.heldOut.push({step: 0, loss: 9}, {step: 5, loss: 8}, {step: 10, loss: 7});
    record.samples.push({step: 5, text: "a"}, {step: 10, text: "b"});
    rewindTo(record, 5);
    expect([record.steps.length, record.seconds.length]).toEqual([5, 5]);
    expect([record.heldOut.map(({step}) => step), record.samples.map(({text}) => text)]).toEqual([[0, 5], ["a"]]);
    addStep(record, report(6));
  });

  it("know their speed over the last steps; none before the first", () => {
    expect(stepsPerSecond(newRecord())).toBeUndefined();
    const record = recorded(5, 1000);
    for (let step = 6; step <= 25; step++) addStep(record, report(step, 1, 50));
    expect(stepsPerSecond(record)).toBeCloseTo(20);
  });
});
