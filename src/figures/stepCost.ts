// What a step costs, as measured: rows for each sample, samples and cached slots, several repeats each, and the line that is
// drawn through the fastest of them. Predicted times on this page come from that line, so its misses are said.
import type {CostData} from "./costData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {cacheSizes, costPicture} from "./kit/costPicture.js";
import {allDevices, deviceField, deviceName, timedSteps} from "./kit/deviceCost.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {OWN} from "./kit/ownDevice.js";
import type {Source} from "./kit/source.js";
import {about, choice} from "./kit/urlState.js";

export interface StepCostOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

/** The figure. @throws where no step was timed */
export function stepCost({devices}: CostData, {address, width}: StepCostOptions = {}): HTMLElement {
  if (devices.length === 0) throw new Error("stepCost: no step was timed");
  const {networks, names} = choicesOf(devices);
  const parameters = bindParameters("step-cost", stepCostParameters({devices}), address);
  const {values} = parameters;
  const picture = (): Picture => {
    const device = allDevices(devices).find(({key}) => key === values.device) ?? devices[0];
    const network = device.networks.find(({name}) => name === values.network) ?? device.networks[0];
    const source = sourceOf([device, ...allDevices(devices).filter(({key}) => key !== device.key)]);
    return {...costPicture(device, network, {slots: Number(values.slots), width}), source};
  };
  const bind =
    (name: "device" | "network" | "slots") =>
    (value: string): void => {
      parameters.set(name, value);
      view.update(picture());
    };
  const controls = [
    {name: "device", element: deviceField(devices, values.device, bind("device")).element},
    {
      name: "network",
      element: selectField(
        "Network",
        networks.map((name) => [name, name] as const),
        values.network,
        bind("network")
      ).element
    },
    {
      name: "slots",
      element: selectField(
        "Cached slots",
        names.map((name) => [name, `about ${name}`] as const),
        values.slots,
        bind("slots")
      ).element
    }
  ];
  const first = picture();
  const view = frame({id: "step-cost", source: first.source!, parameters, controls}, first);
  return view.element;
}

/** What an address may set of the figure. @throws where no step was timed */
export function stepCostParameters({devices}: Pick<CostData, "devices">) {
  if (devices.length === 0) throw new Error("stepCost: no step was timed");
  const {networks, names} = choicesOf(devices);
  return {
    device: about("whose steps", choice<string>(devices[0].key, [...devices.map(({key}) => key), OWN])),
    network: about("network whose steps were timed", choice<string>(networks[0], networks)),
    slots: about("slots in each sample's cache, about", choice<string>(names[Math.min(1, names.length - 1)], names))
  };
}

/** Networks that were timed, and the lengths of cache behind which they were. */
function choicesOf(devices: CostData["devices"]): {networks: string[]; names: string[]} {
  const timed = devices.flatMap((device) => device.networks);
  const caches = cacheSizes(timed.flatMap(timedSteps));
  return {networks: [...new Set(timed.map(({name}) => name))], names: caches.map(String)};
}

function sourceOf(devices: CostData["devices"]): Source {
  const [{networks, provenance}, ...others] = devices;
  return {
    how: "Steps timed one by one on arbitrary tokens",
    models: networks.map(({name, sha256}) => ({name, sha256})),
    provenance,
    more: others.map((device) => [
      "Also",
      `${deviceName(device)}, ${device.provenance.runtime}, ${device.provenance.date}`
    ])
  };
}
