// The paper beside a study of ours: our table and its own, whether they order things alike, and what becomes of each of its
// claims at our scale, pair by pair with the interval of the difference.
import {spearman} from "../../traces/metrics/spearman.js";
import {columnOf, factOf, tableOf} from "../paperData.js";
import type {Paper} from "../paperData.js";
import {paperTable} from "../paperTable.js";
import type {StudyData, StudyPoint} from "../studyData.js";
import {html, svg} from "./dom.js";
import type {Study} from "./study.js";
import {tellClaim} from "./studyClaims.js";
import type {Claim, ToldClaim, ToldPair} from "./studyClaims.js";
import {meanOf, signOf} from "./studyMeasures.js";
import type {StudyMeasure} from "./studyMeasures.js";
import {countWords, pairWords, scaleWords, verdictNames} from "./studyWords.js";

/** A point of ours with the paper's score of the row that matches it. */
interface Matched {
  readonly point: StudyPoint;
  readonly ours?: number;
  readonly theirs: number;
}

function matchedOf({paper: side}: Study, data: StudyData, paper: Paper, measure: StudyMeasure): Matched[] {
  if (!side?.table) return [];
  const column = columnOf(tableOf(paper, side.table), side.column ?? "average");
  return data.points.flatMap((point) => {
    const row = side.rowOf?.(point, data);
    const theirs = row === undefined ? undefined : column[row];
    return theirs === undefined ? [] : [{point, ours: meanOf(point, measure)?.mean, theirs}];
  });
}

/** A rank correlation in words, from so much on. */
const orders: readonly (readonly [number, string])[] = [
  [0.9999, "the same order"],
  [0.8, "nearly the same order"],
  [0.3, "a similar order"],
  [-0.3, "no common order"],
  [-0.8, "rather the opposite order"],
  [-0.9999, "nearly the opposite order"],
  [-Infinity, "the opposite order"]
];

/** Whether the two order things alike, as a sentence; "" where nothing is matched. */
export function rankWords(study: Study, data: StudyData, paper: Paper, measure: StudyMeasure): string {
  const all = matchedOf(study, data, paper, measure);
  if (all.length === 0) return "";
  const known = all.flatMap(({ours, theirs}) => (ours === undefined ? [] : [{ours: signOf(measure) * ours, theirs}]));
  const rho = known.length < 3 ? undefined : spearman(known.map(({ours}) => ours), known.map(({theirs}) => theirs)); // prettier-ignore
  const matched = `, ${study.paper?.matched ?? "row by row"}`;
  if (rho === undefined) return `Too few points are done to compare orders: ${known.length} of ${all.length}.`;
  const alone = data.points.some(({runs}) => runs.length > 1) ? "" : ", by one seed each";
  const words = orders.find(([least]) => rho >= least)![1];
  return `Spearman’s rank correlation between the paper’s means and ours, best first, over ${known.length} points${matched}: ${minus(rho)}, ${words}${alone}.`;
}

export const minus = (value: number, digits = 2): string => value.toFixed(digits).replace("-", "−");

/** Both tables, the correlation of their orders, and the claims. */
export function studyPaper(
  study: Study,
  data: StudyData,
  paper: Paper,
  measure: StudyMeasure
): HTMLElement | undefined {
  const side = study.paper;
  if (!side) return undefined;
  const claims = side.claims(data, (name) => tableOf(paper, name), (name) => Number(factOf(paper, name).value)); // prettier-ignore
  const order = rankWords(study, data, paper, measure);
  const tables = side.table
    ? [
        html("div", {class: "panels"}, ourTable(study, data, measure), paperTable(paper, {table: side.table})),
        html("p", {class: "order-words"}, order)
      ]
    : [];
  return html(
    "section",
    {class: "study-paper", "aria-label": `The paper’s findings and ours, ${study.part} study`},
    html("p", {class: "part-title"}, `The paper at ${paper.setting}; ours at ${scaleWords(data)}`),
    ...tables,
    html("dl", {class: "claims"}, ...claims.map((claim) => claimItem(study, claim, measure)))
  );
}

