// The recording of the Kangaroo chapter in this repository, and the networks that took part, read for a loader.
import {existsSync, readFileSync} from "node:fs";
import type {MethodModels} from "./methodsData.js";
import {recordingFolder} from "./recordingFolder.js";
import {traceLines} from "./traceLines.js";
import type {TraceLine} from "../../src/traces/index.js";

/** Lines of some of its files, one after the other; undefined where nothing has been recorded yet. */
export function kangarooRecording(files: readonly string[], root = "data/traces/kangaroo"): TraceLine[] | undefined {
  const folder = recordingFolder("timing.jsonl", root);
  return folder === undefined ? undefined : files.flatMap((name) => traceLines(`${folder}/${name}.jsonl`));
}

interface Training {
  readonly parameters: number;
  readonly adapters?: Readonly<Record<string, {readonly architecture: string; readonly parameters: number}>>;
}

/** The target, and what drafts for it. */
export function kangarooModels(): MethodModels {
  const read = <T>(path: string): T | undefined =>
    existsSync(`data/models/${path}`) ? (JSON.parse(readFileSync(`data/models/${path}`, "utf8")) as T) : undefined;
  const {adapters = {}} = read<Training>("kangaroo/training.json") ?? {};
  const draft = read<Training>("joey-draft/training.json");
  const modules = Object.entries(adapters).map(([name, {architecture, parameters}]) => [name, {architecture, parameters}] as const); // prettier-ignore
  return {
    modules: {
      ...Object.fromEntries(modules),
      ...(draft ? {"joey-draft": {architecture: "model", parameters: draft.parameters}} : {})
    },
    target: {
      layers: read<{num_hidden_layers: number}>("joey/config.json")?.num_hidden_layers ?? 0,
      parameters: read<Training>("joey/training.json")?.parameters ?? 0
    }
  };
}
