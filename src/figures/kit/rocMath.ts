// ROC curves from scores: points, area, the rate at a limit of false alarms as CORE's released code reads it (utils.cal_auc),
// and what becomes of that rate when there are fewer pristine pictures.
import {random} from "../../training/random.js";

export interface RocPoint {
  /** share of pristine and of manipulated pictures with a score at or above the threshold */
  readonly fpr: number;
  readonly tpr: number;
  readonly threshold: number;
}

/** Scores of both kinds; a higher one speaks for "manipulated". */
export interface Scores {
  readonly pristine: readonly number[];
  readonly manipulated: readonly number[];
}

/** A point for every score that occurs, from the strictest threshold to the mildest, the first of all at ∞. */
export function rocPoints({pristine, manipulated}: Scores): RocPoint[] {
  if (pristine.length === 0 || manipulated.length === 0) {
    throw new Error(`roc: ${pristine.length} pristine and ${manipulated.length} manipulated scores; it takes both`);
  }
  const [p, m] = [pristine, manipulated].map((scores) => Float64Array.from(scores).sort().reverse());
  const points: RocPoint[] = [{fpr: 0, tpr: 0, threshold: Infinity}];
  let [i, j] = [0, 0];
  while (i < p.length || j < m.length) {
    const threshold = Math.max(p[i] ?? -Infinity, m[j] ?? -Infinity);
    while (p[i] >= threshold) i++;
    while (m[j] >= threshold) j++;
    points.push({fpr: i / p.length, tpr: j / m.length, threshold});
  }
  return points;
}

/** Area under the curve by trapezoids: how often a manipulated picture scores above a pristine one, a tie counting a half. */
export function areaUnder(points: readonly RocPoint[]): number {
  let area = 0;
  for (let k = 1; k < points.length; k++) {
    area += ((points[k].fpr - points[k - 1].fpr) * (points[k].tpr + points[k - 1].tpr)) / 2;
  }
  return area;
}

/** The last point with a share of false alarms of at most `limit`. */
export function pointAt(points: readonly RocPoint[], limit: number): RocPoint {
  let [low, high] = [0, points.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle].fpr <= limit) low = middle;
    else high = middle;
  }
  return points[low];
}

/** The point of a threshold: the last whose own threshold is not below it. */
export function pointOf(points: readonly RocPoint[], threshold: number): RocPoint {
  let [low, high] = [0, points.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle].threshold >= threshold) low = middle;
    else high = middle;
  }
  return points[low];
}

/** Points at which the curve turns, and both ends: enough to draw it. */
export function corners(points: readonly RocPoint[]): RocPoint[] {
  return points.filter((point, k) => {
    const [before, after] = [points[k - 1], points[k + 1]];
    if (k === 0 || k === points.length - 1) return true;
    return (
      !(before.fpr === point.fpr && point.fpr === after.fpr) && !(before.tpr === point.tpr && point.tpr === after.tpr)
    );
  });
}

/**
 * Rates at a limit for some draws of so many pristine pictures without putting back, all manipulated ones kept; the n-th is
 * that of seed n + 1. Only the strictest scores of a draw are drawn: whether each of them belongs to it is decided from the
 * highest down, until there are more than may be false alarms (selection sampling, Knuth 1997, 3.4.2 S).
 * @throws where there are fewer pictures
 */
export function drawnRates({pristine, manipulated}: Scores, count: number, limit: number, draws: number): number[] {
  const all = pristine.length;
  if (count > all) throw new Error(`draw: ${count} of ${all} scores; at most all of them`);
  const [lowFirst, rising] = [risingOf(pristine), risingOf(manipulated)];
  const allowed = allowedAlarms(count, limit);
  return Array.from({length: draws}, (_, k) => {
    const next = random(k + 1, count);
    // with more false alarms than allowed from this score on, a threshold has to lie above it
    let bound = -Infinity;
    for (let i = 0, drawn = 0; i < all && drawn <= allowed && drawn < count; i++) {
      if (next() * (all - i) >= count - drawn) continue;
      if (drawn === allowed) bound = lowFirst[all - 1 - i];
      drawn++;
    }
    return above(rising, bound) / rising.length;
  });
}

const sorted = new WeakMap<readonly number[], Float64Array>();

/** Scores from the lowest up, sorted once. */
function risingOf(scores: readonly number[]): Float64Array {
  const known = sorted.get(scores) ?? Float64Array.from(scores).sort();
  sorted.set(scores, known);
  return known;
}

/** Most false alarms among `count` pictures that are a share of at most `limit`. */
export function allowedAlarms(count: number, limit: number): number {
  let allowed = Math.floor(limit * count);
  while ((allowed + 1) / count <= limit) allowed++;
  while (allowed > 0 && allowed / count > limit) allowed--;
  return allowed;
}

/** How many of the rising values lie above the bound. */
function above(sorted: Float64Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > bound) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}
