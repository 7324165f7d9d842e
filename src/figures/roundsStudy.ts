// Further rounds of training: tables 6 and 7 and figure 9 of PanGu-π Pro (Tang et al. 2024), asked of small networks, with
// the control that the paper lacks: the same number of batches drawn by chance.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {html} from "./kit/dom.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {liveChart} from "./kit/responsive.js";
import {forgettingChart, scoreChart} from "./kit/roundsCharts.js";
import {forgettingOf, roundsRows} from "./kit/roundsData.js";
import {forgettingWords, roundsClaims, roundsFinding} from "./kit/roundsWords.js";
import {measureNamed, studyMeasures} from "./kit/studyMeasures.js";
import type {StudyMeasure} from "./kit/studyMeasures.js";
import {studySource} from "./kit/studySource.js";
import {gainWords, progressWords, scaleWords} from "./kit/studyWords.js";
import {about, choice} from "./kit/urlState.js";
import {paperTable} from "./paperTable.js";
import type {Paper} from "./paperData.js";
import type {StudyData} from "./studyData.js";

export interface RoundsStudyOptions {
  /** the paper's numbers; default none beside ours */
  readonly paper?: Paper;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of the charts; default as wide as there is room */
  readonly width?: number;
}

// the training loss of a further round is over other batches than the first round's
const measures = studyMeasures.filter(({key}) => key !== "loss");

/** What an address may set. */
export const roundsStudyParameters = {
  y: about("which score", choice<string>("mean", measures.map(({key}) => key))), // prettier-ignore
  as: about("gains over one round, seed by seed, or scores as they are", choice("gain", ["gain", "score"])),
  x: about("scores over the share that is read again, or over computation", choice("rate", ["rate", "cost"]))
};

/** The figure; it stands with none, some and all of its runs. */
export function roundsStudy(data: StudyData, {paper, address, width}: RoundsStudyOptions = {}): HTMLElement {
  const parameters = bindParameters("rounds-study", roundsStudyParameters, address);
  const {values, set} = parameters;
  const measure = (): StudyMeasure => measureNamed(values.y);
  const forgetting = liveChart((wide) => forgettingChart(data, wide), {width, most: 720});
  const scores = liveChart((wide) => scoreChart(data, {measure: measure(), over: values.x, as: values.as}, wide), {
    width,
    most: 820
  });
  const rowsTable = html("div", {class: "table-scroll", tabindex: 0, role: "region", "aria-label": "What each round gains and costs"}); // prettier-ignore
  const claims = html("div", {class: "rounds-claims"});
  const known = forgettingOf(data).length > 0;
  const element = html(
    "div",
    {class: "rounds-study"},
    html("p", {class: "part-title"}, "How much of its text a network has forgotten when it has read it once"),
    ...(known ? [forgetting.element] : []),
    html("p", {class: "part-words"}, forgettingWords(data)),
    html("p", {class: "part-title"}, "What reading some of it again is good for"),
    scores.element,
    rowsTable,
    claims
  );
  const picture = (): Picture => {
    rowsTable.replaceChildren(gainTable(data, measure()));
    claims.replaceChildren(...(paper ? paperSide(data, measure(), paper) : []));
    return {
      element,
      title: roundsFinding(data, measure()),
      caption: [
        `Networks of ${scaleWords(data)}, which the first round reads in eight parts, one after the other. A further round draws some of each part’s batches, without putting them back, with weights exp(loss), the loss being that of the network before it, and trains on from there with a learning rate that rises and falls again. `,
        "Bars are 95% intervals over three seeds or more. A gain is taken seed by seed, since runs of one seed begin with the same first round; scores themselves differ from seed to seed as well. Computation counts forward and backward passes and, where batches are drawn by loss, one forward pass over all of them; a draw by chance needs none. ",
        "More rounds also mean more reading. What drawing by loss adds to that is the difference from “by chance”."
      ],
      table: () => {
        const rows = roundsRows(data, measure());
        return {
          caption: `Rounds of training: ${measure().label}`,
          head: ["training", "seed", measure().name, "steps", "operations of training", "operations of scoring", "mean loss of all batches", "of those drawn"], // prettier-ignore
          body: rows.flatMap(({point, name}) =>
            point.runs.map((run) => [
              name,
              run.seed,
              measure().value(run) ?? "",
              run.trained.steps,
              run.trained.flops,
              run.sampling?.flops ?? "",
              run.sampling?.mean ?? "",
              run.sampling?.drawn ?? ""
            ])
          )
        };
      }
    };
  };
  const update = (): void => {
    scores.redraw();
    view.update(picture());
  };
  const scored = measures.map(({key, name}) => [key, name] as const);
  const shows = [["gain", "gain over one round"], ["score", "scores"]] as const; // prettier-ignore
  const overs = [["rate", "share read again"], ["cost", "computation"]] as const; // prettier-ignore
  const change =
    <K extends keyof typeof values>(name: K) =>
    (value: (typeof values)[K]): void => {
      set(name, value);
      update();
    };
  const controls = [
    {name: "y", element: selectField<string>("Score", scored, values.y, change("y")).element},
    {name: "as", element: selectField("Shown as", shows, values.as, change("as")).element},
    {name: "x", element: selectField("Over", overs, values.x, change("x")).element}
  ];
  const view = frame({id: "rounds-study", source: studySource(data, paper), parameters, controls}, picture());
  return view.element;
}

/** Gain beside cost, a row for each way to go on. */
function gainTable(data: StudyData, measure: StudyMeasure): HTMLElement {
  const rows = roundsRows(data, measure);
  const cell = (text: string): HTMLElement => html("td", {class: "number"}, text);
  return html(
    "table",
    {class: "rounds-table"},
    html("caption", {}, `What each round gains and costs, ${progressWords(data)}`),
    html("thead", {}, html("tr", {}, ...["read again", measure.name, "against one round", "computation", "seeds"].map((name, i) => html("th", {scope: "col", class: i > 0 && "number"}, name)))), // prettier-ignore
    html(
      "tbody",
      {},
      ...rows.map(({name, mean, gain, cost, point}) =>
        html(
          "tr",
          {},
          html("th", {scope: "row"}, name),
          cell(mean ? measure.format(mean.mean) : "–"),
          cell(gain ? gainWords(gain, measure) : "–"),
          cell(cost === undefined ? "–" : `× ${cost.toFixed(2)}`),
          cell(`${mean?.count ?? 0} of ${point.planned}`)
        )
      )
    )
  );
}

/** The paper's tables, and each claim with what becomes of it here. */
function paperSide(data: StudyData, measure: StudyMeasure, paper: Paper): HTMLElement[] {
  return [
    html("p", {class: "part-title"}, "What the paper says of it"),
    html("div", {class: "rounds-tables"}, paperTable(paper, {table: "sampling"}), paperTable(paper, {table: "rounds"})),
    html(
      "dl",
      {class: "claims"},
      ...roundsClaims(data, measure, paper).map(([says, found]) =>
        html("div", {class: "claim"}, html("dt", {}, says), html("dd", {}, found))
      )
    )
  ];
}
