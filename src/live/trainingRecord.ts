// What a contestant's training has told so far, and the curves that are drawn of it: means over some forty stretches of
// steps or of seconds, however long it is, so that a chart stays quick to draw and to read.
import type {TrainerStep} from "./trainer.js";

export interface HeldOutLoss {
  /** steps done before it was read */
  readonly step: number;
  readonly loss: number;
}

export interface Sample {
  readonly step: number;
  readonly text: string;
}

export interface TrainingRecord {
  /** in order, without a gap: the first is step 1 */
  readonly steps: TrainerStep[];
  /** seconds that all steps up to each one took; reading held-out text and writing samples do not count */
  readonly seconds: number[];
  readonly heldOut: HeldOutLoss[];
  readonly samples: Sample[];
}

export const newRecord = (): TrainingRecord => ({steps: [], seconds: [], heldOut: [], samples: []});

/** Add a step. @throws where one is missing before it */
export function addStep({steps, seconds}: TrainingRecord, report: TrainerStep): void {
  if (report.step !== steps.length + 1) throw new Error(`step ${report.step} after step ${steps.length}`);
  steps.push(report);
  seconds.push((seconds.at(-1) ?? 0) + report.ms / 1000);
}

/** Forget what came after a step. */
export function rewindTo({steps, seconds, heldOut, samples}: TrainingRecord, step: number): void {
  steps.splice(step);
  seconds.splice(step);
  for (const list of [heldOut, samples]) {
    const kept = list.findLastIndex((entry) => entry.step <= step) + 1;
    list.splice(kept);
  }
}

/** Steps a second over the last `count` steps; undefined before there are any. */
export function stepsPerSecond({steps}: TrainingRecord, count = 20): number | undefined {
  const last = steps.slice(-count);
  if (last.length === 0) return undefined;
  return (1000 * last.length) / last.reduce((sum, {ms}) => sum + ms, 0);
}

export type CurveAxis = "steps" | "seconds";

/** Means over one stretch; undefined where nothing lies in it. */
export interface CurvePoint {
  readonly loss?: number;
  readonly gradientNorm?: number;
  /** the last held-out loss of the stretch */
  readonly heldOut?: number;
}

export interface Curves {
  /** ends of the stretches, in steps or seconds; the first is 0, before any step */
  readonly positions: readonly number[];
  /** by contestant, one point a position */
  readonly points: readonly (readonly CurvePoint[])[];
}

/** @param most stretches at most */
export function curvesOf(records: readonly TrainingRecord[], axis: CurveAxis, most = 40): Curves {
  const at = (record: TrainingRecord, step: number): number =>
    axis === "steps" ? step : (record.seconds[step - 1] ?? 0);
  const ends = records.map((record) => at(record, record.steps.length));
  const last = Math.max(0, ...ends);
  const size = last > 0 ? stretch(last / most, axis) : 1;
  const count = Math.ceil(last / size - 1e-9);
  const positions = Array.from({length: count + 1}, (_, i) => Math.min(i * size, last)).map(tidy);
  const stretchOf = (place: number): number => Math.min(count, Math.ceil(place / size - 1e-9));
  const points = records.map((record) => {
    const sums = positions.map(() => ({loss: 0, gradientNorm: 0, steps: 0, heldOut: undefined as number | undefined}));
    for (const {step, loss, gradientNorm} of record.steps) {
      const sum = sums[stretchOf(at(record, step))];
      sum.loss += loss;
      sum.gradientNorm += gradientNorm;
      sum.steps++;
    }
    for (const {step, loss} of record.heldOut) sums[stretchOf(at(record, step))].heldOut = loss;
    return sums.map(({loss, gradientNorm, steps, heldOut}): CurvePoint => ({
      ...(steps > 0 ? {loss: loss / steps, gradientNorm: gradientNorm / steps} : {}),
      ...(heldOut === undefined ? {} : {heldOut})
    }));
  });
  return {positions, points};
}

/** The next of 1, 2, 5, 10, 20, …; for seconds also of 0.1, 0.2, 0.5. */
function stretch(least: number, axis: CurveAxis): number {
  const floor = axis === "steps" ? 1 : 0.1;
  const power = 10 ** Math.floor(Math.log10(Math.max(least, floor)) + 1e-9);
  return [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= least * (1 - 1e-9)) ?? 10 * power;
}

const tidy = (value: number): number => Math.round(value * 100) / 100;
