import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {citationCards} from "../../src/figures/kit/citationCards.js";
import {failOnWarnings} from "./snapshot.js";

failOnWarnings();

const page = `
  <p>One <a class="citation" id="cite-a-1" href="#ref-a" aria-describedby="ref-a-work">[1]</a>,
  two <a class="citation" id="cite-b-1" href="#ref-b">[2]</a>, lost <a class="citation" id="c" href="#none">[3]</a>.
  <button>next</button></p>
  <ol><li id="ref-a"><span class="work" id="ref-a-work">A. <a href="https://x.org/a">Title A</a></span> <a href="#cite-a-1">↩</a></li>
  <li id="ref-b"><span class="work" id="ref-b-work">B. Title B</span></li></ol>`;

beforeEach(() => {
  document.body.innerHTML = page;
  citationCards();
});
afterEach(() => {
  document.body.replaceChildren();
  document.dispatchEvent(new Event("pointerdown"));
  vi.useRealTimers();
});

const link = (id: string): HTMLAnchorElement => document.querySelector(`#${id}`)!;
const cards = (): string[] =>
  [...document.querySelectorAll(".citation-card")].map(({textContent}) => textContent ?? "");
const pointer = (type: string, pointerType: string): Event =>
  Object.assign(new Event(type, {bubbles: type === "pointerdown"}), {pointerType});
const escape = (): boolean =>
  document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true, cancelable: true}));

describe("citationCards", () => {
  it("shows the work of the citation that has the focus, one at a time, and no way back in it", () => {
    link("cite-a-1").focus();
    expect(cards()).toEqual(["A. Title A"]);
    link("cite-b-1").focus();
    expect(cards()).toEqual(["B. Title B"]);
    document.querySelector("button")?.focus();
    expect(cards()).toEqual([]);
  });

  it("stands right behind its link, so that Tab goes on into it, and copies no id", () => {
    link("cite-a-1").focus();
    const card = link("cite-a-1").nextElementSibling!;
    expect(card.className).toBe("citation-card");
    expect(card.querySelector("[id]")).toBeNull();
    card.querySelector("a")!.focus();
    expect(cards()).toHaveLength(1);
    document.querySelector("button")?.focus();
    expect(cards()).toEqual([]);
  });

  it("is closed by Escape, and the focus goes back to the link without opening it again", () => {
    link("cite-a-1").focus();
    document.querySelector<HTMLElement>(".citation-card a")!.focus();
    escape();
    expect(cards()).toEqual([]);
    expect(document.activeElement).toBe(link("cite-a-1"));
  });

  it("waits a moment for the pointer, and lets it move into the card", () => {
    vi.useFakeTimers();
    link("cite-a-1").dispatchEvent(pointer("pointerenter", "mouse"));
    expect(cards()).toEqual([]);
    vi.advanceTimersByTime(150);
    expect(cards()).toHaveLength(1);
    link("cite-a-1").dispatchEvent(pointer("pointerleave", "mouse"));
    vi.advanceTimersByTime(100);
    document.querySelector(".citation-card")?.dispatchEvent(pointer("pointerenter", "mouse"));
    vi.advanceTimersByTime(1000);
    expect(cards()).toHaveLength(1);
    document.querySelector(".citation-card")?.dispatchEvent(pointer("pointerleave", "mouse"));
    vi.advanceTimersByTime(300);
    expect(cards()).toEqual([]);
  });

  it("opens at a first touch and follows the link at a second; a touch elsewhere closes it", () => {
    const touch = (): Event => {
      link("cite-a-1").dispatchEvent(pointer("pointerdown", "touch"));
      link("cite-a-1").focus();
      const click = new MouseEvent("click", {bubbles: true, cancelable: true});
      link("cite-a-1").dispatchEvent(click);
      return click;
    };
    expect(touch().defaultPrevented).toBe(true);
    expect(cards()).toHaveLength(1);
    document.querySelector("ol")?.dispatchEvent(pointer("pointerdown", "touch"));
    expect(cards()).toEqual([]);
    touch();
    expect(touch().defaultPrevented).toBe(false);
  });

  it("does nothing where the list doesn't hold the work", () => {
    link("c").focus();
    expect(cards()).toEqual([]);
  });
});
