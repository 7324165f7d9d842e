// People who do not exist: mixtures of four neighbours in coefficient space.
import {dirichlet, draw, type Random} from "../random.js";
import type {AppearanceModel, Coefficients} from "./model.js";

/** A person as the model draws one. */
export interface Person {
  /** the portraits that were mixed, and their shares, which add up to 1; the first one gives the frame */
  readonly parents: readonly number[];
  readonly weights: readonly number[];
  /** the face */
  readonly inner: Coefficients;
  /** texture near the outline: that of the first parent alone, so that no two hairlines are blended */
  readonly frame: Float32Array;
  /** by how much mixing has weakened what differs between the parents: 1 / √Σw² */
  readonly spread: number;
}

export interface MixOptions {
  /** portraits to mix; default 4 */
  readonly parents?: number;
  /** which portraits may be mixed; default all */
  readonly allowed?: ReadonlySet<number>;
  /** share of the lost variety that the shape gets back, about the neighbours' mean; default 0.9 */
  readonly shapeGain?: number;
}

/** Draws a person. Throws where too few portraits are allowed. */
export function samplePerson(model: AppearanceModel, random: Random, options: MixOptions = {}): Person {
  const {parents: count = 4, allowed} = options;
  const may = (portrait: number): boolean => allowed?.has(portrait) ?? true;
  const frames = model.frames.filter(
    (portrait) => may(portrait) && model.neighbours[portrait].filter(may).length >= count - 1
  );
  if (frames.length === 0) {
    throw new Error(`parents: no portrait has ${count - 1} allowed neighbours; allow more, or take fewer parents`);
  }
  const [frame] = draw(random, frames, 1);
  const others = draw(random, model.neighbours[frame].filter(may), count - 1);
  const first = count === 1 ? 1 : 0.15 + 0.15 * random();
  const weights = [first, ...dirichlet(random, count - 1, 6).map((share) => (1 - first) * share)];
  return mixPerson(model, [frame, ...others], weights, options);
}

/** The person that a mixture of portraits is. Throws where there are not as many weights as parents. */
export function mixPerson(
  model: AppearanceModel,
  parents: readonly number[],
  weights: readonly number[],
  {shapeGain = 0.9}: MixOptions = {}
): Person {
  if (parents.length === 0 || parents.length !== weights.length) {
    throw new Error(`mixture: ${weights.length} weights for ${parents.length} parents`);
  }
  const coefficients = parents.map((parent) => {
    if (!model.portraits[parent])
      throw new Error(`parent: ${parent}; the model has ${model.portraits.length} portraits`);
    return model.portraits[parent];
  });
  const spread = 1 / Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));
  const near = model.neighbours[parents[0]].map((portrait) => model.portraits[portrait].shape);
  const centre = mean(near, near.map(() => 1 / near.length)); // prettier-ignore
  const mixed = mean(coefficients.map(({shape}) => shape), weights); // prettier-ignore
  const gain = 1 + shapeGain * (spread - 1);
  return {
    parents,
    weights,
    inner: {
      shape: mixed.map((value, k) => centre[k] + gain * (value - centre[k])),
      texture: mean(coefficients.map(({texture}) => texture), weights) // prettier-ignore
    },
    frame: coefficients[0].texture,
    spread
  };
}

/** A person moved along one of the appearance components, by so many deviations. Throws where there is no such one. */
export function walkPerson(model: AppearanceModel, person: Person, component: number, deviations: number): Person {
  const direction = model.appearance[component];
  if (!direction) throw new Error(`component: ${component}; the model walks ${model.appearance.length}, from 0`);
  const move = (from: Float32Array, by: Float32Array): Float32Array =>
    from.map((value, k) => value + deviations * by[k]);
  const {inner, frame} = person;
  return {
    ...person,
    inner: {shape: move(inner.shape, direction.shape), texture: move(inner.texture, direction.texture)},
    frame: move(frame, direction.texture)
  };
}

/** The person in the middle of all portraits. */
export function meanPerson(model: AppearanceModel): Person {
  const texture = new Float32Array(model.texture.directions.length);
  const shape = new Float32Array(model.shape.directions.length);
  return {parents: [], weights: [], inner: {shape, texture}, frame: texture, spread: 1};
}

function mean(rows: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sum = new Float32Array(rows[0]?.length ?? 0);
  rows.forEach((row, r) => {
    for (let i = 0; i < sum.length; i++) sum[i] += weights[r] * row[i];
  });
  return sum;
}
