import {afterEach, describe, expect, it, vi} from "vitest";
import {checkYourself} from "../../src/figures/checkYourself.js";
import type {Address} from "../../src/figures/kit/address.js";
import {answerParameter} from "../../src/figures/kit/question.js";
import type {Question} from "../../src/figures/kit/question.js";
import {failOnWarnings} from "./snapshot.js";

failOnWarnings();
afterEach(() => document.body.replaceChildren());

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

const explain = (answer: number, given: number): string =>
  answer === given ? `because of ${answer}` : "think of both";
const slider: Question = {
  id: "q1",
  kind: "slider",
  text: "How many?",
  min: 0,
  max: 20,
  unit: "rows",
  answer: () => Promise.resolve(12),
  explain
};
const near: Question = {...slider, id: "q2", unit: "%", step: 5, max: 100, answer: () => 52, tolerance: 3};
const chosen: Question = {id: "q3", kind: "choice", text: "Which?", values: [1, 4, 12], answer: () => 4, explain};
const questions = [slider, near, chosen];

function shown(list: readonly Question[], page = address()) {
  const element = checkYourself(list, {address: page});
  document.body.append(element);
  const forms = [...element.querySelectorAll<HTMLFormElement>("form")];
  const said = (i: number): string => forms[i].querySelector('[role="status"]')?.textContent ?? "";
  const give = async (i: number, value: number): Promise<void> => {
    const input = forms[i].querySelector<HTMLInputElement>('input[type="range"]');
    if (input) {
      input.value = String(value);
      input.dispatchEvent(new Event("input"));
    } else forms[i].querySelector<HTMLInputElement>(`input[value="${value}"]`)!.checked = true;
    forms[i].requestSubmit();
    await vi.waitFor(() => expect(said(i)).not.toBe(""));
    await Promise.resolve();
  };
  const score = (): string => element.querySelector(".score")?.textContent ?? "";
  return {element, forms, said, give, score, page};
}

describe("checkYourself", () => {
  it("says of a wrong answer on which side it is, and keeps the right one to itself", async () => {
    const {said, give, score, forms} = shown(questions);
    await give(0, 9);
    expect(said(0)).toBe("✗Not yet: 9 rows is too low. think of both");
    expect(forms[0].dataset.state).toBe("wrong");
    expect(score()).toBe("0 of 3 right.");
  });

  it("lets a reader try again, and says why when it is right", async () => {
    const {said, give, score, forms} = shown(questions);
    await give(0, 9);
    await give(0, 12);
    await vi.waitFor(() => expect(said(0)).toBe("✓Right: 12 rows. because of 12"));
    expect(forms[0].dataset.state).toBe("right");
    expect(score()).toBe("1 of 3 right.");
    await give(0, 13);
    await vi.waitFor(() => expect(score()).toBe("0 of 3 right."));
  });

  it("takes what is near enough where a tolerance is given", async () => {
    const {said, give} = shown(questions);
    await give(1, 50);
    expect(said(1)).toMatch(/^✓Right: 50%/);
    await give(1, 45);
    await vi.waitFor(() => expect(said(1)).toMatch(/^✗Not yet: 45% is too low/));
  });

  it("asks for a choice where none was made", () => {
    const {said, forms} = shown(questions);
    forms[2].requestSubmit();
    expect(said(2)).toBe("Choose one first. ");
  });

  it("keeps checked answers in the address, and checks again what an address brings", async () => {
    const page = address("?race.batch=3");
    const first = shown(questions, page);
    await first.give(0, 12);
    await first.give(2, 12);
    await vi.waitFor(() => expect(page.read()).toBe("?race.batch=3&check.q1=12&check.q3=12"));
    document.body.replaceChildren();
    const {said, score, forms} = shown(questions, page);
    await vi.waitFor(() => expect(said(0)).toMatch(/^✓Right: 12 rows/));
    await vi.waitFor(() => expect(said(2)).toMatch(/^✗Not yet: 12 is too high/));
    expect(said(1)).toBe("");
    expect(score()).toBe("1 of 3 right.");
    expect(forms[0].querySelector("input")?.value).toBe("12");
    expect(forms[2].querySelector<HTMLInputElement>("input:checked")?.value).toBe("12");
  });

  it("shows the answer when asked, and doesn't count it", async () => {
    const {said, give, score, forms, page} = shown(questions);
    await give(0, 9);
    const reveal = [...forms[0].querySelectorAll("button")].at(-1)!;
    expect(reveal.hidden).toBe(false);
    reveal.click();
    await vi.waitFor(() => expect(said(0)).toBe("→The answer is 12 rows. because of 12"));
    expect(forms[0].querySelector("input")?.value).toBe("12");
    expect(score()).toBe("0 of 3 right.");
    expect(page.read()).toBe("");
  });

  it("starts over with nothing answered", async () => {
    const {element, said, give, score, page} = shown(questions);
    await give(0, 12);
    await vi.waitFor(() => expect(score()).toBe("1 of 3 right."));
    [...element.querySelectorAll<HTMLButtonElement>(".check-foot button")][0].click();
    expect([said(0), score(), page.read()]).toEqual(["", "0 of 3 right.", ""]);
    expect(document.activeElement).toBe(element.querySelector("input"));
  });

  it("says so where an answer can't be worked out", async () => {
    const broken: Question = {...slider, answer: () => Promise.reject(new Error("oracle: no answer"))};
    const {said, give} = shown([broken]);
    await give(0, 3);
    expect(said(0)).toBe("!The answer could not be worked out. oracle: no answer");
  });

  it("leaves out the questions that the address hides, one or all", () => {
    expect(shown(questions, address("?hide=check.q2")).forms).toHaveLength(2);
    const {element, forms} = shown(questions, address("?hide=check"));
    expect([forms.length, element.hidden]).toEqual([0, true]);
  });

  it("names its fields: a legend for each question, a name and a value with its unit for each slider", () => {
    const {forms} = shown(questions);
    const [input] = forms[0].querySelectorAll("input");
    expect(forms[0].querySelector("fieldset > legend")?.textContent).toBe("How many?");
    expect(input.getAttribute("aria-label")).toBe("Answer to: How many?");
    expect(input.getAttribute("aria-valuetext")).toBe("0 rows");
    const labels = [...forms[2].querySelectorAll("label")].map(({textContent}) => textContent);
    expect(labels).toEqual(["1", "4", "12"]);
  });

  it("refuses two questions of one name", () => {
    expect(() => checkYourself([slider, slider], {address: address()})).toThrow("two questions are called q1");
  });
});

describe("answerParameter", () => {
  it("reads what a slider can stand at, and nothing else", () => {
    const {parse} = answerParameter(near);
    expect(["0", "45", "100", "47", "105", "", "x"].map(parse)).toEqual([0, 45, 100, ...Array(4).fill(undefined)]);
  });

  it("reads what can be chosen, and nothing else", () => {
    const {parse} = answerParameter(chosen);
    expect(["4", "5", ""].map(parse)).toEqual(["4", undefined, undefined]);
  });
});
