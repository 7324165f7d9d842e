import {expect, test} from "vitest";
import {withRepeats, type RepeatContext} from "../../src/training/repeats.js";
import type {Batch} from "../../src/training/sampling.js";

const text: Batch = {
  x: Int32Array.from({length: 40}, (_, i) => i),
  y: Int32Array.from({length: 40}, (_, i) => i + 1),
  w: new Float32Array(40).fill(1)
};
const options: RepeatContext = {
  share: 0.5,
  segment: [3, 4],
  length: 10,
  firstToken: 2,
  vocabSize: 50,
  seed: 1,
  step: 7
};

test("the first rows repeat a segment, and only what repeats counts", () => {
  const {x, y, w} = withRepeats(text, options);
  for (const row of [0, 1]) {
    const at = (i: number): number => row * 10 + i;
    const size = w.subarray(row * 10, row * 10 + 10).indexOf(1) + 1;
    expect(size).toBeGreaterThanOrEqual(3);
    expect(size).toBeLessThanOrEqual(4);
    for (let i = 0; i < 10; i++) {
      expect(x[at(i)]).toBeGreaterThanOrEqual(2);
      expect(x[at(i)]).toBeLessThan(50);
      expect(w[at(i)]).toBe(i + 1 >= size ? 1 : 0);
      if (i >= size) expect(x[at(i)]).toBe(x[at(i - size)]);
      if (i < 9) expect(y[at(i)]).toBe(x[at(i + 1)]);
    }
  }
});

test("the other rows stay text, and the batch that was given stays as it is", () => {
  const {x, y, w} = withRepeats(text, options);
  expect(x.subarray(20)).toEqual(text.x.subarray(20));
  expect(y.subarray(20)).toEqual(text.y.subarray(20));
  expect(w.subarray(20)).toEqual(text.w.subarray(20));
  expect(text.x[3]).toBe(3);
});

test("a step's rows depend on seed and step alone", () => {
  expect(withRepeats(text, options)).toEqual(withRepeats(text, options));
  expect(withRepeats(text, {...options, step: 8}).x).not.toEqual(withRepeats(text, options).x);
});

test("shares and segments that make no sense are refused", () => {
  expect(() => withRepeats(text, {...options, share: 1.2})).toThrow("invalid share of repeats: 1.2");
  expect(() => withRepeats(text, {...options, segment: [4, 10]})).toThrow(
    "invalid segment: 4 to 10 tokens in rows of 10"
  );
});
