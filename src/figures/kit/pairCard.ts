// What is known of one face's two views: what was drawn for them, and what each run says of them at a step.
import {faceName, lossName, viewWords} from "./detectionWords.js";
import {html} from "./dom.js";
import type {SphereData} from "../sphereData.js";
import type {OpenRun} from "./sphereStatistics.js";

/** The card's content; a hint where no face is marked. */
export function pairCard(
  {faces, size}: Pick<SphereData, "faces" | "size">,
  runs: readonly OpenRun[],
  marked: number | undefined,
  step: number
): HTMLElement[] {
  if (marked === undefined) {
    return [html("p", {class: "pair-hint"}, "Point at a disc or a diamond, or choose a face, to read its two views.")];
  }
  const face = faces[marked];
  const cell = (text: string): HTMLElement => html("td", {class: "number"}, text);
  return [
    html("p", {class: "pair-name"}, html("strong", {}, faceName(face)), `, window at (${face.corner.join(", ")})`),
    ...face.views.map((view, i) => html("p", {}, `View ${i + 1}: ${viewWords(view, face.corner, size)}.`)),
    html(
      "table",
      {},
      html("caption", {}, "What each run says of them at this step"),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          ...["run", "cosine", "score, view 1", "view 2", "lengths"].map((text) => html("th", {scope: "col"}, text))
        )
      ),
      html(
        "tbody",
        {},
        ...runs.map((open) =>
          html(
            "tr",
            {},
            html("th", {scope: "row"}, lossName(open.run)),
            cell(open.cosine(step, marked).toFixed(3)),
            ...[0, 1].map((view) => cell(signed(open.difference(step, marked, view)))),
            cell([0, 1].map((view) => open.norm(step, marked, view).toFixed(2)).join(", "))
          )
        )
      )
    ),
    html(
      "p",
      {class: "pair-note"},
      "A score is the logit of “manipulated” less that of “real”; above 0 a view counts as manipulated."
    )
  ];
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
