// @vitest-environment jsdom
import {readFileSync} from "node:fs";
import {describe, expect, it, vi} from "vitest";
import {vocabularyData} from "../../loaders/lib/vocabularyData.js";
import {headShare} from "../../src/figures/kit/headShare.js";
import {openVocabulary} from "../../src/figures/kit/openVocabulary.js";
import {isRare, oneIn, pieceWords, tokenPieces} from "../../src/figures/kit/tokenPieces.js";
import {coveredBy, paperCurves} from "../../src/figures/kit/vocabularyCharts.js";
import type {Paper} from "../../src/figures/paperData.js";
import {vocabularyParameters, vocabularyWorkbench} from "../../src/figures/vocabularyWorkbench.js";
import {address, caption, choose, tableRows, title} from "./recordedSpeeds.js";
import {expectSnapshot, failOnWarnings} from "./snapshot.js";

failOnWarnings();

const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const paper = read("data/papers/tiny-lm.json") as Paper;
const data = vocabularyData();
const vocabulary = openVocabulary(data);

const draw = (query = "", page = address(query)): Promise<HTMLElement> => vocabularyWorkbench(data, paper, {address: page, width: 560}); // prettier-ignore
const cards = (figure: HTMLElement): HTMLElement[] => [...figure.querySelectorAll<HTMLElement>(".cut")];
const fact = (card: HTMLElement, name: string): string =>
  [...card.querySelectorAll(".cut-facts div")].find((row) => row.firstChild?.textContent === name)?.lastChild
    ?.textContent ?? "";
const written = (figure: HTMLElement, text: string): void => {
  const box = figure.querySelector("textarea")!;
  box.value = text;
  box.dispatchEvent(new Event("input"));
};

