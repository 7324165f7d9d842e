// The curves of the live training: loss, on what is learnt and on what is held out, and the norm of the gradients. They are
// drawn anew a few times a second, but never under a reader who is going through their points.
import {html} from "../figures/kit/dom.js";
import {lineChart} from "../figures/kit/lineChart.js";
import type {ChartLine, LineChartOptions} from "../figures/kit/lineChart.js";
import type {Marker} from "../figures/kit/markers.js";
import {responsive} from "../figures/kit/responsive.js";
import type {CurveAxis, CurvePoint, Curves} from "./trainingRecord.js";

export interface TrainingCurves {
  readonly curves: Curves;
  readonly axis: CurveAxis;
  /** by contestant */
  readonly names: readonly string[];
  /** distinct characters: their logarithm is the loss of guessing */
  readonly vocabSize: number;
}

export interface TrainingCharts {
  readonly element: HTMLElement;
  draw(curves: TrainingCurves): void;
}

const markers: readonly Marker[] = ["disc", "square"];
const keyOf = (name: string): string => name.toLowerCase();

export function trainingCharts(): TrainingCharts {
  const loss = chartStage(lossChart);
  const norm = chartStage(normChart);
  return {
    element: html("div", {class: "chart-pair train-charts"}, loss.element, norm.element),
    draw(curves) {
      loss.draw(curves);
      norm.draw(curves);
    }
  };
}

/** A place for a chart; it waits while one of the chart's points has the focus. */
function chartStage(chart: (curves: TrainingCurves, width: number) => HTMLElement): TrainingCharts {
  const element = html("div", {class: "train-chart"});
  let latest: TrainingCurves | undefined;
  let waiting = false;
  let width = 720;
  const redraw = (): void => {
    if (!latest) return;
    waiting = element.contains(document.activeElement);
    if (!waiting) element.replaceChildren(chart(latest, width));
  };
  element.addEventListener("focusout", ({relatedTarget}) => {
    if (waiting && !element.contains(relatedTarget as Node | null)) setTimeout(redraw);
  });
  responsive(element, (next) => {
    width = next;
    redraw();
  });
  return {
    element,
    draw(curves) {
      latest = curves;
      redraw();
    }
  };
}

const lossChart = (curves: TrainingCurves, width: number): HTMLElement =>
  lineChart(
    curves.names.flatMap((name, i): ChartLine[] => [
      line(curves, i, `${name}, training`, ({loss}) => loss),
      {...line(curves, i, `${name}, held out`, ({heldOut}) => heldOut), dashed: true}
    ]),
    {
      ...shared(curves, width),
      yLabel: "loss, nats a character",
      rule: {value: Math.log(Math.max(2, curves.vocabSize)), text: "guessing"},
      height: 340,
      ariaLabel: `Loss over ${curves.axis}`
    }
  );

const normChart = (curves: TrainingCurves, width: number): HTMLElement =>
  lineChart(
    curves.names.map((name, i) => line(curves, i, name, ({gradientNorm}) => gradientNorm)),
    {
      ...shared(curves, width),
      yLabel: "norm of the gradient",
      rule: {value: 1, text: "clipped above"},
      height: 340,
      ariaLabel: `Gradient norm over ${curves.axis}`
    }
  );

const shared = ({curves, axis}: TrainingCurves, width: number): Pick<LineChartOptions, "ticks" | "positions" | "xLabel" | "missing" | "width"> => ({
  ticks: curves.positions,
  positions: curves.positions,
  xLabel: axis,
  missing: false,
  width
}); // prettier-ignore

const line = (
  {curves, names}: TrainingCurves,
  i: number,
  name: string,
  value: (point: CurvePoint) => number | undefined
): ChartLine => ({name, key: keyOf(names[i]), values: curves.points[i].map(value), marker: markers[i]});
