// A recording of several series, each with plain decoding of its own, taken apart again: its lines lie series by series and
// domain by domain, and every such group begins with greedy decoding, or where tokens are drawn with plain sampling.
import type {CountsRecord, TimingRecord} from "../../src/traces/index.js";
import {domainOf} from "./domainOf.js";

export type SeriesName = "methods" | "variants" | "sampled" | "batches";

export interface SeriesGroup<T> {
  readonly series: SeriesName;
  readonly domain: string;
  readonly batchSize: number;
  readonly lines: readonly T[];
}

type Line = Pick<TimingRecord | CountsRecord, "mode" | "drafter" | "options" | "batchSize">;

const isSampled = ({options}: Line): boolean => options.temperature !== undefined;

/** The groups, in their order; `domainOf` says which domain a line is of. */
export function seriesOf<T extends Line>(lines: readonly T[], domainOf: (line: T) => string): SeriesGroup<T>[] {
  const groups: T[][] = [];
  for (const line of lines) {
    const last = groups.at(-1)?.[0];
    const goesOn =
      last !== undefined &&
      line.mode !== "greedy" &&
      isSampled(line) === isSampled(last) &&
      line.batchSize === last.batchSize &&
      domainOf(line) === domainOf(last);
    if (goesOn) groups.at(-1)!.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => ({
    series: nameOf(group),
    domain: domainOf(group[0]),
    batchSize: group[0].batchSize,
    lines: group
  }));
}

/** By who takes part. */
function nameOf(group: readonly Line[]): SeriesName {
  if (group.some(isSampled)) return "sampled";
  if (group.some(({mode, batchSize}) => mode === "vanilla" || batchSize > 1)) return "batches";
  return group.some(({drafter}) => drafter === "lookup") ? "methods" : "variants";
}

/** The domain of prompts, `dialogue-02` being a dialogue. */
export const promptDomain = ({prompts}: Pick<TimingRecord, "prompts">): string => domainOf(prompts[0]);
