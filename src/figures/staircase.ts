// One strategy after another: figure 1 of PanGu-π Pro (Tang et al. 2024), and the same order of additions at our scale.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {formatCount, html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {liveChart} from "./kit/responsive.js";
import {gainOf} from "./kit/roundsData.js";
import {told} from "./kit/roundsWords.js";
import {stairsChart} from "./kit/stairsChart.js";
import type {Stair} from "./kit/stairsChart.js";
import {STEPS, stepWords, totalBytes, totalTokens} from "./kit/stairsWords.js";
import {meanOf, measureNamed, studyMeasures} from "./kit/studyMeasures.js";
import type {StudyMeasure} from "./kit/studyMeasures.js";
import {studySource} from "./kit/studySource.js";
import {about as aboutCount, gainWords, progressWords, seedsWords} from "./kit/studyWords.js";
import {about, choice} from "./kit/urlState.js";
import {columnOf, tableOf} from "./paperData.js";
import type {Paper} from "./paperData.js";
import type {Interval, StudyData, StudyPoint} from "./studyData.js";

export interface StaircaseOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of each chart; default as wide as there is room */
  readonly width?: number;
}

const measures = studyMeasures.filter(({key}) => key !== "loss");

/** What an address may set. */
export const staircaseParameters = {
  y: about("which score of ours", choice<string>("mean", measures.map(({key}) => key))) // prettier-ignore
};

interface Step {
  readonly label: string;
  readonly point?: StudyPoint;
  readonly mean?: Interval;
  /** better than the step before */
  readonly gain?: Interval;
  readonly paper: {readonly name: string; readonly value: number; readonly gain?: number};
}

/** The figure; it stands with none, some and all of its runs. */
export function staircase(data: StudyData, paper: Paper, {address, width}: StaircaseOptions = {}): HTMLElement {
  const parameters = bindParameters("staircase", staircaseParameters, address);
  const {values} = parameters;
  const measure = (): StudyMeasure => measureNamed(values.y);
  const steps = (): Step[] => stepsOf(data, paper, measure());
  const ours = liveChart((wide) => oursChart(steps(), measure(), wide), {width, initial: 520, most: 640});
  const theirs = liveChart((wide) => theirsChart(steps(), wide), {width, initial: 520, most: 640});
  const list = html("div", {
    class: "table-scroll",
    tabindex: 0,
    role: "region",
    "aria-label": "Steps of the staircase"
  });
  const heading = html("p", {class: "part-title"});
  const element = html(
    "div",
    {class: "staircase"},
    html(
      "div",
      {class: "stairs"},
      html(
        "div",
        {},
        html("p", {class: "part-title"}, "The paper: 1 billion weights, mean of its benchmarks"),
        theirs.element
      ),
      html("div", {}, heading, ours.element)
    ),
    list
  );
  const note = paper.notes?.find((text) => text.startsWith("Gain:"))?.replace("Gain: ", "");
  const picture = (): Picture => {
    const all = steps();
    heading.textContent = `Ours: ${aboutCount(data.points[0].parameters.total)} weights${measure().better === "low" ? "; lower is better, and drawn higher" : ""}`;
    list.replaceChildren(stepsTable(all, measure()));
    return {
      element,
      title: finding(all, data, measure()),
      caption: [
        `${tokensWords(data.points)} Up is better in both. Gains are written at the foot of each step, ours as a mean of differences seed by seed; bars are 95% intervals over seeds, rings the seeds. `,
        ...(note ? [`The paper’s whole gain: ${note} `] : []),
        "The two have nothing but the order of additions in common: other data, other tests, networks of a thousandth of the weights."
      ],
      table: () => ({
        caption: "Steps of the staircase, ours seed by seed",
        head: ["step", "what it is", "seed", measure().name, "tokens in all", "the paper's step", "the paper's mean"],
        body: all.flatMap(({label, point, paper: {name, value}}) =>
          (point?.runs.length ? point.runs : [undefined]).map((run) => [
            label,
            point ? stepWords(point) : "",
            run?.seed ?? "",
            (run && measure().value(run)) ?? "",
            (point && totalTokens(point)) ?? "",
            name,
            value
          ])
        )
      })
    };
  };
  const change = (y: string): void => {
    parameters.set("y", y);
    ours.redraw();
    view.update(picture());
  };
  const scored = measures.map(({key, name}) => [key, name] as const);
  const controls = [{name: "y", element: selectField<string>("Our score", scored, values.y, change).element}];
  const view = frame({id: "staircase", source: studySource(data, paper), parameters, controls}, picture());
  return view.element;
}

function stepsOf({points}: StudyData, paper: Paper, measure: StudyMeasure): Step[] {
  const table = tableOf(paper, "staircase");
  const averages = columnOf(table, "average") as number[];
  return STEPS.map(([name, label], i): Step => {
    const point = points.find((each) => each.name === name);
    const before = i > 0 ? points.find((each) => each.name === STEPS[i - 1][0]) : undefined;
    return {
      label,
      point,
      mean: point && meanOf(point, measure),
      gain: point && before && gainOf(point, before, measure),
      paper: {
        name: String(table.rows[i][0]),
        value: averages[i],
        ...(i > 0 ? {gain: averages[i] - averages[i - 1]} : {})
      }
    };
  });
}

