// What the live panel says about sizes, devices and where its numbers come from.
import type {Source} from "../figures/kit/source.js";
import type {Provenance} from "../traces/index.js";
import type {LiveModels} from "./emsSd.js";
import {formatBytes} from "./manifest.js";
import type {ModelsManifest} from "./manifest.js";
import {DRAFT, TARGET} from "./messages.js";

export type WebDevice = "wasm" | "webgpu";

/** What will be fetched, once, to run joey with a drafter on these devices: "24.1 MB". */
export function toFetch({models, runtime}: ModelsManifest, drafter: string, devices: readonly WebDevice[]): string {
  const networks = [TARGET, ...(drafter === DRAFT ? [DRAFT] : [])];
  const weights = networks.reduce((sum, name) => sum + (models[name]?.bytes ?? 0), 0);
  return formatBytes(devices.reduce((sum, device) => sum + runtime[device], weights));
}

/** The button's text: what pressing it will fetch. */
export const startLabel = (manifest: ModelsManifest, drafter: string, devices: readonly WebDevice[]): string =>
  `Run it here (${toFetch(manifest, drafter, devices)} to fetch)`;

/** Devices whose runtimes will be fetched: both are measured where there is a GPU, unless the address names one. */
export async function devicesFor(device: "auto" | WebDevice): Promise<readonly WebDevice[]> {
  if (device !== "auto") return [device];
  const adapter = await navigator.gpu?.requestAdapter();
  return adapter && !adapter.info.isFallbackAdapter ? ["webgpu", "wasm"] : ["wasm"];
}

/** Where the networks run, and why there. */
export function running({opened: {device, deviceName, measured}}: LiveModels): string {
  const times = Object.entries(measured).map(([name, ms]) => `${name} ${ms.toFixed(1)} ms a step`);
  const chosen = times.length > 1 ? `; measured: ${times.join(", ")}` : "";
  return `Running on ${device === "wasm" ? "wasm" : `${device} (${deviceName})`}${chosen}.`;
}

/** Where a live run's numbers come from. */
export function liveSource({opened}: LiveModels, settings: {drafter: string; draft: number}): Source {
  const {device, deviceName, software, threads, version, models} = opened;
  const where = device === "wasm" ? `wasm, ${threads} thread${threads > 1 ? "s" : ""}` : `${device}, ${deviceName}`;
  return {
    how: "Run in this page just now",
    models: Object.entries(models).map(([name, sha256]) => ({name, sha256})),
    more: [
      ["Drafter", `${settings.drafter}, at most ${settings.draft} tokens`],
      ["Device", software ? `${where}, imitated by the processor` : where],
      ["Runtime", version]
    ]
  };
}

/** The same for a trace. */
export function liveProvenance({opened: {device, deviceName, software, threads, version}}: LiveModels): Provenance {
  if (device === "cpu") throw new Error("cpu: a page has wasm and webgpu");
  return {
    command: `open ${location.href}`,
    commit: document.querySelector<HTMLMetaElement>('meta[name="concord-commit"]')?.content ?? "unknown",
    device: device === "wasm" ? "processor of the reader" : deviceName,
    provider: device,
    ...(software ? {software} : {}),
    threads,
    runtime: version,
    date: new Date().toISOString().slice(0, 10)
  };
}
