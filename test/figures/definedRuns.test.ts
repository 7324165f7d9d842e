import {expect, it} from "vitest";
import {definedRuns} from "../../src/figures/definedRuns.js";
import {countRun} from "../../src/figures/kit/conventions.js";
import {replayExit} from "../../src/figures/kit/exitReplay.js";
import {committedReplay} from "./committedReplay.js";
import {recordedRounds} from "./recordedForests.js";

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

it("has a run of early exits per setting and domain, before those of the race's drafters", async () => {
  const forest = recordedRounds();
  const settings = [
    {exitLayer: 4, draftLength: 6, threshold: 0.6},
    {exitLayer: 2, draftLength: 3, threshold: 0}
  ];
  const runs = await definedRuns({forest}, {settings});
  expect(runs.map(({name}) => name)).toEqual([
    "exit layer 4, γ 6, η 0.6; one dialogue text",
    "exit layer 4, γ 6, η 0.6; one math text",
    "exit layer 2, γ 3, η 0; one dialogue text",
    "exit layer 2, γ 3, η 0; one math text"
  ]);
  const replayed = await replayExit(forest, [forest.texts[1]], settings[1]);
  expect(runs[3].steps.map(({samples}) => samples)).toEqual(replayed.map(({samples}) => samples));
  for (const {steps} of runs) {
    const {n, v, a, t, p} = countRun(steps);
    expect([n, t]).toEqual([40, 1]);
    expect(n).toBe(v + a + t);
    expect(a).toBeLessThanOrEqual(p);
  }
});

it("leaves out exit layers that were not recorded", async () => {
  const settings = [{exitLayer: 5, draftLength: 6, threshold: 0.6}];
  expect(await definedRuns({forest: recordedRounds()}, {settings})).toEqual([]);
});

it("of nothing is nothing", async () => {
  expect(await definedRuns({})).toEqual([]);
});
