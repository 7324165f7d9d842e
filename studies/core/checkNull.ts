// npx tsx studies/core/checkNull.ts [options]
//
// Where null manipulations would come out if their way were drawn again. Until the way that all pictures go (finish.ts) a
// null manipulation is the pristine picture, bit for bit; so the pristine faces of the test split are finished again and
// again, with other draws, and scored by the page's detectors as if they were null manipulations. Against the pristine
// pictures of the set they say how lucky that one draw of it was, against each other what the AUC is without such luck.
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {commandLine, count} from "../../tools/commandLine.js";
import {openDetector, openDetectorCheckpoint} from "../../src/runtime/detector.js";
import {openNode} from "../../src/runtime/node.js";
import {random, type Random} from "../../src/training/random.js";
import {modelFolder} from "../exportModel.js";
import {openProgress} from "../progress.js";
import {areaUnderCurve} from "./detector/bootstrap.js";
import {scoresOf} from "./detection/recordScores.js";
import {testPeople} from "./detection/faces.js";
import {finish} from "./finish.js";
import type {DetectorsTraining} from "./exportDetectors.js";

const {draws} = commandLine({
  usage: "npx tsx studies/core/checkNull.ts",
  about: "AUC of the page’s detectors on pristine test faces whose way through blur and compression is drawn again.",
  options: {draws: count("times that each face is finished again", 8)}
}).values;

const training = JSON.parse(await readFile(join(modelFolder("core"), "training.json"), "utf8")) as DetectorsTraining;
const {recipe, model, faces, seedOf} = await testPeople();
const runtime = await openNode({device: "cpu"});
const progress = openProgress((draws + 1) * Object.keys(training.detectors).length, 0);
let done = 0;
for (const [name, {recipe: own, scores}] of Object.entries(training.detectors)) {
  const bytes = await readFile(join(modelFolder("core"), `${name}.safetensors`));
  const detector = await openDetector(runtime, await openDetectorCheckpoint({name: `${name}.safetensors`, bytes}, own.size)); // prettier-ignore
  const scored = async (seed: (person: number) => Random): Promise<number[]> => {
    const images = faces.map(({image, points}, i) => finish(image, points, model.mesh.groups, recipe.size, seed(i)));
    const found = await scoresOf(detector, images, own.size);
    progress.update(++done, name);
    return found;
  };
  const set = await scored((i) => random(...seedOf(i), 1)); // as picturesOf finishes the pristine one
  const again: number[][] = [];
  for (let draw = 0; draw < draws; draw++) again.push(await scored((i) => random(recipe.seed, 4, draw, i)));
  await detector.release();
  const against = (pristine: readonly number[], others: readonly number[]): number =>
    areaUnderCurve([
      ...pristine.map((score) => ({score, manipulated: false})),
      ...others.map((score) => ({score, manipulated: true}))
    ]);
  const recorded = scores.find(({source, kind, jpeg}) => source === "samples" && kind === "null" && jpeg === undefined);
  const words = (values: readonly number[]): string => values.map((value) => value.toFixed(3)).join(" ");
  console.log(
    `${name}: null manipulations of the set ${recorded?.auc.toFixed(3)} [${words(recorded?.interval ?? [])}]`
  );
  console.log(
    `  drawn again, against the set's pristine pictures: ${words(again.map((other) => against(set, other)))}`
  );
  console.log(`  drawn again, one draw against the next: ${words(again.slice(1).map((other, i) => against(again[i], other)))}`); // prettier-ignore
}
progress.end();
process.exit();