describe("vocabularyWorkbench", () => {
  it("cuts a text by three vocabularies side by side", async () => {
    const figure = await draw();
    expectSnapshot(figure, "vocabularyWorkbench");
    expect(cards(figure).map((card) => card.querySelector(".cut-name")?.textContent)).toEqual([
      "512 entries",
      "4,096 entries",
      "16,384 entries"
    ]);
    expect(title(figure)).toMatch(
      /^118 bytes become \d+ tokens with 512 entries, \d+ with 4,096 and \d+ with 16,384; embedding and head are 2%, 16% and 63% of a network of 5 million parameters$/
    );
  });

  it("shows a reader's text without loss, as text, and keeps it in the address", async () => {
    vi.useFakeTimers();
    const page = address();
    const figure = await draw("", page);
    written(figure, "<b>zwölf</b>  Boote\n");
    await vi.advanceTimersByTimeAsync(200);
    vi.useRealTimers();
    expect(page.read()).toBe(`?${new URLSearchParams({"vocabulary-workbench.text": "<b>zwölf</b>  Boote\n"})}`);
    const largest = cards(figure)[2].querySelector(".pieces")!;
    const parts = [...largest.querySelectorAll(".piece.part")].map(({textContent}) => textContent);
    const shown = (largest.textContent ?? "").replace(parts.join(""), "ö");
    expect(shown).toBe("<b>zwölf</b>··Boote⏎");
    expect(parts.join(" ")).toMatch(/^(C3 B6)?$/);
    expect(figure.querySelector("b b, .pieces b")).toBeNull();
    choose(figure, "Example", "sum");
    expect(page.read()).toBe("?vocabulary-workbench.texts=sum");
    expect(figure.querySelector("textarea")!.value).toContain("Maya bakes");
  });

  it("takes a text, sizes and a network from the address, and passes over what is none", async () => {
    const figure = await draw(
      "?vocabulary-workbench.text=+the&vocabulary-workbench.sizes=1024,8192&vocabulary-workbench.width=x"
    );
    expect(title(figure)).toMatch(/^4 bytes become 1 token with 1,024 entries and 1 with 8,192; /);
    const long = await draw(`?vocabulary-workbench.text=${"a".repeat(1001)}`);
    expect(title(long)).toMatch(/^118 bytes/);
  });

  it("says where the paper's advice is kept, for the network that is set", async () => {
    const joey = await draw();
    expect(cards(joey).map((card) => fact(card, "covered"))).toEqual(["74% ✗ against the advice", "92.3% ✓ as advised", "100% ✓ as advised"]); // prettier-ignore
    expect(cards(joey).map((card) => fact(card, "embedding and head"))).toEqual(["2% ✓ as advised", "15.7% ✓ as advised", "62.9% ✗ against the advice"]); // prettier-ignore
    expect(caption(joey)).toContain(
      "for this network both hold with 4,096 entries. Here one matrix is embedding and head"
    );
    choose(joey, "Embedding and head", "untied");
    expect(fact(cards(joey)[2], "embedding and head")).toBe("more than all ✗ against the advice");
    expect(caption(joey)).toContain("for this network no vocabulary here keeps both. Here embedding and head are two");
    const large = await draw("?vocabulary-workbench.parameters=1000&vocabulary-workbench.width=1792");
    expect(caption(large)).toContain("both hold with 4,096 and 8,192 and 16,384 entries");
  });

  it("draws nothing that is no number for a space, and the example again for no text", async () => {
    vi.useFakeTimers();
    const figure = await draw();
    written(figure, " ");
    await vi.advanceTimersByTimeAsync(200);
    const spaced = title(figure);
    written(figure, "");
    await vi.advanceTimersByTimeAsync(200);
    vi.useRealTimers();
    expect(title(figure)).toMatch(/^118 bytes/);
    expect(figure.querySelector("textarea")!.placeholder).toMatch(/^User: /);
    expect(spaced).toMatch(/^1 byte becomes 1 token with/);
    expect(figure.innerHTML).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("keeps one vocabulary ticked at least", async () => {
    const page = address("?vocabulary-workbench.sizes=2048");
    const figure = await draw("", page);
    const box = figure.querySelector<HTMLInputElement>('input[value="2048"]')!;
    box.checked = false;
    box.dispatchEvent(new Event("change"));
    expect(cards(figure)).toHaveLength(1);
    expect(page.read()).toBe("?vocabulary-workbench.sizes=2048");
  });

  it("has all sizes in its table, with held-out text and what occurs in none of it", async () => {
    const rows = tableRows(await draw());
    expect(rows.map(([entries]) => entries)).toEqual(["512", "1024", "2048", "4096", "8192", "16384"]);
    expect(rows.at(-1)).toContain(String(data.sizes.at(-1)!.unused));
  });

  it("describes every parameter", () => {
    for (const parameter of Object.values(vocabularyParameters(data))) expect(parameter).toHaveProperty("about");
  });
});

describe("openVocabulary", () => {
  it("finds a token's share of the mixture and its place by it", () => {
    const [the] = vocabulary.cut(" the", 4096).pieces;
    expect(the.text).toBe(" the");
    expect(the.place).toBeLessThan(10);
    const {pieces} = vocabulary.cut(" overglimmered", 16384);
    expect(pieces.map(({text}) => text).join("")).toBe(" overglimmered");
    for (const size of [512, 4096, 16384]) {
      const {shares} = {shares: vocabulary.cut("the quick brown fox", size).pieces.map(({share}) => share)};
      for (const share of shares) expect(share).toBeGreaterThan(0);
    }
  });

  it("shows parts of characters as bytes", () => {
    const {pieces} = vocabulary.cut("👋", 512);
    expect(pieces.map(({text, part}) => [text, part])).toEqual([["F0", true], ["9F", true], ["91", true], ["8B", true]]); // prettier-ignore
    expect(pieces.map(pieceWords).join()).toBe("bytes F0,bytes 9F,bytes 91,bytes 8B");
  });
});

describe("tokenPieces", () => {
  const piece = (text: string, share: number) => ({id: 300, text, part: false, share, place: 20});

  it("marks spaces, tabs and line breaks, and underlines what is rare", () => {
    const pieces = [piece(" a", 0.01), piece("\t", 1e-5), piece("\n\n", 1e-3), piece("b", 0)];
    const element = tokenPieces({size: 512, pieces});
    expect([...element.querySelectorAll(".piece")].map(({textContent}) => textContent)).toEqual(["·a", "⇥", "⏎⏎", "b"]);
    expect([...element.querySelectorAll(".rare")].map(({textContent}) => textContent)).toEqual(["⇥", "b"]);
    expect(element.querySelectorAll("br")).toHaveLength(1);
    expect(element.getAttribute("aria-label")).toBe("cut into 4 tokens");
    expect(element.querySelector<HTMLElement>(".piece")!.title).toBe("token 300: 1 in 100, 20 of 512");
  });

  it("says frequencies to two digits", () => {
    expect([0, 1, 1 / 37, 1 / 940, 1 / 12345, 3e-6].map(oneIn)).toEqual(["never", "1 in 1", "1 in 37", "1 in 940", "1 in 12,000", "1 in 330,000"]); // prettier-ignore
    expect([1 / 49_000, 1 / 51_000].map((share) => isRare(piece("x", share)))).toEqual([false, true]);
  });
});

describe("what a vocabulary takes and covers", () => {
  it("is the share of the parameters, once or twice the matrix", () => {
    expect(headShare(4096, {width: 192, parameters: 5_288_640, tied: true})).toBeCloseTo(0.1487, 4);
    // the ablation's network of 48k: 20 layers of 1,792 channels, two matrices
    expect(headShare(48000, {width: 1792, parameters: 952e6, tied: false})).toBeCloseTo(0.1807, 3);
  });

  it("is read from the paper as printed", () => {
    expect(paperCurves(paper).map(({entries}) => entries)).toEqual([8000, 16000, 32000, 48000, 72000, 100000]);
    expect(paperCurves(paper)[3]).toEqual({entries: 48000, covered: 97.86, head: 18.07});
  });

  it("is unknown where nothing was counted", () => {
    expect(coveredBy(data, 4096)).toBeCloseTo(0.9227, 3);
    expect(coveredBy(data, 5000)).toBeUndefined();
  });
});
