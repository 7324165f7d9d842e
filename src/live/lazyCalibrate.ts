// The button that measures the reader's device, fetched when it is wanted.
import type {ModelsManifest} from "./manifest.js";

/** The button and its result. */
export async function lazyCalibrate(manifest: () => Promise<ModelsManifest>): Promise<HTMLElement> {
  const [{calibrate}, given] = await Promise.all([import("./emsSdLive.js"), manifest()]);
  return calibrate(given);
}
