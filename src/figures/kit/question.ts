// One question that checks itself: the reader gives a number, the page works out the right one and says why.
import {formatCount, html} from "./dom.js";
import {choice} from "./urlState.js";
import type {Parameter} from "./urlState.js";

interface Asked {
  /** its name in addresses, such as "q1" */
  readonly id: string;
  readonly text: string;
  /** of the answer, such as "rows" or "%"; default none */
  readonly unit?: string;
  /** Works the answer out, from a replay or from recorded data. */
  readonly answer: () => number | Promise<number>;
  /** how far from it is still right; default 0 */
  readonly tolerance?: number;
  /** Why, in one or two sentences; names the answer only where `given` is right. */
  readonly explain: (answer: number, given: number) => string;
}

export interface SliderQuestion extends Asked {
  readonly kind: "slider";
  readonly min: number;
  readonly max: number;
  /** default 1 */
  readonly step?: number;
  /** where the slider stands at first; default `min` */
  readonly start?: number;
}

export interface ChoiceQuestion extends Asked {
  readonly kind: "choice";
  /** what there is to choose from */
  readonly values: readonly number[];
}

export type Question = SliderQuestion | ChoiceQuestion;

/** "12 rows", "50%" */
export const withUnit = (value: number, unit = ""): string =>
  unit === "%" ? `${formatCount(value)}%` : `${formatCount(value)} ${unit}`.trim();

export const isRight = ({tolerance = 0}: Question, answer: number, given: number): boolean =>
  Math.abs(given - answer) <= tolerance;

/** A question's last checked answer as the page's address holds it; "" for none. */
export function answerParameter(question: Question): Parameter<string | number> {
  const words = {about: "answer that is filled in and checked", initial: ""};
  if (question.kind === "choice") return {...choice("", question.values.map(String)), ...words};
  const {min, max, step = 1} = question;
  const onStep = (value: number): boolean => Math.abs((value - min) / step - Math.round((value - min) / step)) < 1e-9;
  return {
    ...words,
    allowed: `${min} to ${max}${step === 1 ? "" : ` in steps of ${step}`}`,
    parse(text) {
      const value = Number(text);
      return text.trim() !== "" && value >= min && value <= max && onStep(value) ? value : undefined;
    }
  };
}

export interface QuestionOptions {
  /** the last checked answer, which is checked again at once */
  readonly given?: number;
  /** Called with every answer that was checked, and with undefined where the reader begins anew. */
  readonly checked: (given: number | undefined, right: boolean) => void;
}

export interface QuestionView {
  readonly element: HTMLElement;
  /** As if nothing had been answered. */
  reset(): void;
}

/** The question, its answer field, and what is said of an answer. */
export function questionView(question: Question, {given, checked}: QuestionOptions): QuestionView {
  const {unit, text, answer, explain} = question;
  const field = question.kind === "slider" ? slider(question) : choices(question);
  const check = html("button", {type: "submit", class: "primary"}, "Check");
  const said = html("p", {class: "said", role: "status"});
  const reveal = html("button", {type: "button", hidden: true}, "Show the answer");
  const element = html(
    "form",
    {class: "question"},
    html("fieldset", {}, html("legend", {}, text), field.element, html("div", {class: "buttons"}, check, reveal)),
    said
  );
  const say = (state: string, mark: string, verdict: string, why: string): void => {
    element.dataset.state = state;
    said.replaceChildren(html("span", {class: "mark", "aria-hidden": "true"}, mark), html("b", {}, verdict), ` ${why}`);
  };
  let turn = 0;
  const work = async (then: (found: number) => void): Promise<void> => {
    const mine = ++turn;
    try {
      const found = await answer();
      if (mine === turn) then(found);
    } catch (error) {
      if (mine !== turn) return;
      const why = error instanceof Error ? error.message : String(error);
      say("", "!", "The answer could not be worked out.", why);
    }
  };
  const attempt = (value: number): Promise<void> =>
    work((found) => {
      const right = isRight(question, found, value);
      reveal.hidden = right;
      if (right) say("right", "✓", `Right: ${withUnit(value, unit)}.`, explain(found, value));
      else {
        const far = `${withUnit(value, unit)} is too ${value < found ? "low" : "high"}.`;
        say("wrong", "✗", `Not yet: ${far}`, explain(found, value));
      }
      checked(value, right);
    });
  const reset = (): void => {
    turn++;
    field.set(undefined);
    delete element.dataset.state;
    said.replaceChildren();
    reveal.hidden = true;
  };
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = field.value();
    if (value === undefined) say("", "", "Choose one first.", "");
    else void attempt(value);
  });
  reveal.addEventListener("click", () => {
    void work((found) => {
      field.set(found);
      say("shown", "→", `The answer is ${withUnit(found, unit)}.`, explain(found, found));
      reveal.hidden = true;
      check.focus();
      checked(undefined, false);
    });
  });
  if (given !== undefined) {
    field.set(given);
    void attempt(given);
  }
  return {element, reset};
}

interface AnswerField {
  readonly element: HTMLElement;
  value(): number | undefined;
  /** undefined: as it was at first */
  set(value: number | undefined): void;
}

function slider({min, max, step = 1, start = min, unit, text}: SliderQuestion): AnswerField {
  const input = html("input", {type: "range", min, max, step, value: start, "aria-label": `Answer to: ${text}`});
  const output = html("output", {});
  const show = (): void => {
    output.value = withUnit(Number(input.value), unit);
    input.setAttribute("aria-valuetext", output.value);
  };
  input.addEventListener("input", show);
  show();
  const end = (value: number): HTMLElement => html("span", {class: "end", "aria-hidden": "true"}, formatCount(value));
  return {
    element: html("div", {class: "slider"}, output, end(min), input, end(max)),
    value: () => Number(input.value),
    set(value) {
      input.value = String(value ?? start);
      show();
    }
  };
}

function choices({id, values, unit}: ChoiceQuestion): AnswerField {
  const inputs = values.map((value) => html("input", {type: "radio", name: `answer-${id}`, value}));
  return {
    element: html(
      "div",
      {class: "choices"},
      ...values.map((value, i) => html("label", {}, inputs[i], withUnit(value, unit)))
    ),
    value() {
      const chosen = inputs.find(({checked}) => checked);
      return chosen && Number(chosen.value);
    },
    set(value) {
      inputs.forEach((input, i) => (input.checked = values[i] === value));
    }
  };
}
