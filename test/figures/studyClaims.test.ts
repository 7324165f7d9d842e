import {describe, expect, it} from "vitest";
import {chain, tellClaim, tellPair} from "../../src/figures/kit/studyClaims.js";
import {measureNamed, ranked, startMeasure} from "../../src/figures/kit/studyMeasures.js";
import {about, gainWords, pairWords, progressWords, recipeWords, scaleWords} from "../../src/figures/kit/studyWords.js";
import {madeStudy} from "./madeStudy.js";
import type {MadeStudyOptions} from "./madeStudy.js";

const bits = measureNamed("mean");

/** Scores by place of the point (three seeds each) and seed. */
const scored = (scores: readonly (readonly number[])[], more: MadeStudyOptions = {}) =>
  madeStudy("depth", {score: ({recipe}, place) => scores[Math.floor(place / 3)][recipe.seed - 1], ...more}).points;
const same = [2, 2, 2];

describe("tellPair", () => {
  it("tells points apart where the interval of the paired differences leaves out zero", () => {
    const [a, b] = scored([[1.9, 1.95, 1.99], [2, 2.05, 2.1], same, same, same]); // prettier-ignore
    const pair = tellPair({better: a, worse: b}, bits);
    expect(pair.told).toBe("for");
    expect(pair.gain?.mean).toBeCloseTo(0.10333, 4);
    expect(pair.gain!.low!).toBeGreaterThan(0.08);
    expect(pairWords(pair, bits)).toBe("better by 0.103 (0.089 to 0.118), three seeds");
    const other = tellPair({better: b, worse: a}, bits);
    expect(other.told).toBe("against");
    expect(pairWords(other, bits)).toBe("worse by 0.103 (0.089 to 0.118), three seeds, against the claim");
  });

  it("does not tell apart what seeds could have made", () => {
    const [a, b] = scored([[1.9, 2.1, 2], [2, 2, 2.05], same, same, same]); // prettier-ignore
    const pair = tellPair({better: a, worse: b}, bits);
    expect(pair.told).toBe("open");
    expect(pairWords(pair, bits)).toMatch(/^better by 0\.017 \(−0\.\d+ to 0\.\d+\): no difference that three seeds can tell$/); // prettier-ignore
    expect(tellPair({better: a, worse: b}, bits, "same").told).toBe("for");
  });

  it("takes one seed for a leaning and no more", () => {
    const [a, b, c] = scored([[1.9], [2], [2], [2], [2]], {done: ({recipe}, place) => recipe.seed === 1 && place < 6});
    const pair = tellPair({better: a, worse: b}, bits);
    expect(pair.told).toBe("lean for");
    expect(pairWords(pair, bits)).toBe("better by 0.100, by one seed alone");
    expect(tellPair({better: b, worse: a}, bits).told).toBe("lean against");
    expect(tellPair({better: a, worse: c}, bits).told).toBe("none");
  });

  it("counts a run that diverged as worse than any other", () => {
    const [a, b, c] = scored([same, same, same, same, same], {diverges: ({name}) => name === "20x48" || name === "11x64"}); // prettier-ignore
    expect(tellPair({better: a, worse: b}, bits)).toMatchObject({told: "for", diverged: "worse"});
    expect(tellPair({better: b, worse: a}, bits)).toMatchObject({told: "against", diverged: "better"});
    expect(tellPair({better: b, worse: c}, bits)).toMatchObject({told: "open", diverged: "both"});
  });

  it("takes one seed that diverged for a leaning too", () => {
    const made = madeStudy("batch", {diverges: ({name}) => name === "32-1.5"}).points;
    const [first, last] = [made[0], made[made.length - 1]];
    expect(tellPair({better: first, worse: last}, bits)).toMatchObject({told: "lean for", diverged: "worse"});
    expect(tellPair({better: last, worse: first}, bits).told).toBe("lean against");
    expect(tellClaim({says: "", pairs: [{better: first, worse: last}]}, bits).verdict).toBe("one seed");
  });

  it("turns round what is better when higher", () => {
    const [a, b] = scored([[1, 1, 1], [2, 2, 2], same, same, same]); // prettier-ignore
    const pair = tellPair({better: a, worse: b}, measureNamed("cloze"));
    expect(pair.told).toBe("for");
    expect(gainWords(pair.gain!, measureNamed("cloze"))).toMatch(/^better by 5%/);
  });
});

