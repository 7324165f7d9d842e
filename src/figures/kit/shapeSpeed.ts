// Speed of a shape from shapes that were timed: time a token = a + b · layers + c · parameters, all three ≥ 0, fitted so
// that errors count relatively. A layer costs whatever its width, since each is a few calls; a parameter is read once for
// a decoded token and multiplied for a trained one. How far it is off is found by leaving each timed shape out in turn;
// nothing is said beyond the layers and parameters that were timed.
import {fitColumns} from "../../traces/metrics/stepCost.js";
import type {ShapeSpeed} from "../shapeData.js";

export type SpeedKind = "decode" | "train";

/** What is needed of a shape. */
export type Sized = Pick<ShapeSpeed, "depth" | "parameters">;

export interface SpeedFit {
  /** Tokens a second. */
  predict(shape: Sized): number;
  /** of predictions for shapes that were left out, |predicted / timed − 1| */
  readonly meanError: number;
  readonly worstError: number;
  /** [least, most] that was timed */
  readonly depths: readonly [number, number];
  readonly parameters: readonly [number, number];
}

/** so many shapes at least, or the error of three coefficients would mean nothing */
export const LEAST_TIMED = 5;

const rates = {decode: "decodeTokensPerSecond", train: "trainTokensPerSecond"} as const;

/** The fit; undefined where fewer than LEAST_TIMED shapes were timed. */
export function fitSpeeds(speeds: readonly ShapeSpeed[], kind: SpeedKind): SpeedFit | undefined {
  if (speeds.length < LEAST_TIMED) return undefined;
  const predict = fitted(speeds, kind);
  const errors = speeds.map((left) => {
    const others = speeds.filter((other) => other !== left);
    return Math.abs(fitted(others, kind)(left) / left[rates[kind]] - 1);
  });
  const range = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  return {
    predict,
    meanError: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    worstError: Math.max(...errors),
    depths: range(speeds.map(({depth}) => depth)),
    parameters: range(speeds.map(({parameters}) => parameters))
  };
}

/** Whether a shape lies among those that were timed. */
export const isTimed = ({depths, parameters}: SpeedFit, shape: Sized): boolean =>
  shape.depth >= depths[0] &&
  shape.depth <= depths[1] &&
  shape.parameters >= parameters[0] &&
  shape.parameters <= parameters[1];

function fitted(speeds: readonly ShapeSpeed[], kind: SpeedKind): (shape: Sized) => number {
  const columns = ({depth, parameters}: Sized): number[] => [1, depth, parameters / 1e6];
  const each = fitColumns(speeds.map((speed) => ({columns: columns(speed), ms: 1000 / speed[rates[kind]]})));
  return (shape) => 1000 / columns(shape).reduce((ms, column, k) => ms + column * each[k], 0);
}
