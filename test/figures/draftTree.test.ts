import {describe, expect, it} from "vitest";
import {draftTree, draftTreeParameters} from "../../src/figures/draftTree.js";
import type {Address} from "../../src/figures/kit/address.js";
import {maskOf, standing} from "../../src/figures/kit/treeMask.js";
import {fateOf, formatScore, framesOf, leftOutScores, shapeOf} from "../../src/figures/kit/treeShape.js";
import {frameSentence, treeFinding} from "../../src/figures/kit/treeWords.js";
import type {TreeRound} from "../../src/figures/treeData.js";
import {recordedTrees} from "./recordedTrees.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

function address(query = ""): Address {
  let now = query;
  return {read: () => now, write: (next) => (now = next)};
}

const data = recordedTrees();
const title = (figure: HTMLElement): string => figure.querySelector(".figure-title")?.textContent ?? "";
const texts = (element: Element, selector: string): (string | null)[] =>
  [...element.querySelectorAll(selector)].map(({textContent}) => textContent);
const press = (figure: HTMLElement, key: string): void => {
  const scroller = figure.querySelector(".tree-scroll")!;
  scroller.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
};

/** K = 2: a root, its two children, two more behind the first, of which the second child is no parent. */
const small: TreeRound = {
  prompt: "toy-01",
  round: 1,
  options: {exitLayer: 1, width: 2, threshold: 0.5, maxNodes: 12, root: "first-draft"},
  layers: 3,
  before: ["a", " b"],
  nodes: [
    {text: " c", parent: -1, probability: 0.3, level: 1, pruned: 0},
    {text: " d", parent: 0, probability: 0.8, level: 2, pruned: 0},
    {text: "<b>", parent: 0, probability: 0.1, level: 2, pruned: 3},
    {text: " e", parent: 1, probability: 0.5, level: 3, pruned: 0},
    {text: "\n", parent: 1, probability: 0.25, level: 3, pruned: 0}
  ],
  levels: [
    {candidates: 1, leftOut: []},
    {candidates: 2, leftOut: []},
    {candidates: 4, leftOut: [{text: " f", parent: 2, probability: 0.9}]}
  ],
  stopped: "score",
  acceptedPath: [0, 1],
  emitted: [" c", " d", " g"],
  confidence: [0.9, 0.8, 0.7],
  shallowForwards: 4,
  shallowRows: 6,
  rows: 5
};
const only = (round: TreeRound) => ({...data, rounds: [round]});

describe("draftTree", () => {
  it("draftTree", () => {
    expectSnapshot(draftTree(data, {round: "stories-02.6", address: address()}), "draftTree");
  });

  it("shows first the round that accepts most, as it ends", () => {
    const figure = draftTree(data, {address: address()});
    const most = Math.max(...data.rounds.map(({acceptedPath}) => acceptedPath.length));
    expect(title(figure)).toContain(`a path of ${most} is accepted, and the pass writes ${most + 1} tokens`);
    expect(figure.querySelectorAll(".tree .node.accepted")).toHaveLength(most);
    expect(figure.querySelector("output")?.textContent).toBe("accepted");
    expect(figure.querySelector("figcaption")?.textContent).toContain("no code of it was released");
  });

  it("grows by the arrow keys, and keeps step and round in the address", () => {
    const page = address();
    const figure = draftTree(data, {address: page});
    document.body.replaceChildren(figure);
    press(figure, "Home");
    expect(figure.querySelectorAll(".tree .node:not(.own)")).toHaveLength(0);
    expect(page.read()).toBe("?draft-tree.step=0");
    press(figure, "ArrowRight");
    press(figure, "ArrowRight");
    expect(figure.querySelectorAll(".tree .node.new")).toHaveLength(10);
    expect(figure.querySelector("output")?.textContent).toBe("level 2 grows");
    const select = figure.querySelector("select")!;
    select.value = "math-02.1";
    select.dispatchEvent(new Event("change"));
    expect(page.read()).toBe("?draft-tree.step=2&draft-tree.round=math-02.1");
    press(figure, "End");
    expect(page.read()).toBe("?draft-tree.round=math-02.1");
  });

  it("reads nodes by the arrow keys without stepping", () => {
    const figure = draftTree(only(small), {address: address()});
    document.body.replaceChildren(figure);
    figure.querySelector<HTMLElement>(".points span")!.focus();
    const go = (key: string): string => {
      document.activeElement!.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
      return document.activeElement!.getAttribute("aria-label")!;
    };
    expect(go("ArrowRight")).toBe("“·c·d”, level 2, score 0.80 = 1.00 · 0.80, accepted");
    expect(go("ArrowDown")).toBe("“·c<b>”, level 2, score 0.10 = 1.00 · 0.10, pruned when level 3 had grown");
    expect(figure.querySelector("output")?.textContent).toBe("accepted");
  });

  it("has tokens as text, with their white space to be seen", () => {
    const figure = draftTree(only(small), {address: address()});
    expect(texts(figure, ".tree .token")).toEqual(["·b", "·c", "·d", "<b>", "·e", "⏎", "·g"]);
    expect(figure.querySelector("b")).toBeNull();
    expect(figure.querySelector(".tree-text")?.textContent).toBe("…a b c d g");
  });

  it("tables every node, those without a place, and the bonus token", () => {
    const figure = draftTree(only(small), {address: address()});
    Object.assign(figure.querySelector("details.data-table")!, {open: true}).dispatchEvent(new Event("toggle"));
    const rows = [...figure.querySelectorAll(".data-table tbody tr")].map((row) => texts(row, "td"));
    expect(rows).toEqual([
      ["1", "·c", "", "0.3", "1", "accepted"],
      ["2", "·d", "·c", "0.8", "0.8", "accepted"],
      ["2", "<b>", "·c", "0.1", "0.1", "pruned when level 3 had grown"],
      ["3", "·e", "·c·d", "0.5", "0.4", "verified, not chosen"],
      ["3", "⏎", "·c·d", "0.25", "0.2", "verified, not chosen"],
      ["3", "·f", "·c<b>", "0.9", "0.09", "no place in its level"],
      ["3", "·g", "·c·d", "–", "–", "the network's own"]
    ]);
  });

  it("says in words what it shows, in each frame", () => {
    const figure = draftTree(only(small), {address: address("?draft-tree.step=2")});
    expect(figure.querySelector("svg.tree")?.getAttribute("aria-label")).toBe(
      "Round 1 of toy-01: 5 nodes grow, 1 is pruned, one pass verifies 4; a path of 2 is accepted, and the pass writes 3 tokens. Shown: level 2 grows"
    );
    expect(figure.querySelector('[role="status"]')?.textContent).toMatch(/^The root proposes its 2 best continuations/);
  });

  it("of nothing recorded is a sentence", () => {
    expect(draftTree(null).textContent).toContain("No draft tree has been recorded");
    expect(() => draftTreeParameters({...data, rounds: []})).toThrow("draftTree: no rounds");
  });
});

