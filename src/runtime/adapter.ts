// An adapter in a safetensors file of its own. The file names the network it drafts for by the SHA-256 of that network's
// weights: beside other weights an adapter would draft nonsense and raise no error, so it is refused.
import {adapterName, architectures, type AdapterConfig, type Architecture} from "../nets/adapter/config.js";
import {adapterParameters} from "../nets/adapter/parameters.js";
import {readMetadata, readSafetensors, writeSafetensors} from "./safetensors.js";
import type {Checkpoint, WeightFile, WeightLocation} from "./checkpoint.js";

/** Adapter weights that belong to a target; what `externalWeights` and `weightFiles` need. */
export interface AdapterCheckpoint {
  readonly adapter: AdapterConfig;
  readonly files: readonly WeightFile[];
  /** parameter name → where it lies */
  readonly weights: ReadonlyMap<string, WeightLocation>;
}

/** Who an adapter drafts for. */
export type Target = Pick<Checkpoint, "config" | "sha256">;

/** A safetensors file (F16) with the adapter's description and the target's SHA-256 in its header. */
export function writeAdapter(
  target: Target,
  adapter: AdapterConfig,
  weights: ReadonlyMap<string, Float32Array>
): Uint8Array {
  const tensors = adapterParameters(target.config, adapter).map(({name, shape}) => {
    const data = weights.get(name);
    if (!data) throw new Error(`${adapterName(adapter)}: ${name} is missing`);
    return {name, shape, data};
  });
  const {architecture, exitLayer} = adapter;
  const metadata = {format: "pt", target: target.sha256, architecture, exitLayer: String(exitLayer)};
  return writeSafetensors(tensors, "F16", metadata);
}

/**
 * Check an adapter's file against its target.
 * @throws where the file is damaged or no adapter's, belongs to other weights, or lacks a parameter
 */
export function openAdapter(target: Target, {name: file, bytes}: WeightFile): AdapterCheckpoint {
  const {target: owner, architecture = "", exitLayer} = readMetadata(bytes, file);
  if (!architectures.includes(architecture as Architecture)) {
    throw new Error(`${file}: unknown architecture "${architecture}"; there are ${architectures.join(", ")}`);
  }
  if (owner !== target.sha256) {
    throw new Error(`${file}: drafts for weights ${owner}, not for ${target.sha256}; train it again for these`);
  }
  const adapter = {architecture: architecture as Architecture, exitLayer: Number(exitLayer)};
  const weights = new Map(readSafetensors(bytes, file).map((tensor) => [tensor.name, {...tensor, file}]));
  for (const {name, shape} of adapterParameters(target.config, adapter)) {
    const found = weights.get(name);
    if (found?.shape.join() !== shape.join()) {
      const there = found ? `[${found.shape.join(", ")}]` : "missing";
      throw new Error(`${file}: ${name} is ${there}, the target needs [${shape.join(", ")}]`);
    }
  }
  return {adapter, files: [{name: file, bytes}], weights};
}
