import {beforeAll, describe, expect, it} from "vitest";
import {answerKey, answerTable} from "../../src/figures/answerKey.js";
import {emsSdQuestions} from "../../src/figures/emsSdQuestions.js";
import {laneCounts} from "../../src/figures/kit/counters.js";
import {answerParameter, withUnit} from "../../src/figures/kit/question.js";
import type {Question} from "../../src/figures/kit/question.js";
import {recordedDrafter, replayLanes} from "../../src/figures/kit/replay.js";
import {answersOf} from "../../src/figures/replayData.js";
import type {ReplayData} from "../../src/figures/replayData.js";
import {committedPaper, committedReplay} from "./committedReplay.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const paper = committedPaper();

let replay: ReplayData;
let questions: Question[];
beforeAll(async () => {
  replay = committedReplay();
  questions = await emsSdQuestions({paper, replay});
});

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([number]) => Number(number.replaceAll(",", "")));

/** Rows of the padded and the unpadded loop with the first texts, the look-up and drafts of 7. */
async function rows(batch: number): Promise<number[]> {
  const {layers, vocabSize, maxPositions} = replay.model;
  const answers = replay.samples.slice(0, batch).map((sample) => answersOf(sample, vocabSize));
  const drafter = () => recordedDrafter({name: "lookup", draftLength: 7, answers, vocabSize, maxPositions});
  const {maxNewTokens, eos} = replay;
  const lanes = await replayLanes({answers, layers, vocabSize, maxPositions, drafter, maxNewTokens, eos});
  return lanes.slice(1).map(({steps}) => laneCounts(steps, steps.length - 1).rows);
}

describe("emsSdQuestions", () => {
  it("are five; three of them need no recording", async () => {
    expect(questions.map(({id}) => id)).toEqual(["q1", "q2", "q3", "q4", "q5"]);
    expect((await emsSdQuestions({paper, replay: null})).map(({id}) => id)).toEqual(["q1", "q2", "q3"]);
  });

  it("have the answers that the paper's example and the paper's Figure 1 give", async () => {
    expect(await questions[0].answer()).toBe(12);
    expect(await questions[1].answer()).toBe(11 + 10);
    expect(await questions[2].answer()).toBe(12);
  });

  it("have the answers that the recording gives", async () => {
    expect(await questions[3].answer()).toBe(100);
    expect(await questions[4].answer()).toBe(0);
  });

  it("name their answer when it is given, with the numbers of the run that it comes from", async () => {
    for (const question of questions) {
      const answer = await question.answer();
      expect(numbersIn(question.explain(answer, answer)), question.id).toContain(answer);
    }
    const [alone, six] = [await rows(1), await rows(6)];
    expect(alone[0]).toBe(alone[1]);
    const said = numbersIn(questions[3].explain(100, 100));
    expect(said).toContain(alone[0]);
    expect(said).toContain(Math.round((100 * six[0]) / six[1]));
    const {runs, tokens} = replay.lossless!;
    expect(numbersIn(questions[4].explain(0, 0))).toEqual(expect.arrayContaining([runs, tokens]));
  });

  it("keep their answer to themselves when another is given", async () => {
    for (const question of questions) {
      const answer = await question.answer();
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

  it("can be answered, and don't stand at their answer when nothing was done", async () => {
    for (const question of questions) {
      const answer = await question.answer();
      expect(answerParameter(question).parse(String(answer)), question.id).not.toBeUndefined();
      if (question.kind === "slider") expect(question.start ?? question.min, question.id).not.toBe(answer);
    }
  });

  it("count as many tokens as the replay writes", async () => {
    const tokens = replay.samples.slice(0, 6).reduce((sum, {texts}) => sum + texts.length, 0);
    expect(questions[4]).toMatchObject({max: tokens});
    expect(questions[4].text).toContain(withUnit(tokens, "tokens"));
  });
});

describe("answerKey", () => {
  it("lists every question with its answer and why", async () => {
    const {body} = await answerTable(questions);
    expect(body.map(([, answer]) => answer)).toEqual(["12 rows", "21 slots", "12", "100 rows", "0 tokens"]);
    expect(body.map((row) => row.at(-1))).toContain("?check.q2=21");
  });

  it("holds them back until they are asked for", async () => {
    const element = await answerKey(questions.slice(0, 3));
    expect(element.textContent).toBe("Show the answers");
    const details = element.querySelector("details")!;
    details.open = true;
    details.dispatchEvent(new Event("toggle"));
    expectSnapshot(element, "answerKey");
  });
});