describe("tellClaim", () => {
  const ordered = [[1.8, 1.81, 1.82], [1.9, 1.91, 1.92], [2, 2.01, 2.02], [2.1, 2.11, 2.12], [2.2, 2.21, 2.22]]; // prettier-ignore

  it("holds where all pairs do, fails where one is the other way round and none holds", () => {
    expect(tellClaim({says: "", pairs: chain(scored(ordered))}, bits).verdict).toBe("holds");
    const reversed = chain([...scored(ordered)].reverse());
    expect(tellClaim({says: "", pairs: reversed}, bits).verdict).toBe("fails");
    const [a, b, c] = scored(ordered);
    expect(tellClaim({says: "", pairs: chain([a, c, b])}, bits).verdict).toBe("in part");
  });

  it("is open, or of one seed, or not run, and says so", () => {
    const noise = [[2, 2.1, 1.9], [2.1, 1.9, 2], [1.9, 2, 2.1], same, same]; // prettier-ignore
    expect(tellClaim({says: "", pairs: chain(scored(noise).slice(0, 3))}, bits).verdict).toBe("open");
    const one = scored(ordered, {done: ({recipe}) => recipe.seed === 1});
    expect(tellClaim({says: "", pairs: chain(one)}, bits).verdict).toBe("one seed");
    const two = scored(ordered, {done: ({recipe}, place) => recipe.seed === 1 && place < 6});
    expect(tellClaim({says: "", pairs: chain(two)}, bits).verdict).toBe("one seed");
    expect(tellClaim({says: "", pairs: chain(scored(ordered, {done: () => false}))}, bits).verdict).toBe("none");
  });

  it("uses a claim's own measure", () => {
    const points = madeStudy("inheritance").points;
    const claim = {says: "", pairs: [{better: points[4], worse: points[0]}], measure: startMeasure};
    expect(tellClaim(claim, bits).pairs[0].gain?.mean).toBeCloseTo(0.9, 6);
  });
});

describe("ranked", () => {
  it("puts the best first and leaves out what has no score", () => {
    const points = scored([[2.2], [1.9], [2.1], [2], [2]], {done: ({recipe}, place) => recipe.seed === 1 && place < 9}); // prettier-ignore
    expect(ranked(points, bits).map(({point}) => point.name)).toEqual(["20x48", "11x64", "28x40"]);
  });
});

describe("words of studies", () => {
  it("say how far a study is and of which size", () => {
    const data = madeStudy("depth", {done: (_, i) => i < 4});
    expect(progressWords(data)).toBe("4 of 15 runs done");
    expect(progressWords(madeStudy("expansion"))).toBe("all 12 runs done");
    expect(scaleWords(data)).toBe("0.6 million weights, 3 million tokens of text");
    expect(about(1_203_264)).toBe("1.2 million");
    expect(about(2048)).toBe("2,000");
  });

  it("say a recipe as sentences", () => {
    const [point] = madeStudy("depth").points;
    expect(recipeWords(point, {seed: 2})).toBe(
      "28 layers of width 40; 4 heads of 10; an MLP of 112, 2.8 times the width: 598,760 weights, 7% of them embedding and head. A vocabulary of 1,024 entries, pruned from 4,096. It starts at random by InternLM’s scheme, some output layers scaled down by depth. It reads 3 million tokens in batches of 2,048 tokens, learning rate up to 0.003; seed 2."
    );
    const child = madeStudy("inheritance").points[4];
    expect(recipeWords(child, {seed: 1})).toContain(
      "It starts from joey’s layers 1, 2, 3, 4, 10, 11, 12, neurons chosen by a learned mask."
    );
  });
});
