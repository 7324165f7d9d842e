// The two charts of the CORE study: scores by what was varied, and curves of the training.
import {formatPercent} from "./dom.js";
import type {DetectorSeed} from "../detectorStudyData.js";
import {meanOver, scoreOf, valueOf} from "./coreMeasures.js";
import type {CoreMeasure, Tested} from "./coreMeasures.js";
import type {PartLayout, PlacedPoint} from "./coreParts.js";
import type {PointedAt} from "./points.js";
import type {RunPlace} from "./study.js";
import {SETTLED, studyCurves} from "./studyCurves.js";
import type {CurveGroup} from "./studyCurves.js";
import {studyDots} from "./studyDots.js";
import type {DotGroup, RingedRun} from "./studyDots.js";
import {numeral} from "./studyWords.js";

export interface CoreView {
  readonly layout: PartLayout;
  readonly measure: CoreMeasure;
  readonly tested: Tested;
  readonly ringed: readonly RingedRun[];
  readonly ariaLabel: string;
  readonly pointed: (place: RunPlace | undefined) => void;
  readonly chosen: (place: RunPlace) => void;
}

/** where points with and without the penalty lie beside their column */
const ASIDE = 0.17;
const xOf = ({column, series}: PlacedPoint): number =>
  column + (series === undefined ? 0 : series === 0 ? -ASIDE : ASIDE);

/** Scores: a mark at the mean with an interval over seeds, a ring for each seed with its own interval over people. */
export function coreDots(
  {layout, measure, tested, ringed, ariaLabel, pointed, chosen}: CoreView,
  width: number
): PointedAt {
  const groups = layout.points.flatMap((placed, p): DotGroup[] => {
    const {point, title, series} = placed;
    const mean = meanOver(point, measure.key, tested);
    const runs = point.runs.flatMap((run, seed) => {
      const y = valueOf(point, run, measure.key, tested);
      if (y === undefined && run.diverged === undefined) return [];
      const score = measure.key === "auc" ? scoreOf(point, run, tested) : undefined;
      // on a phone there is no room for them; the words still have them
      const range = score && ([score[4], score[5]] as const);
      const words = [
        `${title}, seed ${run.seed}`,
        y === undefined ? "diverged" : `${measure.name} ${measure.format(y)}`,
        ...(range ? [`${measure.format(range[0])} to ${measure.format(range[1])} over people`] : []),
        ...(mean?.low === undefined || mean.high === undefined ? [] : [`mean of ${numeral(mean.count)} seeds ${measure.format(mean.mean)} (${measure.format(mean.low)} to ${measure.format(mean.high)})`]) // prettier-ignore
      ];
      return [{place: {point: p, seed}, y, words, ...(range && y !== undefined && width >= 520 ? {range} : {})}];
    });
    return runs.length > 0
      ? [{name: title, x: xOf(placed), mean, runs, ...(series === undefined ? {} : {series})}]
      : [];
  });
  const planned = layout.points.filter((placed) => groups.every(({x}) => x !== xOf(placed))).map(xOf);
  const short = width < 520;
  const ticks = layout.columns.map((text, value) => ({value, text: short ? shorter(text) : text}));
  return studyDots(
    groups,
    {
      xAxis: {label: short && layout.columns.includes("cosine 1") ? `${layout.axis} (c: cosine)` : layout.axis, ticks},
      yLabel: measure.name,
      formatY: (value) =>
        measure
          .format(value)
          .replace(/(\.\d*?)0+$/, "$1")
          .replace(/\.$/, ""),
      better: measure.better,
      planned,
      ...(layout.series ? {series: ["none", "penalty"]} : {}),
      joined: false,
      ...(layout.points.some(({point}) => point.runs.length > 0) ? {empty: "not tested so"} : {}),
      named: false,
      ringed,
      ariaLabel,
      pointed,
      chosen
    },
    width
  );
}

const shorter = (text: string): string => text.replace("DFDC_selim", "selim").replace("RandCrop", "crop").replace("RaAug", "Ra").replace("different pictures", "different").replace("no cross-entropy", "no CE").replace("cosine", "c"); // prettier-ignore

const shortTitle = ({columns}: PartLayout, {column, series, title}: PlacedPoint): string =>
  series === undefined ? title : `${columns[column]}, ${series === 0 ? "none" : "penalty"}`;

export const coreCurveKinds = [
  {key: "entropy", name: "cross-entropy", at: 1},
  {key: "penalty", name: "penalty, before its rate", at: 2},
  {key: "agreement", name: "mean cosine of pairs", at: 3},
  {key: "norm", name: "mean length of features", at: 4},
  {key: "gradient", name: "norm of the gradient", at: 5},
  {key: "validation", name: "AUC on the validation split", at: undefined}
] as const;

/** Whether a curve begins so high that the rest would look flat beside it. */
export const fallsFirst = (curve: string): boolean => curve === "entropy" || curve === "gradient";

/** Curves over the training: a thick line for the mean over seeds. */
export function coreCurves({layout, ringed, pointed, chosen}: CoreView, curve: string, width: number): PointedAt {
  const {name, at} = coreCurveKinds.find(({key}) => key === curve) ?? coreCurveKinds[0];
  const pointsOf = (run: DetectorSeed): (readonly [number, number])[] => {
    const steps = run.trained.steps;
    const values = at === undefined ? run.evaluations : run.curve.map((entry) => [entry[0], entry[at]] as const);
    return values.filter(([, y]) => Number.isFinite(y)).map(([step, y]) => [(100 * step) / steps, y] as const);
  };
  const groups = layout.points.flatMap((placed, p): CurveGroup[] => {
    const {point, title} = placed;
    const runs = point.runs.map((run, seed) => ({place: {point: p, seed}, name: `${title}, seed ${run.seed}`, diverged: run.diverged !== undefined, points: pointsOf(run)})); // prettier-ignore
    const share = layout.points.length > 1 ? p / (layout.points.length - 1) : 0;
    return runs.some(({points}) => points.length > 0) ? [{name: shortTitle(layout, placed), share, runs}] : [];
  });
  return studyCurves(
    groups,
    {
      xLabel: "share of the training (%)",
      yLabel: name,
      formatX: (value) => `${formatPercent(value / 100)} of the training`,
      formatY: (value) => `${Number(value.toPrecision(4))} ${name}`,
      settled: fallsFirst(curve) ? SETTLED : 0,
      ringed,
      ariaLabel: `${name} of ${numeral(groups.length)} recipes as training goes on`,
      pointed,
      chosen
    },
    width
  );
}
