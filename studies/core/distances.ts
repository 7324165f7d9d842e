// How far people who were mixed are from the portraits they were mixed from. No network that recognises faces is at hand, so
// distances are those of shape-free textures, in grey levels: what they say is that no sample repeats a portrait, not that a
// person would call them different.
import type {AppearanceModel} from "../../src/images/appearance/model.js";
import {textureOf} from "../../src/images/appearance/model.js";
import {samplePerson} from "../../src/images/appearance/person.js";
import {random} from "../../src/training/random.js";

/** Quantiles of distances to the nearest portrait, root mean square grey levels of Y, Cb, Cr inside the ring. */
export interface Distances {
  readonly samples: number;
  readonly smallest: number;
  readonly median: number;
  readonly largest: number;
}

export interface Novelty {
  /** from each sample to the portrait nearest to it */
  readonly samples: Distances;
  /** from each portrait to the other nearest to it */
  readonly portraits: Distances;
  /** share of samples whose nearest portrait is one of the four they were mixed from */
  readonly nearestIsParent: number;
  /** share of samples that are nearer to a portrait than any two portraits are to each other */
  readonly nearerThanPortraits: number;
}

/** `weights` says how much each number of a texture counts. */
export function novelty(model: AppearanceModel, weights: Float32Array, count: number, seed: number): Novelty {
  const total = weights.reduce((a, b) => a + b, 0);
  const distance = (a: Float32Array, b: Float32Array): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += weights[i] * (a[i] - b[i]) ** 2;
    return Math.sqrt(sum / total);
  };
  const portraits = model.portraits.map(({texture}) => textureOf(model, texture));
  const nearest = (texture: Float32Array, except = -1): {at: number; distance: number} =>
    portraits.reduce(
      (best, other, at) => {
        const d = at === except ? Infinity : distance(texture, other);
        return d < best.distance ? {at, distance: d} : best;
      },
      {at: -1, distance: Infinity}
    );
  const next = random(seed);
  const drawn = Array.from({length: count}, () => {
    const person = samplePerson(model, next);
    return {person, ...nearest(textureOf(model, person.inner.texture))};
  });
  const between = portraits.map((texture, i) => nearest(texture, i).distance);
  const closest = Math.min(...between);
  return {
    samples: quantiles(drawn.map(({distance: d}) => d)), // prettier-ignore
    portraits: quantiles(between),
    nearestIsParent: drawn.filter(({person, at}) => person.parents.includes(at)).length / count,
    nearerThanPortraits: drawn.filter(({distance: d}) => d < closest).length / count
  };
}

function quantiles(values: readonly number[]): Distances {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (q: number): number => sorted[Math.round(q * (sorted.length - 1))];
  return {samples: values.length, smallest: at(0), median: at(0.5), largest: at(1)};
}
