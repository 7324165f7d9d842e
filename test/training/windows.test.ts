import {expect, test} from "vitest";
import {heldOutBatches, splitText, windowBatch} from "../../src/training/windows.js";

const tokens = Uint16Array.from({length: 100}, (_, i) => i);

test("the end of a text is held out, and nothing is lost between the two", () => {
  const {train, heldOut} = splitText(tokens);
  expect([...train, ...heldOut]).toEqual([...tokens]);
  expect(heldOut).toHaveLength(10);
  expect(heldOut[0]).toBe(90);
});

test("every target is the token after the one that is read", () => {
  const {x, y, w} = windowBatch(tokens, {batch: 5, length: 8}, 1, 0);
  expect(x).toHaveLength(40);
  for (let i = 0; i < x.length; i++) expect(y[i]).toBe(x[i] + 1);
  for (let row = 0; row < 5; row++) expect(x[row * 8 + 7]).toBe(x[row * 8] + 7);
  expect(w.every((weight) => weight === 1)).toBe(true);
});

test("a batch depends on seed and step alone", () => {
  const shape = {batch: 4, length: 8};
  expect(windowBatch(tokens, shape, 1, 7)).toEqual(windowBatch(tokens, shape, 1, 7));
  expect(windowBatch(tokens, shape, 1, 7).x).not.toEqual(windowBatch(tokens, shape, 1, 8).x);
  expect(windowBatch(tokens, shape, 1, 7).x).not.toEqual(windowBatch(tokens, shape, 2, 7).x);
});

test("windows reach the first and the last token", () => {
  const seen = new Set<number>();
  for (let step = 0; step < 400; step++)
    for (const y of windowBatch(tokens, {batch: 4, length: 98}, 1, step).y) seen.add(y);
  expect([...seen].sort((a, b) => a - b)).toEqual([...tokens].slice(1));
});

test("a text shorter than a window is refused, one as long is not", () => {
  expect(() => windowBatch(tokens, {batch: 1, length: 100}, 1, 0)).toThrow("windows: 100 tokens; rows of 100 need 101");
  expect([...windowBatch(tokens, {batch: 1, length: 99}, 1, 0).y]).toEqual([...tokens].slice(1));
});

test("held-out batches predict every token but the first exactly once", () => {
  const shape = {batch: 3, length: 7};
  const predicted = heldOutBatches(tokens, shape).flatMap(({x, y, w}) =>
    [...y].filter((_, i) => {
      if (w[i] > 0) expect(y[i]).toBe(x[i] + 1);
      return w[i] > 0;
    })
  );
  expect(predicted).toEqual([...tokens].slice(1));
});

test("held-out rows are spread evenly where there is a limit", () => {
  const [{x, w}, ...more] = heldOutBatches(tokens, {batch: 4, length: 10}, 3);
  expect(more).toEqual([]);
  expect([x[0], x[10], x[20]]).toEqual([0, 30, 60]);
  expect(w.reduce((a, b) => a + b)).toBe(30);
});

test("one held-out token is too few", () => {
  expect(() => heldOutBatches(tokens.subarray(0, 1), {batch: 1, length: 8})).toThrow("windows: 1 held-out tokens");
});
