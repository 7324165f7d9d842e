// @vitest-environment node
import {expect, test} from "vitest";
import {trainKneserNey, type KneserNey, type Run} from "../../src/training/kneserNey.js";
import {NgramTable} from "../../src/training/ngramTable.js";
import {below, random} from "../../src/training/random.js";

/** A text with habits: mostly the successor or the double of the last token, now and then a separator (0). */
function text(seed: number, length: number, vocabulary: number): number[] {
  const next = random(seed);
  const tokens: number[] = [];
  for (let last = 1; tokens.length < length; tokens.push(last)) {
    const u = next();
    if (u < 0.4) last = (last + 1) % vocabulary;
    else if (u < 0.7) last = (2 * last) % vocabulary;
    else last = below(next, vocabulary);
  }
  return tokens;
}

function historyOf(model: KneserNey, tokens: readonly number[]): Int32Array {
  const history = model.begin();
  for (const token of tokens) model.advance(history, token);
  return history;
}

/** The definition, on lists and strings: P(token | context), context within one document. */
function byDefinition(runs: readonly Run[], order: number, vocabulary: number, discounts: KneserNey["discounts"]) {
  const grams = new Map<string, number>(); // raw counts of n-grams that hold a separator at most first and last
  for (const {tokens, opened} of runs) {
    const all = opened ? [0, ...Array.from(tokens)] : Array.from(tokens);
    for (let end = opened ? 1 : 0; end < all.length; ++end) {
      for (let k = 1; k <= order && k <= end + 1; ++k) {
        const gram = all.slice(end - k + 1, end + 1);
        if (gram.slice(1, -1).includes(0)) break;
        grams.set(gram.join(" "), (grams.get(gram.join(" ")) ?? 0) + 1);
      }
    }
  }
  const adjusted = (gram: readonly number[]): number => {
    const key = gram.join(" ");
    if (gram.length === order || (gram.length > 1 && gram[0] === 0)) return grams.get(key) ?? 0;
    let before = 0;
    for (let token = 0; token < vocabulary; ++token) if (grams.has(`${token} ${key}`)) ++before;
    return before;
  };
  const probability = (context: readonly number[], token: number): number => {
    const lower = context.length === 0 ? 1 / vocabulary : probability(context.slice(1), token);
    const counts = Array.from({length: vocabulary}, (_, other) => adjusted([...context, other]));
    const sum = counts.reduce((a, b) => a + b, 0);
    if (sum === 0) return lower;
    const discount = (times: number) => (times === 0 ? 0 : discounts[context.length][Math.min(times, 3) - 1]);
    const rest = counts.reduce((mass, times) => mass + discount(times), 0);
    return (counts[token] - discount(counts[token]) + rest * lower) / sum;
  };
  return probability;
}

test("two tokens of context, by hand", () => {
  const model = trainKneserNey([{tokens: [1, 2, 1, 3], opened: false}], {order: 2, vocabulary: 4, separator: 0});
  expect(model.discounts).toEqual([
    [0.5, 1, 1.5],
    [0.5, 1, 1.5]
  ]);
  const after1 = historyOf(model, [1]);
  // P₁: each of 1, 2, 3 follows one token: (1 − ½) / 3 + ½ · ¼ = 7/24; 0 follows none: ½ · ¼
  expect(model.probability(historyOf(model, [3]), 1)).toBeCloseTo(7 / 24, 12);
  // P₂(2 | 1) = (1 − ½) / 2 + ½ · 7/24
  expect(model.probability(after1, 2)).toBeCloseTo(19 / 48, 12);
  expect(model.probability(after1, 1)).toBeCloseTo(7 / 48, 12);
  expect(model.probability(after1, 0)).toBeCloseTo(1 / 16, 12);
});

test("discounts come from counts of counts", () => {
  // unigram model: 1 occurs four times, 2 three times, 3 and 4 twice, 5 to 8 once: n = 4, 2, 1, 1 and Y = 1/2
  const tokens = [1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8];
  const [discounts] = trainKneserNey([{tokens, opened: false}], {order: 1, vocabulary: 9, separator: 0}).discounts;
  expect(discounts).toEqual([1 - 0.5, 2 - (3 * 0.5) / 2, 3 - 4 * 0.5]);
});

test("probabilities are those of the definition, at every order, across documents and gaps", () => {
  const runs: Run[] = [
    {tokens: text(1, 400, 7), opened: true},
    {tokens: text(2, 3, 7), opened: false},
    {tokens: text(3, 200, 7), opened: false}
  ];
  for (const order of [1, 2, 3, 5]) {
    const model = trainKneserNey(runs, {order, vocabulary: 7, separator: 0});
    const probability = byDefinition(runs, order, 7, model.discounts);
    for (let seed = 0; seed < 12; ++seed) {
      const past = text(10 + seed, 1 + (seed % 6), 7);
      const context = [0, ...past].slice([0, ...past].lastIndexOf(0)).slice(order > 1 ? 1 - order : Infinity);
      for (let token = 0; token < 7; ++token) {
        expect(model.probability(historyOf(model, past), token)).toBeCloseTo(probability(context, token), 12);
      }
    }
  }
});

test("probabilities sum to one over the vocabulary, after any history", () => {
  const run = {tokens: text(4, 3000, 50), opened: true};
  const model = trainKneserNey([run], {order: 5, vocabulary: 60, separator: 0});
  for (const past of [[], [0], [55], run.tokens.slice(100, 104), run.tokens.slice(0, 9), [1, 2, 3, 55, 4]]) {
    const history = historyOf(model, past);
    let sum = 0;
    for (let token = 0; token < 60; ++token) {
      const p = model.probability(history, token);
      expect(p).toBeGreaterThan(0);
      sum += p;
    }
    expect(sum).toBeCloseTo(1, 10);
  }
});

test("one token of context helps a text with habits of one token, and four cost little", () => {
  const runs = [{tokens: text(5, 20000, 30), opened: true}];
  const held = text(6, 2000, 30);
  const nats = [1, 2, 5].map((order) => trainKneserNey(runs, {order, vocabulary: 30, separator: 0}).nats(held));
  expect(nats[1]).toBeLessThan(0.85 * nats[0]);
  expect(nats[2]).toBeLessThan(1.1 * nats[1]);
  expect(nats[0]).toBeLessThan(1.01 * 2000 * Math.log(30));
});

test("a model of nothing knows only the size of its vocabulary", () => {
  const model = trainKneserNey([], {order: 3, vocabulary: 10, separator: 0});
  expect(model.probability(model.begin(), 3)).toBe(0.1);
  expect(model.nats([])).toBe(0);
  expect(() => trainKneserNey([], {order: 0, vocabulary: 10, separator: 0})).toThrow("invalid order: 0");
});

test("a table finds what was inserted, past several doublings", () => {
  const table = new NgramTable();
  for (let i = 0; i < 5000; ++i) expect(table.insert(i % 71, i)).toBe(i);
  for (let i = 0; i < 5000; ++i) expect(table.find(i % 71, i)).toBe(i);
  expect(table.insert(3, 3)).toBe(3);
  expect(table.find(4, 3)).toBe(-1);
  expect(table.size).toBe(5000);
});