const signed = (value: number, format: (value: number) => string): string =>
  `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;

function oursChart(steps: readonly Step[], measure: StudyMeasure, width: number) {
  const {format} = measure;
  const stairs = steps.map(({label, point, mean, gain}): Stair => {
    const values = point?.runs.flatMap((run) => measure.value(run) ?? []) ?? [];
    return {
      name: label,
      value: mean?.mean,
      ...(mean && mean.count > 2 ? {range: [mean.low!, mean.high!] as const} : {}),
      seeds: values.length > 1 ? values : [],
      gain: gain && signed(gain.mean, format),
      words: [
        label,
        ...(mean ? [`${format(mean.mean)} ${measure.key === "cloze" ? "right" : measure.label}, ${seedsWords(mean.count)}`] : []), // prettier-ignore
        ...(gain ? [`${gainWords(gain, measure)} than the step before`] : [])
      ]
    };
  });
  return stairsChart(
    stairs,
    {
      yLabel: measure.label,
      formatY: format,
      flipped: measure.better === "low",
      series: 0,
      ariaLabel: `Our staircase: ${measure.label}, better is up`
    },
    width
  );
}

function theirsChart(steps: readonly Step[], width: number) {
  const format = (value: number): string => value.toFixed(2);
  const stairs = steps.map(({label, paper: {name, value, gain}}): Stair => ({
    name: label,
    value,
    gain: gain === undefined ? undefined : signed(gain, format),
    words: [name, `${format(value)}, mean of the paper’s benchmarks`, ...(gain === undefined ? [] : [`${signed(gain, format)} over the step before`])] // prettier-ignore
  }));
  const formatY = (value: number): string => (Number.isInteger(value) ? String(value) : format(value));
  return stairsChart(
    stairs,
    {yLabel: "mean of the benchmarks", formatY, flipped: false, series: 1, ariaLabel: "The paper’s staircase"},
    width
  );
}

/** Where the stairs lead, and which steps can be told from none. */
function finding(steps: readonly Step[], data: StudyData, measure: StudyMeasure): string {
  const unfinished = data.done < data.planned ? ` (${progressWords(data)})` : "";
  const [first, ...rest] = steps;
  const last = rest.findLast(({mean}) => mean);
  if (!first.mean || !last?.mean) return `The paper’s four steps lead from ${first.paper.value} to ${steps[steps.length - 1].paper.value}; ours are still to be run: ${progressWords(data)}`; // prettier-ignore
  const helped = rest.filter(({gain}) => gain && told(gain) === 1).length;
  const hurt = rest.filter(({gain}) => gain && told(gain) === -1).length;
  const counted = rest.filter(({gain}) => gain?.low !== undefined).length;
  const tail = counted === 0 ? "" : `; by their 95% intervals ${helped} of ${counted} steps help${helped === 1 ? "s" : ""}${hurt > 0 ? `, ${hurt} hurt${hurt === 1 ? "s" : ""}` : ""}`; // prettier-ignore
  const way = last === steps[steps.length - 1] ? "Four steps lead" : `${rest.indexOf(last) + 1} of four steps lead`;
  return `${way} from ${measure.format(first.mean.mean)} to ${measure.format(last.mean.mean)} ${measure.label}${tail}${unfinished}`;
}

/** Whether all steps read as many tokens. */
function tokensWords(points: readonly StudyPoint[]): string {
  const totals = [...new Set(points.flatMap((point) => totalTokens(point) ?? []))];
  const sizes = [...new Set(points.map(({parameters}) => aboutCount(parameters.total)))];
  return totals.length === 1
    ? `Every step of ours is trained on ${aboutCount(totals[0])} tokens in all, in networks of ${sizes.join(" or ")} weights; a larger vocabulary makes them more bytes of text.` // prettier-ignore
    : `Steps are trained on ${totals.map((total) => aboutCount(total)).join(" or ")} tokens.`;
}

function stepsTable(steps: readonly Step[], measure: StudyMeasure): HTMLElement {
  const head = ["no.", "step", measure.name, "gain", "the paper", "gain", "text read", "what it is here"];
  const cell = (text: string): HTMLElement => html("td", {class: "number"}, text);
  return html(
    "table",
    {class: "stairs-table"},
    html("caption", {class: "visually-hidden"}, "Steps of the staircase"),
    html("thead", {}, html("tr", {}, ...head.map((name, i) => html("th", {scope: "col", class: i > 1 && i < 6 && "number"}, name)))), // prettier-ignore
    html(
      "tbody",
      {},
      ...steps.map(({label, point, mean, gain, paper}, i) => {
        const bytes = point && totalBytes(point);
        return html(
          "tr",
          {},
          html("td", {class: "number"}, String(i)),
          html("th", {scope: "row"}, label),
          cell(mean ? measure.format(mean.mean) : "–"),
          cell(gain ? gainWords(gain, measure) : "–"),
          cell(paper.value.toFixed(2)),
          cell(paper.gain === undefined ? "–" : `+${paper.gain.toFixed(2)}`),
          html("td", {}, bytes === undefined ? "–" : `${formatCount(Number((bytes / 1e6).toPrecision(3)))} MB`),
          html("td", {class: "what"}, point ? stepWords(point) : "–")
        );
      })
    )
  );
}
