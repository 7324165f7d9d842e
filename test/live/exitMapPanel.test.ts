// The live map of exits: the panel as it stands before anything is fetched, and a map that was read.
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {bindParameters} from "../../src/figures/kit/address.js";
import {exitMapPanel, readMap} from "../../src/live/exitMapPanel.js";
import {exitMapParameters} from "../../src/live/kangarooParameters.js";
import type {ModelsManifest} from "../../src/live/manifest.js";
import type {ExitMap} from "../../src/traces/exitMap.js";
import {toyMap, toyMapOfHead} from "./toyMap.js";

const file = (megabytes: number) => ({bytes: megabytes * 1e6, sha256: "ab"});
const adapter = (exitLayer: number) => ({...file(0.2), architecture: "attention", exitLayer});
const manifest: ModelsManifest = {
  models: {joey: file(10)},
  adapters: {"exit-2": adapter(2), "exit-4": adapter(4), medusa: {...file(1), architecture: "medusa", exitLayer: 12}},
  eos: [0],
  runtime: {wasm: 14e6, webgpu: 17e6}
};
const prompts = {dialogue: ["one", "two"], stories: ["once", "upon"]};

beforeEach(() => history.replaceState(null, "", "/"));
afterEach(() => document.body.replaceChildren());

function panelAt(query: string): {panel: HTMLElement; text: HTMLTextAreaElement; selects: HTMLSelectElement[]} {
  history.replaceState(null, "", `/?${query}`);
  const panel = exitMapPanel({manifest, prompts});
  document.body.append(panel);
  return {panel, text: panel.querySelector("textarea")!, selects: [...panel.querySelectorAll("select")]};
}

function choose(select: HTMLSelectElement, value: string): void {
  select.value = value;
  select.dispatchEvent(new Event("change"));
}

describe("exitMapPanel", () => {
  it("asks for adapters only where they are wanted", () => {
    const {panel, selects} = panelAt("exit-map-live.tokens=8");
    const label = (): string | null => panel.querySelector(".run")!.textContent;
    expect(label()).toBe("Read it at every exit (24.0 MB to fetch)");
    choose(selects[1], "yes");
    expect(label()).toBe("Read it at every exit (24.4 MB to fetch)");
    expect(location.search).toContain("exit-map-live.adapters=yes");
  });

  it("keeps a reader's text in the address, apart from the rows of the other panel", () => {
    const {text} = panelAt("row1=mine");
    expect(text.value).toBe("one");
    text.value = "a & <b>";
    text.dispatchEvent(new Event("input"));
    expect(new URLSearchParams(location.search).get("probe1")).toBe("a & <b>");
    expect(new URLSearchParams(location.search).get("row1")).toBe("mine");
    text.value = "one"; // as it was suggested
    text.dispatchEvent(new Event("input"));
    expect(location.search).toBe("?row1=mine");
  });

  it("begins with the text that the address holds, which another kind of text leaves alone", () => {
    const {text, selects} = panelAt("probe1=hello");
    expect(text.value).toBe("hello");
    choose(selects[0], "stories");
    expect(text.value).toBe("hello");
    expect(panelAt("exit-map-live.texts=stories").text.value).toBe("once");
  });
});

describe("readMap", () => {
  const source = {how: "Run in this page just now"};
  const read = (map: ExitMap): HTMLElement => {
    const figure = readMap(map, {parameters: bindParameters("exit-map-live", exitMapParameters), source});
    document.body.replaceChildren(figure);
    return figure;
  };
  const said = (figure: HTMLElement): (string | null)[] =>
    [...figure.querySelectorAll(".layer-row")].map(({textContent}) => textContent);

  it("draws the text as the recorded figure does, with downloads, and tells of words that the network would not write", () => {
    const figure = read(toyMapOfHead);
    expect(figure.querySelector('svg.exit-map[role="img"]')).not.toBeNull();
    expect(figure.querySelector("select")).toBeNull();
    expect(figure.querySelector('[aria-label="Download exit-map-live as SVG"]')).not.toBeNull();
    expect(figure.querySelector(".cell-head")?.textContent).toBe(
      "Token 1 of 2, “cat” (the network would write “a”): settled after layer 2 of 4."
    );
    expect(said(figure)).toEqual(["4athe network", "3a0.80", "2a0.40", "1⏎0.20"]);
    expect([...figure.querySelectorAll("text.word")].map(({textContent}) => textContent)).toEqual(["cat", "sat"]);
  });

  it("lets the reader choose between head and adapters where both were read; the address keeps it", () => {
    const figure = read(toyMap);
    const select = figure.querySelector("select")!;
    choose(select, "adapter");
    expect(said(figure)).toEqual(["4athe network", "2a0.70"]);
    expect(location.search).toBe("?exit-map-live.by=adapter");
    // a link to adapters shows the head where none were read
    expect(said(read(toyMapOfHead))).toHaveLength(4);
    expect(said(read(toyMap))).toHaveLength(2);
  });
});
