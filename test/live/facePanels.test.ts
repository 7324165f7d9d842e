// The CORE chapter's live panels, with a lab that answers by rule.
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {forgeryPanel} from "../../src/live/forgeryPanel.js";
import {nobodyPanel} from "../../src/live/nobodyPanel.js";
import {ownPicturePanel} from "../../src/live/ownPicturePanel.js";
import {twoViewsPanel} from "../../src/live/twoViewsPanel.js";
import {agreement} from "../../src/live/faceWork.js";
import type {FaceLab, LoadHandlers} from "../../src/live/faces.js";
import type {FaceManifest} from "../../src/live/faceManifest.js";
import type {ForgeArgs, Pixels, ViewsArgs} from "../../src/live/faceMessages.js";
import type {FacePanelOptions} from "../../src/live/facePanels.js";

const file = (bytes: number) => ({bytes, sha256: "ab".repeat(32)});
const detector = {...file(175_908), size: 96, parameters: 86_490, run: "0123456789abcdef", auc: 0.9};
const manifest: FaceManifest = {
  appearance: file(545_638),
  detectors: {none: detector, cosine: {...detector, auc: 0.91}},
  finder: file(209_620),
  runtime: {bytes: 13_000_000, compressed: 3_300_000}
};
const pixels = (): Pixels => ({width: 128, height: 128, rgba: new Uint8ClampedArray(128 * 128 * 4)});

interface MadeLab extends FaceLab {
  readonly viewed: ViewsArgs[];
  readonly forged: ForgeArgs[];
  failure?: string;
}

