// The tables of the CORE study: differences of pairs, all runs of a part, and where they come from.
import type {DetectorRuns, DetectorSeed, DetectorStudyData} from "../detectorStudyData.js";
import type {Paper} from "../paperData.js";
import {differenceOf, scoreOf, sourcesOf, valueOf} from "./coreMeasures.js";
import type {CoreMeasure, Tested} from "./coreMeasures.js";
import type {PartLayout} from "./coreParts.js";
import {coreProgress, differenceWords, outcomeWords, shownKind} from "./coreWords.js";
import type {Table} from "./dataTable.js";
import {html} from "./dom.js";
import type {Source} from "./source.js";

/** Differences of pairs, a row for each, whichever way they come out. */
export function pairTable(layout: PartLayout, measure: CoreMeasure, tested_: Tested, words: string): HTMLElement[] {
  if (layout.pairs.length === 0) return [];
  const of = layout.series ? "the penalty less none" : "difference";
  return [
    html(
      "div",
      {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Differences"},
      html(
        "table",
        {class: "penalty-table"},
        html("caption", {}, `${measure.name} ${words}: ${of}, 95% interval over seeds`),
        html(
          "tbody",
          {},
          ...layout.pairs.map((pair) => {
            const difference = differenceOf(pair, measure.key, tested_);
            return html(
              "tr",
              {},
              html("th", {scope: "row"}, pair.name),
              html("td", {}, differenceWords(difference, measure)),
              html("td", {}, outcomeWords(difference, measure))
            );
          })
        )
      )
    )
  ];
}

/** All runs of a part as a table, one line each. */
export function runsTable({points}: PartLayout, measure: CoreMeasure, tested_: Tested, data: DetectorStudyData): Table {
  const sources = sourcesOf(data);
  // a run's own interval is of its AUC, by a bootstrap over people
  const ranged = measure.key === "auc";
  const range = (point: DetectorRuns, run: DetectorSeed): (string | number)[] => (ranged ? (scoreOf(point, run, tested_)?.slice(4, 6) as number[] | undefined) ?? ["", ""] : []); // prettier-ignore
  const all = (run: DetectorSeed, source: string) => run.scores.find((score) => score[0] === source && score[1] === "all" && score[2] === 0)?.[3] ?? ""; // prettier-ignore
  return {
    caption: `Runs of this part, ${coreProgress(data)} in all`,
    head: ["point", "seed", measure.name, ...(ranged ? ["low", "high"] : []), "to be found", ...sources.map((source) => `AUC, ${source}, all`), "mean cosine, pristine", "mean cosine, manipulated", "mean length", "chosen step", "diverged at step", "processor seconds", "hash"], // prettier-ignore
    body: points.flatMap(({point, title}) =>
      point.runs.length === 0
        ? [[title, ...Array.from({length: 10 + (ranged ? 2 : 0) + sources.length}, () => "")]]
        : point.runs.map((run) => [
            title,
            run.seed,
            valueOf(point, run, measure.key, tested_) ?? "",
            ...range(point, run),
            measure.tested ? shownKind(point, tested_.kind) : "",
            ...sources.map((source) => all(run, source)),
            run.consistency?.pristine ?? "",
            run.consistency?.manipulated ?? "",
            run.consistency?.norm ?? "",
            run.chosen,
            run.diverged ?? "",
            run.cost.seconds,
            run.hash
          ])
    )
  };
}

/** Where the runs come from. */
export function coreSource(data: DetectorStudyData, paper?: Paper): Source {
  const {runs, provenances, images} = data;
  const counts = provenances.map((_, k) => runs.filter(({provenance}) => provenance === k).length);
  const main = provenances.length > 0 ? provenances[counts.indexOf(Math.max(...counts))] : undefined;
  const others = provenances.filter((each) => each !== main);
  return {
    how: `Trained for this page, ${coreProgress(data)}`,
    texts: "test pictures of people that no training picture shows",
    ...(main ? {provenance: {...main, command: "npm run train -- study core"}} : {}),
    ...(paper ? {paper: `${paper.paper}. ${paper.where}. ${paper.setting}`} : {}),
    more: [
      ...(images ? [["Pictures", `SHA-256 ${images.slice(0, 12)}…`] as const] : []),
      ...(others.length > 0 ? [["Also", others.map(({device, date, commit}) => `${device}, ${date}, ${commit}`).join("; ")] as const] : []), // prettier-ignore
      ...(main ? [] : [["Make them", "npm run train -- study core"] as const])
    ]
  };
}
