// Where the time of a token goes when a network leaves early: first layers, adapter, head, the layers behind; beside greedy
// decoding, with a mark at what it would come to if every draft were right. It shows where leaving early cannot win: a
// draft costs its layers and a pass through the head, and in a small network the head is a large part of it all.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {tabulate} from "./kit/dataTable.js";
import {formatPercent, html} from "./kit/dom.js";
import {exitParts, exitTimeBars} from "./kit/exitTimeBars.js";
import type {ExitTimeBar} from "./kit/exitTimeBars.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {domainsOf} from "./kit/methodRows.js";
import {methodsSource} from "./kit/methodsSource.js";
import {busyWords} from "./kit/methodWords.js";
import {timeBars, totalOf} from "./kit/timeBars.js";
import {about, choice} from "./kit/urlState.js";
import type {MethodsData} from "./methodsData.js";

export interface ExitTimeOptions {
  /** name in links and files; default "exit-time" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

/** What an address may set. */
export function exitTimeParameters(domains: readonly string[]) {
  return {texts: about("kind of texts, or the mean of all", choice("all", ["all", ...domains]))};
}

/** The figure; without a recording a sentence says so. */
export function exitTime(
  data: MethodsData | null,
  {id = "exit-time", address, width}: ExitTimeOptions = {}
): HTMLElement {
  if (!data) return html("p", {class: "note-line"}, "No methods have been timed with these weights yet.");
  const domains = domainsOf(data);
  const parameters = bindParameters(id, exitTimeParameters(domains), address);
  const picture = (): Picture => draw(data, parameters.values.texts, width);
  const texts = [["all", "all kinds"], ...domains.map((name) => [name, name] as const)] as const;
  const field = selectField<string>("Texts", texts, parameters.values.texts, (value) => {
    parameters.set("texts", value);
    view.update(picture());
  });
  const controls = [{name: "texts", element: field.element}];
  const view = frame({id, className: "exit-time", source: methodsSource(data), parameters, controls}, picture());
  return view.element;
}

function draw(data: MethodsData, texts: string, width: number | undefined): Picture {
  const bars = exitTimeBars(data, texts);
  const where = texts === "all" ? "in the mean of all kinds of text" : `on ${texts} texts`;
  const caption = `Time of a token over greedy decoding’s, ${where}`;
  return {
    title: finding(bars, where),
    element: timeBars(bars, {
      parts: exitParts,
      mark: "if every draft were right",
      rule: 1,
      format: (total) => total.toFixed(2),
      left: 138,
      width,
      ariaLabel: `${caption}: ${bars.map((bar) => `${bar.name} ${totalOf(bar).toFixed(2)}`).join(", ")}`
    }),
    caption: [
      `Bars are multiples of greedy decoding’s time for a token, ${where} (1 over the speed-up): shorter is faster, and the line is at greedy’s. Each is divided as the method’s own time was. `,
      "A diamond stands where the method would be if it drafted γ tokens in every step and all of them were right, each pass taking what it took here: with this γ no threshold and no better adapter of the same size gets further. ",
      headWords(data),
      busyWords(bars.flatMap(({row}) => row.cells.flatMap((cell) => cell ?? [])))
    ],
    table: () => tabulate(bars, columns, caption)
  };
}

function finding(bars: readonly ExitTimeBar[], where: string): string {
  const exits = bars.filter(({row, mark}) => row.key === "exit" && mark !== undefined);
  if (exits.length === 0) return `No early exit has been timed ${where} yet`;
  const ends = exits.length > 1 ? [exits[0], exits.at(-1)!] : exits;
  const layer = ({row}: ExitTimeBar): string => `behind layer ${/\d+$/.exec(row.name)?.[0] ?? ""}`;
  const could = ends.map((bar) => `${(1 / bar.mark!).toFixed(2)} times as fast as greedy decoding ${layer(bar)}`.replace(bar === ends[0] ? "" : " as fast as greedy decoding", "")); // prettier-ignore
  const does = ends.map((bar) => (1 / totalOf(bar)).toFixed(2));
  const hopeless = exits.filter(({mark}) => mark! >= 1).length;
  return [
    `Were every draft right, Kangaroo would decode ${could.join(" and ")}; as it drafts, ${where}, it is ${does.join(" and ")} times as fast`,
    ...(hopeless > 0 ? [`${hopeless} of ${exits.length} exit layers could not be faster at all`] : [])
  ].join("; ");
}

/** What a draft pays for the head. */
function headWords({pass, target}: MethodsData): string {
  if (!pass) return "";
  const {head, whole} = pass;
  return `The head alone takes ${formatPercent(head / whole)} of a pass through all ${target.layers} layers of this small network, and every draft pays for it once more; in a network of billions it hardly counts. `;
}

const columns = [
  {name: "method", value: ({row}: ExitTimeBar) => row.name},
  {name: "setting", value: ({row}: ExitTimeBar) => row.note},
  {name: "time over greedy's", value: (bar: ExitTimeBar) => Number(totalOf(bar).toFixed(3))},
  ...exitParts.map(({key, name}) => ({name, value: ({parts}: ExitTimeBar) => Number(parts[key].toFixed(3))})),
  {name: "if every draft were right", value: ({mark}: ExitTimeBar) => (mark === undefined ? "" : Number(mark.toFixed(3)))} // prettier-ignore
];
