// The panel of the live training, with contestants that learn by rule.
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {builtInText} from "../../src/live/builtInText.js";
import {trainingPanel} from "../../src/live/trainingPanel.js";
import {madeContestant} from "./madeContestant.js";
import type {MadeContestant} from "./madeContestant.js";

const runtime = {
  wasm: {bytes: 14.2e6, compressed: 3.7e6},
  webgpu: {bytes: 16.8e6, compressed: 4.1e6}
};

let made: MadeContestant[] = [];
beforeEach(() => {
  made = [];
  history.replaceState(null, "", "/");
});
afterEach(() => document.body.replaceChildren());

function panelAt(query: string, prepare: (contestant: MadeContestant) => void = () => {}): HTMLElement {
  history.replaceState(null, "", `/?${query}`);
  const panel = trainingPanel({
    runtime,
    start() {
      const contestant = madeContestant();
      prepare(contestant);
      made.push(contestant);
      return contestant;
    }
  });
  document.body.append(panel);
  return panel;
}

const button = (panel: HTMLElement, label: string | RegExp): HTMLButtonElement => {
  const found = [...panel.querySelectorAll("button")].find(({textContent}) =>
    typeof label === "string" ? textContent === label : label.test(textContent ?? "")
  );
  if (!found) throw new Error(`no button ${String(label)}`);
  return found;
};
const status = (panel: HTMLElement): string | null => panel.querySelector(".live-status")!.textContent;
const title = (panel: HTMLElement): string | null => panel.querySelector(".figure-title")!.textContent;
const train = (panel: HTMLElement): HTMLButtonElement => panel.querySelector<HTMLButtonElement>(".run")!;
const field = (panel: HTMLElement, label: string): HTMLInputElement =>
  panel.querySelector<HTMLInputElement>(`[aria-label="${label}"]`)!;
const sizes = (panel: HTMLElement): (string | null)[] =>
  [...panel.querySelectorAll(".train-size")].map(({textContent}) => textContent);

function put(input: HTMLElement & {value: string}, value: string, event = "input"): void {
  input.value = value;
  input.dispatchEvent(new Event(event, {bubbles: true}));
}

