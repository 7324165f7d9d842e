// The fixed faces of recorded detections: people sampled from the appearance model for the test split, drawn again exactly as
// the picture sets have them, with their masks. It takes no portrait.
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {decodeModel} from "../../../src/images/appearance/format.js";
import {applyView, drawView, type Augmentation, type View} from "../../../src/images/augment/index.js";
import {families} from "../../../src/images/manipulate/index.js";
import {windowRange, writeWindow} from "../../../src/images/window.js";
import {below, random} from "../../../src/training/random.js";
import {modelFolder} from "../../exportModel.js";
import {picturesOf, readImagesRecipe, type PictureRecord} from "../images.js";
import {finish} from "../finish.js";
import {readLandmarks} from "../landmarks.js";
import {chosenPortraits, readAppearanceRecipe} from "../recipe.js";
import {splitIdentities, splits} from "../splits.js";
import {subjects} from "../subjects.js";
import type {DrawnView} from "../../../src/traces/index.js";
import type {Image, Plane} from "../../../src/images/image.js";

/** A picture of a sampled person. */
export interface TestFace {
  /** number in the test split */
  readonly person: number;
  readonly kind: PictureRecord["kind"];
  readonly image: Image;
  /** what is new of it [height, width], 0 to 1 */
  readonly mask: Plane;
}

/** Sampled people of the test split, in their order: those of the picture sets and, from then on, `more` others. */
async function sampledPeople(more = 0) {
  const recipe = await readImagesRecipe();
  const landmarks = readLandmarks();
  const model = decodeModel(gunzipSync(readFileSync(join(modelFolder("appearance"), "appearance.bin.gz"))));
  const entries = subjects("samples", "test", {
    landmarks,
    model,
    portraits: chosenPortraits(landmarks, readAppearanceRecipe()),
    members: splitIdentities(landmarks.portraits, recipe.seed),
    seed: recipe.seed,
    count: recipe.people.test + more,
    read: ({file}) => {
      throw new Error(`a sampled face asked for the portrait ${file}`);
    }
  });
  const [s, t] = [recipe.sources.indexOf("samples"), splits.indexOf("test")];
  /** what a person's pictures are seeded with (studies/core/images.ts) */
  const seedOf = (person: number): readonly number[] => [recipe.seed, 2, s, t, person];
  return {recipe, model, entries, seedOf};
}

/** The sampled people of the picture sets' test split as they are drawn, and the seed that a person's pictures begin with. */
export async function testPeople() {
  const {entries, ...others} = await sampledPeople();
  return {...others, faces: entries.map((entry) => entry.draw())};
}

/** All pictures of the first `people` sampled people of the test split, null manipulations left out, person by person. */
export async function testFaces(people: number, say: (done: number) => void = () => {}): Promise<TestFace[]> {
  const {recipe, model, entries, seedOf} = await sampledPeople();
  if (people > entries.length) throw new Error(`people: ${people}; the test split has ${entries.length}`);
  return entries.slice(0, people).flatMap((entry, person) => {
    say(person);
    const made = picturesOf(entry, entries, model, {source: "samples", split: "test"}, recipe.size, seedOf(person)); // prettier-ignore
    return made.flatMap(({record: {kind}, image, mask}) => (kind === "null" ? [] : [{person, kind, image, mask}]));
  });
}

/** People of the test split of whom the picture sets have no picture. */
export interface MorePeople {
  /** the k-th one's pristine picture */
  draw(k: number): Image;
  /** whose portraits the k-th is mixed from, the one that gives most first */
  identities(k: number): readonly string[];
}

export async function morePeople(count: number): Promise<MorePeople> {
  const {recipe, model, entries} = await sampledPeople(count);
  const {test} = recipe.people;
  return {
    identities: (k) => entries[test + k].identities,
    draw(k) {
      const person = test + k;
      const {image, points} = entries[person].draw();
      return finish(image, points, model.mesh.groups, recipe.size, random(recipe.seed, 3, person));
    }
  };
}

/** Of every person the pristine picture and one manipulated one, the manipulations in turn. */
export function onePairEach(faces: readonly TestFace[]): TestFace[] {
  return faces.filter(({person, kind}) => kind === "pristine" || kind === families[person % families.length]);
}

/** Two views of a face, as a detector reads them. */
export interface FaceViews {
  readonly face: TestFace;
  readonly window: readonly [x: number, y: number];
  readonly drawn: readonly [DrawnView, DrawnView];
  /** [2, 3, size, size] */
  readonly data: Float32Array;
}

/**
 * Two views of each face, drawn as in training: through one window, which a person's pictures share. The same for every run of
 * that augmentation and window.
 */
export function viewsOf(faces: readonly TestFace[], augmentation: Augmentation, size: number): FaceViews[] {
  return faces.map((face) => {
    const {person, kind, image} = face;
    const corner = random(71, person);
    const {x, y} = windowRange(image.width, size);
    const window = [x.low + below(corner, x.high - x.low + 1), y.low + below(corner, y.high - y.low + 1)] as const;
    const next = random(72, person, kind === "pristine" ? 0 : 1);
    const data = new Float32Array(2 * 3 * size * size);
    const drawn = [0, 1].map((view) => {
      const steps = drawView(augmentation, image, image.width, next);
      const seen = applyView(image, image.width, steps, (seed) => random(seed));
      writeWindow(seen, window, size, data, view * 3 * size * size);
      return drawnOf(steps);
    });
    return {face, window, drawn: [drawn[0], drawn[1]], data};
  });
}

/** What a trace says of a view. */
function drawnOf(steps: View): DrawnView {
  return steps.reduce<DrawnView>((drawn, step) => {
    if (step.kind === "flip") return {...drawn, flipped: true};
    if (step.kind === "erase") return {...drawn, erased: step.box};
    return step.kind === "crop" ? {...drawn, cropped: step.box} : drawn;
  }, {});
}
