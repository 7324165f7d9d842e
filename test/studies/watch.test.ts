import {expect, test} from "vitest";
import type {Adapter, Heads, Scores} from "../../src/decoding/index.js";
import {Watch} from "../../studies/record/watch.js";

const scores = (confidence: number, margin: number): Scores => ({
  choice: Int32Array.of(1),
  confidence: Float32Array.of(confidence),
  margin: Float32Array.of(margin)
});

test("remembers how near a drafter came to a tie, or to its threshold, since it was last asked", async () => {
  const watch = new Watch(0.5);
  const answers = [scores(0.9, 0.25), scores(0.5625, 2), scores(0.9, 3)];
  const heads = watch.heads({count: 1, vocabSize: 2, score: () => Promise.resolve(answers.shift()!)} as Heads);
  await heads.score([]);
  expect(watch.smallest()).toBe(0.25);
  await heads.score([]);
  await heads.score([]);
  expect(watch.smallest()).toBe(0.0625);
  expect(watch.smallest()).toBe(Infinity);
});

test("has no threshold to come near to where drafting never stops", async () => {
  for (const threshold of [undefined, 0]) {
    const watch = new Watch(threshold);
    await watch.adapter({score: () => Promise.resolve(scores(1e-6, 1))} as unknown as Adapter).score({} as never);
    expect(watch.smallest()).toBe(1);
  }
});
