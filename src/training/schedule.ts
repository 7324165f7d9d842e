// Warm-up, constant, decay ("WSD", Hu et al. 2024, MiniCPM): any checkpoint of the constant stretch can be continued,
// or finished by a short decay.

export interface Schedule {
  /** learning rate of the constant stretch */
  readonly peak: number;
  /** steps of linear warm-up from 0 */
  readonly warmup: number;
  /** all steps */
  readonly steps: number;
  /** steps of the final decay to `floor` × peak, by 1 − √(share done); 0 for none */
  readonly decay: number;
  /** share of the peak at the end of the decay; default 0 */
  readonly floor?: number;
}

/**
 * Learning rate of step `step` (0, 1, …).
 * @param rewarmFrom the step at which moments were last lost (a run continued from weights alone): a second warm-up of
 * `warmup` steps starts there; default none
 */
export function learningRate({peak, warmup, steps, decay, floor = 0}: Schedule, step: number, rewarmFrom = 0): number {
  if (!Number.isInteger(step) || step < 0) throw new Error(`invalid step: ${step}; steps are 0, 1, …`);
  const rising = warmup ? Math.min(1, (step - rewarmFrom + 1) / warmup) : 1;
  const done = decay ? Math.max(0, Math.min(1, (step + 1 - (steps - decay)) / decay)) : 0;
  return peak * rising * (floor + (1 - floor) * (1 - Math.sqrt(done)));
}
