import type {Acceptance} from "./acceptance.js";
import {acceptancesByPosition} from "./acceptancesByPosition.js";
import type {PositionRate} from "./acceptancesByPosition.js";

/** Rate per position, first draft first, up to the longest draft. NaN where no step is counted. */
export function acceptanceRateByPosition(steps: readonly Acceptance[], rate: PositionRate = "unconditional"): number[] {
  return acceptancesByPosition(steps, rate).map(({accepted, counted}) => accepted / counted);
}