describe("before anything is trained", () => {
  it("says what will be fetched, how large both networks are, and that nothing has been trained", () => {
    const panel = panelAt("");
    expect(train(panel).textContent).toBe("Train (3.7 MB to fetch)");
    expect(panel.textContent).toContain(
      "3.7 MB from hosts that compress it, 14.2 MB from others. No weights are fetched"
    );
    expect(sizes(panel)).toEqual([
      "52,288 parameters, 512 characters a step",
      "53,440 parameters, 512 characters a step"
    ]);
    expect(title(panel)).toBe("Two small networks, about to learn to write");
    expect(panel.querySelector(".source summary")?.textContent).toBe("Nothing has been trained yet.");
    expect(made).toEqual([]);
  });

  it("labels every control, and takes what the address says", () => {
    const panel = panelAt("train-live.a-depth=2&train-live.a-width=48&train-live.b-init=gpt2&train-live.steps=40");
    for (const input of panel.querySelectorAll<HTMLInputElement>("input, select, textarea")) {
      expect(input.labels!.length, input.outerHTML).toBe(1);
    }
    const names = [...panel.querySelectorAll("fieldset fieldset [aria-label]")].map((each) => each.getAttribute("aria-label")); // prettier-ignore
    expect(new Set(names).size).toBe(16);
    expect([field(panel, "Depth of A").value, field(panel, "Initialisation of B").value]).toEqual(["2", "gpt2"]);
    expect(field(panel, "Width of A").getAttribute("aria-valuetext")).toBe("48");
    put(field(panel, "Learning rate of A"), "6");
    expect(new URLSearchParams(location.search).get("train-live.a-rate")).toBe("0.05");
  });

  it("does not start a network out of its limits, and says why", () => {
    const panel = panelAt("");
    put(field(panel, "Depth of B"), "4");
    expect(sizes(panel)[1]).toMatch(/^\d+ parameters; at most 60000: lower depth, width or expansion$/);
    expect(train(panel).disabled).toBe(true);
    put(panel.querySelector<HTMLSelectElement>(".train-settings select")!, "1", "change"); // A alone
    expect(train(panel).disabled).toBe(false);
    expect(title(panel)).toBe("A small network, about to learn to write");
  });

  it("does not start on a text that is too short, and loses nothing of it", () => {
    const panel = panelAt("");
    const text = panel.querySelector("textarea")!;
    put(text, "Too short.", "change");
    expect(panel.querySelector(".train-note.wrong")?.textContent).toBe(
      "text: 10 characters; write or paste 300 at least"
    );
    expect(train(panel).disabled).toBe(true);
    expect(text.value).toBe("Too short.");
    button(panel, "Back to the built-in text").click();
    expect([text.value === builtInText, train(panel).disabled]).toEqual([true, false]);
  });

  it("puts the reader's text into the link only when asked, and only where it fits", () => {
    const panel = panelAt("");
    const text = panel.querySelector("textarea")!;
    const box = panel.querySelector<HTMLInputElement>(".train-link input")!;
    put(text, "my words & <b>more</b> ".repeat(20), "change");
    expect(location.search).toBe("");
    box.click();
    expect(new URLSearchParams(location.search).get("train1")).toBe(text.value);
    expect(panelAt(location.search.slice(1)).querySelector("textarea")!.value).toBe(text.value);
    put(text, "long ".repeat(2000), "change");
    expect(location.search).toBe("");
    expect(panel.textContent).toContain("The link is left without the text: it would take 10,008 characters there, and 6,000 are the most."); // prettier-ignore
    box.click();
    expect(panel.textContent).not.toContain("The link is left without");
  });

  it("says that rare characters share a token", () => {
    const panel = panelAt("");
    const many = Array.from({length: 400}, (_, i) => String.fromCodePoint(0x4e00 + (i % 150))).join("");
    put(panel.querySelector("textarea")!, many, "change");
    expect(panel.textContent).toContain("400 characters, 96 tokens");
    expect(panel.textContent).toContain("The 55 rarest characters share one token, written \ufffd.");
  });

  it("leaves out what the address hides", () => {
    expect(panelAt("hide=train-live.text").querySelector("textarea")).toBeNull();
    const panel = panelAt("hide=train-live.a-heads,train-live.axis");
    expect(field(panel, "Heads of A")).toBeNull();
    expect(field(panel, "Heads of B")).not.toBeNull();
    expect(panel.textContent).not.toContain("Curves over");
  });
});

