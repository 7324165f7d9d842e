// The cost of a step on the reader's own device, once it has been measured: kept in this browser, and told to the figures of
// the page. Where the browser keeps nothing, it lasts as long as the page.
import {provenance} from "../../traces/identity.js";
import {array, integer, number, object, oneOf, text} from "../../traces/schema.js";
import type {DeviceCost} from "../costData.js";

/** Its name in addresses. */
export const OWN = "yours";

const KEY = "concord.device-cost";
const listeners = new Set<() => void>();
let held: DeviceCost | undefined;

const stored = object(
  {
    networks: array(
      object(
        {
          name: text("name"),
          sha256: text("SHA-256 of its weights"),
          role: oneOf(["target", "draft"], "role"),
          steps: array(
            array(number("value"), "samples, most rows, all rows, slots; fastest, median, slowest ms"),
            "timed steps"
          ),
          repeats: integer("repeats", 1)
        },
        "a network"
      ),
      "networks"
    ),
    provenance
  },
  "the reader's device"
);

/** What was measured, if it was on these weights: [SHA-256]. */
export function ownDevice(weights: readonly string[]): DeviceCost | undefined {
  const device = held ?? read();
  return device?.networks.every(({sha256}) => weights.includes(sha256)) ? device : undefined;
}

/** Keep it, and tell the figures; undefined forgets it. */
export function keepOwnDevice(device: DeviceCost | undefined): void {
  held = device;
  try {
    if (device) localStorage.setItem(KEY, JSON.stringify(device));
    else localStorage.removeItem(KEY);
  } catch {
    // storage is full or denied: it lasts as long as the page
  }
  for (const listener of listeners) listener();
}

/** Be told when it changes. Returns a function that ends this. */
export function onOwnDevice(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): DeviceCost | undefined {
  try {
    const {networks, provenance: where} = stored.check(JSON.parse(localStorage.getItem(KEY) ?? ""), KEY);
    if (networks.length === 0 || networks.some(({steps}) => steps.some((step) => step.length !== 7))) return undefined;
    const known = networks as unknown as DeviceCost["networks"];
    return {key: OWN, networks: known, checked: [], provenance: where, done: 0, planned: 0};
  } catch {
    return undefined; // nothing there, or not what this version writes
  }
}
