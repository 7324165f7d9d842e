import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {coreQuestions} from "../../src/figures/coreQuestions.js";
import {answerParameter} from "../../src/figures/kit/question.js";
import type {Paper} from "../../src/figures/paperData.js";

const paper = JSON.parse(readFileSync("data/papers/core.json", "utf8")) as Paper;
const questions = coreQuestions({paper});

describe("coreQuestions", () => {
  it("have the answers that the penalties, counting and the paper's tables give", async () => {
    expect(questions.map(({id}) => id)).toEqual(["q1", "q2", "q3", "q4", "q5"]);
    const answers = await Promise.all(questions.map(({answer}) => answer()));
    const exact = [60, Math.hypot(1, 0.5), 10, 88.388 - 86.318, 66.983 - 73.04];
    exact.forEach((value, i) => {
      expect(Math.abs(answers[i] - value)).toBeLessThanOrEqual((questions[i].tolerance ?? 0) + 1e-9);
      expect(answerParameter(questions[i]).parse(String(answers[i]))).toBe(answers[i]); // an address can hold it
    });
  });

  it("name their answers only to who is right, and can be answered", async () => {
    for (const question of questions) {
      const answer = await question.answer();
      if (question.kind === "choice") throw new Error("all of them are sliders");
      for (const wrong of [question.min, question.max]) {
        expect(question.explain(answer, wrong)).not.toContain(`${Math.abs(answer)}`);
      }
      expect(question.explain(answer, answer)).not.toBe(question.explain(answer, question.max));
      const steps = Math.round((question.max - question.min) / (question.step ?? 1));
      const values = Array.from({length: steps + 1}, (_, i) =>
        Number((question.min + i * (question.step ?? 1)).toFixed(6))
      );
      expect(values).toContain(answer);
    }
  });
});
