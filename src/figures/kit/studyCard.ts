// A run of a study as a card: its recipe in words, its scores by kind of text, what it cost, and what it writes. What a
// network wrote is put in as text.
import type {SeedRun, StudyData} from "../studyData.js";
import {formatCount, formatPercent, html} from "./dom.js";
import type {Child} from "./dom.js";
import type {RunPlace, Study} from "./study.js";
import {STUDY_DOMAINS} from "./studyMeasures.js";
import {about, plural, recipeWords} from "./studyWords.js";

export interface CardOptions {
  /** what stands in front of its name, such as "A"; default nothing */
  readonly letter?: string;
  /** below its name; default nothing */
  readonly actions?: readonly Child[];
}

/** "11 × 64, seed 2" */
export const runTitle = (study: Study, data: StudyData, {point, seed}: RunPlace): string =>
  `${study.label(data.points[point])}, seed ${data.points[point].runs[seed].seed}`;

/** The card of a run. */
export function studyCard(
  study: Study,
  data: StudyData,
  place: RunPlace,
  {letter = "", actions = []}: CardOptions = {}
): HTMLElement {
  // prettier-ignore
  const point = data.points[place.point];
  const run = point.runs[place.seed];
  const title = runTitle(study, data, place);
  return html(
    "section",
    {class: "run-card", "aria-label": `Run ${letter}${letter && ": "}${title}`},
    html(
      "div",
      {class: "run-head"},
      html("p", {class: "run-title"}, ...(letter ? [html("b", {class: "run-letter"}, letter), " "] : []), title),
      ...actions
    ),
    html("p", {class: "run-recipe"}, recipeWords(point, run)),
    ...scores(run),
    samplesOf(run),
    html(
      "p",
      {class: "run-cost"},
      costWords(run),
      " ",
      seedWords(point.planned, point.runs.length),
      " Hash ",
      html("code", {}, run.hash),
      "."
    )
  );
}

function scores(run: SeedRun): HTMLElement[] {
  const {bitsPerByte, clozeByDomain, diverged} = run;
  if (diverged !== undefined) {
    return [
      html(
        "p",
        {class: "run-diverged"},
        html("b", {}, "Diverged"),
        ` at step ${formatCount(diverged)} of ${formatCount(run.trained.steps)}: loss or gradient was no number, so there are no scores and no text.`
      )
    ];
  }
  if (!bitsPerByte) return [];
  const domains = domainsOf(run);
  const row = (name: string, bits: number | undefined, cloze: string): HTMLElement =>
    html(
      "tr",
      {},
      html("th", {scope: "row"}, name),
      html("td", {class: "number"}, bits === undefined ? "–" : bits.toFixed(3)),
      html("td", {class: "number"}, cloze)
    );
  return [
    html(
      "table",
      {class: "run-scores"},
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          html("th", {scope: "col"}, "held-out"),
          html("th", {scope: "col", class: "number"}, "bits per byte"),
          html("th", {scope: "col", class: "number"}, "last words")
        )
      ),
      html(
        "tbody",
        {},
        ...domains.map((name) => {
          const asked = clozeByDomain?.[name];
          return row(name, bitsPerByte[name], asked ? `${asked[0]} of ${asked[1]}` : "–");
        }),
        row("mean", run.score, run.cloze === undefined ? "–" : formatPercent(run.cloze, 1))
      )
    )
  ];
}

/** Kinds of text of a run, in the usual order. */
export const domainsOf = ({bitsPerByte = {}}: SeedRun): string[] => [
  ...STUDY_DOMAINS.filter((name) => Object.hasOwn(bitsPerByte, name)),
  ...Object.keys(bitsPerByte).filter((name) => !STUDY_DOMAINS.includes(name))
];

/** What it writes after given beginnings. */
export function samplesOf({samples}: Pick<SeedRun, "samples">): HTMLElement {
  return html(
    "div",
    {class: "run-samples"},
    ...samples.map(({prompt, text}) => html("p", {class: "run-sample"}, html("b", {}, prompt), text.trimEnd() || " …"))
  );
}

/** Cost of a run in a sentence. */
export function costWords({trained, cost, diverged, elsewhere}: SeedRun): string {
  const minutes = Number((cost.seconds / 60).toPrecision(2));
  const time = minutes < 1 ? plural(cost.seconds, "processor second") : `${formatCount(minutes)} processor minutes`;
  const text = `${about(trained.tokens)} tokens in ${plural(trained.steps, "step")}`;
  if (diverged !== undefined) return `It was to read ${text}, and ended after ${time}.`;
  return `It read ${text}, ${(trained.flops / 1e12).toPrecision(3)} × 10¹² operations: ${time} at ${formatCount(cost.tokensPerSecond)} tokens a second, ${formatCount(cost.peakMemoryMiB)} MiB at most${elsewhere === undefined ? "" : `, on ${elsewhere} and not, as most runs, on another device`}.`;
}

const seedWords = (planned: number, done: number): string =>
  planned === 1 ? "The only seed of this recipe." : done === 1 ? `The only one of ${planned} seeds so far.` : `One of ${done} seeds.`; // prettier-ignore
