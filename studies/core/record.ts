// npm run record -- core [options]
//
// Records what the study's detectors say of a fixed set of faces that nobody has, over their training; where the chosen ones
// see the evidence; and the scores of all test pictures. Runs come from this machine's cache (npm run train -- study core);
// with --partial those that are there are recorded and the others named. Goes to data/traces/core/<device>.
import {mkdirSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {openNode} from "../../src/runtime/node.js";
import {writeTraceText} from "../../src/runtime/traceFiles.js";
import {
  writeTrace,
  type DetectionFace,
  type DetectionHead,
  type DetectionScores,
  type TraceLine
} from "../../src/traces/index.js";
import {commandLine, flag, machine, text} from "../../tools/commandLine.js";
import {sha256} from "../digest.js";
import {modelFolder} from "../exportModel.js";
import {openProgress} from "../progress.js";
import {deviceFolder, provenanceOf} from "../record/provenance.js";
import {cachedRuns, missingRuns, type CachedRun} from "./detection/cachedRuns.js";
import {onePairEach, testFaces, viewsOf, type FaceViews} from "./detection/faces.js";
import {maskLines, recordMaps} from "./detection/recordMaps.js";
import {recordMany} from "./detection/recordMany.js";
import {recordScores} from "./detection/recordScores.js";
import {recordSteps} from "./detection/recordSteps.js";
import {picturesIn} from "./detector/pictures.js";
import {imagesDigest, imagesFolder, readImagesRecipe} from "./images.js";
import type {Runtime} from "../../src/runtime/runtime.js";

/** the runs that are shown side by side */
const LOSSES = ["none", "l1-1", "l2-1", "cosine-1", "cosine-10", "cosine-100"];
/** those whose scores are kept: of the large detectors, where they are trained */
const SCORED = ["none", "cosine"];
/** what stands in where they are not */
const SMALL = ["none", "cosine-1"];

export interface RecordSetting {
  /** people of whom two pictures each are followed over training */
  readonly followed: number;
  /** people whose pictures' maps are measured, and of these shown */
  readonly measured: number;
  readonly shown: number;
  /** pristine pictures beside those of the picture set, for rare false alarms */
  readonly many: number;
}

export const coreSetting: RecordSetting = {followed: 40, measured: 48, shown: 6, many: 10_000};

const command = {
  usage: "npm run record -- core",
  about: "Records what detectors of the study core, of this machine’s cache, say of faces that nobody has.",
  options: {
    ...machine,
    partial: flag("record what is there, and name the runs that are missing"),
    out: text("folder for the results; data/traces/core/<device>, where none is named")
  }
} as const;

export async function recordCoreCommand(args: readonly string[]): Promise<void> {
  const {values} = commandLine(command, args);
  const {device, threads} = values;
  const losses = cachedRuns("losses", LOSSES);
  if (losses.missing.length > 0) {
    const words = missingRuns("losses", losses.missing);
    if (!values.partial || losses.runs.length === 0) throw new Error(`${words} (or --partial: record what is there)`);
    console.error(words);
  }
  const large = cachedRuns("final", SCORED);
  const small = losses.runs.filter(({name}) => SMALL.includes(name));
  const scored = large.missing.length === 0 ? large.runs : small;
  const runtime = await openNode({device, threads});
  const folder = values.out ?? join("data", "traces", "core", deviceFolder(runtime));
  const options = `${device === "cpu" ? "" : ` --device ${device}`}${threads === 1 ? "" : ` --threads ${threads}`}`;
  const head = headOf(runtime, `npm run record -- core${options}${values.partial ? " --partial" : ""}`);
  const detection = await recordDetection(runtime, losses.runs, coreSetting);
  const written: Record<string, TraceLine[]> = {
    detection: [{...head, runs: losses.runs.map(({name}) => name), missing: losses.missing}, ...detection],
    scores: [
      {...head, runs: scored.map(({name}) => name), missing: large.missing},
      ...(await scoresOf(runtime, scored, coreSetting.many))
    ]
  };
  mkdirSync(folder, {recursive: true});
  for (const [name, lines] of Object.entries(written)) {
    const path = join(folder, `${name}.jsonl`);
    console.error(`${path}: ${(writeTraceText(path, writeTrace(lines)) / 1024).toFixed(0)} KB`);
  }
}

/** What heads the files: where the faces come from, and what recorded them. */
function headOf(runtime: Runtime, command: string): Omit<DetectionHead, "runs" | "missing"> {
  const recipe = "studies/recipes/core-images.json";
  return {
    type: "detection",
    models: [{name: "appearance", sha256: sha256(readFileSync(join(modelFolder("appearance"), "appearance.bin.gz")))}],
    files: {[recipe]: sha256(readFileSync(recipe))},
    images: imagesDigest(),
    provenance: provenanceOf(runtime, command, ".")
  };
}

/** Faces, runs, masks and maps. */
export async function recordDetection(
  runtime: Runtime,
  runs: readonly CachedRun[],
  {followed, measured, shown}: Omit<RecordSetting, "many">
): Promise<TraceLine[]> {
  const people = Math.max(followed, measured);
  const total = people + runs.length * 100;
  const progress = openProgress(total, 0);
  const faces = await testFaces(people, (done) => progress.update(done, "drawing faces"));
  const pairs = onePairEach(faces.filter(({person}) => person < followed));
  const mapped = faces.filter(({person}) => person < measured);
  const lines: TraceLine[] = [...maskLines(faces.filter(({person}) => person < shown))];
  let views: FaceViews[] | undefined;
  for (const [i, run] of runs.entries()) {
    const {augmentation, size} = run.recipe;
    if (!views) {
      views = viewsOf(pairs, augmentation, size);
      lines.unshift(...views.map(faceLine));
    } else if (size !== runs[0].recipe.size || augmentation !== runs[0].recipe.augmentation) {
      throw new Error(`${run.name}: windows of ${size} and ${augmentation}; the faces are those of ${runs[0].name}`);
    }
    const at = (share: number): void => progress.update(people + 100 * (i + share), run.name);
    lines.push(await recordSteps(runtime, run, views, (share) => at(share / 2)));
    lines.push(...(await recordMaps(runtime, run, mapped, shown, (share) => at(0.5 + share / 2))));
  }
  progress.end();
  return lines;
}

function faceLine({face, window, drawn}: FaceViews): DetectionFace {
  return {type: "detection-face", person: String(face.person), kind: face.kind, corner: window, views: drawn};
}

async function scoresOf(runtime: Runtime, runs: readonly CachedRun[], many: number): Promise<TraceLine[]> {
  const {sources, size} = await readImagesRecipe();
  const folder = imagesFolder();
  const made = new Set(readdirSync(folder).map((name) => name.split("-")[0]));
  const tested = sources.filter((source) => made.has(source));
  const progress = openProgress(tested.length * runs.length, 0);
  const lines: TraceLine[] = [];
  for (const source of tested) {
    const pictures = await picturesIn(folder, source, ["test"], size);
    for (const run of runs) {
      const done = lines.length;
      lines.push(await recordScores(runtime, run, source, pictures, (share) => progress.update(done + share, `${run.name} on ${source}`))); // prettier-ignore
    }
  }
  progress.end();
  const own = lines.filter((line): line is DetectionScores => line.type === "detection-scores" && line.source === "samples"); // prettier-ignore
  if (many === 0 || own.length === 0) return lines;
  const pictures = await picturesIn(folder, "samples", ["test"], size);
  const further = openProgress(many, 0);
  const more = await recordMany(runtime, runs, own, pictures, many, (done) => further.update(done, "more pristine faces")); // prettier-ignore
  further.end();
  return [...more, ...lines];
}
