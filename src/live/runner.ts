// The part of a live panel that starts, stops and fails: a button that says what will be fetched, one that cancels, the
// download's bar, a line that says what is going on, and what went wrong. Nothing is fetched before the button is pressed.
import {html} from "../figures/kit/dom.js";
import type {Progress} from "../runtime/fetchWeights.js";
import type {LostNotice, Opened} from "../runtime/serve.js";
import {downloadProgress} from "./downloadProgress.js";

/** Networks that are open. */
export interface Open {
  readonly opened: Opened;
  close(): void;
}

export interface LoadContext {
  readonly signal: AbortSignal;
  warn(text: string): void;
  lost(notice: LostNotice): void;
  /** Begin to show a download, until what loads has ended; what is returned is told of every byte. */
  downloading(): (progress: Progress) => void;
}

export interface RunContext {
  readonly signal: AbortSignal;
  warn(text: string): void;
  /** Show what is still being fetched. */
  progress(progress: Progress): void;
  /** Put a line before the reader; a download is over. */
  say(text: string): void;
}

export interface RunnerOptions<M extends Open> {
  /** what fails, such as "Live decoding" */
  readonly what: string;
  /** the button's text; `open` is absent while nothing has been fetched */
  label(open?: M): string;
  /** Open what the settings need, or go on with what is open. */
  load(context: LoadContext, open?: M): Promise<M>;
  run(open: M, context: RunContext): Promise<void>;
  /** Keep the reader from changing what is being run. */
  lock?(locked: boolean): void;
}

export interface Runner {
  /** buttons, bar and status */
  readonly bar: HTMLElement;
  /** what went wrong, and what is to be warned of */
  readonly messages: readonly HTMLElement[];
  /** Write the button's text again, after a setting changed. */
  relabel(): void;
  /** Let nothing be started, and say why. */
  disable(why: string): void;
}

export function liveRunner<M extends Open>(options: RunnerOptions<M>): Runner {
  const start = html("button", {type: "button", class: "primary run"});
  const stop = html("button", {type: "button", hidden: true}, "Cancel");
  const bar = html("progress", {hidden: true, "aria-label": "Download"});
  const status = html("p", {class: "live-status", role: "status"});
  const failure = html("p", {class: "live-error", role: "alert", hidden: true});
  const warnings = html("ul", {class: "live-warnings"});
  let open: M | undefined;
  let abort: AbortController | undefined;
  const relabel = (): void => void (start.textContent = options.label(open));
  const say = (text: string): void => {
    if (status.textContent !== text) status.textContent = text;
  };
  const warn = (text: string): void => warnings.append(html("li", {}, text));
  const downloading = (): ((progress: Progress) => void) => {
    bar.hidden = false;
    bar.removeAttribute("value");
    return downloadProgress(bar, say);
  };
  const lost = ({lost: what, reopened}: LostNotice): void => {
    const reason = what.replace(/\.+$/, "");
    warn(reopened ? `${reason}. Going on with ${reopened.device}.` : `${reason}. Nothing else could be opened.`);
    open = reopened && open ? {...open, opened: reopened} : undefined;
  };

  async function go(): Promise<void> {
    abort = new AbortController();
    failure.hidden = true;
    warnings.replaceChildren();
    start.disabled = true;
    stop.hidden = false;
    options.lock?.(true);
    try {
      const before = open;
      open = undefined; // what cannot be loaded anew may have been closed for it
      open = await options.load({signal: abort.signal, warn, lost, downloading}, before);
      const over = (text: string): void => {
        bar.hidden = true;
        say(text);
      };
      over(running(open.opened));
      let shown: ((progress: Progress) => void) | undefined;
      const progress = (now: Progress): void => (shown ??= downloading())(now);
      await options.run(open, {signal: abort.signal, warn, progress, say: over});
    } catch (error) {
      const cancelled = abort.signal.aborted;
      say(cancelled ? "Cancelled." : "");
      failure.hidden = cancelled;
      failure.textContent = `${options.what} failed: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      options.lock?.(false);
      stop.hidden = bar.hidden = true;
      start.disabled = false;
      relabel();
    }
  }

  start.addEventListener("click", () => void go());
  stop.addEventListener("click", () => abort?.abort());
  relabel();
  return {
    bar: html("div", {class: "live-bar"}, start, stop, bar, status),
    messages: [failure, warnings],
    relabel,
    disable(why) {
      start.disabled = true;
      say(why);
    }
  };
}

/** Where the networks run, and why there. */
export function running({device, deviceName, measured}: Opened): string {
  const times = Object.entries(measured).map(([name, ms]) => `${name} ${ms.toFixed(1)} ms a step`);
  const chosen = times.length > 1 ? `; measured: ${times.join(", ")}` : "";
  return `Running on ${device === "wasm" ? "wasm" : `${device} (${deviceName})`}${chosen}.`;
}
