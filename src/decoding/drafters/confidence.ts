// Confidences are compared with a threshold in 16-bit steps, as traces store them, so that a replay stops where the run did.

/** The nearest of 65536 equal steps in [0, 1]. */
export function toSteps(confidence: number): number {
  return Math.round(Math.min(Math.max(confidence, 0), 1) * 65535);
}

/** A confidence as traces keep it. */
export function stored(confidence: number): number {
  return toSteps(confidence) / 65535;
}

/** Whether drafting goes on after a token of this confidence: not below the threshold (Kangaroo's η, `<` as in its code). */
export function goesOn(confidence: number, threshold: number): boolean {
  return toSteps(confidence) >= toSteps(threshold);
}

/** Throws unless `threshold` is in [0, 1]. */
export function checkThreshold(threshold: number): void {
  if (!(threshold >= 0 && threshold <= 1)) throw new Error(`invalid threshold: ${threshold} (a probability)`);
}

/** Throws unless `draftLength`, or another number of that `name`, is an integer ≥ 1. */
export function checkDraftLength(draftLength: number, name = "draftLength"): void {
  if (!Number.isInteger(draftLength) || draftLength < 1) {
    throw new Error(`invalid ${name}: ${draftLength} (an integer ≥ 1)`);
  }
}
