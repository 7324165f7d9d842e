// The button that fetches faces and detectors, the download's bar, what is going on, and what went wrong. All panels of a page
// share one lab, so that one button's press serves them all.
import {html} from "../figures/kit/dom.js";
import {downloadProgress} from "./downloadProgress.js";
import type {FaceLab} from "./faces.js";

export interface FaceBar {
  readonly elements: readonly HTMLElement[];
  /** Put a line before the reader, who may be listening. */
  say(text: string): void;
  /** Say what went wrong; "" for nothing. */
  fail(text: string): void;
}

export interface FaceBarOptions {
  /** whether detectors are needed, or faces alone */
  readonly judge: boolean;
  /** what is on the button before anything has been fetched */
  readonly label: string;
  /** what will be fetched, and from where */
  readonly note: string;
  /** why nothing can be fetched; default it can */
  readonly missing?: string;
  /** everything is there */
  readonly ready: () => void;
}

export const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function faceBar(lab: FaceLab, {judge, label, note, missing, ready}: FaceBarOptions): FaceBar {
  const button = html("button", {type: "button", class: "primary run"}, label);
  const stop = html("button", {type: "button", hidden: true}, "Cancel");
  const bar = html("progress", {hidden: true, "aria-label": "Download"});
  const status = html("p", {class: "live-status", role: "status"});
  const fetched = html("p", {class: "face-note"}, missing ?? note);
  const failure = html("p", {class: "live-error", role: "alert", hidden: true});
  const warnings = html("ul", {class: "live-warnings"});
  const row = html("div", {class: "live-bar"}, button, stop, bar, status);
  let abort: AbortController | undefined;
  let there = false;
  const say = (text: string): void => {
    if (status.textContent !== text) status.textContent = text;
  };
  const fail = (text: string): void => {
    failure.hidden = text === "";
    failure.textContent = text;
  };
  const settle = (): void => {
    const open = lab.stage === "judged" || (!judge && lab.stage === "faces");
    button.disabled = lab.stage === "opening";
    fetched.hidden = open;
    button.hidden = open || missing !== undefined;
    stop.hidden = abort === undefined;
    bar.hidden = abort === undefined;
    if (open === there) return;
    there = open;
    if (open) ready();
  };
  button.addEventListener("click", () => void open());
  stop.addEventListener("click", () => abort?.abort());
  async function open(): Promise<void> {
    abort = new AbortController();
    fail("");
    warnings.replaceChildren();
    const shown = downloadProgress(bar, say);
    bar.removeAttribute("value");
    settle();
    try {
      await lab.open(judge, {
        signal: abort.signal,
        progress: shown,
        warn: (text) => warnings.append(html("li", {}, text))
      });
      say("");
    } catch (error) {
      const cancelled = (error as Partial<Error>).name === "AbortError";
      say(cancelled ? "Cancelled." : "");
      if (!cancelled) fail(`It could not be fetched: ${errorText(error)}. The button tries again.`);
    } finally {
      abort = undefined;
      settle();
    }
  }
  lab.listen(settle);
  queueMicrotask(settle); // another panel may have fetched it before
  return {elements: [row, fetched, failure, warnings], say, fail};
}
