// The CORE paper beside our runs, where a part of the study corresponds to one of its tables.
import type {Paper} from "../paperData.js";
import {columnOf, rowOf, tableOf} from "../paperData.js";
import {paperTable} from "../paperTable.js";
import type {DetectorStudyData} from "../detectorStudyData.js";
import {meanOver, sourcesOf} from "./coreMeasures.js";
import type {CorePart, PartLayout} from "./coreParts.js";
import {shortSources, sourceNames} from "./sourceNames.js";
import {html} from "./dom.js";

/** Paper and ours, an element each; none where the paper has nothing of this part. */
export function corePaper(data: DetectorStudyData, part: CorePart, layout: PartLayout, paper: Paper): HTMLElement[] {
  if (part === "augmentations") {
    return side("The paper’s augmentations, and ours", raAugWords(paper), [
      paperTable(paper, {table: "crossDataset", where: "beside the study"}),
      ourTable(
        data,
        layout,
        ["None, none", "RaAug, cosine 1", "DFDC_selim, cosine 1"],
        "Ours: the same augmentations, at a rate of 1 where the paper’s is 100"
      )
    ]);
  }
  if (part === "losses") {
    return side(
      "The paper’s gain from the penalty, and ours",
      "The paper’s table has no intervals, is of the data set that was trained on, and its AUC has little room above it.",
      [
        paperTable(paper, {table: "inDataset", where: "beside the study"}),
        ourTable(data, layout, ["none", "cosine 1"], "Ours")
      ]
    );
  }
  if (part === "controls") {
    return side(
      "What a third party found",
      "DeepfakeBench’s stored configuration pairs different pictures; the control “different pictures” is the same mistake, made on purpose.",
      [
        paperTable(paper, {table: "thirdWithin", where: "beside the study"}),
        paperTable(paper, {table: "thirdAcross", where: "beside the study"})
      ]
    );
  }
  return [];
}

const side = (title: string, words: string, tables: readonly HTMLElement[]): HTMLElement[] => [
  html("p", {class: "part-title"}, title),
  html("p", {class: "part-words"}, words),
  html("div", {class: "panels"}, ...tables)
];

/** RaAug lowers one of the paper's columns though the average rises. */
export function raAugWords(paper: Paper): string {
  const table = tableOf(paper, "crossDataset");
  const at = (row: string, key: string): number => columnOf(table, key)[table.rows.indexOf(rowOf(table, row))] ?? NaN;
  const [before, after] = [at("None", "celeb-df"), at("RaAug", "celeb-df")];
  return `The caption of the paper’s ${table.name} says consistently better. On Celeb-DF RaAug with the penalty is worse than neither, ${after.toFixed(2)} against ${before.toFixed(2)}; the average rises from ${at("None", "average").toFixed(2)} to ${at("RaAug", "average").toFixed(2)}. No row has an augmentation without the penalty, so the table cannot tell which of the two helps. Ours can: all ten stand above.`;
}

/** Mean AUC of some points on every tested source. */
function ourTable(
  data: DetectorStudyData,
  {points}: PartLayout,
  titles: readonly string[],
  caption: string
): HTMLElement {
  const sources = sourcesOf(data);
  const cell = (title: string, source: string): string => {
    const placed = points.find((each) => each.title === title);
    const mean = placed && meanOver(placed.point, "auc", {source, kind: "all", jpeg: 0});
    return mean ? (100 * mean.mean).toFixed(2) : "–";
  };
  const shown = sources.length > 0 ? sources : ["samples"];
  return html(
    "div",
    {class: "paper-table"},
    html(
      "div",
      {class: "table-scroll", tabindex: 0, role: "region", "aria-label": caption},
      html(
        "table",
        {},
        html("caption", {}, `${caption}; AUC in per cent, all manipulations`),
        html("thead", {}, html("tr", {}, html("th", {scope: "col"}, "trained with"), ...shown.map((source) => html("th", {scope: "col", class: "number", title: sourceNames[source] ?? source}, shortSources[source] ?? source)))), // prettier-ignore
        html(
          "tbody",
          {},
          ...titles.map(
            (title) =>
            html("tr", {}, html("th", {scope: "row"}, title), ...shown.map((source) => html("td", {class: "number"}, cell(title, source)))) // prettier-ignore
          )
        )
      )
    ),
    html("p", {class: "note-line"}, "Means over the seeds that are done. Columns are other pictures than the paper’s: only which of two rows is ahead can be compared.") // prettier-ignore
  );
}
