import {beforeAll, describe, expect, it} from "vitest";
import {answerTable} from "../../src/figures/answerKey.js";
import {forestAnswers} from "../../src/figures/forestData.js";
import {kangarooQuestions} from "../../src/figures/kangarooQuestions.js";
import {replayExit} from "../../src/figures/kit/exitReplay.js";
import {answerParameter} from "../../src/figures/kit/question.js";
import type {Question} from "../../src/figures/kit/question.js";
import {kangarooPaper, recordedRounds} from "./recordedForests.js";
import {failOnWarnings} from "./snapshot.js";

failOnWarnings();

const paper = kangarooPaper();
const rounds = recordedRounds();
let questions: Question[];
beforeAll(async () => {
  questions = await kangarooQuestions({paper, rounds});
});

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([number]) => Number(number.replaceAll(",", "")));

/** Doubtful drafts that ended a round and that the network got as far as, found by walking the chains behind layer 4. */
function doubtful(draftLength: number, threshold: number): {reached: number; right: number} {
  const {output, chains} = forestAnswers(rounds.texts[0]);
  const {depth, tokens, confidence} = chains["exit-4"];
  let [reached, right] = [0, 0];
  for (let written = 1; written < rounds.maxNewTokens && written < output.length;) {
    const most = Math.min(draftLength, rounds.maxNewTokens - written - 1);
    const at = (k: number): number => (written - 1) * depth + k;
    let drafts = 0;
    let unsure = false;
    while (drafts < most && !unsure) unsure = confidence[at(drafts++)] / 65535 < threshold;
    let accepted = 0;
    while (accepted < drafts && tokens[at(accepted)] === output[written + accepted]) accepted++;
    if (unsure && accepted >= drafts - 1) {
      reached++;
      if (accepted === drafts) right++;
    }
    written += accepted + 1;
  }
  return {reached, right};
}

describe("kangarooQuestions", () => {
  it("are five; two of them need no recording", async () => {
    expect(questions.map(({id}) => id)).toEqual(["q1", "q2", "q3", "q4", "q5"]);
    expect((await kangarooQuestions({paper, rounds: null})).map(({id}) => id)).toEqual(["q4", "q5"]);
  });

  it("have the answers that the recorded text gives", async () => {
    const setting = {exitLayer: 4, draftLength: 6, threshold: 0.6};
    const steps = (await replayExit(rounds, [rounds.texts[0]], setting)).slice(1);
    const step = steps.find(({samples}) => samples[0].drafted.length >= 3)!;
    expect(numbersIn(questions[0].text)).toEqual([step.samples[0].drafted.length, 4, 12]);
    expect(await questions[0].answer()).toBe(step.counts.exit!.shallowForwards);
    const {reached, right} = doubtful(6, 0.6);
    expect(questions[1]).toMatchObject({max: reached});
    expect(await questions[1].answer()).toBe(right);
    expect(await questions[2].answer()).toBe(0);
  });

  it("have the answers that the paper's plot and the paper's Table 1 give", async () => {
    expect(await questions[3].answer()).toBe(2);
    expect(await questions[4].answer()).toBe(1.5);
  });

  it("name their answer when it is given, and only then", async () => {
    for (const question of questions) {
      const answer = await question.answer();
      expect(numbersIn(question.explain(answer, answer)), question.id).toContain(answer);
      const others = question.kind === "choice" ? question.values : [...Array(question.max + 1).keys()];
      for (const given of others.filter((value) => value !== answer)) {
        const said = question.explain(answer, given);
        expect(
          numbersIn(said).filter((number) => number !== given),
          `${question.id}: ${said}`
        ).not.toContain(answer);
      }
    }
  });

  it("say nothing that is no number", async () => {
    for (const question of questions) {
      const answer = await question.answer();
      expect(`${question.text} ${question.explain(answer, answer)}`).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it("can be answered, and don't stand at their answer when nothing was done", async () => {
    for (const question of questions) {
      const answer = await question.answer();
      expect(answerParameter(question).parse(String(answer)), question.id).not.toBeUndefined();
      if (question.kind === "slider") expect(question.start ?? question.min, question.id).not.toBe(answer);
    }
  });
});

it("answerTable names the questions as addresses do", async () => {
  const {body} = await answerTable(questions, "kangaroo-check");
  expect(body.map((row) => row.at(-1))).toContain("?kangaroo-check.q5=1.5");
});
