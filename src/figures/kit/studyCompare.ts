// Two runs of a study side by side: their curves in one chart, where their recipes differ, scores with differences, texts.
import type {SeedRun, StudyData, StudyPoint} from "../studyData.js";
import {formatCount, html} from "./dom.js";
import {responsiveChart} from "./responsive.js";
import type {RunPlace, Study} from "./study.js";
import {domainsOf, runTitle, samplesOf} from "./studyCard.js";
import {SETTLED, studyCurves} from "./studyCurves.js";
import {about, startNames} from "./studyWords.js";

const letters = ["A", "B"] as const;

/** The comparison of two runs; `width` in CSS pixels, default as wide as there is room. */
export function studyCompare(
  study: Study,
  data: StudyData,
  places: readonly [RunPlace, RunPlace],
  width?: number
): HTMLElement {
  // prettier-ignore
  const points = places.map(({point}) => data.points[point]);
  const runs = places.map(({point, seed}) => data.points[point].runs[seed]);
  const titles = places.map((place, k) => `${letters[k]}: ${runTitle(study, data, place)}`);
  const ariaLabel = `Training loss of ${titles.join(" and ")}`;
  const chart = responsiveChart(
    (wide) =>
      studyCurves(
        runs.map(({curve}, k) => ({
          name: letters[k],
          share: k,
          runs: [{place: places[k], name: titles[k], points: curve.map(([step, loss]) => [perToken(runs[k], step), loss] as const)}] // prettier-ignore
        })),
        {
          xLabel: "tokens read (millions)",
          yLabel: "training loss, nats per token",
          formatX: (value) => `${value.toFixed(2)} million tokens`,
          formatY: (value) => value.toFixed(3),
          settled: SETTLED,
          ringed: [],
          ariaLabel,
          height: 280,
          pointed: () => undefined,
          chosen: () => undefined
        },
        wide
      ),
    {width, most: 720}
  );
  return html(
    "section",
    {class: "run-compare", "aria-label": `${titles.join(" beside ")}`},
    html("p", {class: "part-title"}, titles.join(" beside ")),
    html("div", {class: "compare-parts"}, chart, differences(points, runs)),
    html(
      "div",
      {class: "compare-texts"},
      ...runs.map((run, k) =>
        html(
          "div",
          {},
          html("p", {class: "run-title"}, html("b", {class: "run-letter"}, letters[k]), " writes"),
          run.samples.length > 0 ? samplesOf(run) : html("p", {class: "note-line"}, "Nothing: it diverged.")
        )
      )
    )
  );
}

const perToken = ({trained}: SeedRun, step: number): number => (step * trained.tokens) / trained.steps / 1e6;

/** Rows of what both have and, behind it, B less A. */
function differences(points: readonly StudyPoint[], runs: readonly SeedRun[]): HTMLElement {
  const number = (digits: number) => (value: number | undefined) => (value === undefined ? "–" : value.toFixed(digits));
  const row = (
    name: string,
    values: readonly (number | undefined)[],
    format: (value: number | undefined) => string
  ): readonly string[] => {
    // prettier-ignore
    const [a, b] = values;
    const change = a === undefined || b === undefined ? "–" : `${b < a ? "−" : "+"}${format(Math.abs(b - a))}`;
    return [name, format(a), format(b), a === b ? "=" : change];
  };
  const same = (name: string, values: readonly string[]): readonly string[] => [name, ...values, values[0] === values[1] ? "=" : "≠"]; // prettier-ignore
  const count = (value: number | undefined): string => (value === undefined ? "–" : formatCount(value));
  const domains = [...new Set(runs.flatMap(domainsOf))];
  const rows = [
    row("layers", points.map(({shape}) => shape.layers), count), // prettier-ignore
    row("width", points.map(({shape}) => shape.width), count), // prettier-ignore
    row("expansion of the MLP", points.map(({shape}) => shape.expansion), number(2)), // prettier-ignore
    row("weights", points.map(({parameters}) => parameters.total), count), // prettier-ignore
    row("vocabulary", points.map(({vocabulary}) => vocabulary.size), count), // prettier-ignore
    same("vocabulary made by", points.map(({vocabulary}) => (vocabulary.from === "bpe" ? "merging" : "pruning"))), // prettier-ignore
    same(
      "start",
      points.map(({start}) =>
        "scheme" in start
          ? (startNames[start.scheme] ?? start.scheme)
          : `joey, ${startNames[start.inherit] ?? start.inherit}`
      )
    ),
    row("tokens of a batch", points.map(({batchTokens}) => batchTokens), count), // prettier-ignore
    row(
      "highest learning rate",
      points.map(({peak}) => peak),
      (value) => String(value === undefined ? "–" : Number(value.toPrecision(3)))
    ),
    row("seed", runs.map(({seed}) => seed), count), // prettier-ignore
    same("tokens read", runs.map(({trained}) => about(trained.tokens))), // prettier-ignore
    ...domains.map((name) => row(`bits per byte, ${name}`, runs.map(({bitsPerByte}) => bitsPerByte?.[name]), number(3))), // prettier-ignore
    row("bits per byte, mean", runs.map(({score}) => score), number(3)), // prettier-ignore
    row("last words right, %", runs.map(({cloze}) => (cloze === undefined ? undefined : 100 * cloze)), number(1)), // prettier-ignore
    row(
      "training loss at the end",
      runs.map(({curve, diverged}) => (diverged === undefined ? curve.at(-1)?.[1] : undefined)),
      number(3)
    ),
    row("processor seconds", runs.map(({cost}) => cost.seconds), count) // prettier-ignore
  ];
  return html(
    "div",
    {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Recipes and scores of the two runs"},
    html(
      "table",
      {class: "compare-table"},
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          html("td", {}),
          ...["A", "B", "B − A"].map((name) => html("th", {scope: "col", class: "number"}, name))
        )
      ),
      html(
        "tbody",
        {},
        ...rows.map(([name, ...cells]) =>
          html(
            "tr",
            {class: cells[2] === "=" && "equal"},
            html("th", {scope: "row"}, name),
            ...cells.map((cell) => html("td", {class: "number"}, cell))
          )
        )
      )
    )
  );
}
