import {describe, expect, it} from "vitest";
import {layerSkipping, layerSkippingParameters} from "../../src/figures/layerSkipping.js";
import type {LayerSkipping} from "../../src/traces/layerSkipping.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

/** Made by hand: six layers; what each costs in bits per byte, and blocks the sum of theirs. */
function made(costs: readonly number[] = [2, 0.05, 0.04, 0.12, 0.03, 0.3]): LayerSkipping {
  const whole = {dialogue: 0.8, books: 1.6};
  const skipped = [1, 2, 3].flatMap((count) =>
    Array.from({length: costs.length - count + 1}, (_, first) => {
      const cost = costs.slice(first, first + count).reduce((a, b) => a + b, 0);
      return {first, count, bitsPerByte: {dialogue: Number((0.8 + 0.5 * cost).toFixed(4)), books: Number((1.6 + 1.5 * cost).toFixed(4))}}; // prettier-ignore
    })
  );
  return {
    type: "layer-skipping",
    layers: costs.length,
    inputs: {text: "a".repeat(64), parent: "b".repeat(64)},
    whole,
    skipped,
    provenance: {command: "npx tsx studies/tinyLm/skipping.ts", commit: "c", device: "Made", provider: "cpu", runtime: "r", date: "2026-11-26"} // prettier-ignore
  };
}

const says = (figure: Element): string => figure.querySelector(".tower-says")?.textContent ?? "";
const buttons = (figure: Element): HTMLButtonElement[] => [...figure.querySelectorAll<HTMLButtonElement>(".tower button")].reverse(); // prettier-ignore
const out = (figure: Element): number[] =>
  buttons(figure).flatMap((button, i) => (button.getAttribute("aria-pressed") === "true" ? [i + 1] : []));

describe("layerSkipping", () => {
  it("draws curves and a tower", () => {
    expectSnapshot(layerSkipping(made(), {address: address(), width: 700}), "layerSkipping");
  });

  it("says which single layer costs most and which least", () => {
    expect(title(layerSkipping(made(), {address: address(), width: 700}))).toBe(
      "Without layer 1 joey needs 3.20 bits per byte instead of 1.20, without layer 6 1.50, without layer 5 only 1.23"
    );
  });

  it("tells whether the ends cost most, as the paper says, and what the middle costs", () => {
    const text = caption(layerSkipping(made(), {address: address(), width: 700}));
    expect(text).toContain("In joey the two ends cost most too, however many layers are taken.");
    expect(text).toContain("the median of layers 2 to 5 costs 0.04 bits per byte, and layer 4 costs 0.12");
    const other = caption(layerSkipping(made([0.1, 0.5, 0.6, 0.5, 0.4, 0.1]), {address: address(), width: 700}));
    expect(other).toContain("In joey it is not the two ends that cost most.");
  });

  it("takes out the layer that is clicked, with those above it, and puts it back", () => {
    const kept = address("?layer-skipping.first=0");
    const figure = layerSkipping(made(), {address: kept, width: 700});
    expect(out(figure)).toEqual([]);
    expect(says(figure)).toContain("All 6 layers: 1.200 bits per byte.");
    buttons(figure)[3].click();
    expect(out(figure)).toEqual([4]);
    expect(says(figure)).toBe("Without layer 4: 1.320 bits per byte, 0.120 more than with all (10.0%). That is number 3 of 6 by cost."); // prettier-ignore
    choose(figure, "Take out", "3");
    expect(out(figure)).toEqual([4, 5, 6]);
    expect(kept.read()).toBe("?layer-skipping.count=3");
    buttons(figure)[4].click(); // no three layers begin there
    expect(out(figure)).toEqual([4, 5, 6]);
    choose(figure, "Take out", "1");
    expect(out(figure)).toEqual([5]);
    buttons(figure)[4].click();
    expect(out(figure)).toEqual([]);
  });

  it("shows one kind of text", () => {
    const figure = layerSkipping(made(), {address: address(), width: 700});
    choose(figure, "Text", "books");
    expect(title(figure)).toContain("4.60 bits per byte of books instead of 1.60");
    expect(figure.querySelector(".skipping-table")?.textContent).toContain("dialogue0.800.86+0.06");
  });

  it("writes what lies beyond the axis at its edge, unless the axis is whole", () => {
    const figure = layerSkipping(made(), {address: address(), width: 700});
    expect([...figure.querySelectorAll(".cut")].map(({textContent}) => textContent)).toContain("↑ 3.20");
    choose(figure, "Axis", "whole");
    expect(figure.querySelectorAll("svg .cut")).toHaveLength(0);
  });

  it("is one stop of the Tab key in the tower, and arrow keys go through its layers", () => {
    const figure = layerSkipping(made(), {address: address(), width: 700});
    document.body.replaceChildren(figure);
    const all = buttons(figure);
    expect(all.filter(({tabIndex}) => tabIndex === 0)).toEqual([all[3]]);
    all[3].focus();
    all[3].dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowUp", bubbles: true}));
    expect(document.activeElement).toBe(all[4]);
    all[4].click();
    expect(document.activeElement).toBe(all[4]);
    expect(out(figure)).toEqual([5]);
    expect(all[4].getAttribute("aria-label")).toMatch(/^Layer 5, taken out; .*\+0\.03 bits per byte$/);
  });

  it("can be chosen from in the chart", () => {
    const figure = layerSkipping(made(), {address: address(), width: 700});
    const spot = figure.querySelector<HTMLElement>('[aria-label^="without layers 2 to 3,"]')!;
    document.body.replaceChildren(figure);
    spot.tabIndex = 0;
    spot.focus();
    spot.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true}));
    expect(out(figure)).toEqual([2, 3]);
  });

  it("holds every block as a table, and says when nothing has been measured", () => {
    expect(tableRows(layerSkipping(made(), {address: address(), width: 700}))).toHaveLength(1 + 6 + 5 + 4);
    const empty = layerSkipping(null, {address: address(), width: 700});
    expect(title(empty)).toBe("No layer of joey has been left out yet");
    expect(empty.textContent).toContain("npx tsx studies/tinyLm/skipping.ts");
    expect(layerSkippingParameters(null).first.initial).toBe(4);
  });
});
