// How a download shows while it arrives: a bar, and a line that says how much there is.
import type {Progress} from "../runtime/fetchWeights.js";
import {formatBytes} from "./manifest.js";

/** milliseconds between two lines, which may be read out */
const SAID_EVERY = 250;

/** Begins to show a download; what it returns is told of every byte. `say` puts a line before the reader. */
export function downloadProgress(bar: HTMLProgressElement, say: (text: string) => void): (progress: Progress) => void {
  let said = 0;
  say("Fetching the network and its runtime …");
  return ({loaded, total}) => {
    bar.max = Math.max(total, loaded);
    if (loaded < total) bar.value = loaded;
    else bar.removeAttribute("value"); // what follows takes a while and tells no progress
    if (loaded < total && performance.now() - said < SAID_EVERY) return;
    said = performance.now();
    say(loaded < total ? `${formatBytes(loaded)} of ${formatBytes(total)}` : "Opening the network …");
  };
}
