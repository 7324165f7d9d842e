// npx tsx studies/core/blazeface/measure.ts [--times]
//
// How well the face detector finds the portraits in CONCORD_FACES, and how far a crop that is aligned by its points lies from
// one that is aligned by landmarks, as training pictures are. Writes data/models/blazeface/measured.json and the card. No
// picture leaves the folder. With --times only the times are measured again.
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {findFaces} from "../../../src/images/findFace.js";
import {letterbox} from "../../../src/images/letterbox.js";
import {planes} from "../../../src/images/planes.js";
import {openBlazeFace, type FaceNetwork} from "../../../src/runtime/blazeface.js";
import {openNode} from "../../../src/runtime/node.js";
import {readBlazeFace} from "../../../src/runtime/readCheckpoint.js";
import {openWeb} from "../../../src/runtime/web.js";
import {commandLine, flag} from "../../../tools/commandLine.js";
import {modelFolder} from "../../exportModel.js";
import {openProgress} from "../../progress.js";
import {readLandmarks, type Portrait, type Source} from "../landmarks.js";
import {portraitFolder, readPortrait} from "../portraits.js";
import {blazeFaceCard} from "./card.js";
import {measure, quantile, type BlazeFaceMeasured, type Measured, type Show, type Time} from "./measured.js";
import type {Image} from "../../../src/images/image.js";
import type {BlazeFaceOrigin} from "./blazeface.js";

const {times: timesOnly} = commandLine({
  usage: "npx tsx studies/core/blazeface/measure.ts",
  about: "How well the face detector finds the portraits in CONCORD_FACES; writes its measured.json and its card.",
  options: {times: flag("measure only the times again")}
}).values;

async function milliseconds(network: FaceNetwork, image: Image): Promise<{network: Time; look: Time}> {
  const pixels = planes(letterbox(image, network.size).image);
  const times = async (run: () => Promise<unknown>): Promise<Time> => {
    const list: number[] = [];
    for (let i = 0; i < 210; i++) {
      const begun = performance.now();
      await run();
      if (i >= 10) list.push(performance.now() - begun);
    }
    return {fastest: quantile(list, 0.1), median: quantile(list, 0.5)};
  };
  return {network: await times(() => network.find(pixels)), look: await times(() => findFaces(image, network))};
}

const folder = modelFolder("blazeface");
const origin = JSON.parse(await readFile(join(folder, "training.json"), "utf8")) as BlazeFaceOrigin;
const {portraits, sources} = readLandmarks();
const faces = portraitFolder();
const read = (portrait: Portrait): Image => readPortrait(faces, portrait, sources[portrait.source].via);
const node = await openNode({device: "cpu"});
const web = await openWeb({device: "wasm"});
const finder = await readBlazeFace(node, folder);
const shows: Show[] = [
  ...(Object.keys(sources) as Source[]).map((source): Show => ({source, share: 1, turned: 0, looks: 2})),
  ...([1, 2] as const).flatMap((looks) =>
    [
      [1, 0],
      [0.6, 0],
      [0.6, 20],
      [0.6, -20],
      [0.3, 0],
      [0.2, 0]
    ].map(([share, turned]): Show => ({source: "all", share, turned, looks}))
  )
];
const rows: Measured[] = timesOnly
  ? [...(JSON.parse(await readFile(join(folder, "measured.json"), "utf8")) as BlazeFaceMeasured).rows]
  : [];
const progress = openProgress(shows.length, 0);
for (const show of timesOnly ? [] : shows) {
  const chosen = portraits.filter(({source}) => show.source === "all" || source === show.source);
  rows.push(await measure(finder, show, chosen, read));
  progress.update(rows.length, `${show.source}, ${show.share} of the picture, ${show.looks} looks`);
}
progress.end();
const wasm = await openBlazeFace(web, {
  name: "model.safetensors",
  bytes: await readFile(join(folder, "model.safetensors"))
});
const picture = read(portraits[0]);
const measured: BlazeFaceMeasured = {
  weights: origin.sha256,
  rows,
  milliseconds: [
    {runtime: node.version, device: "cpu, 1 thread", ...(await milliseconds(finder, picture))},
    {runtime: `${web.version} in Node`, device: "wasm, 1 thread", ...(await milliseconds(wasm, picture))}
  ],
  processor: node.deviceName,
  date: new Date().toISOString().slice(0, 10)
};
await writeFile(join(folder, "measured.json"), `${JSON.stringify(measured, null, 2)}\n`);
await writeFile(join(folder, "README.md"), blazeFaceCard(origin, measured));
process.exit();