function ourTable(study: Study, data: StudyData, measure: StudyMeasure): HTMLElement {
  const label = `Ours: ${measure.label}, by ${study.things}`;
  const columns = study.paper?.columns ?? [];
  const row = (point: StudyPoint): HTMLElement => {
    const mean = meanOf(point, measure);
    const range =
      mean?.low === undefined || mean.high === undefined
        ? "–"
        : `${measure.format(mean.low)} to ${measure.format(mean.high)}`;
    const diverged = point.runs.filter((run) => run.diverged !== undefined).length;
    const seeds = `${point.runs.length} of ${point.planned}${diverged > 0 ? `, ${diverged} diverged` : ""}`;
    return html(
      "tr",
      {},
      html("th", {scope: "row"}, study.label(point)),
      ...columns.map(([, words]) => html("td", {class: "number"}, words(point))),
      html("td", {class: "number"}, mean ? measure.format(mean.mean) : "–"),
      html("td", {class: "number"}, range),
      html("td", {class: "number"}, seeds)
    );
  };
  const heads = [...columns.map(([name]) => name), "mean", "95 % interval", "seeds"].map((name) =>
    html("th", {scope: "col", class: "number"}, name)
  );
  return html(
    "div",
    {class: "paper-table"},
    html(
      "div",
      {class: "table-scroll", tabindex: 0, role: "region", "aria-label": `${label}, ${study.part} study`},
      html(
        "table",
        {},
        html("caption", {}, label),
        html("thead", {}, html("tr", {}, html("td", {}), ...heads)),
        html("tbody", {}, ...data.points.map(row))
      )
    )
  );
}

function claimItem(study: Study, claim: Claim, chosen: StudyMeasure): HTMLElement {
  const told = tellClaim(claim, chosen);
  const measure = claim.measure ?? chosen;
  const words = [claim.found?.words ?? "", told.verdict === "none" ? "" : countWords(told)].filter(Boolean).join(" ");
  return html(
    "div",
    {class: `claim verdict-${told.verdict.replace(" ", "-")}`},
    html("dt", {}, claim.ours ? "Asked here: " : "The paper: ", claim.says, "."),
    html(
      "dd",
      {},
      html("p", {}, html("b", {class: "claim-verdict"}, signs[told.verdict], " ", verdictNames[told.verdict]), words && `: ${words}`), // prettier-ignore
      ...(told.pairs.length > 0 && told.verdict !== "none" ? [pairList(study, told, measure)] : [])
    )
  );
}

const signs: Readonly<Record<ToldClaim["verdict"], string>> = {
  holds: "✓",
  "in part": "≈",
  fails: "✗",
  open: "?",
  "one seed": "○",
  none: "…"
};

/** Pairs with their differences, drawn on one scale and in words. */
function pairList(study: Study, {pairs}: ToldClaim, measure: StudyMeasure): HTMLElement {
  const reach = Math.max(
    ...pairs.flatMap(({gain}) =>
      gain && gain.count !== 2 ? [gain.mean, gain.low ?? 0, gain.high ?? 0].map(Math.abs) : []
    ),
    ...pairs.map(({gain}) => Math.abs(gain?.mean ?? 0)),
    1e-9
  );
  return html(
    "ul",
    {class: "pairs"},
    ...pairs.map((pair) =>
      html(
        "li",
        {},
        gainBar(pair, reach),
        html(
          "span",
          {},
          html("b", {}, study.label(pair.better)),
          " against ",
          html("b", {}, study.label(pair.worse)),
          `: ${pairWords(pair, measure)}`
        )
      )
    )
  );
}

/** The difference on a scale with zero in the middle, better to the right. */
function gainBar({gain}: ToldPair, reach: number): SVGSVGElement {
  const width = 96;
  const x = (value: number): number => Math.round((width / 2 + Math.max(-1, Math.min(1, value / reach)) * (width / 2 - 6)) * 10) / 10; // prettier-ignore
  return svg(
    "svg",
    {class: "gain-bar", viewBox: `0 0 ${width} 16`, width, height: 16, "aria-hidden": "true"},
    svg("path", {class: "zero", d: `M${width / 2},0V16`}),
    ...(gain?.low === undefined || gain.high === undefined
      ? []
      : [svg("path", {class: "interval", d: `M${x(gain.low)},8H${x(gain.high)}`})]),
    ...(gain
      ? [
          svg("path", {
            class: gain.count === 1 ? "mean single" : "mean",
            d: `M${x(gain.mean) - 4},8a4,4 0 1 0 8,0a4,4 0 1 0 -8,0z`
          })
        ]
      : [])
  );
}