describe("a race", () => {
  const run = async (panel: HTMLElement, said: RegExp = /^Done\.$/): Promise<void> => {
    train(panel).click();
    await vi.waitFor(() => expect(status(panel)).toMatch(said), {timeout: 5000});
  };

  it("ends with the finding, curves, samples as text, a table and a source", async () => {
    const panel = panelAt("train-live.steps=100&train-live.samples=25");
    await run(panel);
    expect(title(panel)).toBe("After 100 steps, A is ahead on text neither has seen: 2.00 to 2.10 nats a character");
    expect(panel.querySelectorAll('svg.lines[role="img"]')).toHaveLength(2);
    const lane = panel.querySelector(".train-lane")!;
    expect(lane.querySelector(".train-said")?.textContent).toBe(
      "step 100 of 100 · 25.0 steps a second · loss 2.00 · held out 2.00 · gradient norm 1.00 · wasm"
    );
    expect([...lane.querySelectorAll(".train-sample")].map(({textContent}) => textContent)).toEqual([
      "<b>100</b>",
      "<b>75</b>",
      "<b>50</b>",
      "<b>25</b>"
    ]);
    expect(panel.querySelector(".train-sample b")).toBeNull();
    const table = panel.querySelector<HTMLDetailsElement>(".data-table")!;
    table.open = true;
    table.dispatchEvent(new Event("toggle"));
    expect(table.querySelectorAll("thead th")).toHaveLength(7);
    expect(table.querySelector("tbody tr:last-child")?.textContent).toBe("1002.02212.122.11");
    expect(panel.querySelector(".source")?.textContent).toMatch(/Trained in this page just now.*Network A52,288 parameters; depth 4, width 32.*wasm, 1 thread.*made 1\.0/s); // prettier-ignore
    expect(train(panel).disabled).toBe(true);
  });

  it("is paused, stepped and gone on with; its settings are locked until it is reset", async () => {
    const panel = panelAt("train-live.steps=30", (contestant) => {
      contestant.before = (step) => void (step === 5 && train(panel).click());
    });
    await run(panel, /^Paused after \d+ steps\.$/);
    expect(train(panel).textContent).toBe("Go on");
    expect(panel.querySelector<HTMLFieldSetElement>(".train-settings")!.disabled).toBe(true);
    expect(panel.querySelector("textarea")!.readOnly).toBe(true);
    for (const contestant of made) contestant.before = undefined;
    const before = status(panel);
    button(panel, "Step").click();
    await vi.waitFor(() => expect(status(panel)).toMatch(/^Paused/));
    await vi.waitFor(() => expect(status(panel)).not.toBe(before));
    button(panel, "Write now").click();
    await vi.waitFor(() => expect(panel.querySelector(".train-sample")?.textContent).toBe("sample at 0.7"));
    await run(panel);
    button(panel, "Reset").click();
    expect([train(panel).textContent, train(panel).disabled]).toEqual(["Train", false]);
    expect(panel.querySelector<HTMLFieldSetElement>(".train-settings")!.disabled).toBe(false);
    expect(document.activeElement).toBe(train(panel));
    expect(panel.querySelectorAll(".train-lane")).toHaveLength(0);
  });

  it("draws over seconds when asked", async () => {
    const panel = panelAt("train-live.steps=50&train-live.networks=1");
    await run(panel);
    const select = panel.querySelector<HTMLSelectElement>(".train-axis select")!;
    put(select, "seconds", "change");
    expect(panel.querySelector("svg.lines")?.getAttribute("aria-label")).toBe("Loss over seconds");
    expect(location.search).toContain("train-live.axis=seconds");
  });

  it("does not draw under a reader who goes through a chart's points", async () => {
    const panel = panelAt("train-live.steps=20&train-live.networks=1");
    await run(panel);
    const point = panel.querySelector<HTMLElement>('.points [tabindex="0"]')!;
    point.focus();
    put(panel.querySelector<HTMLSelectElement>(".train-axis select")!, "seconds", "change");
    expect(document.activeElement).toBe(point);
    expect(panel.querySelector("svg.lines")?.getAttribute("aria-label")).toBe("Loss over steps");
    point.blur();
    await vi.waitFor(() => expect(panel.querySelector("svg.lines")?.getAttribute("aria-label")).toBe("Loss over seconds")); // prettier-ignore
  });

  it("says what failed while the other goes on, and starts again when asked", async () => {
    const panel = panelAt("train-live.steps=20", (contestant) => {
      contestant.before = (step) => void (made[1] === contestant && step === 6 && (contestant.runFailure = "loss NaN"));
    });
    train(panel).click();
    const failure = panel.querySelector<HTMLElement>("[role=alert]")!;
    await vi.waitFor(() => expect(failure.hidden).toBe(false));
    expect(failure.textContent).toBe(
      "Training B failed: loss NaN. “Go on” tries again, “Reset” lets you change the settings."
    );
    expect(title(panel)).toBe("On text they have not seen, A's loss is 2.80 after 20 steps, B's 3.05 after 5 steps");
    made[1].before = made[1].runFailure = undefined;
    await run(panel);
    expect(failure.hidden).toBe(true);
  });

  it("says why it could not be started, keeps what was typed, and can be started again", async () => {
    let failing = true;
    const panel = panelAt("train-live.steps=20", (contestant) => {
      if (failing) contestant.openFailure = "the runtime is blocked";
    });
    const mine = "A text of my own. ".repeat(30);
    put(panel.querySelector("textarea")!, mine, "change");
    train(panel).click();
    const failure = panel.querySelector<HTMLElement>("[role=alert]")!;
    await vi.waitFor(() => expect(failure.hidden).toBe(false));
    expect(failure.textContent).toBe("Training failed: the runtime is blocked");
    expect([panel.querySelector("textarea")!.value === mine, train(panel).disabled]).toEqual([true, false]);
    failing = false;
    await run(panel);
    expect(failure.hidden).toBe(true);
  });

  it("fails visibly where no worker can be started", async () => {
    history.replaceState(null, "", "/");
    const panel = trainingPanel({runtime});
    document.body.append(panel);
    train(panel).click();
    await vi.waitFor(() => expect(panel.querySelector("[role=alert]")?.textContent).toMatch(/^Training failed: ./));
    expect(train(panel).disabled).toBe(false);
  });
});
