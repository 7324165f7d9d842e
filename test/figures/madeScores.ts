// Scores made by hand, no detector behind them: normal draws for pristine and manipulated pictures.
import type {RocData, RocSet} from "../../src/figures/rocData.js";
import {areaUnder, rocPoints} from "../../src/figures/kit/rocMath.js";
import {random} from "../../src/training/random.js";

export function madeScores(pristine: number, manipulated: number, apart: number, seed = 1): RocSet {
  const next = random(seed, pristine);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const round = (value: number): number => Number(value.toFixed(3));
  const scores = {
    pristine: Array.from({length: pristine}, () => round(-apart / 2 + normal())),
    manipulated: Array.from({length: manipulated}, () => round(apart / 2 + 1.3 * normal()))
  };
  const auc = areaUnder(rocPoints(scores));
  return {
    name: `made scores ${apart} apart`,
    ...scores,
    auc,
    low: auc - 0.01,
    high: Math.min(1, auc + 0.01),
    provenance: `${pristine + manipulated} made scores`
  };
}

export const madeRoc = (): RocData => ({sets: [madeScores(300, 500, 3), madeScores(300, 500, 4, 2)]});