describe("a tree's shape", () => {
  const shape = shapeOf(small);

  it("has products of probabilities as scores, the root's being 1", () => {
    expect(shape.nodes.map(({score}) => score)).toEqual([1, 0.8, 0.1, 0.4, 0.2]);
    expect(leftOutScores(shape, 3)[0]).toBeCloseTo(0.09);
    const without = shapeOf({...small, options: {...small.options, root: "last-token"}});
    expect(without.nodes[1].score).toBeCloseTo(0.24);
  });

  it("grows, is pruned where it is, and is verified", () => {
    expect(framesOf(shape)).toEqual([
      {kind: "start"},
      {kind: "grow", level: 1},
      {kind: "grow", level: 2},
      {kind: "grow", level: 3},
      {kind: "prune", level: 3},
      {kind: "stop"},
      {kind: "verify"},
      {kind: "accept"}
    ]);
    expect(framesOf(shape).map((frame) => fateOf(shape, 2, frame))).toEqual([
      "hidden",
      "hidden",
      "new",
      "kept",
      "pruned",
      "pruned",
      "pruned",
      "pruned"
    ]);
  });

  it("lets a row see its ancestors and itself", () => {
    expect(maskOf(shape, standing(shape, {kind: "verify"}))).toEqual([
      [0],
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3],
      [0, 1, 2, 4]
    ]);
    expect(maskOf(shape, standing(shape, {kind: "start"}))).toEqual([[0]]);
  });

  it.each(data.rounds.map((round) => [`${round.prompt}, round ${round.round}`, round] as const))(
    "agrees with what was recorded of %s",
    (_, round) => {
      const recorded = shapeOf(round);
      expect(recorded.kept.length + 1).toBe(round.rows);
      expect(recorded.nodes.length + 1).toBe(round.shallowRows);
      expect(round.acceptedPath.map((i) => round.nodes[i].text).slice(0, -1)).toEqual(
        round.emitted.slice(0, Math.max(0, round.acceptedPath.length - 1))
      );
      for (const frame of framesOf(recorded)) {
        expect(`${treeFinding(recorded)} ${frameSentence(recorded, frame)}`).not.toMatch(/NaN|undefined|Infinity/);
      }
    }
  );

  it("formats scores so that small ones can be told apart", () => {
    expect([1, 0.0996, 0.02, 0.0031, 0.00042, 7.2e-12, 0].map(formatScore)).toEqual([
      "1.00",
      "0.10",
      "0.020",
      "0.0031",
      "4.2·10⁻⁴",
      "7.2·10⁻¹²",
      "0"
    ]);
  });
});
