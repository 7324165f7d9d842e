// What is really run, in the order in which it is needed most.
import {fullBatches} from "../batches.js";
import type {Prompt} from "../prompts.js";
import type {Unit} from "../unit.js";
import type {Setting} from "./setting.js";

export const seriesNames = ["methods", "variants", "sampled", "batches"] as const;

/** All units: every series once, then the repeats. */
export function plan(domains: ReadonlyMap<string, readonly Prompt[]>, setting: Setting): Unit[] {
  const most = Math.max(...seriesNames.map((name) => setting[name].repeats));
  return Array.from({length: most}, (_, repeat) =>
    seriesNames.flatMap((series) => {
      if (repeat >= setting[series].repeats) return [];
      const sizes = series === "batches" ? setting.batches.sizes : [1];
      return sizes.flatMap((size) =>
        [...domains].flatMap(([domain, prompts]) => {
          const test = prompts.filter(({split}) => split === "test").slice(0, setting[series].prompts);
          return fullBatches(test, size).map((batch, n): Unit => {
            const key = [series, domain, size, repeat, n].join(" ");
            return {key, domain, batchSize: size, repeat, batch: n, timed: true, series, prompts: batch};
          });
        })
      );
    })
  ).flat();
}
