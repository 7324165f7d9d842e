// What was inherited: how the learned mask came about, and how much of what each criterion keeps the L1 criterion keeps too.
import type {StudyData} from "../studyData.js";
import {formatPercent, html} from "./dom.js";
import {responsiveChart} from "./responsive.js";
import {studyCurves} from "./studyCurves.js";
import {seedsWords, startNames} from "./studyWords.js";

/** Curve and table, as far as runs are done; `width` in CSS pixels, default as wide as there is room. */
export function inheritedParts(data: StudyData, width?: number): HTMLElement[] {
  const parts = [maskCurve(data, width), overlapTable(data)].filter((part) => part !== undefined);
  return parts.length > 0 ? [html("div", {class: "panels inherited"}, ...parts)] : [];
}

function maskCurve({points}: StudyData, width: number | undefined): HTMLElement | undefined {
  const runs = points.flatMap((point, p) =>
    point.runs.flatMap((run, seed) => {
      const mask = run.inherited?.mask;
      return mask && mask.length > 0 ? [{place: {point: p, seed}, name: `seed ${run.seed}`, mask}] : [];
    })
  );
  if (runs.length === 0) return undefined;
  const last = runs[0].mask.at(-1)!;
  const title = `Learning the mask: loss of joey’s text while gates close, ${seedsWords(runs.length)}`;
  const chart = responsiveChart(
    (wide) =>
      studyCurves(
        runs.map(({place, name, mask}, k) => ({
          name,
          share: runs.length > 1 ? k / (runs.length - 1) : 0,
          runs: [{place, name, points: mask.map(([step, loss]) => [step, loss] as const)}]
        })),
        {
          xLabel: "steps of the mask",
          yLabel: "loss, nats per token",
          formatX: (value) => `step ${value}`,
          formatY: (value) => `${value.toFixed(3)} nats per token`,
          ringed: [],
          ariaLabel: title,
          height: 260,
          pointed: () => undefined,
          chosen: () => undefined
        },
        wide
      ),
    {width, most: 560}
  );
  const words = `joey’s weights stay as they are; only the gates are learned, and in the end those with the largest stay open. After ${last[0]} steps the gates are off the share to keep by ${last[2].toPrecision(2)}.`;
  return html("div", {}, html("p", {class: "part-title"}, title), chart, html("p", {class: "note-line"}, words));
}

function overlapTable({points}: StudyData): HTMLElement | undefined {
  const rows = points.flatMap(({name, runs}) => {
    const own = runs.flatMap(({inherited}) => inherited?.overlapWithL1 ?? []);
    if (own.length === 0 || name === "l1") return [];
    const mean = (key: "channels" | "heads" | "neurons"): string =>
      formatPercent(own.reduce((sum, each) => sum + each[key], 0) / own.length);
    return [
      html(
        "tr",
        {},
        html("th", {scope: "row"}, startNames[name] ?? name),
        ...(["channels", "heads", "neurons"] as const).map((key) => html("td", {class: "number"}, mean(key)))
      )
    ];
  });
  if (rows.length === 0) return undefined;
  const title = "Of what a criterion keeps, the share that L1 keeps too";
  const heads = ["channels", "heads", "neurons"].map((name) => html("th", {scope: "col", class: "number"}, name));
  return html(
    "div",
    {},
    html("p", {class: "part-title"}, title),
    html(
      "div",
      {class: "table-scroll", tabindex: 0, role: "region", "aria-label": title},
      html("table", {}, html("thead", {}, html("tr", {}, html("td", {}), ...heads)), html("tbody", {}, ...rows))
    )
  );
}
