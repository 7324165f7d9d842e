import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {tinyLmQuestions} from "../../src/figures/tinyLmQuestions.js";
import {answerParameter} from "../../src/figures/kit/question.js";
import type {Paper} from "../../src/figures/paperData.js";
import type {LayerSkipping} from "../../src/traces/layerSkipping.js";

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
const paper = read<Paper>("data/papers/tiny-lm.json");
const skipping = read<LayerSkipping>("data/runs/tiny-lm-skipping.json");
const questions = tinyLmQuestions({paper, skipping});

describe("tinyLmQuestions", () => {
  it("are five; the one about joey's layers needs a recording", () => {
    expect(questions.map(({id}) => id)).toEqual(["q1", "q2", "q3", "q4", "q5"]);
    expect(tinyLmQuestions({paper, skipping: null}).map(({id}) => id)).toEqual(["q1", "q2", "q4", "q5"]);
  });

  it("have the answers that the paper's tables and its rule give", async () => {
    const answers = await Promise.all(questions.map(({answer}) => answer()));
    const exact = [(2 * 100883 * 2048) / 1e6, 29.49 / 12.81, NaN, 100 * (Math.exp(0.05) - 1), 54.87 - 54.46];
    for (const i of [0, 1, 3, 4]) {
      expect(Math.abs(answers[i] - exact[i])).toBeLessThanOrEqual(questions[i].tolerance!);
      expect(answerParameter(questions[i]).parse(String(answers[i]))).toBe(answers[i]); // an address can hold it
    }
  });

  it("ask for the layer whose removal costs most bits", async () => {
    const single = skipping.skipped.filter(({count}) => count === 1);
    const cost = ({bitsPerByte}: (typeof single)[number]): number =>
      Object.values(bitsPerByte).reduce((a, b) => a + b, 0);
    const worst = Math.max(...single.map(cost));
    expect(await questions[2].answer()).toBe(single.find((one) => cost(one) === worst)!.first + 1);
  });

  it("name their answers only to who is right, and can be answered", async () => {
    for (const question of questions) {
      const answer = await question.answer();
      const wrong = question.kind === "choice" ? question.values.find((value) => value !== answer)! : question.max;
      expect(question.explain(answer, wrong)).not.toContain(answer.toFixed(2));
      const {parse} = answerParameter(question);
      const values =
        question.kind === "choice"
          ? question.values
          : Array.from({length: Math.round((question.max - question.min) / (question.step ?? 1)) + 1}, (_, i) =>
              Number((question.min + i * (question.step ?? 1)).toFixed(6))
            );
      const right = values.filter((value) => Math.abs(value - answer) <= (question.tolerance ?? 0));
      expect(right.length).toBeGreaterThan(0);
      expect(Number(parse(String(right[0])))).toBe(right[0]);
    }
  });
});
