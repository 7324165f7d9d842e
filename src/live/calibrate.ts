// Measure the reader's own device: joey and its draft model run a small grid of steps in the worker, and the figures of cost
// show and use what comes out. Nothing is fetched before the button is pressed.
import type {DeviceCost} from "../figures/costData.js";
import {bindParameters} from "../figures/kit/address.js";
import {deviceName} from "../figures/kit/deviceCost.js";
import {html} from "../figures/kit/dom.js";
import {frame} from "../figures/kit/frame.js";
import {keepOwnDevice, ownDevice} from "../figures/kit/ownDevice.js";
import {about, choice} from "../figures/kit/urlState.js";
import {costPicture} from "../figures/kit/costPicture.js";
import {gridSteps, pageGrid} from "./costGrid.js";
import type {NetworkSteps} from "./costGrid.js";
import {downloadProgress} from "./downloadProgress.js";
import {openLive} from "./emsSd.js";
import type {ModelsManifest} from "./manifest.js";
import {DRAFT, TARGET} from "./messages.js";
import {ownCost} from "./ownCost.js";
import {devicesFor, liveProvenance, networksOf, toFetch} from "./panelText.js";

export const calibrateParameters = {
  device: about("where it is measured", choice("wasm", ["auto", "wasm", "webgpu"]))
};

/** slots behind which the result's steps are shown */
const SHOWN_SLOTS = 200;

/** A button, and below it what was measured. */
export function calibrate(manifest: ModelsManifest): HTMLElement {
  const {values, query} = bindParameters("calibrate", calibrateParameters);
  const drafter = manifest.models[DRAFT] ? DRAFT : "lookup";
  const start = html("button", {type: "button", class: "primary measure"});
  const stop = html("button", {type: "button", hidden: true}, "Cancel");
  const forget = html("button", {type: "button", hidden: true}, "Forget it");
  const bar = html("progress", {hidden: true, "aria-label": "Progress"});
  const status = html("p", {class: "measure-status", role: "status"});
  const failure = html("p", {class: "measure-error", role: "alert", hidden: true});
  const warnings = html("ul", {class: "measure-warnings"});
  const outcome = html("div", {class: "calibrated"});
  let abort: AbortController | undefined;
  let size = toFetch(manifest, networksOf(drafter), ["wasm"]);
  const label = (): void => {
    start.textContent = outcome.firstChild ? "Measure again" : `Measure this device (${size} to fetch)`;
  };
  const say = (text: string): void => {
    if (status.textContent !== text) status.textContent = text;
  };
  const show = (device: DeviceCost | undefined): void => {
    outcome.replaceChildren(...(device ? [resultOf(device, query)] : []));
    forget.hidden = !device;
    label();
  };

  async function measure(signal: AbortSignal): Promise<DeviceCost> {
    const live = await openLive(manifest, {
      draft: drafter === DRAFT,
      device: values.device,
      signal,
      progress: downloadProgress(bar, say),
      warn: (text) => warnings.append(html("li", {}, text))
    });
    try {
      const timed: NetworkSteps[] = [];
      bar.max = gridSteps(pageGrid) * Object.keys(live.opened.models).length;
      bar.value = 0;
      await live.measure(
        {grid: pageGrid},
        {
          signal,
          on({steps, timed: found = []}) {
            bar.value += steps;
            timed.push(...found);
            const {network, batchSize} = timed.at(-1) ?? {network: TARGET, batchSize: 0};
            say(batchSize > 0 ? `Timed steps of ${network} with ${batchSize} samples …` : "Timing steps …");
          }
        }
      );
      return ownCost(timed, {models: live.opened.models, provenance: liveProvenance(live)});
    } finally {
      live.close();
    }
  }

  async function go(): Promise<void> {
    abort = new AbortController();
    failure.hidden = true;
    warnings.replaceChildren();
    start.disabled = true;
    stop.hidden = bar.hidden = false;
    bar.removeAttribute("value");
    try {
      const device = await measure(abort.signal);
      show(device);
      keepOwnDevice(device);
      say("Done. The figures on this page can be set to your device.");
    } catch (error) {
      const cancelled = abort.signal.aborted;
      say(cancelled ? "Cancelled." : "");
      failure.hidden = cancelled;
      failure.textContent = `Measuring failed: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      stop.hidden = bar.hidden = true;
      start.disabled = false;
    }
  }

  start.addEventListener("click", () => void go());
  stop.addEventListener("click", () => abort?.abort());
  forget.addEventListener("click", () => {
    keepOwnDevice(undefined);
    show(undefined);
    say("Forgotten.");
    start.focus();
  });
  show(ownDevice(Object.values(manifest.models).map(({sha256}) => sha256)));
  void devicesFor(values.device).then((devices) => {
    size = toFetch(manifest, networksOf(drafter), devices);
    label();
  });
  if (!manifest.models[TARGET]) {
    start.disabled = true;
    say("joey has not been trained yet, so there is nothing to measure.");
  }
  const buttons = html("div", {class: "measure-bar"}, start, stop, forget, bar, status);
  return html("div", {class: "calibrate"}, buttons, failure, warnings, outcome);
}

function resultOf(device: DeviceCost, query: () => string): HTMLElement {
  const {provenance, networks} = device;
  const target = networks.find(({role}) => role === "target") ?? networks[0];
  const parameters = {figure: "calibrate", values: {}, set: () => {}, hidden: () => false, query};
  const source = {
    how: `Measured in this page on ${deviceName(device)}`,
    models: networks.map(({name, sha256}) => ({name, sha256})),
    provenance
  };
  return frame({id: "calibrate", source, parameters}, costPicture(device, target, {slots: SHOWN_SLOTS})).element;
}
