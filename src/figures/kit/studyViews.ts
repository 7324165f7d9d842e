// From a study's data and what a reader has chosen to see of it to the two charts, and how to read them.
import type {SeedRun, StudyData, StudyPoint} from "../studyData.js";
import {formatCount, formatPercent} from "./dom.js";
import type {PlaneAxis} from "./plane.js";
import type {PointedAt} from "./points.js";
import type {RunPlace, Study} from "./study.js";
import type {StudyAxis} from "./studyAxes.js";
import {runTitle} from "./studyCard.js";
import {SETTLED, studyCurves} from "./studyCurves.js";
import type {CurveGroup} from "./studyCurves.js";
import {studyDots} from "./studyDots.js";
import type {DotGroup, RingedRun} from "./studyDots.js";
import {meanOf} from "./studyMeasures.js";
import type {StudyMeasure} from "./studyMeasures.js";
import {FRAMES} from "./studyParameters.js";
import type {StudyView} from "./studyParameters.js";
import {findingWords, numeral, progressWords, scaleWords} from "./studyWords.js";

export interface ViewContext {
  readonly study: Study;
  readonly data: StudyData;
  readonly view: StudyView;
  readonly measure: StudyMeasure;
  readonly ringed: readonly RingedRun[];
  readonly pointed: (place: RunPlace | undefined) => void;
  readonly chosen: (place: RunPlace) => void;
}

/** Axes that some point has a value on. Costs are known of runs only, so while there are none the first stay. */
export const axesOf = ({axes}: Study, {points}: StudyData): readonly StudyAxis[] =>
  axes.filter((axis, i) => i === 0 || points.some((point) => axis.value(point) !== undefined));

/** Final scores over the chosen axis. */
export function dotsOf({study, data, view, measure, ringed, pointed, chosen}: ViewContext, width: number): PointedAt {
  const {points} = data;
  const axis = axesOf(study, data).find(({key}) => key === view.x) ?? study.axes[0];
  const names = axis.scale === "names";
  const xOf = (point: StudyPoint): number | undefined => (names ? points.indexOf(point) : axis.value(point));
  const groups = points.flatMap((point, p): DotGroup[] => {
    const x = xOf(point);
    if (x === undefined || point.runs.length === 0) return [];
    const mean = meanOf(point, measure);
    const series = study.series && study.series.names.indexOf(study.series.of(point) ?? "");
    const runs = point.runs.flatMap((run, seed) => {
      const y = measure.value(run);
      if (y === undefined && run.diverged === undefined) return [];
      return [{place: {point: p, seed}, y, words: dotWords(study, data, {point: p, seed}, measure)}];
    });
    return [{name: study.label(point), x, mean, runs, ...(series === undefined || series < 0 ? {} : {series})}];
  });
  const planned = points.filter(({runs}) => runs.length === 0).flatMap((point) => xOf(point) ?? []);
  return studyDots(
    groups,
    {
      xAxis: axisOf(axis, study, data),
      yLabel: measure.name,
      ...(measure.key === "cloze" ? {formatY: measure.format} : {}),
      better: measure.better,
      planned: [...new Set(planned)],
      ...(study.series ? {series: study.series.names} : {}),
      joined: !names && study.joined !== false,
      named: !names && !study.series && points.length <= 12,
      ringed,
      ariaLabel: findingWords(study, data, measure),
      pointed,
      chosen
    },
    width
  );
}

function axisOf(
  {label, scale, format = formatCount, value}: StudyAxis,
  study: Study,
  {points}: StudyData
): Omit<PlaneAxis, "low" | "high"> {
  // prettier-ignore
  if (scale === "names") return {label, ticks: points.map((point, i) => ({value: i, text: study.label(point)}))};
  const values = [...new Set(points.flatMap((point) => value(point) ?? []))].sort((a, b) => a - b);
  const few = values.length <= 8 ? {ticks: values.map((each) => ({value: each, text: format(each)}))} : {};
  return {label, log: scale === "log", format, ...few};
}

/** A run's name, its value, and what is known of its point. */
function dotWords(study: Study, data: StudyData, place: RunPlace, measure: StudyMeasure): string[] {
  const point = data.points[place.point];
  const run = point.runs[place.seed];
  const value = measure.value(run);
  const mean = meanOf(point, measure);
  const of = value === undefined ? `diverged at step ${formatCount(run.diverged ?? 0)}` : `${measure.format(value)} ${measure.label}`; // prettier-ignore
  const all =
    mean?.low === undefined || mean.high === undefined
      ? `one seed${point.planned > 1 ? ` of ${point.planned} so far` : ""}: no interval`
      : `mean of ${numeral(mean.count)} seeds ${measure.format(mean.mean)} (${measure.format(mean.low)} to ${measure.format(mean.high)})`;
  return [runTitle(study, data, place), of, ...(value === undefined ? [] : [all])];
}

