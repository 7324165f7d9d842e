// Sizes, operations and speeds of shapes in words.
import type {ShapeCost} from "./shapeCost.js";
import {formatCount} from "./dom.js";
import {fitSpeeds, isTimed, LEAST_TIMED} from "./shapeSpeed.js";
import type {SpeedKind} from "./shapeSpeed.js";
import type {Shape, ShapeData} from "../shapeData.js";

const units = [
  [1e12, " T"],
  [1e9, " G"],
  [1e6, " M"],
  [1e3, " k"]
] as const;

/** Three digits and a decimal prefix: 5.29 M. */
export function short(value: number): string {
  const unit = units.find(([least]) => value >= least * 0.9995);
  return unit ? `${(value / unit[0]).toPrecision(3)}${unit[1]}` : String(Number(value.toPrecision(3)));
}

/** The same of parameters, whose thousand millions are billions: 1.03 B. */
export const shortParameters = (parameters: number): string => short(parameters).replace("G", "B");

/** The same of bytes: 10.6 MB. */
export const inBytes = (value: number): string => (value < 999.5 ? `${Math.round(value)} B` : `${short(value)}B`);

/** Parameters, "5.29 million". */
export const inMillions = (parameters: number): string =>
  parameters >= 0.9995e9
    ? `${Number((parameters / 1e9).toPrecision(3))} billion`
    : `${Number((parameters / 1e6).toPrecision(3))} million`;

/** "12 × 192" */
export const depthByWidth = ({depth, width}: Pick<Shape, "depth" | "width">): string => `${depth} × ${width}`;

/** What can be said of a shape's speed: as measured, or a prediction with its error, or why there is none. */
export interface SpeedWords {
  readonly value: string;
  readonly note: string;
  /** whether this very shape was timed */
  readonly measured?: boolean;
}

export function speedWords({speeds = []}: ShapeData, kind: SpeedKind, shape: Shape, cost: ShapeCost): SpeedWords {
  const fit = fitSpeeds(speeds, kind);
  if (!fit) {
    return {
      value: "not measured yet",
      note: speeds.length > 0 ? `${speeds.length} shapes timed; ${LEAST_TIMED} are needed` : ""
    };
  }
  const sized = {depth: shape.depth, parameters: cost.parameters};
  if (!isTimed(fit, sized)) {
    const [[thin, deep], [small, large]] = [fit.depths, fit.parameters];
    return {
      value: "not measured",
      note: `timed were ${thin} to ${deep} layers and ${inMillions(small)} to ${inMillions(large)} parameters`
    };
  }
  const off = (error: number): string =>
    error < 0.001 ? "less than 0.1%" : `${Number((100 * error).toPrecision(2))}%`;
  const timed = speeds.find(
    (speed) =>
      speed.depth === shape.depth &&
      speed.width === shape.width &&
      speed.heads === shape.heads &&
      speed.vocabulary === shape.vocabulary &&
      Math.abs(speed.expansion - shape.expansion) < 0.005 &&
      speed.parameters === cost.parameters
  );
  const measured = timed && (kind === "decode" ? timed.decodeTokensPerSecond : timed.trainTokensPerSecond);
  const predicted = perSecond(fit.predict(sized));
  if (measured !== undefined) {
    const note = `measured; the fit to all shapes gives ${predicted}`;
    return {value: `${perSecond(measured)} tokens a second`, note, measured: true};
  }
  return {
    value: `${predicted} tokens a second`,
    note: `predicted; shapes that were left out are missed by ${off(fit.meanError)} on average, ${off(fit.worstError)} at most`
  };
}

const perSecond = (rate: number): string => formatCount(Number(rate.toPrecision(3)));
