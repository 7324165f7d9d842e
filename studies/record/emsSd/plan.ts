// What is run, in the order in which it is needed most: a recording can be stopped at any time, and goes on another day.
// A unit is one batch, run by all contestants one after the other, so that slow drifts of the machine meet all alike.
import {fullBatches} from "../batches.js";
import type {Prompt} from "../prompts.js";
import type {Unit} from "../unit.js";
import type {Setting} from "./setting.js";

/** Whether a unit belongs to the runs that compare every prompt with greedy, which go before all others. */
export const isCheck = ({batchSize, repeat}: Unit, {batchSizes}: Setting): boolean =>
  batchSize === batchSizes[0] && repeat === 0;

/** All units: first the timed prompts at the first batch size, then all others at it, then the other sizes and repeats. */
export function plan(domains: ReadonlyMap<string, readonly Prompt[]>, setting: Setting): Unit[] {
  const {batchSizes, timedPrompts, repeats} = setting;
  const names = [...domains.keys()];
  const units = (domain: string, batchSize: number, repeat: number, timed: boolean): Unit[] => {
    const prompts = domains.get(domain) ?? [];
    const chosen = timed ? prompts.slice(0, timedPrompts) : prompts.slice(timedPrompts);
    return fullBatches(chosen, batchSize).map((batch, n) => {
      const key = [domain, batchSize, repeat, timed ? "timed" : "other", n].join(" ");
      return {key, domain, batchSize, repeat, batch: n, timed, prompts: batch};
    });
  };
  const first = names.flatMap((domain) => units(domain, batchSizes[0], 0, true));
  const others = names.flatMap((domain) => units(domain, batchSizes[0], 0, false));
  const rest: Unit[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    // the two most important domains go ahead of the other three
    for (const tier of [names.slice(0, 2), names.slice(2)]) {
      for (const [n, batchSize] of batchSizes.entries()) {
        if (repeat === 0 && n === 0) continue;
        rest.push(...tier.flatMap((domain) => units(domain, batchSize, repeat, true)));
      }
    }
  }
  return [...first, ...others, ...rest];
}
