// The people of a picture set: sampled from the appearance model, mixed from portraits, or photographed.
import {faceDrawer} from "../../src/images/appearance/drawFace.js";
import type {AppearanceModel} from "../../src/images/appearance/model.js";
import {samplePerson} from "../../src/images/appearance/person.js";
import type {Subject} from "../../src/images/faceMesh.js";
import type {Image} from "../../src/images/image.js";
import {resize} from "../../src/images/resize.js";
import {random} from "../../src/training/random.js";
import type {Landmarks, Portrait, Source} from "./landmarks.js";
import {drawMixture, meanInCrop} from "./mixtures.js";
import {shapeFreeImage} from "./shapeFree.js";
import {modelOfSplit, splits, type Split} from "./splits.js";

export type SetSource = "samples" | "mixtures" | Source;

/** Somebody, not yet drawn. */
export interface Entry {
  readonly id: string;
  /** whose pictures this one is made of */
  readonly identities: readonly string[];
  readonly sex: string;
  draw(): Subject;
}

export interface SubjectOptions {
  readonly landmarks: Landmarks;
  readonly model: AppearanceModel;
  /** the portraits that the model was built from, in its order */
  readonly portraits: readonly Portrait[];
  readonly members: ReadonlyMap<string, Split>;
  readonly seed: number;
  /** how many to sample or mix; of photographs there are as many as there are */
  readonly count: number;
  read(portrait: Portrait): Image;
}

/** Everybody of one source and split. */
export function subjects(source: SetSource, split: Split, options: SubjectOptions): Entry[] {
  return source === "samples" || source === "mixtures"
    ? made(source, split, options)
    : photographed(source, split, options);
}

function photographed(source: Source, split: Split, {landmarks, members, read}: SubjectOptions): Entry[] {
  const chosen = landmarks.portraits.filter((p) => p.source === source && !p.grey && members.get(p.identity) === split);
  return chosen.map((portrait) => ({
    id: portrait.file,
    identities: [portrait.identity],
    sex: portrait.sex,
    draw: () => ({image: resize(read(portrait), landmarks.size, landmarks.size, "area"), points: portrait.points})
  }));
}

function made(source: "samples" | "mixtures", split: Split, options: SubjectOptions): Entry[] {
  const {model, portraits, members, seed, count, read} = options;
  const own = new Set(portraits.flatMap(({identity}, i) => (members.get(identity) === split ? [i] : [])));
  const local = modelOfSplit(model, portraits.map(({sex}) => sex), own); // prettier-ignore
  const next = random(seed, source === "samples" ? 0 : 1, splits.indexOf(split));
  const drawFace = faceDrawer(model);
  const textures = new Map<number, Image>();
  const mean = meanInCrop(model);
  const texture = (i: number): Image => {
    const known = textures.get(i);
    if (known) return known;
    const {groups, triangles} = model.mesh;
    const found = shapeFreeImage(read(portraits[i]), portraits[i].points, mean, groups, triangles);
    textures.set(i, found);
    return found;
  };
  return Array.from({length: count}, (_, k) => {
    const person = samplePerson(local, next);
    const {parents} = person;
    return {
      id: `${source}-${split}-${k}`,
      identities: parents.map((i) => portraits[i].identity),
      sex: portraits[parents[0]].sex,
      draw: () => {
        if (source === "samples") return drawFace(person);
        const pictures: Image[] = [];
        for (const parent of parents) pictures[parent] = texture(parent);
        return drawMixture(model, person, pictures);
      }
    };
  });
}
