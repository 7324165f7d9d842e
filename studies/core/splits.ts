// Who is in which set. A person, real or made, is in one of them only, and a mixture is where all its parents are.
import {draw} from "../../src/images/random.js";
import {random} from "../../src/training/random.js";
import type {AppearanceModel} from "../../src/images/appearance/model.js";
import type {Portrait} from "./landmarks.js";

export const splits = ["train", "validation", "test"] as const;
export type Split = (typeof splits)[number];

/** shares of the identities */
const SHARES: Readonly<Record<Split, number>> = {train: 0.6, validation: 0.15, test: 0.25};

/** The split of each identity, in each source and sex by the same shares; the seed decides who is where. */
export function splitIdentities(portraits: readonly Portrait[], seed: number): Map<string, Split> {
  const groups = new Map<string, Set<string>>();
  for (const {source, sex, identity} of portraits) {
    const group = groups.get(`${source} ${sex}`) ?? new Set();
    groups.set(`${source} ${sex}`, group.add(identity));
  }
  const next = random(seed);
  const found = new Map<string, Split>();
  for (const identities of groups.values()) {
    const shuffled = draw(next, [...identities], identities.size);
    const [train, validation] = [SHARES.train, SHARES.train + SHARES.validation].map((s) =>
      Math.round(s * shuffled.length)
    );
    shuffled.forEach((identity, i) =>
      found.set(identity, i < train ? "train" : i < validation ? "validation" : "test")
    );
  }
  return found;
}

/**
 * The model as if there were only the portraits `members`: each has its `count` nearest among those of its sex. Likeness is
 * the distance of textures by their first components, since a split holds too few for the model's own neighbours.
 */
export function modelOfSplit(
  model: AppearanceModel,
  sexes: readonly string[],
  members: ReadonlySet<number>,
  count = 6
): AppearanceModel {
  const size = model.texture.directions.slice(0, 20).map(({value}) => Math.hypot(...value));
  const distance = (a: number, b: number): number =>
    size.reduce((sum, s, k) => sum + (s * (model.portraits[a].texture[k] - model.portraits[b].texture[k])) ** 2, 0);
  const neighbours = model.portraits.map((_, i) =>
    [...members]
      .filter((j) => j !== i && members.has(i) && sexes[j] === sexes[i])
      .sort((a, b) => distance(i, a) - distance(i, b))
      .slice(0, count)
  );
  return {...model, neighbours, frames: model.frames.filter((i) => members.has(i))};
}
