// Speculative sampling (Leviathan, Kalman & Matias 2023, Algorithm 1): a draft x from q is accepted with probability
// min(1, p(x) / q(x)); at the first rejection the token is drawn from the positive part of p − q; after the last draft from
// p. The output is distributed as the target's own, whatever the drafter. A draft without a distribution (look-up) was
// certain: q(x) = 1, so it is accepted with probability p(x). Nothing in a tree was drawn: the target draws from p, and the
// walk goes on where a child holds that token.
//
// Every sample has its own random numbers, so a batch does not change what a sample draws.

import {draw, uniform} from "./draw.js";
import {distributionAt} from "./pick.js";
import {childOf} from "./verifier.js";
import type {Verifier} from "./verifier.js";

export interface SamplingOptions {
  /** above 0; 1 is the model's own distribution */
  readonly temperature: number;
  /** equal seeds give equal outputs */
  readonly seed: number;
}

/** What a drafter needs to draw its tokens. */
export interface Sampling {
  readonly temperature: number;
  /** next uniform number of a sample, in [0, 1) */
  random(sample: number): number;
}

/** A verifier for one run. Throws on a temperature that is not above 0. */
export function samplingVerifier({temperature, seed}: SamplingOptions): Verifier & {readonly sampling: Sampling} {
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new Error(`invalid temperature: ${temperature} (above 0; for 0 decode greedily)`);
  }
  const streams: (() => number)[] = [];
  const random = (sample: number) =>
    (streams[sample] ??= uniform(Math.imul(seed, 0x9e3779b1) ^ (sample * 0x85ebca6b)))();
  return {
    scoring: {temperature},
    sampling: {temperature, random},
    walk(task) {
      const {sample, tokens, parents, scores, first, draftProbabilities, eos, limit} = task;
      const emitted: number[] = [];
      const rows: number[] = [];
      const confidence: number[] = [];
      for (let row = 0; row >= 0;) {
        const p = distributionAt(scores, first + row);
        const draft = !parents && row + 1 < tokens.length ? tokens[row + 1] : undefined;
        const q = draft === undefined ? undefined : draftProbabilities?.subarray(row * p.length, (row + 1) * p.length);
        const accepted = draft !== undefined && random(sample) * (q ? q[draft] : 1) < p[draft];
        const token = accepted ? draft : draw(residual(p, q, draft), random(sample));
        emitted.push(token);
        rows.push(row);
        confidence.push(p[token]);
        const next = accepted ? row + 1 : parents ? childOf(task, row, token) : -1;
        row = eos.has(token) || emitted.length === limit ? -1 : next;
      }
      return {emitted: Int32Array.from(emitted), rows, confidence, margin: []};
    }
  };
}

/** What is left of p for the target's own token: p after the last draft, else the positive part of p − q. */
function residual(p: Float32Array, q: Float32Array | undefined, draft: number | undefined): ArrayLike<number> {
  if (draft === undefined) return p;
  if (!q) return p.map((value, token) => (token === draft ? 0 : value));
  const rest = p.map((value, token) => Math.max(value - q[token], 0));
  return rest.some((value) => value > 0) ? rest : p;
}
