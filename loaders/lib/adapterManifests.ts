// The adapters of a folder for the page: those that its live panels run, which are Kangaroo's own and Medusa's heads.
import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import {readMetadata} from "../../src/runtime/safetensors.js";
import type {AdapterManifest} from "../../src/live/manifest.js";

const live = ["attention", "medusa"];

/** By file name without its ending; empty where nothing has been trained. */
export function readAdapterManifests(folder: string): Record<string, AdapterManifest> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder).filter((file) => file.endsWith(".safetensors"));
  const found = files.map((file): [string, AdapterManifest] => {
    const bytes = readFileSync(`${folder}/${file}`);
    const {architecture = "", exitLayer} = readMetadata(bytes, file);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return [file.slice(0, -".safetensors".length), {bytes: bytes.length, sha256, architecture, exitLayer: Number(exitLayer)}]; // prettier-ignore
  });
  const shown = found.filter(([, {architecture}]) => live.includes(architecture));
  return Object.fromEntries(shown.sort(([, a], [, b]) => a.exitLayer - b.exitLayer));
}
