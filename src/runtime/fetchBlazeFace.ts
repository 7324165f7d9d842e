// The face detector over the network.
import {openBlazeFace, type FaceNetwork} from "./blazeface.js";
import {fetchWeights, type FetchWeightsOptions} from "./fetchWeights.js";
import type {RemoteFile} from "./fetchCheckpoint.js";
import type {Runtime} from "./runtime.js";

/** @throws where the file cannot be had undamaged, or holds no such network; when `signal` aborts */
export async function fetchBlazeFace(
  runtime: Runtime,
  {name, url, bytes, sha256}: RemoteFile,
  options: Pick<FetchWeightsOptions, "progress" | "signal" | "warn" | "store"> = {}
): Promise<FaceNetwork> {
  return openBlazeFace(runtime, {name, bytes: await fetchWeights(url, {...options, bytes, sha256})});
}
