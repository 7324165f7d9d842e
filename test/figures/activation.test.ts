import {describe, expect, it} from "vitest";
import {activation, activationParameters} from "../../src/figures/activation.js";
import {activationTile, outline} from "../../src/figures/kit/activationTile.js";
import {madeActivation} from "./madeDetections.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const tiles = (figure: Element): string[] =>
  [...figure.querySelectorAll(".activation-tile")].map(({textContent}) => textContent ?? "");
const says = (figure: Element): string => figure.querySelector(".activation-words")?.textContent ?? "";

describe("a tile", () => {
  it("draws amounts as areas: squares for manipulated, rings for real", () => {
    const tile = activationTile({activation: [4, 1, 0, -4], size: 2, most: 4, label: "a"});
    const [, first, second] = tile.querySelector(".for")!.getAttribute("d")!.split("M");
    const side = (path: string): number => Number(/h([\d.]+)/.exec(path)![1]);
    expect(side(second) / side(first)).toBeCloseTo(0.5, 2);
    expect(tile.querySelector(".against")!.getAttribute("d")!.match(/M/g)).toHaveLength(1);
    expect(tile.querySelector(".mask")).toBeNull();
  });
  it("goes around what was changed by half at least", () => {
    expect(outline([255, 127, 0, 0], 2)).toBe("M0,0h64M0,0v64M64,0v64M0,64h64");
    expect(outline([0, 0, 0, 0], 2)).toBe("");
    expect(outline([255, 255, 255, 255], 2).match(/M/g)).toHaveLength(8);
  });
});

describe("activation", () => {
  it("draws maps over masks, best first, and how well they point", () => {
    expectSnapshot(activation(madeActivation(), {address: address(), width: 700}), "activation");
  });
  it("sorts by the pointing score of the run that is shown", () => {
    const figure = activation(madeActivation(), {address: address(), width: 700});
    expect(tiles(figure)).toHaveLength(8);
    expect(tiles(figure)[0]).toBe("+1.50, highest insidePerson 2, re-rendered mouth");
    choose(figure, "Maps of", "none");
    expect(tiles(figure)[0]).toBe("+0.80Person 2, re-rendered mouth");
    expect(tiles(figure)[7]).toBe("+0.40Person 1, face swap");
  });
  it("says how often the highest place lies in the change, and how much that covers", () => {
    expect(title(activation(madeActivation(), {address: address(), width: 700}))).toBe(
      "With cosine, rate 1 the place of highest activation lies in what was changed in 80% of manipulated faces; the change covers 30% of a picture"
    );
  });
  it("tells the change itself from where a detector looks anyway", () => {
    const figure = activation(madeActivation(), {address: address(), width: 700});
    expect(says(figure)).toContain("With cosine, rate 1 the map is drawn to the change itself where it is: face swap;");
    expect(says(figure)).toContain("With no penalty no manipulation draws the map to it more");
    expect(caption(figure)).toContain("the same masks are laid over the pristine pictures");
  });
  it("shows one kind, and pristine faces without a mask", () => {
    const kept = address();
    const figure = activation(madeActivation(), {address: kept, width: 700});
    choose(figure, "Faces", "swap");
    expect(tiles(figure)).toHaveLength(2);
    choose(figure, "Faces", "pristine");
    expect(kept.read()).toBe("?activation.kind=pristine");
    expect(tiles(figure)[0]).toContain("score ");
    expect(figure.querySelectorAll(".activation-map .mask")).toHaveLength(0);
  });
  it("compares two runs, or shows one where both are the same", () => {
    const figure = activation(madeActivation(), {address: address(), width: 700});
    expect(figure.querySelectorAll(".series-chart g.series")).toHaveLength(4);
    choose(figure, "Maps of", "none");
    expect(figure.querySelectorAll(".series-chart g.series")).toHaveLength(2);
    const data = madeActivation();
    const one = {...data, runs: data.runs.slice(0, 1)};
    expect(activation(one, {address: address(), width: 700}).textContent).not.toContain("Compared with");
  });
  it("holds all means as a table, and says when nothing is recorded", () => {
    expect(tableRows(activation(madeActivation(), {address: address(), width: 700}))).toHaveLength(8);
    const empty = activation(null, {address: address(), width: 700});
    expect(title(empty)).toBe("No maps of trained detectors have been recorded yet");
    expect(empty.textContent).toContain("npm run record -- core");
    expect(activationParameters(null).run.initial).toBe("none");
  });
});
