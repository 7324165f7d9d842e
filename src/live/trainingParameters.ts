// What an address may set of the live training, and how settings are read from it.
import type {Bound} from "../figures/kit/address.js";
import {about, choice, wholeNumber} from "../figures/kit/urlState.js";
import {initializationSchemes} from "../nets/llama/initialize.js";
import {limits} from "./trainingTask.js";
import type {NetworkSettings} from "./trainingTask.js";

export const widths = ["16", "24", "32", "48", "64"] as const;
export const headCounts = ["1", "2", "4"] as const;
/** those of the paper's table 3 */
export const expansions = ["1", "2", "2.77", "4"] as const;
export const rates = ["0.0005", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05"] as const;
export const batches = ["2", "4", "8", "16"] as const;
export const rows = ["32", "64", "128"] as const;
/** steps between two samples */
export const sampleGaps = ["0", "25", "50", "100", "200"] as const;

/** the largest temperature, in tenths */
export const HOTTEST = 15;

const networkParameters = <D extends number, W extends (typeof widths)[number]>(name: string, depth: D, width: W) => ({
  depth: about(`layers of ${name}`, wholeNumber(depth, ...limits.depth)),
  width: about(`width of ${name}`, choice<(typeof widths)[number]>(width, widths)),
  heads: about(`attention heads of ${name}`, choice("2", headCounts)),
  expansion: about(`inner width of ${name}'s MLPs over its width`, choice("2.77", expansions)),
  init: about(`how ${name}'s weights begin`, choice("constant", initializationSchemes)),
  rate: about(`peak learning rate of ${name}`, choice("0.005", rates)),
  batch: about(`rows in a batch of ${name}`, choice("8", batches)),
  row: about(`characters in a row of ${name}`, choice("64", rows))
});

/** Parameters of one network, under its own names. */
export type NetworkParameters = ReturnType<typeof networkParameters>;
export type NetworkParameter = keyof NetworkParameters;
export type NetworkKey = "a" | "b";
type Prefixed<K extends NetworkKey> = {[N in NetworkParameter as `${K}-${N}`]: NetworkParameters[N]};

const prefixed = <K extends NetworkKey>(key: K, parameters: NetworkParameters): Prefixed<K> =>
  Object.fromEntries(Object.entries(parameters).map(([name, about]) => [`${key}-${name}`, about])) as Prefixed<K>;

// of about equal size: whether depth or width is worth more is what PanGu-π Pro asks in its table 2
export const trainingParameters = {
  networks: about("how many networks race", choice("2", ["1", "2"])),
  ...prefixed("a", networkParameters("A", 4, "32")),
  ...prefixed("b", networkParameters("B", 1, "64")),
  steps: about("steps of the training", wholeNumber(600, ...limits.steps)),
  seed: about("seed of weights, batches and samples", wholeNumber(1, 0, 9999)),
  axis: about("what the curves are drawn over", choice("steps", ["steps", "seconds"])),
  samples: about("steps between two samples, 0 for none", choice("50", sampleGaps)),
  temperature: about("temperature of samples, in tenths", wholeNumber(7, 0, HOTTEST)),
  device: about("where it runs", choice("auto", ["auto", "wasm", "webgpu"]))
};

export type TrainingBound = Bound<typeof trainingParameters>;

/** The value of one network's parameter. */
export function networkValue<N extends NetworkParameter>(
  {values}: Pick<TrainingBound, "values">,
  key: NetworkKey,
  name: N
): NetworkParameters[N]["initial"] {
  return (values as Record<string, unknown>)[`${key}-${name}`] as NetworkParameters[N]["initial"];
}

/** A contestant's settings, as the panel's values have them. */
export function settingsOf(bound: Pick<TrainingBound, "values">, key: NetworkKey): NetworkSettings {
  return {
    depth: networkValue(bound, key, "depth"),
    width: Number(networkValue(bound, key, "width")),
    heads: Number(networkValue(bound, key, "heads")),
    expansion: Number(networkValue(bound, key, "expansion")),
    initialization: networkValue(bound, key, "init"),
    rate: Number(networkValue(bound, key, "rate")),
    batch: Number(networkValue(bound, key, "batch")),
    length: Number(networkValue(bound, key, "row"))
  };
}
