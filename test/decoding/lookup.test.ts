import {describe, expect, it} from "vitest";
import {lookup} from "../../src/decoding/index.js";
import type {LookupOptions} from "../../src/decoding/index.js";
import {Sample} from "../../src/decoding/batch.js";
import type {Batch} from "../../src/decoding/batch.js";
import {Layout} from "../../src/decoding/layouts/index.js";
import {ToyModel} from "./toyModel.js";

/** What look-up drafts after a prompt and some output. */
async function drafts(prompt: number[], output: number[], options: LookupOptions): Promise<number[]> {
  const sample = new Sample(Int32Array.from(prompt), 100, 256);
  const layout = new Layout({mode: "ems-sd", batchSize: 1, padToken: 0, maxPositions: 256});
  const batch: Batch = {mode: "ems-sd", padToken: 0, samples: [sample], layout, now: () => 0};
  const drafter = lookup(options);
  await drafter.begin(batch, new ToyModel());
  sample.emit(output, new Set());
  const {tokens} = await drafter.draft(batch, new ToyModel());
  return Array.from(tokens[0]);
}

describe("lookup", () => {
  it("copies 7 tokens after the last 2, by default", async () => {
    expect(lookup().draftLength).toBe(7);
    expect(await drafts([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2], {})).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  it("drafts nothing on a miss, or when the text is shorter than the key", async () => {
    expect(await drafts([1, 2, 3, 4, 5], [2, 1], {copyLength: 2})).toEqual([]);
    expect(await drafts([1], [], {copyLength: 2})).toEqual([]);
  });

  it("enters only keys with copyLength tokens after them", async () => {
    expect(await drafts([1, 2, 3, 4, 5], [2, 3], {copyLength: 2})).toEqual([4, 5]);
    expect(await drafts([1, 2, 3, 4, 5], [2, 3], {copyLength: 3})).toEqual([]);
  });

  it("lets later occurrences overwrite earlier ones", async () => {
    expect(await drafts([1, 2, 3, 3, 1, 2, 4, 4], [1, 2], {copyLength: 2})).toEqual([4, 4]);
    expect(await drafts([1, 2, 3, 3, 1, 2, 4], [1, 2], {copyLength: 2})).toEqual([3, 3]);
  });

  it("takes longer or shorter keys", async () => {
    expect(await drafts([1, 2, 3, 4, 5], [9, 3], {checkLength: 1, copyLength: 1})).toEqual([4]);
    expect(await drafts([1, 2, 3, 4, 5], [1, 2, 3], {checkLength: 3, copyLength: 1})).toEqual([4]);
    expect(await drafts([1, 2, 3, 4, 5], [9, 2, 3], {checkLength: 3, copyLength: 1})).toEqual([]);
  });

  it("looks in the prompt only, unless told to look in the output too", async () => {
    const output = [7, 8, 9, 9, 7, 8];
    expect(await drafts([1, 2], output, {copyLength: 2})).toEqual([]);
    expect(await drafts([1, 2], output, {copyLength: 2, source: "text"})).toEqual([9, 9]);
  });
});
