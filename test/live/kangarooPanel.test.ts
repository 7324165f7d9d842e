// The live panel of early exits as it stands before anything is fetched.
import {afterEach, beforeEach, expect, it} from "vitest";
import {kangarooPanel} from "../../src/live/kangarooPanel.js";
import type {ModelsManifest} from "../../src/live/manifest.js";

const file = (megabytes: number) => ({bytes: megabytes * 1e6, sha256: "ab"});
const adapter = (exitLayer: number) => ({...file(0.2), architecture: "attention", exitLayer});
const manifest: ModelsManifest = {
  models: {joey: file(10), "joey-draft": file(2)},
  adapters: {"exit-2": adapter(2), "exit-4": adapter(4), medusa: {...file(1), architecture: "medusa", exitLayer: 12}},
  eos: [0],
  runtime: {wasm: 14e6, webgpu: 17e6}
};
const prompts = {dialogue: ["one", "two", "three", "four", "five"], stories: ["once", "upon", "a", "time"]};

beforeEach(() => history.replaceState(null, "", "/"));
afterEach(() => document.body.replaceChildren());

function panelAt(query: string, given: ModelsManifest = manifest): HTMLElement {
  history.replaceState(null, "", `/?${query}`);
  const panel = kangarooPanel({manifest: given, prompts});
  document.body.append(panel);
  return panel;
}
const label = (panel: HTMLElement): string | null => panel.querySelector(".run")?.textContent ?? null;
const boxes = (panel: HTMLElement): HTMLInputElement[] => [
  ...panel.querySelectorAll<HTMLInputElement>(".checks input")
];
const tick = (panel: HTMLElement, value: string): void =>
  boxes(panel)
    .find((box) => box.value === value)
    ?.click();

it("says how much will be fetched: the runtime, joey, and what the ticked methods need", () => {
  const panel = panelAt("kangaroo-live.methods=lookup,early-exit");
  expect(label(panel)).toBe("Run it here (24.0 MB to fetch)");
  tick(panel, "kangaroo");
  expect(label(panel)).toBe("Run it here (24.2 MB to fetch)");
  tick(panel, "tree"); // the same adapter
  expect(label(panel)).toBe("Run it here (24.2 MB to fetch)");
  tick(panel, "medusa");
  tick(panel, "draft-model");
  expect(label(panel)).toBe("Run it here (27.2 MB to fetch)");
  expect(new URLSearchParams(location.search).get("kangaroo-live.methods")).toBe(
    "lookup,draft-model,early-exit,kangaroo,tree,medusa"
  );
});

it("labels every control, and takes what the address says", () => {
  const panel = panelAt("kangaroo-live.exit=4&kangaroo-live.threshold=0.3&kangaroo-live.rows=2&row2=mine");
  for (const input of panel.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")) {
    expect(input.labels).toHaveLength(1);
  }
  const select = (text: string): string | undefined =>
    [...panel.querySelectorAll("label")].find((each) => each.textContent?.startsWith(text))?.querySelector("select")
      ?.value;
  expect([select("Exit layer"), select("Threshold")]).toEqual(["4", "0.3"]);
  const rows = [...panel.querySelectorAll<HTMLElement>(".prompt-rows li")].filter(({hidden}) => !hidden);
  expect(rows.map((row) => row.querySelector("textarea")?.value)).toEqual(["one", "mine"]);
});

it("leaves out methods that the site has no weights for", () => {
  const panel = panelAt("", {...manifest, models: {joey: file(10)}, adapters: {"exit-2": adapter(2)}});
  expect(boxes(panel).map(({value}) => value)).toEqual(["lookup", "early-exit", "kangaroo", "tree"]);
  expect(label(panel)).toBe("Run it here (24.2 MB to fetch)");
});

it("starts nothing where joey is missing, and says so", () => {
  const panel = panelAt("", {...manifest, models: {}});
  expect(panel.querySelector<HTMLButtonElement>(".run")?.disabled).toBe(true);
  expect(panel.querySelector("[role=status]")?.textContent).toMatch(/^joey has not been trained yet/);
});

it("fails visibly where no worker can be started", async () => {
  const panel = panelAt("");
  panel.querySelector<HTMLButtonElement>(".run")?.click();
  await new Promise((resolve) => setTimeout(resolve, 50));
  const failure = panel.querySelector<HTMLElement>("[role=alert]");
  expect(failure?.hidden).toBe(false);
  expect(failure?.textContent).toMatch(/^Live decoding failed: ./);
  expect(panel.querySelector<HTMLButtonElement>(".run")?.disabled).toBe(false);
});
