// npm run train -- appearance
//
// Builds the appearance model of studies/recipes/appearance.json from the portraits in CONCORD_FACES, measures it, and writes
// data/models/appearance: the model, what was measured, and the card. The same portraits give the same bytes.
import {createHash} from "node:crypto";
import {mkdir, writeFile} from "node:fs/promises";
import {cpus} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {decodeModel, encodeModel} from "../../src/images/appearance/format.js";
import {textureOf, type AppearanceModel} from "../../src/images/appearance/model.js";
import {modelFolder} from "../exportModel.js";
import {openProgress} from "../progress.js";
import {buildAppearance, type Built} from "./buildAppearance.js";
import {appearanceCard} from "./card.js";
import {novelty, type Novelty} from "./distances.js";
import {readLandmarks, type Credit} from "./landmarks.js";
import {portraitFolder, portraitsDigest, readPortrait} from "./portraits.js";
import {chosenPortraits, readAppearanceRecipe, type AppearanceRecipe} from "./recipe.js";
import {textureWeights, toFrame, alignShapes} from "./shapeFree.js";

/** components of the sizes that are measured beside the one that is kept */
const OTHER_SIZES = [30, 60, 90, 110, 138];
const SAMPLES = 500;

/** What a number of components costs, and keeps. */
export interface Size {
  readonly components: number;
  /** bytes of the model, compressed */
  readonly bytes: number;
  /** share of the textures' variance that these components hold, before they are rounded */
  readonly variance: number;
  /** root mean square error of the portraits' textures, in grey levels, and of brightness alone as a signal-to-noise ratio */
  readonly error: number;
  readonly decibels: number;
}

/** data/models/appearance/training.json */
export interface AppearanceTraining {
  readonly recipe: AppearanceRecipe;
  readonly portraits: number;
  /** SHA-256 of the portraits' files one after the other, in the order of the list */
  readonly portraitsSha256: string;
  /** of appearance.bin.gz */
  readonly sha256: string;
  readonly credits: readonly Credit[];
  readonly size: Size;
  readonly sizes: readonly Size[];
  readonly shapeVariance: number;
  readonly novelty: Novelty;
  readonly device: string;
  readonly date: string;
  readonly command: string;
}

export async function trainAppearance(): Promise<void> {
  const recipe = readAppearanceRecipe();
  const landmarks = readLandmarks();
  const folder = portraitFolder();
  const {via, licence, credit} = landmarks.sources[recipe.source];
  const portraits = chosenPortraits(landmarks, recipe);
  const progress = openProgress(portraits.length, 0);
  let done = 0;
  const read = (portrait: (typeof portraits)[number]): ReturnType<typeof readPortrait> => {
    progress.update(++done, `${done} of ${portraits.length} portraits`);
    return readPortrait(folder, portrait, via);
  };
  const innerOnly = new Set(recipe.innerOnly.portraits.map((name) => `${recipe.source}-${name}`));
  const most = Math.max(recipe.textureComponents, ...OTHER_SIZES.filter((n) => n < portraits.length));
  const built = buildAppearance(landmarks, portraits, read, {...recipe, textureComponents: most, innerOnly});
  progress.end();

  const {mean} = alignShapes(portraits.map(({points}) => points.map(toFrame)));
  const weights = textureWeights(built.model.layout, mean, landmarks.groups);
  const measure = (components: number): Size => measureSize(built, components, recipe.scales, weights);
  const sizes = OTHER_SIZES.filter((n) => n <= most).map(measure);
  const file = encodeModel(truncate(built.model, recipe.textureComponents), recipe.scales);
  const packed = gzipSync(file, {level: 9});
  const training: AppearanceTraining = {
    recipe,
    portraits: portraits.length,
    portraitsSha256: portraitsDigest(folder, portraits),
    sha256: createHash("sha256").update(packed).digest("hex"),
    credits: [{licence, credit, via}, landmarks.sources.london],
    size: measure(recipe.textureComponents),
    sizes,
    shapeVariance: held(built.shape.variances, recipe.shapeComponents),
    novelty: novelty(decodeModel(file), weights, SAMPLES, 1),
    device: cpus()[0].model,
    date: new Date().toISOString().slice(0, 10),
    command: "npm run train -- appearance"
  };
  const out = modelFolder(recipe.name);
  await mkdir(out, {recursive: true});
  await writeFile(join(out, "appearance.bin.gz"), packed);
  await writeFile(join(out, "training.json"), `${JSON.stringify(training, null, 2)}\n`);
  await writeFile(join(out, "README.md"), appearanceCard(training));
  console.error(
    `appearance: ${portraits.length} portraits, ${training.size.bytes} bytes, ${training.size.decibels.toFixed(1)} dB`
  );
}

/** The model with its first components alone. */
function truncate(model: AppearanceModel, count: number): AppearanceModel {
  const short = <T extends {readonly texture: Float32Array}>(row: T): T => ({
    ...row,
    texture: row.texture.slice(0, count)
  });
  return {
    ...model,
    texture: {...model.texture, directions: model.texture.directions.slice(0, count)},
    portraits: model.portraits.map(short),
    appearance: model.appearance.map(short)
  };
}

function measureSize(
  {model, texture, textures}: Built,
  components: number,
  scales: AppearanceRecipe["scales"],
  weights: Float32Array
): Size {
  const file = encodeModel(truncate(model, components), scales);
  const stored = decodeModel(file);
  const luminance = 64 * model.layout.blocks[0].length;
  let [squares, brightness, total, brightnessTotal] = [0, 0, 0, 0];
  stored.portraits.forEach((portrait, row) => {
    const numbers = textureOf(stored, portrait.texture);
    for (let i = 0; i < numbers.length; i++) {
      const square = weights[i] * (numbers[i] - textures[row][i]) ** 2;
      squares += square;
      total += weights[i];
      if (i < luminance) brightness += square;
      if (i < luminance) brightnessTotal += weights[i];
    }
  });
  return {
    components,
    bytes: gzipSync(file, {level: 9}).length,
    variance: held(texture.variances, components),
    error: Math.sqrt(squares / total),
    decibels: 10 * Math.log10(255 ** 2 / (brightness / brightnessTotal))
  };
}

function held(variances: readonly number[], count: number): number {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return sum(variances.slice(0, count)) / sum(variances);
}