/** Its features differ by the number of steps of a view; a forgery's score falls with its strength. */
function madeLab(): MadeLab {
  const listeners = new Set<() => void>();
  let stage: FaceLab["stage"] = "closed";
  const become = (next: FaceLab["stage"]): void => {
    stage = next;
    for (const listener of listeners) listener();
  };
  const made: MadeLab = {
    viewed: [],
    forged: [],
    get stage() {
      return stage;
    },
    get detectors() {
      return stage === "judged" ? {threads: 2, version: "made 1.0", models: {none: "a", cosine: "b"}} : undefined;
    },
    async open(judge: boolean, {progress, signal}: LoadHandlers = {}) {
      become("opening");
      progress?.({loaded: 1, total: 4});
      await Promise.resolve();
      if (signal?.aborted || made.failure !== undefined) {
        become("closed");
        throw signal?.aborted ? new DOMException("stopped", "AbortError") : new Error(made.failure);
      }
      become(judge ? "judged" : "faces");
    },
    views(args) {
      made.viewed.push(args);
      const feature = (steps: number) => Float32Array.of(3, 4 * steps);
      const views = args.views.map((view) => ({logit: -1, feature: feature(view.length)}));
      const [a, b] = views;
      const reading = {views, ...(a && b ? {agreement: agreement(a.feature, b.feature)} : {})};
      const readings = Object.fromEntries(args.detectors.map((name) => [name, reading]));
      return Promise.resolve({crop: pixels(), views: args.views.map(pixels), readings, ms: 5.4});
    },
    forge(args) {
      made.forged.push(args);
      const {strength} = args.forgery.knobs;
      const map = {places: 2, start: 32, step: 32, values: Float32Array.of(1, -1, 0.5, 0)};
      const reading = (forged: number) => ({pristine: -2, forged, map});
      return Promise.resolve({
        pristine: pixels(),
        forged: pixels(),
        mask: {width: 128, height: 128, data: new Float32Array(128 ** 2).fill(0.5)},
        change: strength / 10,
        changeInside: strength / 5,
        readings: {none: reading(-1), cosine: reading(strength - 50)},
        ms: 9
      });
    },
    own: ({width}) =>
      Promise.resolve(width === 0 ? {found: false as const, reason: "no face was found", ms: 1} : {found: true as const, points: [[1, 2]] as const, crop: pixels(), ms: 1}), // prettier-ignore
    forget: () => Promise.resolve(),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
  return made;
}

let lab: MadeLab;
beforeEach(() => {
  lab = madeLab();
  history.replaceState(null, "", "/");
});
afterEach(() => document.body.replaceChildren());

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function shown(
  panel: (options: FacePanelOptions) => HTMLElement,
  {query = "", open = true, given = manifest}: {query?: string; open?: boolean; given?: FaceManifest} = {}
): Promise<HTMLElement> {
  history.replaceState(null, "", `/?${query}`);
  const element = panel({manifest: given, lab});
  document.body.append(element);
  if (open) element.querySelector<HTMLButtonElement>(".run")!.click();
  await soon();
  return element;
}

const title = (panel: HTMLElement): string | null => panel.querySelector(".figure-title")!.textContent;
const button = (panel: HTMLElement, label: string, at = 0): HTMLButtonElement => {
  const found = [...panel.querySelectorAll("button")].filter(({textContent}) => textContent === label)[at];
  if (!found) throw new Error(`no button ${label}`);
  return found;
};
const selectOf = (panel: HTMLElement, label: string): HTMLSelectElement | undefined =>
  [...panel.querySelectorAll("label")].find(({textContent}) => textContent.startsWith(label))?.querySelector("select") ?? undefined; // prettier-ignore
const slider = (panel: HTMLElement, label: string, at = 0): HTMLInputElement =>
  panel.querySelectorAll<HTMLInputElement>(`input[aria-label="${label}"]`)[at];
async function move(input: HTMLInputElement, value: number): Promise<void> {
  input.value = String(value);
  input.dispatchEvent(new Event("input", {bubbles: true}));
  await soon();
}

describe("before anything has been fetched", () => {
  it("the button says how much, and nothing is asked for", async () => {
    const panel = await shown(twoViewsPanel, {open: false});
    expect(panel.querySelector(".run")!.textContent).toBe("Bring face and detectors here (4.4 MB to fetch)");
    expect(title(panel)).toBe("One face, two views, one network, one label");
    expect(lab.viewed).toEqual([]);
    const nobody = await shown(nobodyPanel, {open: false});
    expect(nobody.querySelector(".run")!.textContent).toBe("Draw somebody (546 kB to fetch)");
  });

  it("a site without detectors says that they are still being trained", async () => {
    const panel = await shown(forgeryPanel, {open: false, given: {...manifest, detectors: {}}});
    expect(panel.querySelector<HTMLButtonElement>(".run")!.hidden).toBe(true);
    expect(panel.querySelector(".face-note")!.textContent).toContain("still being trained");
  });

  it("a failed download is told, and the button tries again", async () => {
    lab.failure = "none.safetensors: http status 404";
    const panel = await shown(twoViewsPanel);
    const alert = panel.querySelector<HTMLElement>('[role="alert"]')!;
    expect(alert.textContent).toBe(
      "It could not be fetched: none.safetensors: http status 404. The button tries again."
    );
    lab.failure = undefined;
    panel.querySelector<HTMLButtonElement>(".run")!.click();
    await soon();
    expect(alert.hidden).toBe(true);
    expect(lab.viewed).toHaveLength(1);
  });

  it("one panel's button opens all panels", async () => {
    const forgery = await shown(forgeryPanel, {open: false});
    await shown(twoViewsPanel);
    expect(lab.forged).toHaveLength(1);
    expect(forgery.querySelector<HTMLButtonElement>(".run")!.hidden).toBe(true);
  });
});

describe("two views", () => {
  it("asks for both views of the address, with both detectors, and says how they agree", async () => {
    const panel = await shown(twoViewsPanel, {query: "two-views.a=f&two-views.b=f*e1_2_30_40&two-views.person=9"});
    expect(lab.viewed[0]).toMatchObject({subject: {person: {seed: 9}}, detectors: ["none", "cosine"]});
    expect(lab.viewed[0].views).toEqual([
      [{kind: "flip"}],
      [{kind: "flip"}, {kind: "erase", box: {left: 1, top: 2, width: 30, height: 40}}]
    ]);
    const {cosine} = agreement(Float32Array.of(3, 4), Float32Array.of(3, 8));
    expect(title(panel)).toContain(`cos ${cosine.toFixed(2)} in the detector trained without consistency`);
    expect([...panel.querySelectorAll(".view-words")].map(({textContent}) => textContent)).toEqual([
      "mirrored",
      "mirrored, erased 30 × 40 pixels"
    ]);
    expect(panel.querySelectorAll(".agreement")).toHaveLength(2);
  });

  it("a slider, a key and a button change a view, and the address with it", async () => {
    const panel = await shown(twoViewsPanel, {query: "two-views.a=e40_40_36_36&two-views.b="});
    await move(slider(panel, "JPEG quality"), 60);
    expect(location.search).toContain("two-views.a=j60*e40_40_36_36");
    const pad = panel.querySelector<HTMLElement>(".view-pad")!;
    const press = async (key: string, shiftKey = false): Promise<void> => {
      pad.dispatchEvent(new KeyboardEvent("keydown", {key, shiftKey, bubbles: true, cancelable: true}));
      await soon();
    };
    await press("ArrowRight");
    await press("ArrowDown", true);
    expect(location.search).toContain("e44_40_36_40");
    await press("Delete");
    expect(location.search).toContain("two-views.a=j60");
    expect(location.search).not.toContain("e44");
    button(panel, "Add a box").click();
    await soon();
    expect(location.search).toContain("*e46_46_36_36");
    button(panel, "Reset").click();
    await soon();
    expect(lab.viewed.at(-1)!.views[0]).toEqual([]);
  });

  it("draws both views from a family, as a link has them", async () => {
    const panel = await shown(twoViewsPanel, {query: "two-views.draw=DFDC_selim"});
    for (let i = 0; i < 5; i++) {
      button(panel, "Draw two views").click();
      await soon();
      const query = new URLSearchParams(location.search);
      expect(query.get("two-views.draw")).toBe("DFDC_selim");
      expect(lab.viewed.at(-1)!.views).toHaveLength(2);
    }
    expect(panel.textContent).not.toMatch(/NaN|undefined/);
  });

  it("what is no view in an address is left out", async () => {
    await shown(twoViewsPanel, {query: "two-views.a=x9&two-views.b=e1_2"});
    expect(lab.viewed[0].views.map((view) => view.length)).toEqual([1, 2]);
  });
});

describe("a forgery", () => {
  it("is what the address says, and who notices stands in the title", async () => {
    const panel = await shown(forgeryPanel, {query: "forgery.family=reenact&forgery.knobs=80_3&forgery.person=5"});
    expect(lab.forged[0]).toMatchObject({person: {seed: 5}, forgery: {family: "reenact", knobs: {strength: 80, softness: 3}}}); // prettier-ignore
    expect(title(panel)).toBe("A re-enactment that changes 8.0 grey levels on average: only the detector with consistency notices"); // prettier-ignore
  });

  it("knobs of another family, or out of range, give way to the first values", async () => {
    await shown(forgeryPanel, {query: "forgery.family=reenact&forgery.knobs=80_3_4"});
    expect(lab.forged[0].forgery.knobs).toEqual({strength: 120, softness: 5});
  });

  it("keeps the softest that was caught, and leads back to it", async () => {
    const panel = await shown(forgeryPanel);
    const caught = (): string | null => panel.querySelector(".forgery-caught")!.textContent;
    expect(caught()).toContain("changes the picture by 10.00 grey levels");
    await move(slider(panel, "How much of the donor"), 60);
    expect(caught()).toContain("by 6.00 grey levels");
    await move(slider(panel, "How much of the donor"), 30);
    expect(title(panel)).toContain("neither detector notices");
    expect(caught()).toContain("by 6.00 grey levels");
    expect(location.search).toContain("forgery.knobs=30_6_100_30_92");
    button(panel, "Back to it").click();
    await soon();
    expect(lab.forged.at(-1)!.forgery.knobs.strength).toBe(60);
  });

  it("offers rarer false alarms where they were measured, and begins its catches anew", async () => {
    expect(selectOf(await shown(forgeryPanel), "False alarms")).toBeUndefined();
    const alarms = [0, 1.5, 2.5, 80].map((threshold, k) => ({threshold, share: [0.25, 0.1, 0.01, 0.001][k]}));
    const measured = {...detector, alarms, pristine: 10_000};
    const panel = await shown(forgeryPanel, {given: {...manifest, detectors: {none: measured, cosine: measured}}});
    const said = (): string | null => panel.querySelector("figcaption")!.textContent;
    expect(said()).toContain("Of 10,000 pristine faces of the same kind the detector without consistency calls 25.0% manipulated there, the detector with consistency calls 25.0% manipulated there."); // prettier-ignore
    const caught = (): string | null => panel.querySelector(".forgery-caught")!.textContent;
    expect(caught()).toMatch(/^Softest forgery that the detector with consistency has caught here so far/);
    const select = selectOf(panel, "False alarms")!;
    select.value = "1000";
    select.dispatchEvent(new Event("change"));
    expect(location.search).toContain("forgery.alarm=1000");
    expect(said()).toContain("calls 0.1% manipulated there");
    expect(title(panel)).toContain("neither detector notices");
    expect(caught()).toBe("The detector with consistency has caught no forgery here yet.");
    expect(panel.querySelectorAll(".scores .threshold")).toHaveLength(2);
  });

  it("shows the map or the mask over it, told apart by more than colour", async () => {
    const panel = await shown(forgeryPanel);
    const over = () => [...panel.querySelectorAll(".over rect")].map((rect) => rect.getAttribute("class"));
    expect(over().sort()).toEqual(["against", "against", "for", "for"]);
    const select = [...panel.querySelectorAll("select")].find(({value}) => value === "activation")!;
    select.value = "mask";
    select.dispatchEvent(new Event("change"));
    expect(new Set(over())).toEqual(new Set(["mask"]));
  });
});

describe("nobody", () => {
  it("moves along components, and back", async () => {
    const panel = await shown(nobodyPanel, {query: "nobody.c2=15"});
    expect(lab.viewed[0].subject).toEqual({person: {seed: 36, walk: [0, 1.5, 0, 0, 0, 0]}, quality: 95});
    expect(title(panel)).toBe("Nobody, drawn in 5 ms");
    await move(slider(panel, "Component 1"), -20);
    expect(location.search).toContain("nobody.c1=-20");
    button(panel, "As drawn").click();
    await soon();
    expect(lab.viewed.at(-1)!.subject).toMatchObject({person: {walk: [0, 0, 0, 0, 0, 0]}});
  });
});

describe("your own picture", () => {
  it("can be chosen only once the detectors are here, and says what it proves: nothing", async () => {
    const before = await shown(ownPicturePanel, {open: false});
    const chooser = before.querySelector<HTMLInputElement>('input[type="file"]')!;
    expect(chooser.disabled).toBe(true);
    expect(before.querySelector("figcaption")!.textContent).toContain("This proves nothing about your picture.");
    before.querySelector<HTMLButtonElement>(".run")!.click();
    await soon();
    expect(chooser.disabled).toBe(false);
    expect(lab.viewed).toEqual([]);
  });

  it("a camera that is not there is told", async () => {
    const panel = await shown(ownPicturePanel);
    button(panel, "Take one with the camera").click();
    await soon();
    expect(panel.querySelector('[role="alert"]')!.textContent).toContain("There is no camera to take a picture with");
  });

  it("a file that is no picture is told", async () => {
    const panel = await shown(ownPicturePanel);
    const chooser = panel.querySelector<HTMLInputElement>('input[type="file"]')!;
    Object.defineProperty(chooser, "files", {value: [new File(["text"], "a.txt", {type: "text/plain"})]});
    (globalThis as {createImageBitmap?: unknown}).createImageBitmap = () => Promise.reject(new Error("no"));
    chooser.dispatchEvent(new Event("change"));
    await soon();
    expect(panel.querySelector('[role="alert"]')!.textContent).toBe(
      "The picture could not be used: this file (text/plain) is no picture that this browser can read; choose a JPEG, PNG or WebP."
    );
  });
});
