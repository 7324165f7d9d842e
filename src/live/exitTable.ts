// A text at every exit as a table: a column for each token, a row for each exit, deepest first. A cell holds what would have
// been said; those that say what all layers say are marked, and the colour is the stronger the surer they are.
import {formatPercent, html} from "../figures/kit/dom.js";
import {tabulate} from "../figures/kit/dataTable.js";
import type {Picture} from "../figures/kit/frame.js";
import {firstRight} from "../traces/exitMap.js";
import type {Exit, ExitAnswer, ExitMap} from "../traces/exitMap.js";

/** Blanks and line ends made visible. */
const visible = (text: string): string => text.replaceAll(" ", "␣").replaceAll("\n", "↵") || "∅";

const exitName = ({layer, adapter}: Exit): string => `${layer}${adapter ? " + adapter" : ""}`;

/** The table and what stands around it. */
export function exitTable({layers, exits, first, places}: ExitMap): Picture {
  const order = Array.from(exits.keys()).reverse();
  const cell = ({text, confidence, right}: ExitAnswer): HTMLElement =>
    html(
      "td",
      {
        class: right ? "exit-right" : "exit-wrong",
        style: `--sure: ${confidence.toFixed(3)}`,
        title: `${visible(text)}, ${formatPercent(confidence)}`
      },
      visible(text)
    );
  const table = html(
    "table",
    {class: "exit-table"},
    html(
      "thead",
      {},
      html(
        "tr",
        {},
        html("th", {scope: "col"}, "layers"),
        ...places.map(({text, written}) => html("th", {scope: "col", class: written ? "run-own" : ""}, visible(text)))
      )
    ),
    html(
      "tbody",
      {},
      html("tr", {}, html("th", {scope: "row"}, `all ${layers}`), ...places.map(({target}) => cell(target))),
      ...order.map((at) =>
        html("tr", {}, html("th", {scope: "row"}, exitName(exits[at])), ...places.map(({answers}) => cell(answers[at])))
      )
    )
  );
  return {
    element: html("div", {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "The text at every exit"}, table), // prettier-ignore
    title: finding({layers, exits, first, places}),
    caption: [
      `Read a column: above, a token of the text behind “${visible(first)}”; below, what would have been said in its place by all layers and after fewer of them. `,
      "Marked cells say what all layers say. The darker a cell, the surer."
    ],
    table: () =>
      tabulate(
        places.flatMap(({text, target, answers}, place) => [
          {place, text, exit: `all ${layers}`, answer: target},
          ...answers.map((answer, i) => ({place, text, exit: exitName(exits[i]), answer}))
        ]),
        [
          {name: "place", value: ({place}) => place + 2},
          {name: "token", value: ({text}) => text},
          {name: "exit", value: ({exit}) => exit},
          {name: "says", value: ({answer}) => answer.text},
          {name: "confidence", value: ({answer}) => Number(answer.confidence.toFixed(4))},
          {name: "right", value: ({answer}) => (answer.right ? "yes" : "no")}
        ],
        "What is said of each token at each exit"
      )
  };
}

/** How many of the tokens are decided half-way down. */
function finding({layers, exits, places}: ExitMap): string {
  const half = Math.floor(layers / 2);
  const early = places.filter((place) => {
    const at = firstRight(exits, place, false);
    return at >= 0 && exits[at].layer <= half;
  });
  return `${early.length} of ${places.length} tokens are decided after ${half} of ${layers} layers or before`;
}
