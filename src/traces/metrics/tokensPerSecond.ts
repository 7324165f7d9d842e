/** New tokens per second. EMS-SD: decode time only, prefill excluded, and the prefill's token not counted. NaN without time. */
export function tokensPerSecond(tokens: number, ms: number): number {
  return ms > 0 ? (tokens / ms) * 1000 : NaN;
}
