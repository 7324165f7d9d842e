import {expect, it} from "vitest";
import {workedExample} from "../../src/figures/workedExample.js";
import {methodSpeed} from "../../src/live/methodSpeeds.js";
import type {Run} from "../../src/live/verdict.js";

const lanes = await workedExample();
const run = (lane: number, mode: Run["mode"]): Run => ({mode, name: "own", steps: lanes[lane].steps});

it("methodSpeed of greedy decoding is one token a pass, and no share of drafts", () => {
  expect(methodSpeed(run(0, "greedy"))).toMatchObject({compressionRatio: 1, acceptanceLength: 1, acceptanceRate: NaN});
});

it("methodSpeed counts each sample's verifications, and the prefill in the compression ratio alone", () => {
  const {acceptanceLength, compressionRatio, tokensPerSampleStep} = methodSpeed(run(2, "ems-sd"));
  expect(acceptanceLength).toBe(tokensPerSampleStep); // 13 tokens in 4 verifications
  expect(acceptanceLength).toBe(13 / 4);
  expect(compressionRatio).toBe((13 + 1) / (4 + 1));
});
