// Scores by batch factor and exponent as a grid: the darker the better, the best underlined, runs that diverged said so.
import type {StudyData, StudyPoint} from "../studyData.js";
import {html} from "./dom.js";
import {meanOf, ranked} from "./studyMeasures.js";
import type {StudyMeasure} from "./studyMeasures.js";

/** Points are named "<factor>-<exponent>". */
export const factorOf = ({name}: StudyPoint): number => Number(name.split("-")[0]);
export const exponentOf = ({name}: StudyPoint): number => Number(name.split("-")[1]);

/** The grid; at factor 1 all exponents give the same rate. */
export function batchGrid({points}: StudyData, measure: StudyMeasure): HTMLElement {
  const factors = [...new Set(points.map(factorOf))];
  const exponents = [...new Set(points.map(exponentOf))].sort((a, b) => a - b);
  const order = ranked(points, measure);
  // at factor 1 every exponent gives the same run: one cell for all
  const cell = (factor: number, exponent: number): HTMLElement | undefined => {
    if (factor === 1 && exponent !== exponents[0]) return undefined;
    const rowspan = factor === 1 ? exponents.length : undefined;
    const point = points.find((each) => factorOf(each) === factor && (factor === 1 || exponentOf(each) === exponent));
    const mean = point && meanOf(point, measure);
    const diverged = point?.runs.find((run) => run.diverged !== undefined)?.diverged;
    if (!mean) {
      const words = diverged === undefined ? "–" : `diverged at step ${diverged}`;
      return html("td", {class: diverged === undefined ? "number none" : "number diverged", rowspan}, words);
    }
    const place = order.findIndex((each) => each.point === point);
    const share = order.length > 1 ? 1 - place / (order.length - 1) : 1;
    return html(
      "td",
      {class: place === 0 ? "number best" : "number", rowspan, style: `--share: ${Math.round(share * 34)}%`},
      html("b", {}, measure.format(mean.mean))
    );
  };
  const caption = `Ours: ${measure.label} by batch factor and exponent r, darker for better, the best underlined`;
  return html(
    "div",
    {class: "batch-grid table-scroll", tabindex: 0, role: "region", "aria-label": caption},
    html(
      "table",
      {},
      html("caption", {}, caption),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          html("td", {}),
          ...factors.map((factor) => html("th", {scope: "col", class: "number"}, `×${factor}`))
        )
      ),
      html(
        "tbody",
        {},
        ...exponents.map((r) =>
          html("tr", {}, html("th", {scope: "row"}, `r = ${r}`), ...factors.flatMap((factor) => cell(factor, r) ?? []))
        )
      )
    )
  );
}
