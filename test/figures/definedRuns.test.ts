import {expect, it} from "vitest";
import {definedRuns} from "../../src/figures/definedRuns.js";
import {countRun} from "../../src/figures/kit/conventions.js";
import {committedReplay} from "./committedReplay.js";

it("has a run per drafter and domain, over all of its texts", async () => {
  const replay = committedReplay();
  const runs = await definedRuns({forest: null, replay});
  const domains = [...new Set(replay.samples.map(({domain}) => domain))];
  expect(runs).toHaveLength((replay.drafters.length + 1) * domains.length);
  expect(new Set(runs.map(({name}) => name)).size).toBe(runs.length);
  const counts = runs.map(({steps}) => countRun(steps));
  expect(counts[0].t).toBe(replay.samples.filter(({domain}) => domain === domains[0]).length);
  for (const {n, v, a, t, p} of counts) {
    expect(n).toBe(v + a + t);
    expect(a).toBeLessThanOrEqual(p);
  }
});

it("of nothing is nothing", async () => {
  expect(await definedRuns({})).toEqual([]);
});
