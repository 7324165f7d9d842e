// What the page needs to know of a network before it fetches it: sizes and hashes of the files in data/models, and the size
// of the runtime. A network that is not there (not trained yet) is left out.
import {existsSync, readFileSync, statSync} from "node:fs";
import {readAdapterManifests} from "./lib/adapterManifests.js";
import {fileOf} from "./lib/fileOf.js";
import type {ModelManifest, ModelsManifest} from "../src/live/manifest.js";

const names = ["joey", "joey-draft"];
const runtime = "node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded";

function manifest(name: string): ModelManifest | undefined {
  const path = `data/models/${name}/model.safetensors`;
  if (!existsSync(path)) return undefined;
  return fileOf(path);
}

const models = Object.fromEntries(
  names.flatMap((name): [string, ModelManifest][] => {
    const found = manifest(name);
    return found ? [[name, found]] : [];
  })
);
const {eos_token_id: eos} = JSON.parse(readFileSync("data/models/joey/config.json", "utf8")) as {
  eos_token_id: number | number[];
};
const result: ModelsManifest = {
  models,
  adapters: readAdapterManifests("data/models/kangaroo"),
  eos: [eos].flat(),
  runtime: {wasm: statSync(`${runtime}.wasm`).size, webgpu: statSync(`${runtime}.jspi.wasm`).size}
};
process.stdout.write(JSON.stringify(result));
