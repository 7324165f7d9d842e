// npm run train -- core-detectors [--only <part>]
//
// Puts the page's two detectors into data/models/core: the first seeds of "none" and "cosine" of a part of the study (default
// final), as F16, with who may be drawn in the page: people whose portraits are in the test split, so that no detector has
// seen a relative of theirs.
import {existsSync} from "node:fs";
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {decodeModel} from "../../src/images/appearance/format.js";
import {foldedParameters} from "../../src/nets/detector/graph.js";
import {detectorSize} from "../../src/nets/detector/parameters.js";
import {readSafetensors, readTensor, writeSafetensors} from "../../src/runtime/safetensors.js";
import {cacheFolder} from "../cache.js";
import {sha256} from "../digest.js";
import {modelFolder} from "../exportModel.js";
import {readRecords, recordsFile} from "../study/records.js";
import {recipeHash} from "../study/study.js";
import {detectorsCard} from "./detectorsCard.js";
import {corePoints} from "./detector/grid.js";
import {readImagesRecipe} from "./images.js";
import {readLandmarks} from "./landmarks.js";
import {chosenPortraits, readAppearanceRecipe} from "./recipe.js";
import {modelOfSplit, splitIdentities} from "./splits.js";
import type {CoreRecipe} from "./detector/recipe.js";
import type {DetectorRun, DetectorScore} from "../../src/traces/detectorRun.js";

const NAMES = ["none", "cosine"] as const;

/** What a part calls them. */
const NAMED: Readonly<Record<string, Readonly<Record<(typeof NAMES)[number], string>>>> = {
  final: {none: "none", cosine: "cosine"},
  losses: {none: "none", cosine: "cosine-1"}
};

/** data/models/core/training.json */
export interface DetectorsTraining {
  readonly command: string;
  readonly detectors: Readonly<
    Record<
      string,
      {
        /** hash of its run in data/runs/core.jsonl */
        readonly run: string;
        readonly part: string;
        readonly recipe: CoreRecipe;
        readonly parameters: number;
        readonly sha256: string;
        readonly bytes: number;
        readonly scores: readonly DetectorScore[];
        readonly device: string;
        readonly date: string;
      }
    >
  >;
  /** path → SHA-256 */
  readonly files: Readonly<Record<string, string>>;
}

/** @throws where a run is missing, naming the command that makes it */
export async function exportDetectors(part = "final"): Promise<void> {
  const named = NAMED[part];
  if (!named) throw new Error(`--only: ${part}; detectors are taken from ${Object.keys(NAMED).join(" or ")}`);
  const runs = readRecords<DetectorRun<CoreRecipe>>(recordsFile("core"));
  const folder = modelFolder("core");
  await mkdir(folder, {recursive: true});
  const detectors: Record<string, DetectorsTraining["detectors"][string]> = {};
  const files: Record<string, string> = {};
  for (const name of NAMES) {
    const point = corePoints().find((one) => one.part === part && one.name === named[name] && one.recipe.seed === 1);
    const hash = point && recipeHash(point.recipe);
    const run = hash && runs.get(hash);
    const weights = hash && join(cacheFolder("studies", "core", hash), "weights.safetensors");
    if (!point || !run || !weights || !existsSync(weights)) {
      throw new Error(`${part} ${name}: its run is not ${run ? "in this machine's cache" : "recorded"}; run npm run train -- study core --only ${part}`); // prettier-ignore
    }
    const {recipe} = point;
    const found = await readFile(weights);
    const tensors = new Map(readSafetensors(found).map((tensor) => [tensor.name, tensor]));
    const bytes = writeSafetensors(
      foldedParameters(recipe).map(({name: parameter, shape}) => {
        const tensor = tensors.get(parameter);
        if (!tensor) throw new Error(`${weights}: ${parameter} is missing; remove the run's folder and run it again`);
        return {name: parameter, shape, data: readTensor(found, tensor)};
      }),
      "F16",
      {format: "pt", size: String(recipe.size)}
    );
    const path = join(folder, `${name}.safetensors`);
    await writeFile(path, bytes);
    files[path] = sha256(bytes);
    detectors[name] = {
      run: run.hash,
      part,
      recipe,
      parameters: detectorSize(recipe),
      sha256: files[path],
      bytes: bytes.length,
      scores: run.scores,
      device: run.provenance.device,
      date: run.provenance.date
    };
  }
  const training: DetectorsTraining = {
    command: `npm run train -- core-detectors${part === "final" ? "" : ` --only ${part}`}`,
    detectors,
    files
  };
  await writeFile(join(folder, "training.json"), `${JSON.stringify(training, null, 2)}\n`);
  await writeFile(join(folder, "people.json"), JSON.stringify(await testPeople()));
  await writeFile(join(folder, "README.md"), detectorsCard(training));
}

/** Portraits of the test split that may give a frame, and each one's neighbours there. */
async function testPeople() {
  const model = decodeModel(gunzipSync(await readFile(join(modelFolder("appearance"), "appearance.bin.gz"))));
  const landmarks = readLandmarks();
  const portraits = chosenPortraits(landmarks, readAppearanceRecipe());
  const members = splitIdentities(landmarks.portraits, (await readImagesRecipe()).seed);
  const own = new Set(portraits.flatMap(({identity}, i) => (members.get(identity) === "test" ? [i] : [])));
  const {frames, neighbours} = modelOfSplit(model, portraits.map(({sex}) => sex), own); // prettier-ignore
  return {frames, neighbours};
}
