// What the live panel says about sizes, devices and where its numbers come from.
import type {Source} from "../figures/kit/source.js";
import type {Opened} from "../runtime/serve.js";
import type {Provenance} from "../traces/index.js";
import {formatBytes} from "./manifest.js";
import type {ModelsManifest} from "./manifest.js";
import {DRAFT, TARGET} from "./messages.js";

export type WebDevice = "wasm" | "webgpu";

/** The networks that a drafter needs. */
export const networksOf = (drafter: string): string[] => [TARGET, ...(drafter === DRAFT ? [DRAFT] : [])];

/** What will be fetched, once, to run networks and adapters on these devices: "24.1 MB". */
export function toFetch(
  {models, adapters, runtime}: ModelsManifest,
  parts: readonly string[],
  devices: readonly WebDevice[]
): string {
  const weights = parts.reduce((sum, name) => sum + (models[name] ?? adapters[name] ?? {bytes: 0}).bytes, 0);
  return formatBytes(devices.reduce((sum, device) => sum + runtime[device], weights));
}

/** The button's text: what pressing it will fetch. */
export const startLabel = (
  manifest: ModelsManifest,
  parts: readonly string[],
  devices: readonly WebDevice[],
  what = "Run it here"
): string => `${what} (${toFetch(manifest, parts, devices)} to fetch)`;

/** Devices whose runtimes will be fetched: both are measured where there is a GPU, unless the address names one. */
export async function devicesFor(device: "auto" | WebDevice): Promise<readonly WebDevice[]> {
  if (device !== "auto") return [device];
  const adapter = await navigator.gpu?.requestAdapter();
  return adapter && !adapter.info.isFallbackAdapter ? ["webgpu", "wasm"] : ["wasm"];
}

/** Where a live run's numbers come from. */
export function liveSource({opened}: {readonly opened: Opened}, more: readonly (readonly [string, string])[]): Source {
  const {device, deviceName, software, threads, version, models} = opened;
  const where = device === "wasm" ? `wasm, ${threads} thread${threads > 1 ? "s" : ""}` : `${device}, ${deviceName}`;
  return {
    how: "Run in this page just now",
    models: Object.entries(models).map(([name, sha256]) => ({name, sha256})),
    more: [...more, ["Device", software ? `${where}, imitated by the processor` : where], ["Runtime", version]]
  };
}

/** The same for a trace. */
export function liveProvenance({
  opened: {device, deviceName, software, threads, version}
}: {
  readonly opened: Opened;
}): Provenance {
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
