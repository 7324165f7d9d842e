/** Pad slots per new token (EMS-SD's padding ratio), over a batch. 0 for an unpadded cache; NaN without new tokens. */
export function paddingRatio(padSlots: number, newTokens: number): number {
  return newTokens > 0 ? padSlots / newTokens : NaN;
}
