// What was timed on the reader's device, as the figures of cost take it.
import type {DeviceCost, NetworkCost} from "../figures/costData.js";
import {packStep} from "../figures/kit/decodeMs.js";
import {OWN} from "../figures/kit/ownDevice.js";
import type {Provenance} from "../traces/identity.js";
import type {NetworkSteps} from "./costGrid.js";
import {TARGET} from "./messages.js";

export interface OwnCostOptions {
  /** SHA-256 of each network's weights, by name */
  readonly models: Readonly<Record<string, string>>;
  readonly provenance: Provenance;
}

/** The device's cost; networks of which no step was timed are left out. */
export function ownCost(timed: readonly NetworkSteps[], {models, provenance}: OwnCostOptions): DeviceCost {
  const networks = Object.entries(models).flatMap(([name, sha256]): NetworkCost[] => {
    const own = timed.filter(({network}) => network === name);
    if (own.length === 0) return [];
    const steps = own.map(packStep);
    const repeats = Math.max(...own.map(({ms}) => ms.length));
    return [{name, sha256, role: name === TARGET ? "target" : "draft", steps, repeats}];
  });
  return {key: OWN, networks, checked: [], provenance, done: 0, planned: 0};
}
