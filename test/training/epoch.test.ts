// @vitest-environment node
import {expect, test} from "vitest";
import {batchCount, epoch, epochBatch, shuffled, type Epoch} from "../../src/training/epoch.js";
import {random} from "../../src/training/random.js";
import type {Shard} from "../../src/training/sampling.js";

/** Every token of the text is another, so that where it was read can be told: passage i has 5 + i % 23 of them. */
const text: Shard = (() => {
  const starts = [0];
  for (let i = 0; i < 400; i++) starts.push(starts[i] + 5 + (i % 23));
  return {tokens: Uint16Array.from({length: starts[400]}, (_, i) => i), starts: Uint32Array.from(starts)};
})();
const options = {length: 8, batch: 3, parts: 4, seed: 7};
const passageOf = (token: number): number => text.starts.findLastIndex((start) => start <= token);

function targets(read: Epoch, from = 0, to = batchCount(read)): number[] {
  return Array.from({length: to - from}, (_, i) => [...epochBatch(read, from + i).y]).flat();
}

test("no token is predicted twice, none is read twice, and nearly all are", () => {
  const read = epoch(text, options);
  const predicted = targets(read);
  const inputs = Array.from({length: batchCount(read)}, (_, i) => [...epochBatch(read, i).x]).flat();
  expect(new Set(predicted).size).toBe(predicted.length);
  expect(new Set(inputs).size).toBe(inputs.length);
  // what is lost is less than a batch a part
  expect(predicted.length).toBeGreaterThan(text.tokens.length - options.parts * (8 * 3 + 1));
});

test("the target of every token is the one behind it in the shuffled text", () => {
  const read = epoch(text, options);
  const after = new Map([...read.tokens].map((token, i) => [token, read.tokens[i + 1]]));
  for (let i = 0; i < batchCount(read); i++) {
    const {x, y, w} = epochBatch(read, i);
    expect([...x].map((token) => after.get(token))).toEqual([...y]);
    expect(new Set(w)).toEqual(new Set([1]));
  }
});

test("passages are whole, and none lies in two parts", () => {
  const read = epoch(text, options);
  expect([...read.tokens].sort((a, b) => a - b)).toEqual([...text.tokens]);
  const parts = Array.from({length: 4}, (_, part) => new Set(targets(read, read.parts[part], read.parts[part + 1]).map(passageOf))); // prettier-ignore
  for (const [i, some] of parts.entries()) {
    for (const other of parts.slice(i + 1)) expect([...some].filter((passage) => other.has(passage))).toEqual([]);
  }
});

test("parts are about equal, and rows within a part are in no order", () => {
  const read = epoch(text, options);
  expect(read.parts).toHaveLength(5);
  const counts = Array.from({length: 4}, (_, part) => read.parts[part + 1] - read.parts[part]);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
  const rows = [...read.rows.subarray(0, read.parts[1] * options.batch)];
  const rising = rows.slice(1).filter((row, i) => row > rows[i]).length;
  expect(rising / rows.length).toBeGreaterThan(0.3);
  expect(rising / rows.length).toBeLessThan(0.7);
});

test("an epoch depends on its seed alone", () => {
  const read = epoch(text, options);
  expect(epoch(text, options)).toEqual(read);
  expect(epoch(text, {...options, seed: 8}).tokens).not.toEqual(read.tokens);
});

test("a limit counts tokens, or what sizes say, and takes the passages that come first", () => {
  const whole = epoch(text, {...options, parts: 1});
  const some = epoch(text, {...options, parts: 1, limit: 1000});
  expect(some.tokens.length).toBeGreaterThanOrEqual(1000);
  expect(some.tokens.length).toBeLessThan(1000 + 28);
  expect([...some.tokens]).toEqual([...whole.tokens.subarray(0, some.tokens.length)]);
  const sizes = Array.from({length: 400}, () => 10);
  const hundred = epoch(text, {...options, parts: 1, limit: 1000, sizes});
  expect(new Set([...hundred.tokens].map(passageOf)).size).toBe(100);
});

test("too little text for the parts is refused, also where passages are fewer than parts", () => {
  expect(() => epoch(text, {...options, limit: 60})).toThrow(
    /epoch: \d+ tokens in \d+ passages are too few for 4 parts of 3x8/
  );
  const long: Shard = {tokens: new Uint16Array(3000), starts: Uint32Array.of(0, 1000, 2000, 3000)};
  expect(() => epoch(long, options)).toThrow("epoch: 3000 tokens in 3 passages are too few for 4 parts of 3x8");
});

test("a batch that does not exist is named", () => {
  const read = epoch(text, options);
  expect(() => epochBatch(read, -1)).toThrow("invalid batch: -1");
  expect(() => epochBatch(read, batchCount(read))).toThrow(`the epoch has ${batchCount(read)}`);
});

test("shuffled gives every number once, each place to each number equally often", () => {
  const first = new Map<number, number>();
  const next = random(1);
  for (let i = 0; i < 5000; i++) {
    const order = shuffled(5, next);
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
    first.set(order[0], (first.get(order[0]) ?? 0) + 1);
  }
  for (const count of first.values()) expect(count / 5000).toBeCloseTo(0.2, 1);
  expect([...shuffled(0, next)]).toEqual([]);
});
