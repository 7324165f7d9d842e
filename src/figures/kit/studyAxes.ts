// What points of a study can be placed by: what was varied, weights of a part, cost of training, speed.
import type {StudyPoint} from "../studyData.js";

export interface StudyAxis {
  readonly key: string;
  /** in a list of choices */
  readonly name: string;
  /** with its unit, at the axis */
  readonly label: string;
  /** "names": no number, points stand side by side in the grid's order */
  readonly scale: "linear" | "log" | "names";
  /** undefined where it was not measured */
  readonly value: (point: StudyPoint) => number | undefined;
  readonly format?: (value: number) => string;
}

const mean = (values: readonly number[]): number | undefined =>
  values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : undefined;

const thousands = (value: number): string => `${Math.round(value / 1000)}k`;
const weights = (part: "embedding" | "attention" | "mlp", name: string): StudyAxis => ({
  key: part,
  name: `${name} weights`,
  label: `weights of the ${name}`,
  scale: "linear",
  value: ({parameters}) => parameters[part],
  format: thousands
});

/** The grid's points side by side, by name. */
export const namesAxis = (key: string, label: string): StudyAxis => ({key, name: key, label, scale: "names", value: () => 0}); // prettier-ignore

export const layersAxis: StudyAxis = {key: "layers", name: "layers", label: "layers", scale: "log", value: ({shape}) => shape.layers}; // prettier-ignore
export const widthAxis: StudyAxis = {key: "width", name: "width", label: "width", scale: "linear", value: ({shape}) => shape.width}; // prettier-ignore
export const expansionAxis: StudyAxis = {
  key: "expansion",
  name: "MLP expansion",
  label: "inner width of the MLP over the width",
  scale: "linear",
  value: ({shape}) => shape.expansion,
  format: (value) => String(Number(value.toFixed(2)))
};
export const vocabularyAxis: StudyAxis = {
  key: "vocabulary",
  name: "vocabulary size",
  label: "entries of the vocabulary",
  scale: "log",
  value: ({vocabulary}) => vocabulary.size
};
/** The paper's PEHL; our head is the embedding. */
export const embeddingShareAxis: StudyAxis = {
  key: "pehl",
  name: "embedding share",
  label: "embedding and head (% of weights)",
  scale: "linear",
  value: ({parameters}) => (100 * parameters.embedding) / parameters.total,
  format: (value) => String(Number(value.toFixed(1)))
};
export const partAxes: readonly StudyAxis[] = [
  weights("embedding", "embedding"),
  weights("attention", "attention"),
  weights("mlp", "MLP")
];
export const costAxes: readonly StudyAxis[] = [
  {
    key: "flops",
    name: "training operations",
    label: "floating-point operations of training (10¹²)",
    scale: "linear",
    value: ({runs}) => mean(runs.map(({trained}) => trained.flops / 1e12)),
    format: (value) => String(Number(value.toPrecision(3)))
  },
  {
    key: "training-speed",
    name: "training speed",
    label: "tokens of training per processor second",
    scale: "linear",
    value: ({runs}) =>
      mean(
        runs.flatMap(({cost, diverged, elsewhere}) =>
          diverged === undefined && elsewhere === undefined ? cost.tokensPerSecond : []
        )
      )
  }
];

/** Tokens decoded a second, by point; it stands among the axes even while nothing was timed, so that links stay valid. */
export const decodeAxis = (speeds: Readonly<Record<string, number>> = {}): StudyAxis => ({
  key: "decode-speed",
  name: "decoding speed",
  label: "tokens decoded a second",
  scale: "linear",
  value: ({name}) => (Object.hasOwn(speeds, name) ? speeds[name] : undefined)
});
