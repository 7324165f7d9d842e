import type {Acceptance} from "./acceptance.js";

/** Entry j: how many steps accepted exactly j drafts. Dense, up to the largest; steps without a draft count at 0. */
export function acceptanceHistogram(steps: readonly Acceptance[]): number[] {
  const histogram: number[] = [];
  for (const {accepted} of steps) {
    while (histogram.length <= accepted) histogram.push(0);
    histogram[accepted]++;
  }
  return histogram;
}
