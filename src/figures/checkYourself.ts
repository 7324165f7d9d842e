// Questions that a reader answers by moving a slider or choosing, each checked against a number that the page works out.
// The last checked answer of each stands in the address (?check.q1=9), so a link holds them; ?hide=check.q2 leaves one out.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {html} from "./kit/dom.js";
import {answerParameter, questionView} from "./kit/question.js";
import type {Question} from "./kit/question.js";

export interface CheckYourselfOptions {
  /** name in links; default "check" */
  readonly id?: string;
  /** where answers are kept; default the page's address */
  readonly address?: Address;
}

/** What an address may set. */
export const checkParameters = (questions: readonly Question[]) =>
  Object.fromEntries(questions.map((question) => [question.id, answerParameter(question)]));

/** The questions as a numbered list, and how many are answered. */
export function checkYourself(
  questions: readonly Question[],
  {id = "check", address}: CheckYourselfOptions = {}
): HTMLElement {
  const twice = questions.find(({id: name}, i) => questions.findIndex((other) => other.id === name) !== i);
  if (twice) throw new Error(`checkYourself: two questions are called ${twice.id}`);
  const parameters = bindParameters(id, checkParameters(questions), address);
  const shown = questions.filter((question) => !parameters.hidden(question.id));
  if (shown.length === 0) return html("section", {class: "check-yourself", id, hidden: true});
  const right = new Set<string>();
  const score = html("p", {class: "score"});
  const again = html("button", {type: "button"}, "Start over");
  const count = (): void => {
    score.textContent = `${right.size} of ${shown.length} right.`;
    again.hidden = shown.every(({id: name}) => parameters.values[name] === "");
  };
  const views = shown.map((question) => {
    const {id: name} = question;
    const given = parameters.values[name];
    return questionView(question, {
      ...(given === "" ? {} : {given: Number(given)}),
      checked(value, ok) {
        parameters.set(name, value ?? "");
        if (ok) right.add(name);
        else right.delete(name);
        count();
      }
    });
  });
  again.addEventListener("click", () => {
    right.clear();
    for (const {id: name} of shown) parameters.set(name, "");
    for (const view of views) view.reset();
    count();
    views[0]?.element.querySelector("input")?.focus();
  });
  count();
  return html(
    "section",
    {class: "check-yourself", id, "aria-label": "Check yourself"},
    html("ol", {}, ...views.map(({element}, i) => html("li", {id: `${id}-${shown[i].id}`}, element))),
    html("div", {class: "check-foot"}, score, again)
  );
}
