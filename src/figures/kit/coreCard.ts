// A run of the CORE study as a card: recipe, curves of its training, scores by source and manipulation, what it cost.
import type {DetectorRuns, DetectorSeed, DetectorStudyData} from "../detectorStudyData.js";
import {detectorRecipe, kindName} from "./coreWords.js";
import {shortSources, sourceNames} from "./sourceNames.js";
import {formatCount, html, svg} from "./dom.js";
import {plural} from "./studyWords.js";

/** The card. */
export function coreCard(data: DetectorStudyData, point: DetectorRuns, run: DetectorSeed, title: string): HTMLElement {
  return html(
    "section",
    {class: "run-card", "aria-label": `Run ${title}, seed ${run.seed}`},
    html("p", {class: "run-title"}, `${title}, seed ${run.seed}`),
    html("p", {class: "run-recipe"}, detectorRecipe(point, run)),
    ...(run.diverged === undefined ? [] : [html("p", {class: "run-diverged"}, html("b", {}, "Diverged"), ` at step ${formatCount(run.diverged)}: loss or gradient was no number.`)]), // prettier-ignore
    sparks(run),
    scoresOf(run),
    html("p", {class: "run-cost"}, ...costOf(data, run))
  );
}

const quantities = [
  {name: "cross-entropy", at: 1},
  {name: "penalty, before its rate", at: 2},
  {name: "mean cosine of pairs", at: 3},
  {name: "mean length of features", at: 4}
] as const;

/** Four small curves over the training, each from its least to its most, and the validation AUC. */
function sparks({curve, evaluations}: DetectorSeed): HTMLElement {
  const rows = [
    ...quantities.map(({name, at}) => ({name, points: curve.map((entry): [number, number] => [entry[0], entry[at]])})),
    {name: "AUC on the validation split", points: evaluations.map(([step, auc]): [number, number] => [step, auc])}
  ];
  return html(
    "div",
    {class: "run-sparks"},
    ...rows.flatMap(({name, points}) => {
      const sound = points.filter(([, y]) => Number.isFinite(y));
      if (sound.length === 0) return [];
      const [first, last] = [sound[0][1], sound[sound.length - 1][1]];
      return [
        html(
          "div",
          {class: "run-spark"},
          html("span", {class: "spark-name"}, name),
          spark(sound),
          html("span", {class: "spark-ends"}, `${short(first)} → ${short(last)}`)
        )
      ];
    })
  );
}

const short = (value: number): string => (value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1).replace("-", "−") : String(Number(value.toPrecision(3))).replace("-", "−")); // prettier-ignore

function spark(points: readonly (readonly [number, number])[]): SVGSVGElement {
  const [width, height] = [120, 28];
  const last = Math.max(1, points[points.length - 1][0]);
  const values = points.map(([, y]) => y);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const place = ([x, y]: readonly [number, number]): string =>
    `${((x / last) * (width - 2) + 1).toFixed(1)},${(height - 3 - (high > low ? (y - low) / (high - low) : 0.5) * (height - 6)).toFixed(1)}`;
  return svg(
    "svg",
    {class: "spark", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true"},
    svg("path", {d: `M${points.map(place).join("L")}`})
  );
}

/** manipulations, as a narrow column has room for them */
const shortKinds: Readonly<Record<string, string>> = {reenact: "re-enact", rerender: "mouth"};

/** AUC of each source and kind; at unseen JPEG quality in a line of its own. */
function scoresOf({scores}: DetectorSeed): HTMLElement {
  const kinds = [...new Set(scores.map(([, kind]) => kind))];
  const lines = [...new Map(scores.map(([source, , jpeg]) => [`${source} ${jpeg}`, {source, jpeg}])).values()];
  const name = ({source, jpeg}: (typeof lines)[number]): string =>
    `${shortSources[source] ?? source}${jpeg > 0 ? `, JPEG ${jpeg}` : ""}`;
  return html(
    "div",
    {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "AUC by tested pictures and manipulation"},
    html(
      "table",
      {class: "run-scores core-scores"},
      html("caption", {}, "AUC by tested pictures and manipulation"),
      html("thead", {}, html("tr", {}, html("th", {scope: "col"}, "tested on"), ...kinds.map((kind) => html("th", {scope: "col", class: "number", title: kindName(kind)}, shortKinds[kind] ?? kind)))), // prettier-ignore
      html(
        "tbody",
        {},
        ...lines.map((line) =>
          html(
            "tr",
            {},
            html("th", {scope: "row", title: sourceNames[line.source] ?? line.source}, name(line)),
            ...kinds.map((kind) => {
              const score = scores.find((each) => each[0] === line.source && each[1] === kind && each[2] === line.jpeg);
              return html("td", {class: "number", title: score && `${score[4].toFixed(3)} to ${score[5].toFixed(3)}, ${score[8]} pristine and ${score[9]} manipulated pictures`}, score ? score[3].toFixed(3) : "–"); // prettier-ignore
            })
          )
        )
      )
    )
  );
}

function costOf(
  {provenances}: DetectorStudyData,
  {cost, trained, chosen, consistency, hash, provenance}: DetectorSeed
): (string | Node)[] {
  const minutes = Number((cost.seconds / 60).toPrecision(2));
  const alike = consistency ? ` Two views of a validation picture have a mean cosine of ${consistency.pristine.toFixed(3)} where it is pristine, ${consistency.manipulated.toFixed(3)} where it is manipulated.` : ""; // prettier-ignore
  const where = provenances[provenance] as (typeof provenances)[number] | undefined;
  return [
    `Weights of step ${formatCount(chosen)} of ${formatCount(trained.steps)}, chosen on the validation split.${alike} ${plural(minutes, "processor minute")}, ${formatCount(cost.peakMemoryMiB)} MiB at most${where ? `; ${where.device}, ${where.date}` : ""}. Hash `,
    html("code", {}, hash),
    "."
  ];
}
