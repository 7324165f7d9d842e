// What stands in the figure of two views before anything is fetched: the face that it would draw first and both first views,
// made here from the same model by the same steps.
import {existsSync, readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import jpeg from "jpeg-js";
import {decodeModel} from "../../src/images/appearance/index.js";
import {applyView, decodeView} from "../../src/images/augment/index.js";
import {toRgba, type Image} from "../../src/images/image.js";
import {twoViewsParameters} from "../../src/live/faceParameters.js";
import {crop, CROP, faceTools, QUALITY} from "../../src/live/faceWork.js";
import {random} from "../../src/training/random.js";
import type {Opening} from "../../src/live/facePanels.js";
import type {FaceManifest} from "../../src/live/faceManifest.js";

const people = "data/models/core/people.json";
const model = decodeModel(new Uint8Array(gunzipSync(readFileSync("data/models/appearance/appearance.bin.gz"))));
const tools = faceTools(
  model,
  existsSync(people) ? (JSON.parse(readFileSync(people, "utf8")) as FaceManifest["people"]) : undefined
);
const {person, a, b} = twoViewsParameters;
const {image, points} = tools.subject({seed: person.initial, walk: []});
const face = crop(tools, image, points, QUALITY);
const source = ({width, height, data}: Image): string =>
  `data:image/jpeg;base64,${jpeg.encode({width, height, data: Buffer.from(toRgba({width, height, data}))}, 90).data.toString("base64")}`;
const opening: Opening = {
  face: source(face),
  views: [a, b].map(({initial}) => source(applyView(face, CROP, decodeView(initial) ?? [], random)))
};
process.stdout.write(JSON.stringify(opening));
