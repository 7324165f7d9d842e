// The outcome of a live run: a table of speeds, what is to be said about it in words, and the race by measured time.
import {html, formatCount} from "../figures/kit/dom.js";
import {saveButton} from "../figures/kit/downloads.js";
import type {Source} from "../figures/kit/source.js";
import {race} from "../figures/race.js";
import type {RaceLane} from "../figures/race.js";
import {differences, equality, speedOf, winner} from "./verdict.js";
import type {Run} from "./verdict.js";

export interface ResultsOptions {
  /** what each new token adds to its sample's text [B][tokens] */
  readonly texts: readonly (readonly string[])[];
  readonly source: Source;
  /** the run as lines of a trace, for its download */
  readonly trace: () => string;
}

/** Results of runs of one batch, greedy decoding the first. */
export function results(runs: readonly Run[], {texts, source, trace}: ResultsOptions): HTMLElement {
  const [greedy] = runs;
  const speeds = runs.map(speedOf);
  const columns = ["mode", "tokens/s", "ms a step", "steps", "tokens a step and row", "rows computed", "pad rows"];
  const table = html(
    "table",
    {},
    html("caption", {}, "One run of this batch in each mode, prefill not counted"),
    html(
      "thead",
      {},
      html("tr", {}, ...columns.map((name, i) => html("th", {scope: "col", class: i ? "number" : ""}, name)))
    ),
    html(
      "tbody",
      {},
      ...runs.map(({name, steps}, i) => {
        const {tokensPerSecond, msPerStep, tokensPerSampleStep, steps: taken} = speeds[i];
        const sum = (key: "rows" | "padRows"): number => steps.slice(1).reduce((n, {counts}) => n + counts[key], 0);
        const cells = [
          formatCount(Math.round(tokensPerSecond)),
          msPerStep.toFixed(1),
          formatCount(taken),
          tokensPerSampleStep.toFixed(2),
          formatCount(sum("rows")),
          formatCount(sum("padRows"))
        ];
        return html(
          "tr",
          {},
          html("th", {scope: "row"}, name),
          ...cells.map((text) => html("td", {class: "number"}, text))
        );
      })
    )
  );
  const others = runs.slice(1).map(({name, steps}) => equality(name, differences(greedy.steps, steps)));
  const said = [winner(speeds), ...others].map((sentence) => html("li", {}, sentence));
  const lanes = runs.map(({name, steps}): RaceLane => ({
    name,
    steps,
    milliseconds: steps.slice(1).map(({ms}) => ms.total)
  }));
  return html(
    "div",
    {class: "live-results"},
    html("ul", {class: "verdict"}, ...said),
    html("div", {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Speeds"}, table),
    saveButton("Download the trace", "concord-live.jsonl", () => new Blob([trace()], {type: "application/jsonl"})),
    race(lanes, {id: "live-race", clock: "time", frame: Infinity, texts, source})
  );
}