/** What a run's curve runs over: [value of a step, its unit]. */
const overs = {
  share: {
    label: "share of the training (%)",
    of: (step: number, {trained}: SeedRun) => (100 * step) / trained.steps,
    format: (value: number) => `${formatPercent(value / 100)} of the training`
  },
  tokens: {
    label: "tokens read (millions)",
    of: (step: number, {trained}: SeedRun) => (step * trained.tokens) / trained.steps / 1e6,
    format: (value: number) => `${value.toFixed(2)} million tokens`
  },
  flops: {
    label: "floating-point operations (10¹²)",
    of: (step: number, {trained}: SeedRun) => (step * trained.flops) / trained.steps / 1e12,
    format: (value: number) => `${value.toPrecision(3)} × 10¹² operations`
  }
};

/** Curves up to the chosen moment. */
export function curvesOf({study, data, view, ringed, pointed, chosen}: ViewContext, width: number): PointedAt {
  const {points} = data;
  const over = overs[view.over];
  const training = view.curve === "training";
  const [{value, scale}] = study.axes;
  // colours follow what was varied
  const order = scale === "names" ? points : [...points].sort((a, b) => (value(a) ?? 0) - (value(b) ?? 0));
  const groups = points.flatMap((point, p): CurveGroup[] => {
    const runs = point.runs.map((run, seed) => ({
      place: {point: p, seed},
      name: `${runTitle(study, data, {point: p, seed})}${run.diverged === undefined ? "" : ", diverged"}`,
      diverged: run.diverged !== undefined,
      points: (training ? run.curve : run.evaluations).map(([step, value]) => [over.of(step, run), value] as const)
    }));
    return runs.length > 0
      ? [{name: study.label(point), runs, share: order.length > 1 ? order.indexOf(point) / (order.length - 1) : 0}]
      : [];
  });
  const yLabel = training ? "training loss, nats per token" : "bits per byte of some held-out text";
  return studyCurves(
    groups,
    {
      xLabel: over.label,
      yLabel,
      formatX: over.format,
      formatY: (value) => `${value.toFixed(3)} ${training ? "nats per token" : "bits per byte"}`,
      settled: training ? SETTLED : 0,
      until: view.step / FRAMES,
      ringed,
      ariaLabel: `${training ? "Training loss" : "Bits per byte of held-out text"} of ${numeral(groups.length)} ${study.things} as training goes on`,
      pointed,
      chosen
    },
    width
  );
}

/** A moment of the training in words. */
export function frameWords({points}: StudyData, share: number): string {
  const steps = [...new Set(points.flatMap(({runs}) => runs.map(({trained}) => trained.steps)))];
  return steps.length === 1
    ? `step ${formatCount(Math.round(share * steps[0]))} of ${formatCount(steps[0])}`
    : `${formatPercent(share)} of the training`;
}

/** How to read the chart; "" while there is nothing in it. */
export function readingWords({points, done}: StudyData, curve: StudyView["curve"] | undefined): string {
  if (done === 0) return "";
  const several = points.some(({runs}) => runs.length > 1);
  const diverged = points.some(({runs}) => runs.some((run) => run.diverged !== undefined));
  if (curve) {
    const lines = several ? "Thick lines are means over seeds, thin ones the seeds." : "Each line is one run.";
    const ends = diverged ? " A cross ends a run that diverged." : "";
    return `${lines}${ends}${curve === "training" ? " The fall of the first tenth of the training is cut off." : ""}`;
  }
  const single = points.some(({runs}) => runs.length === 1);
  return [
    ...(several
      ? ["Full marks are means over seeds, bars their 95 % intervals (Student’s t), small rings the seeds."]
      : []),
    ...(single ? ["A hollow mark is one seed alone: how far chance would move it isn’t known."] : []),
    ...(diverged ? ["A cross at the edge is a run that diverged."] : []),
    "The upright axis does not begin at zero."
  ].join(" ");
}

/** Of which scale the figure is, how far the study is, and what is particular to it. */
export const captionOf = (study: Study, data: StudyData): string =>
  `Ours: ${scaleWords(data)}; ${progressWords(data)}. ${study.note(data)}`;
