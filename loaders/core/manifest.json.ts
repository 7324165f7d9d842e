// What the page needs to know of faces and detectors before it fetches them: sizes and hashes. What is not there (not trained
// yet) is left out.
import {existsSync, readFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {alarmsOf} from "../lib/detectionData.js";
import {fileOf} from "../lib/fileOf.js";
import {recordedDetection} from "../lib/recordedDetection.js";
import type {DetectorFile, FaceManifest} from "../../src/live/faceManifest.js";
import type {DetectorsTraining} from "../../studies/core/exportDetectors.js";

const read = <T>(path: string): T | undefined =>
  existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : undefined;

const finder = "data/models/blazeface/model.safetensors";
const training = read<DetectorsTraining>("data/models/core/training.json");
const scored = recordedDetection("scores.jsonl", (lines) => lines) ?? [];
const detectors = Object.entries(training?.detectors ?? {}).map(
  ([name, {recipe, parameters, run, scores}]): [string, DetectorFile] => {
    const auc = scores.find(
      ({source, kind, jpeg}) => source === "samples" && kind === "all" && jpeg === undefined
    )?.auc;
    const {alarms, pristine} = alarmsOf(scored, run);
    return [
      name,
      {
        ...fileOf(`data/models/core/${name}.safetensors`),
        size: recipe.size,
        parameters,
        run,
        ...(auc === undefined ? {} : {auc}),
        ...(alarms.length > 0 ? {alarms, pristine} : {})
      }
    ];
  }
);
const people = read<FaceManifest["people"]>("data/models/core/people.json");
const runtime = readFileSync("node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm");
const result: FaceManifest = {
  appearance: fileOf("data/models/appearance/appearance.bin.gz"),
  ...(people ? {people} : {}),
  detectors: Object.fromEntries(detectors),
  ...(existsSync(finder) ? {finder: fileOf(finder)} : {}),
  runtime: {bytes: runtime.length, compressed: gzipSync(runtime).length}
};
process.stdout.write(JSON.stringify(result));
