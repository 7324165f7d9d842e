// Drawings of rounds: what the first round's network makes of each part of its text, and scores by how much is read again.
import type {Interval, StudyData} from "../studyData.js";
import {formatCount} from "./dom.js";
import type {PointedAt} from "./points.js";
import {forgettingOf, roundsRows} from "./roundsData.js";
import type {RoundsRow} from "./roundsData.js";
import {seriesChart} from "./seriesChart.js";
import type {ChartSeries, SeriesPoint} from "./seriesChart.js";
import type {StudyMeasure} from "./studyMeasures.js";
import {gainWords} from "./studyWords.js";

/** Loss by part, one line a seed. */
export function forgettingChart(data: StudyData, width: number): PointedAt {
  const all = forgettingOf(data);
  const parts = all[0]?.parts.length ?? 8;
  const markers = ["disc", "square", "diamond", "triangle"] as const;
  const series = all.map(({seed, parts: losses}, k): ChartSeries => ({
    name: `seed ${seed}`,
    series: k % 4,
    marker: markers[k % 4],
    points: losses.map((loss, i) => ({x: i + 1, y: loss, words: [`part ${i + 1}, seed ${seed}`, `${loss.toFixed(3)} nats a token`]})) // prettier-ignore
  }));
  const ticks = Array.from({length: parts}, (_, i) => ({value: i + 1, text: String(i + 1)}));
  return seriesChart(
    series,
    {
      xAxis: {label: "part of the text, in the order in which it was read", low: 1, high: parts, ticks},
      yLabel: "mean loss after the round, nats a token",
      narrow: {x: "part, in the order read", y: "loss, nats a token"},
      formatY: (value) => value.toFixed(3),
      ariaLabel: "Mean loss of the batches of each part of the text under the network that the first round ended with",
      height: 280
    },
    width
  );
}

export interface ScoreChartOptions {
  readonly measure: StudyMeasure;
  readonly over: "rate" | "cost";
  /** what a further round gains over one round, seed by seed, or scores as they are */
  readonly as: "gain" | "score";
}

/** Scores by the share of batches read again, or by all that was computed. */
export function scoreChart(data: StudyData, {measure, over, as}: ScoreChartOptions, width: number): PointedAt {
  const rows = roundsRows(data, measure);
  const at = (row: RoundsRow): number | undefined => (over === "rate" ? 100 * row.rate * row.rounds : row.cost);
  // points of one place lie beside each other
  const beside = over === "cost" ? 0 : 1.6;
  const shown = (row: RoundsRow): Interval | undefined =>
    as === "score" ? row.mean : row.rounds === 0 && row.mean ? {mean: 0, count: row.mean.count} : row.gain;
  const point = (row: RoundsRow): SeriesPoint[] => {
    const x = at(row);
    const value = shown(row);
    if (!row.mean || !value || x === undefined) return [];
    const {low, high} = value;
    const {mean, count} = row.mean;
    return [
      {
        x: x + (row.by === "chance" || row.rounds > 1 ? beside : 0),
        y: value.mean,
        // of two seeds the interval would be the whole plane
        ...(low === undefined || high === undefined || value.count < 3 ? {} : {range: [low, high] as const}),
        words: [
          row.name,
          `${measure.format(mean)} ${measure.key === "cloze" ? "" : measure.label}`.trim(),
          count === 1 ? "one seed" : `mean of ${count} seeds`,
          ...(row.gain ? [`${gainWords(row.gain, measure)} than one round`] : []),
          ...(row.cost === undefined ? [] : [`${row.cost.toFixed(2)} times the computation of one round`])
        ]
      }
    ];
  };
  const of = (test: (row: RoundsRow) => boolean): SeriesPoint[] =>
    rows.filter(test).sort((a, b) => (at(a) ?? 0) - (at(b) ?? 0)).flatMap(point); // prettier-ignore
  const series: ChartSeries[] = [
    {name: "by loss", series: 0, marker: "disc", points: of(({by, rounds}) => by !== "chance" && rounds < 2)},
    {name: "by chance", series: 1, marker: "square", open: true, points: of(({by}) => by === "chance")},
    {name: "three rounds", series: 2, marker: "diamond", points: of(({rounds}) => rounds > 1)}
  ];
  const yLabel =
    as === "gain" ? `better than one round by, ${measure.label}` : `${measure.label}; ${measure.better === "low" ? "lower is drawn higher" : "higher is better"}`; // prettier-ignore
  const costs = rows.flatMap(({cost}) => cost ?? []);
  const xAxis =
    over === "rate"
      ? {label: "batches read again, % of the first round’s", low: 0, high: 100, ticks: [0, 25, 50, 75, 100].map((value) => ({value, text: `${value}%`}))} // prettier-ignore
      : {label: "computation, times one round’s", low: 1, high: Math.max(2, ...costs), format: (value: number) => formatCount(value)}; // prettier-ignore
  return seriesChart(
    series,
    {
      xAxis,
      yLabel,
      narrow: {
        x: over === "rate" ? "read again" : xAxis.label,
        y: as === "gain" ? `gain, ${measure.name}` : `${measure.name}${measure.better === "low" ? ", lower is up" : ""}`
      },
      formatY: (value) => (value < 0 ? `−${measure.format(-value)}` : measure.format(value)),
      flipped: as === "score" && measure.better === "low",
      ...(as === "gain" ? {rule: {value: 0, text: "one round"}} : {}),
      ariaLabel: `${measure.label} by ${over === "rate" ? "the share of batches that are read again" : "computation"}`,
      height: 340
    },
    width
  );
}
