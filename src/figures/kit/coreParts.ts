// The parts of the CORE study as its figure lays them out: what stands side by side, what is told apart by series, and which
// points are compared with which.
import {families} from "../../images/manipulate/names.js";
import {withRuns} from "../detectorStudyData.js";
import type {DetectorRuns, DetectorStudyData} from "../detectorStudyData.js";

export const coreParts = ["losses", "augmentations", "left-out", "controls", "photographs", "final"] as const;
export type CorePart = (typeof coreParts)[number];

export const partNames: Readonly<Record<CorePart, string>> = {
  losses: "penalties and rates",
  augmentations: "augmentations",
  "left-out": "a manipulation left out",
  controls: "controls",
  photographs: "trained on photographs",
  final: "larger detectors"
};

/** A point where the figure puts it. */
export interface PlacedPoint {
  readonly point: DetectorRuns;
  /** its column, from 0 on */
  readonly column: number;
  /** without (0) or with (1) the penalty, where a column holds both */
  readonly series?: 0 | 1;
  /** its name alone, such as "RE, cosine" */
  readonly title: string;
}

/** Two points to compare: the first less the second. */
export interface CorePair {
  readonly first: PlacedPoint;
  readonly second: PlacedPoint;
  /** such as "RE: cosine less none" */
  readonly name: string;
}

export interface PartLayout {
  readonly columns: readonly string[];
  readonly points: readonly PlacedPoint[];
  readonly pairs: readonly CorePair[];
  /** what the axis says */
  readonly axis: string;
  /** whether columns hold points with and without the penalty */
  readonly series: boolean;
}

/** "none", "cosine 1", "L2 1" */
export function lossName({consistency, rate}: DetectorRuns["recipe"]): string {
  if (consistency === "none") return "none";
  return `${consistency === "cosine" ? "cosine" : consistency.toUpperCase()} ${rate}`;
}

/** The manipulations that a point was not trained on. */
export const unseenOf = ({recipe}: Pick<DetectorRuns, "recipe">): string[] =>
  families.filter((name) => !recipe.manipulations.includes(name));

export function layoutOf(data: DetectorStudyData, part: CorePart): PartLayout {
  const all = withRuns(data);
  const own = all.filter((point) => point.part === part);
  if (part === "augmentations" || part === "left-out") {
    const columnOf = (point: DetectorRuns): string =>
      part === "left-out" ? unseenOf(point)[0] : point.recipe.augmentation;
    const columns = [...new Set(own.map(columnOf))];
    const points = own.map((point): PlacedPoint => {
      const column = columnOf(point);
      return {
        point,
        column: columns.indexOf(column),
        series: point.recipe.consistency === "none" ? 0 : 1,
        title: `${part === "left-out" ? `without ${column}` : column}, ${lossName(point.recipe)}`
      };
    });
    const pairs = columns.flatMap((column, k) => {
      const [second, first] = [0, 1].map((series) =>
        points.find((each) => each.column === k && each.series === series)
      );
      return first && second ? [{first, second, name: column}] : [];
    });
    return {columns, points, pairs, axis: part === "left-out" ? "manipulation left out of the training" : "augmentation", series: true}; // prettier-ignore
  }
  const named = part === "controls" ? [...all.filter((point) => point.part === "losses" && ["none", "cosine-1"].includes(point.name)), ...own] : own; // prettier-ignore
  const titleOf = (point: DetectorRuns): string => {
    if (point.recipe.pairing === "different") return "different pictures";
    if (!point.recipe.crossEntropy) return "no cross-entropy";
    return lossName(point.recipe);
  };
  const points = named.map((point, column): PlacedPoint => ({point, column, title: titleOf(point)}));
  const base = points.find(({title}) => title === (part === "controls" ? "cosine 1" : "none"));
  const pairs = points.flatMap((first) =>
    base && first !== base && first.title !== "none"
      ? [{first, second: base, name: `${first.title} less ${base.title}`}]
      : []
  );
  return {columns: points.map(({title}) => title), points, pairs, axis: part === "controls" ? "what is trained" : "penalty and its rate", series: false}; // prettier-ignore
}

/** "losses.cosine-1.2": a run's name in an address. */
export const runKey = (point: Pick<DetectorRuns, "part" | "name">, seed: number): string => `${point.part}.${point.name}.${seed}`; // prettier-ignore
