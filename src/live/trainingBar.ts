// The buttons of the live training, the download's bar, the line that says what is going on, and what went wrong.
import {html} from "../figures/kit/dom.js";
import type {Progress} from "../runtime/fetchWeights.js";
import type {DeviceChoice} from "../runtime/serve.js";
import {downloadProgress} from "./downloadProgress.js";
import {formatBytes} from "./manifest.js";
import {devicesFor} from "./panelText.js";
import type {WebDevice} from "./panelText.js";
import type {RaceState} from "./trainingRace.js";

/** Bytes of the runtime's WebAssembly by device: as it is, and as hosts send it that compress. */
export type RuntimeSizes = Readonly<Record<WebDevice, {readonly bytes: number; readonly compressed: number}>>;

export interface TrainingBarOptions {
  readonly runtime: RuntimeSizes;
  readonly device: Exclude<DeviceChoice, "cpu">;
  /** Train, go on or pause. */
  readonly toggle: () => void;
  readonly step: () => void;
  readonly reset: () => void;
}

export interface TrainingBar {
  readonly elements: readonly HTMLElement[];
  /** Have the buttons fit the state; `ready` says whether what is set can be trained. */
  settle(state: RaceState, ready: boolean): void;
  /** Show that something is being fetched or opened. */
  progress(progress?: Progress): void;
  /** Put a line before the reader, who may be listening. */
  say(text: string): void;
  /** Say what went wrong; "" for nothing. */
  fail(text: string): void;
  warn(text: string): void;
  /** Forget failures and warnings. */
  clear(): void;
}

export function trainingBar({runtime, device, toggle, step, reset}: TrainingBarOptions): TrainingBar {
  const main = html("button", {type: "button", class: "primary run"});
  const one = html("button", {type: "button"}, "Step");
  const anew = html("button", {type: "button"}, "Reset");
  const bar = html("progress", {hidden: true, "aria-label": "Download"});
  const status = html("p", {class: "live-status", role: "status"});
  const fetched = html("p", {class: "train-note"});
  const failure = html("p", {class: "live-error", role: "alert", hidden: true});
  const warnings = html("ul", {class: "live-warnings"});
  let devices: readonly WebDevice[] = [device === "webgpu" ? "webgpu" : "wasm"];
  let state: RaceState = "fresh";
  let ready = false;
  /** whether the runtime is there */
  let there = false;
  let shown: ReturnType<typeof downloadProgress> | undefined;
  const say = (text: string): void => {
    if (status.textContent !== text) status.textContent = text;
  };
  const size = (of: "bytes" | "compressed"): string =>
    formatBytes(devices.reduce((n, each) => n + runtime[each][of], 0));
  const relabel = (): void => {
    const labels: Readonly<Record<RaceState, string>> = {
      fresh: there ? "Train" : `Train (${size("compressed")} to fetch)`,
      opening: "Train",
      running: "Pause",
      paused: "Go on",
      ended: "Trained"
    };
    main.textContent = labels[state];
    main.disabled = state === "opening" || state === "ended" || (state === "fresh" && !ready);
    one.disabled = main.disabled || state === "running";
    anew.disabled = state === "fresh";
    fetched.textContent = `What is fetched is ONNX Runtime: ${size("compressed")} from hosts that compress it, ${size("bytes")} from others. No weights are fetched, they begin at random.`;
    fetched.hidden = there;
    if (state !== "opening") {
      bar.hidden = true;
      shown = undefined;
    }
  };
  void devicesFor(device).then((found) => {
    devices = found;
    relabel();
  });
  main.addEventListener("click", toggle);
  one.addEventListener("click", step);
  anew.addEventListener("click", () => {
    reset();
    main.focus(); // "Reset" has nothing more to do and loses the focus
  });
  return {
    elements: [html("div", {class: "live-bar"}, main, one, anew, bar, status), fetched, failure, warnings],
    settle(now, fits) {
      [state, ready] = [now, fits];
      if (state === "running") there = true;
      relabel();
    },
    progress(progress) {
      bar.hidden = false;
      shown ??= downloadProgress(bar, say);
      if (progress) shown(progress);
      else bar.removeAttribute("value");
    },
    say,
    fail(text) {
      failure.hidden = text === "";
      failure.textContent = text;
    },
    warn: (text) => warnings.append(html("li", {}, text)),
    clear() {
      warnings.replaceChildren();
      failure.hidden = true;
    }
  };
}
