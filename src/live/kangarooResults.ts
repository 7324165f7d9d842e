// The outcome of a comparison of methods: who was fastest, whether all wrote the same, a table, and the trace.
import {formatCount, formatPercent, html} from "../figures/kit/dom.js";
import {saveButton} from "../figures/kit/downloads.js";
import {sourceDetails} from "../figures/kit/source.js";
import type {Source} from "../figures/kit/source.js";
import {methodSpeed} from "./methodSpeeds.js";
import type {MethodSpeed} from "./methodSpeeds.js";
import {differences, equality, winner} from "./verdict.js";
import type {Run} from "./verdict.js";

export interface MethodResultsOptions {
  readonly source: Source;
  /** the runs as lines of a trace, for their download */
  readonly trace: () => string;
}

const columns: readonly (readonly [string, (speed: MethodSpeed, greedy: MethodSpeed) => string])[] = [
  ["tokens/s", ({tokensPerSecond}) => formatCount(Math.round(tokensPerSecond))],
  ["speed-up", ({tokensPerSecond}, greedy) => (tokensPerSecond / greedy.tokensPerSecond).toFixed(2)],
  ["compression ratio", ({compressionRatio}) => compressionRatio.toFixed(2)],
  ["acceptance length", ({acceptanceLength}) => acceptanceLength.toFixed(2)],
  ["drafts accepted", ({acceptanceRate}) => (Number.isNaN(acceptanceRate) ? "–" : formatPercent(acceptanceRate))],
  ["steps", ({steps}) => formatCount(steps)],
  ["ms a step", ({msPerStep}) => msPerStep.toFixed(1)]
];

/** Results of runs of the same texts, greedy decoding the first. */
export function methodResults(runs: readonly Run[], {source, trace}: MethodResultsOptions): HTMLElement {
  const [greedy] = runs;
  const speeds = runs.map(methodSpeed);
  const others = runs.slice(1).map(({name, steps}) => equality(name, differences(greedy.steps, steps)));
  const said = runs.length > 1 ? [winner(speeds), ...others] : [];
  const head = ["method", ...columns.map(([name]) => name)];
  const table = html(
    "table",
    {},
    html("caption", {}, "One run with each method, prefill not timed. The compression ratio counts it as a step of one token, as the paper does; the acceptance length does not."), // prettier-ignore
    html(
      "thead",
      {},
      html("tr", {}, ...head.map((name, i) => html("th", {scope: "col", class: i > 0 && "number"}, name)))
    ),
    html(
      "tbody",
      {},
      ...speeds.map((speed) =>
        html(
          "tr",
          {},
          html("th", {scope: "row"}, speed.name),
          ...columns.map(([, text]) => html("td", {class: "number"}, text(speed, speeds[0])))
        )
      )
    )
  );
  return html(
    "div",
    {class: "live-results"},
    html("ul", {class: "verdict"}, ...said.map((sentence) => html("li", {}, sentence))),
    html("div", {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Speeds"}, table),
    saveButton("Download the trace", "concord-early-exits.jsonl", () => new Blob([trace()], {type: "application/jsonl"})), // prettier-ignore
    sourceDetails(source)
  );
}
