// Devices of the figures of cost: recorded ones, the reader's own, and one that is only assumed.
import type {GridStep, StepCost} from "../../traces/metrics/stepCost.js";
import type {DeviceCost, NetworkCost} from "../costData.js";
import {fitGrid} from "./decodeMs.js";
import {html} from "./dom.js";
import {selectField} from "./fields.js";
import type {Field} from "./fields.js";
import {OWN, onOwnDevice, ownDevice} from "./ownDevice.js";

/** The cost of a step of each network. */
export interface DeviceFit {
  readonly target: StepCost;
  readonly draft?: StepCost;
}

/** A timed step with its parts by name. */
export interface NamedStep extends GridStep {
  readonly fastest: number;
  readonly middle: number;
  readonly slowest: number;
}

/** What was timed of a network. */
export const timedSteps = ({steps}: NetworkCost): NamedStep[] =>
  steps.map(([batchSize, rowsPerSample, rows, cachedSlots, fastest, middle, slowest]) => ({
    batchSize,
    rowsPerSample,
    rows,
    cachedSlots,
    fastest,
    middle,
    slowest
  }));

export const fitOf = (network: NetworkCost): StepCost | undefined => fitGrid(timedSteps(network));

/** Undefined where the target was not measured. */
export function fitDevice({networks}: DeviceCost): DeviceFit | undefined {
  const [target, draft] = (["target", "draft"] as const).map((role) => {
    const network = networks.find((each) => each.role === role);
    return network && fitOf(network);
  });
  return target && {target, ...(draft ? {draft} : {})};
}

/** A device on which a step costs the same whatever its rows and its cache. */
export function flatDevice({target, draft}: DeviceFit): DeviceFit {
  const flat = ({step}: StepCost): StepCost => ({step, row: 0, query: 0, slot: 0, cached: 0});
  return {target: flat(target), ...(draft ? {draft: flat(draft)} : {})};
}

/** Its name in a few words. */
export function deviceName({key, provenance: {device, provider, threads}}: DeviceCost): string {
  const on = threads === undefined || provider === "webgpu" ? "" : `, ${threads} thread${threads > 1 ? "s" : ""}`;
  return key === OWN ? `your device (${provider}${provider === "wasm" ? on : ""})` : `${device} (${provider}${on})`;
}

/** Its name in a menu. */
const shortName = ({key, provenance: {device, provider}}: DeviceCost): string =>
  key === OWN ? "your device" : provider === "cpu" ? device : `${device}, ${provider}`;

/** Recorded devices, and the reader's where it was measured on the same weights. */
export function allDevices(recorded: readonly DeviceCost[]): DeviceCost[] {
  const own = ownDevice(recorded.flatMap(({networks}) => networks.map(({sha256}) => sha256)));
  return own ? [...recorded, own] : [...recorded];
}

/** A choice among them; `more` are [value, text]. `change` is called with what is chosen, again when it is measured anew. */
export function deviceField(
  recorded: readonly DeviceCost[],
  value: string,
  change: (value: string) => void,
  more: readonly (readonly [string, string])[] = []
): Field<string> {
  const options = (): (readonly [string, string])[] => [
    ...allDevices(recorded).map((device) => [device.key, shortName(device)] as const),
    ...more
  ];
  const field = selectField("Device", options(), value, change);
  if (field.input.value === "") field.set(options()[0]?.[0] ?? "");
  onOwnDevice(() => {
    const chosen = field.input.value;
    const before = field.input.children.length;
    const now = options();
    field.input.replaceChildren(...now.map(([key, text]) => html("option", {value: key}, text)));
    const known = now.some(([key]) => key === chosen) ? chosen : (now[0]?.[0] ?? "");
    field.set(now.length > before ? OWN : known); // measured just now
    change(field.input.value);
  });
  return field;
}
