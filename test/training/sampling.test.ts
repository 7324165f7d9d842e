// @vitest-environment node
import {expect, test} from "vitest";
import {bitsPerByte, evaluationBatches, pieces, predictedBytes} from "../../src/training/evaluation.js";
import {sampleBatch, sampleRows, type Shard} from "../../src/training/sampling.js";

/** Documents of the given sizes; the tokens count up from `first`, the separator is 0 and counts in the size. */
function shardOf(first: number, ...sizes: number[]): Shard {
  const tokens: number[] = [];
  const starts = [0];
  let token = first;
  for (const size of sizes) {
    for (let i = 1; i < size; ++i) tokens.push(token++);
    tokens.push(0);
    starts.push(tokens.length);
  }
  return {tokens: Uint16Array.from(tokens), starts: Uint32Array.from(starts)};
}

const shards = {
  short: shardOf(1000, ...Array.from({length: 60}, (_, i) => 4 + (i % 9))),
  long: shardOf(10000, 700, 900)
};
const options = {shards, weights: {short: 1, long: 3}, batch: 8, length: 32, seed: 5};

test("a batch depends on seed and step alone", () => {
  const batch = sampleBatch({...options, step: 17});
  sampleBatch({...options, step: 3});
  expect(sampleBatch({...options, step: 17})).toEqual(batch);
  expect(sampleBatch({...options, step: 18}).x).not.toEqual(batch.x);
  expect(sampleBatch({...options, seed: 6, step: 17}).x).not.toEqual(batch.x);
});

test("y is x one token on, in every row", () => {
  const {x, y, w} = sampleBatch({...options, step: 0});
  for (let row = 0; row < 8; ++row) {
    expect([...y.subarray(row * 32, row * 32 + 31)]).toEqual([...x.subarray(row * 32 + 1, row * 32 + 32)]);
  }
  expect([...w].every((weight) => weight === 1)).toBe(true);
});

test("domains get their share within a few rows", () => {
  const count = (steps: number) => {
    const rows = Array.from({length: steps}, (_, step) => sampleRows({...options, step})).flat();
    return rows.filter(({domain}) => domain === "long").length / rows.length;
  };
  expect(Math.abs(count(5) - 0.75)).toBeLessThan(0.06);
  expect(Math.abs(count(200) - 0.75)).toBeLessThan(0.005);
});

test("short documents are packed whole, from their start, separators between them", () => {
  for (const {ranges, opened} of sampleRows({...options, weights: {short: 1}, batch: 100, step: 0})) {
    expect(ranges.reduce((sum, [from, to]) => sum + to - from, Number(opened))).toBe(33);
    for (const [i, [from, to]] of ranges.entries()) {
      expect(shards.short.starts).toContain(from);
      if (i < ranges.length - 1) expect(shards.short.starts).toContain(to);
    }
  }
});

test("half of the rows begin with the separator", () => {
  const rows = sampleRows({...options, weights: {short: 1}, batch: 1000, step: 0});
  expect(Math.abs(rows.filter(({opened}) => opened).length - 500)).toBeLessThan(60);
});

test("of a long document a row shows a window that never leaves it", () => {
  for (const {ranges} of sampleRows({...options, weights: {long: 1}, batch: 200, step: 0})) {
    const [from, to] = ranges[0];
    const [, second] = shards.long.starts;
    expect(from >= second || to <= second).toBe(true);
  }
});

test("one pass over a domain covers more of it than independent draws would", () => {
  const size = 200000 / 8;
  const books = shardOf(1, ...Array.from({length: 8}, () => size));
  const seen = new Uint8Array(8 * size);
  for (let step = 0; step < seen.length / (8 * 32); ++step) {
    for (const {ranges} of sampleRows({...options, shards: {books}, weights: {books: 1}, step})) {
      for (const [from, to] of ranges) seen.fill(1, from, to);
    }
  }
  expect(seen.reduce((sum, one) => sum + one, 0) / seen.length).toBeGreaterThan(1 - Math.exp(-1) + 0.03);
});

test("rows go on where firstRow says when the batch size changes", () => {
  const eight = sampleRows({...options, step: 10});
  const four = sampleRows({...options, batch: 4, step: 20, firstRow: 80});
  expect(four).toEqual(eight.slice(0, 4));
});

test("weights must be positive and name a domain with text", () => {
  expect(() => sampleBatch({...options, weights: {short: -1}, step: 0})).toThrow("invalid weight of short: -1");
  expect(() => sampleBatch({...options, weights: {}, step: 0})).toThrow("no domain has a weight");
  expect(() => sampleBatch({...options, weights: {tall: 1}, step: 0})).toThrow(
    "unknown domain: tall; there are short, long"
  );
});

test("evaluation predicts every token once, from the one before it", () => {
  const shard = shardOf(1, 5, 12, 1);
  const predicted: number[] = [];
  for (const {x, y, w} of evaluationBatches(shard, {batch: 2, length: 4})) {
    expect(x).toHaveLength(8);
    for (let i = 0; i < 8; ++i) {
      if (w[i] === 0) continue;
      predicted.push(y[i]);
      expect(x[i]).toBe(shard.starts.includes(predicted.length - 1) ? 0 : shard.tokens[predicted.length - 2]);
    }
  }
  expect(predicted).toEqual([...shard.tokens]);
});

test("a limit takes rows spread over all documents", () => {
  const shard = shardOf(1, 100, 300);
  expect(pieces(shard, 64, 200)).toEqual([
    [0, 64],
    [100, 164],
    [228, 292],
    [356, 400]
  ]);
  expect([...evaluationBatches(shardOf(1), {batch: 2, length: 4})]).toEqual([]);
});

test("bits per byte counts bytes of weighted tokens only", () => {
  const batch = {x: new Int32Array(3), y: Int32Array.of(2, 0, 1), w: Float32Array.of(1, 1, 0)};
  expect(predictedBytes(batch, Uint8Array.of(0, 7, 4))).toBe(4);
  expect(bitsPerByte(8 * Math.LN2, 4)).toBe(2);
  expect(() => bitsPerByte(1, 0)).toThrow("invalid number of bytes: 0");
});
