// Questions with their answers, for teachers: worked out in the page, as the questions themselves do it.
import {dataTable, tabulate} from "./kit/dataTable.js";
import type {Table} from "./kit/dataTable.js";
import {html} from "./kit/dom.js";
import {withUnit} from "./kit/question.js";
import type {Question} from "./kit/question.js";

export interface AnswerKeyOptions {
  /** the questions' name in addresses; default "check" */
  readonly id?: string;
  /** default "Show the answers" */
  readonly summary?: string;
  /** chapter that the questions are about, which tells two tables of a page apart */
  readonly chapter?: string;
}

/** Answers as a table behind a summary; it is worked out before it is shown. */
export async function answerKey(
  questions: readonly Question[],
  {id, summary = "Show the answers", chapter}: AnswerKeyOptions = {}
): Promise<HTMLElement> {
  const table = await answerTable(questions, id, chapter);
  return html("div", {class: "answer-key"}, dataTable(() => table, summary).element);
}

const near = ({tolerance}: Question): string => (tolerance ? ` ± ${tolerance}` : "");

export async function answerTable(questions: readonly Question[], id = "check", chapter?: string): Promise<Table> {
  const rows = await Promise.all(
    questions.map(async (question) => {
      const answer = await question.answer();
      return {question, answer, why: question.explain(answer, answer)};
    })
  );
  return tabulate(
    rows,
    [
      {name: "question", value: ({question}) => question.text},
      {name: "answer", value: ({question, answer}) => withUnit(answer, question.unit) + near(question)},
      {name: "why", value: ({why}) => why},
      {name: "address", value: ({question, answer}) => `?${id}.${question.id}=${answer}`}
    ],
    `${chapter === undefined ? "Answers" : `Answers on ${chapter},`} as this page has worked them out`
  );
}
