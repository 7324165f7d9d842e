// What all faces together do over training, run by run: agreement of views, how far the classes are apart, length of features.
import {stepStatistics, type OpenRun, type StepStatistics} from "./sphereStatistics.js";
import {lossName} from "./detectionWords.js";
import {html} from "./dom.js";
import {liveChart} from "./responsive.js";
import {seriesChart} from "./seriesChart.js";
import type {SphereFace} from "../sphereData.js";
import type {LiveChart} from "./responsive.js";

interface Measure {
  readonly title: string;
  readonly short: string;
  readonly value: (of: StepStatistics) => number;
  readonly format: (value: number) => string;
  readonly range?: readonly [number, number];
  readonly rule?: {readonly value: number; readonly text: string};
}

export const sphereMeasures = {
  agreement: {title: "mean cosine of a face's two views", short: "mean cosine", value: ({cosine}) => cosine, format: (v) => v.toFixed(2)}, // prettier-ignore
  margin: {
    title: "AUC on these faces",
    short: "AUC",
    value: ({auc}) => auc,
    format: (v) => v.toFixed(2),
    rule: {value: 0.5, text: "chance"}
  },
  gap: {title: "gap of the logit differences, manipulated less pristine", short: "gap of logits", value: ({gap}) => gap, format: (v) => v.toFixed(2)}, // prettier-ignore
  norm: {title: "mean length of features", short: "length of features", value: ({norm}) => norm, format: (v) => (v < 10 ? v.toFixed(1) : v.toFixed(0))} // prettier-ignore
} satisfies Record<string, Measure>;

const markers = ["disc", "square", "diamond", "triangle"] as const;

/** "12% of training"; kept steps are the same shares for all runs of one length. */
export const shareOf = (steps: readonly number[], at: number): string => {
  const share = (100 * steps[at]) / (steps[steps.length - 1] || 1);
  return `${share < 10 && share > 0 ? share.toFixed(1) : share.toFixed(0)}%`;
};

/** One chart for each measure; `step` tells which kept step is shown, `seek` is told which to show. */
export function sphereCharts(
  shown: () => readonly OpenRun[],
  faces: readonly SphereFace[],
  step: () => number,
  seek: (step: number) => void
): {readonly element: HTMLElement; redraw(): void} {
  const known = new Map<OpenRun, StepStatistics[]>();
  const statistics = (open: OpenRun): StepStatistics[] => {
    const found = known.get(open) ?? open.run.steps.map((_, k) => stepStatistics(open, faces, k));
    known.set(open, found);
    return found;
  };
  const charts = Object.values<Measure>(sphereMeasures).map((measure): LiveChart =>
    liveChart(
      (wide) => {
        const runs = shown();
        const {steps} = runs[0].run;
        const ticks = [0, 4, 8, 12].filter((k) => k < steps.length).map((k) => ({value: k, text: shareOf(steps, k)}));
        return seriesChart(
          runs.map((open, i) => ({
            name: lossName(open.run),
            series: i,
            marker: markers[i],
            points: statistics(open).map((of, k) => ({
              x: k,
              y: measure.value(of),
              ringed: k === step(),
              words: [lossName(open.run), `step ${open.run.steps[k]}`, `${measure.short} ${measure.format(measure.value(of))}`] // prettier-ignore
            }))
          })),
          {
            xAxis: {label: "share of training, by kept steps", low: 0, high: steps.length - 1, ticks},
            yLabel: measure.title,
            formatY: measure.format,
            narrow: {x: "share of training", y: measure.short},
            ...(measure.range ? {range: measure.range} : {}),
            ...(measure.rule ? {rule: measure.rule} : {}),
            height: 220,
            ariaLabel: `Over training: ${measure.title}`,
            chosen: ({x}) => seek(x)
          },
          wide
        );
      },
      {initial: 420, least: 260, most: 620}
    )
  );
  return {
    element: html("div", {class: "sphere-charts"}, ...charts.map(({element}) => element)),
    redraw: () => charts.forEach((chart) => chart.redraw())
  };
}
