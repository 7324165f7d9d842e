// The frames of a race. By steps, every lane takes one step a frame. By time, a frame is the end of some lane's step, and
// the lanes stand where their measured or predicted milliseconds have brought them.

export type ClockKind = "steps" | "time";

export interface Frame {
  /** the step each lane has finished; 0 is the prefill */
  readonly steps: readonly number[];
  /** milliseconds since the prefill; by steps: undefined */
  readonly time?: number;
}

/** Frames by steps: `counts` is the number of records per lane, the prefill included. */
export function framesBySteps(counts: readonly number[]): Frame[] {
  const longest = Math.max(...counts);
  return Array.from({length: longest}, (_, k) => ({steps: counts.map((count) => Math.min(k, count - 1))}));
}

/** Frames by time: `milliseconds` of each lane's steps after the prefill. */
export function framesByTime(milliseconds: readonly (readonly number[])[]): Frame[] {
  const ends = milliseconds.map((lane) => {
    let now = 0;
    return lane.map((duration) => (now += duration));
  });
  const times = [...new Set([0, ...ends.flat()])].sort((a, b) => a - b);
  const steps = ends.map(() => 0);
  return times.map((time) => {
    ends.forEach((lane, i) => {
      while (steps[i] < lane.length && lane[steps[i]] <= time) steps[i]++;
    });
    return {steps: [...steps], time};
  });
}
