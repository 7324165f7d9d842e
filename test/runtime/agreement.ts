// How far a model's scores are from the float64 reference.
import {expect} from "vitest";
import {softmax} from "../nets/reference.js";
import type {Scores} from "../../src/decoding/model.js";

/** Errors allowed, as a share of the largest logit. */
const TOLERANCE = 1e-5;

/** Row `row` of scores that were asked for with temperature 1 agrees with a reference row of logits. */
export function expectAgreement(scores: Scores, row: number, logits: Float64Array): void {
  const largest = Math.max(...logits.map(Math.abs));
  const allowed = TOLERANCE * largest;
  const sorted = logits.toSorted((a, b) => b - a);
  const shares = softmax(logits);
  const choice = scores.choice[row];
  // near a tie either token is right; the margin below still has to agree
  expect(sorted[0] - logits[choice], `choice ${choice}`).toBeLessThan(allowed);
  expect(Math.abs(scores.margin[row] - (sorted[0] - sorted[1])), "margin").toBeLessThan(2 * allowed);
  expect(Math.abs(Math.log(scores.confidence[row] / Math.max(...shares))), "confidence").toBeLessThan(2 * allowed);
  expect(scores.probabilities, "scores with temperature 1").toBeDefined();
  shares.forEach((share, token) => {
    const found = scores.probabilities?.[row * logits.length + token] ?? NaN;
    // differences of log-probabilities are differences of logits
    expect(Math.abs(Math.log(found / share)), `token ${token}`).toBeLessThan(2 * allowed);
  });
}
