import {expect, it} from "vitest";
import {realFacts, studyState, type RealFacts} from "../../src/figures/realFacts.js";

const facts: RealFacts = {
  model: {name: "joey", parameters: 5_288_640, tokens: 14_336_000, steps: 7000, device: "a processor", sha256: "00"},
  recordings: [{device: "a processor", date: "2026-01-02", runs: 1200, tokens: 34_000, flips: 0}],
  studies: [
    {name: "tiny-lm", planned: 139, done: 139, seconds: 7200},
    {name: "core", planned: 76, done: 12, seconds: 3600}
  ]
};

it("counts what is real, over all recordings and studies", () => {
  const list = realFacts(facts);
  const shown = [...list.children].map((fact) => [...fact.children].map(({textContent}) => textContent));
  expect(shown).toEqual([
    ["5.3 million", "parameters in joey, our own language model"],
    ["14.3 million", "tokens it was trained on, from scratch, in 7,000 steps on a processor"],
    ["1,200", "batches decoded on a processor by 2026-01-02, in every mode"],
    ["34,000", "tokens compared with greedy decoding; none differs"],
    ["151", "networks trained for studies, of 215 planned, in 3.0 hours of training"]
  ]);
});

it("says how far a study is, and nothing of it once it is done", () => {
  expect(studyState(facts, "core").textContent).toBe("Open: live; 12 of 76 networks of its study trained");
  expect(studyState(facts, "tiny-lm").textContent).toBe("Open: trained, measured and live");
  expect(() => studyState({studies: facts.studies.slice(1)}, "tiny-lm")).toThrow("no study tiny-lm; there are core");
});
