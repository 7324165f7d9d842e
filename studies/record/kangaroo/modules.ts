// The adapters and heads that were trained for joey, as they lie in data/models/kangaroo.
import {existsSync} from "node:fs";
import {join} from "node:path";
import {readAdapter} from "../../../src/runtime/readCheckpoint.js";
import {runAdapter} from "../../../src/runtime/runAdapter.js";
import {runHeads} from "../../../src/runtime/runHeads.js";
import type {Adapter, Heads} from "../../../src/decoding/index.js";
import type {Checkpoint} from "../../../src/runtime/checkpoint.js";
import type {Runtime} from "../../../src/runtime/runtime.js";
import {sha256} from "../../digest.js";
import {modelFolder} from "../../exportModel.js";
import type {Module} from "../networks.js";

/** The paper's other architectures behind an exit layer (table 2). */
export const otherArchitectures = ["own-head", "layer", "mlp"] as const;

export const MEDUSA = "medusa";

/** Name of the adapter behind a layer, and of its file. */
export const exitName = (exitLayer: number): string => `exit-${exitLayer}`;

/** Adapters by name. Throws where a file is missing, or was trained for other weights. */
export async function openAdapters(
  runtime: Runtime,
  target: Checkpoint,
  names: readonly string[]
): Promise<Module<Adapter>[]> {
  return await Promise.all(
    names.map(async (name) => {
      const opened = await readAdapter(target, join(modelFolder("kangaroo"), `${name}.safetensors`));
      return {name, sha256: sha256(opened.files[0].bytes), part: runAdapter(runtime, target, opened)};
    })
  );
}

/** Medusa's heads, where their file is; they are large, and the repository may be without them. */
export async function openHeads(runtime: Runtime, target: Checkpoint): Promise<Module<Heads> | undefined> {
  const path = join(modelFolder("kangaroo"), `${MEDUSA}.safetensors`);
  if (!existsSync(path)) {
    console.error(`no ${path}: Medusa's heads take no part (npm run train -- kangaroo makes them)`);
    return undefined;
  }
  const opened = await readAdapter(target, path);
  return {name: MEDUSA, sha256: sha256(opened.files[0].bytes), part: runHeads(runtime, target, opened)};
}
