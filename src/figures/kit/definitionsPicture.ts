// The definitions, drawn: what was counted, each quantity as a card with its formula and its numbers, the acceptance length
// as everybody counts it, and acceptance by position.
import {acceptancesByPosition} from "../../traces/metrics/acceptancesByPosition.js";
import type {AcceptanceConvention} from "../../traces/metrics/acceptanceLength.js";
import {conventionNames, workedLength} from "./conventions.js";
import type {Convention, RunCounts} from "./conventions.js";
import {tabulate} from "./dataTable.js";
import type {Table} from "./dataTable.js";
import {definitionsBy, formatWorked} from "./definitionWords.js";
import type {Definition} from "./definitionWords.js";
import {formatCount, html} from "./dom.js";
import type {Picture} from "./frame.js";
import {positionBars} from "./positionBars.js";

export interface DefinitionsShown {
  readonly name: string;
  readonly counts: RunCounts;
  readonly convention: Convention;
  /** position of the draft, and window of CTAR */
  readonly w: number;
  readonly width: number | undefined;
}

/** [convention, name, whether the bonus token counts, and the prefill's] */
const lengthRows: readonly (readonly [AcceptanceConvention, string, string, string])[] = [
  ["drafts", "accepted drafts alone", "no", "no"],
  ["vllm", conventionNames.vllm, "yes", "no"],
  ["sglang", conventionNames.sglang, "yes", "yes, as a token"],
  ["kangaroo", conventionNames.kangaroo, "yes", "yes, as token and step"],
  ["eagle", conventionNames.eagle, "yes, but a text's last", "yes, as a token"]
];

export function definitionsPicture({name, counts, convention, w, width}: DefinitionsShown): Picture {
  const {steps, v} = counts;
  const unconditional = acceptancesByPosition(steps, "unconditional");
  const conditional = acceptancesByPosition(steps, "conditional");
  const share = ({accepted, counted}: {accepted: number; counted: number}) => formatWorked(accepted / counted);
  const bars = positionBars(unconditional, conditional, {
    marked: w,
    width,
    ariaLabel: `Acceptance by position of the draft: ${unconditional
      .map((all, k) => `draft ${k + 1}, ${share(all)} of all steps, ${share(conditional[k])} of those that came to it`)
      .join("; ")}`
  });
  const definitions = definitionsBy(convention, counts, w);
  return {
    title: finding(counts, convention),
    element: html(
      "div",
      {class: "definitions-parts"},
      symbols(counts),
      html("div", {class: "definition-cards"}, ...definitions.map(card)),
      html("div", {class: "definition-row"}, lengthTable(counts, convention), positionPart(bars, unconditional.length))
    ),
    caption: [
      `All numbers are counted from the ${formatCount(v)} verification steps of one recording, ${name}. A convention changes what is divided by what, never the run. `,
      "The acceptance rate by position falls with the position where it counts all steps; where it counts only those that came so far it need not, since what comes so far is easy to guess."
    ],
    table: () => everyDefinition(counts, w, name)
  };
}

function finding(counts: RunCounts, convention: Convention): string {
  const {v} = counts;
  const values = lengthRows.map(([key]) => workedLength(key, counts).value).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return "A run without a verification step has no acceptance length, whoever counts";
  const [least, most] = [Math.min(...values), Math.max(...values)].map(formatWorked);
  const own = formatWorked(workedLength(convention, counts).value);
  return `The same ${formatCount(v)} step${v === 1 ? "" : "s"} have a mean acceptance length from ${least} to ${most}, depending on who counts; ${conventionNames[convention]} would say ${own}`;
}

function symbols({v, a, p, t, n, drafting}: RunCounts): HTMLElement {
  const list: readonly (readonly [string, number, string])[] = [
    ["V", v, drafting < v ? `verification steps, of which ${formatCount(drafting)} drafted` : "verification steps"],
    ["P", p, "drafts proposed"],
    ["A", a, "drafts accepted"],
    ["T", t, t === 1 ? "text, and so one prefill" : "texts, and so as many prefills"],
    ["N", n, "new tokens, V + A + T"]
  ];
  return html(
    "dl",
    {class: "definition-symbols"},
    ...list.map(([symbol, value, words]) =>
      html("div", {}, html("dt", {}, `${symbol} = ${formatCount(value)}`), html("dd", {}, words))
    )
  );
}

function card({term, words, worked, absent = ""}: Definition): HTMLElement {
  return html(
    "div",
    {class: worked ? "definition" : "definition absent"},
    html("p", {class: "term"}, term),
    html("p", {class: "result"}, formatWorked(worked?.value)),
    html("p", {class: "formula"}, worked ? `${worked.formula} = ${worked.numbers}` : absent),
    html("p", {class: "words"}, words)
  );
}

function lengthTable(counts: RunCounts, convention: Convention): HTMLElement {
  const head = ["who counts", "length", "formula", "numbers", "bonus token", "prefill's token"];
  const rows = lengthRows.map(([key, text, bonus, prefill]) => {
    const {formula, numbers, value} = workedLength(key, counts);
    const chosen = key === convention;
    return html(
      "tr",
      chosen ? {class: "chosen", "aria-current": "true"} : {},
      html("th", {scope: "row"}, `${chosen ? "▸ " : ""}${text}`),
      html("td", {class: "number"}, formatWorked(value)),
      ...[formula, numbers].map((cell) => html("td", {class: "formula"}, cell)),
      html("td", {}, bonus),
      html("td", {}, prefill)
    );
  });
  const caption = "The mean acceptance length, as everybody counts it";
  return html(
    "div",
    {class: "table-scroll", tabindex: 0, role: "region", "aria-label": caption},
    html(
      "table",
      {class: "length-table"},
      html("caption", {}, caption),
      html("thead", {}, html("tr", {}, ...head.map((text) => html("th", {scope: "col"}, text)))),
      html("tbody", {}, ...rows)
    )
  );
}

const positionPart = (bars: HTMLElement, positions: number): HTMLElement =>
  html(
    "div",
    {},
    html("p", {class: "part-title"}, positions > 0 ? "Acceptance by position of the draft" : "Nothing was drafted"),
    ...(positions > 0 ? [bars] : [])
  );

/** Every quantity by every convention. */
function everyDefinition(counts: RunCounts, w: number, name: string): Table {
  const longest = acceptancesByPosition(counts.steps).length;
  const windows = [...new Set([w, ...Array.from({length: longest}, (_, k) => k + 1)])].sort((a, b) => a - b);
  const rows = (Object.keys(conventionNames) as Convention[]).flatMap((convention) => {
    const known = new Map<string, Definition>();
    for (const k of windows) for (const each of definitionsBy(convention, counts, k)) known.set(each.term, each);
    return [...known.values()].map((definition) => ({convention: conventionNames[convention], ...definition}));
  });
  return tabulate(
    rows,
    [
      {name: "who counts", value: ({convention}) => convention},
      {name: "quantity", value: ({term}) => term},
      {name: "formula", value: ({worked}) => worked?.formula ?? "–"},
      {name: "numbers", value: ({worked}) => worked?.numbers ?? "–"},
      {name: "value", value: ({worked}) => (worked ? formatWorked(worked.value) : "–")},
      {name: "what it is", value: ({words}) => words}
    ],
    `Every quantity by every convention, of the run ${name}`
  );
}
