// Early exits for every exit layer ℓ, draft length γ and threshold η: how many tokens a pass of the other layers gives, and
// how fast that is, which is not the same. Kangaroo (Liu et al. 2024), section 4 and its plots over ℓ and η.
import type {ExitGridData} from "./exitGridData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {html} from "./kit/dom.js";
import {along} from "./kit/exitSlices.js";
import type {Along} from "./kit/exitSlices.js";
import {explorerPicture} from "./kit/explorerPicture.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {rangeField} from "./kit/rangeField.js";
import type {Source} from "./kit/source.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import type {Paper} from "./paperData.js";

export interface ExitExplorerOptions {
  /** name in links and files; default "explorer" */
  readonly id?: string;
  /** the paper's own curves; default none */
  readonly paper?: Paper;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels of a chart; default as wide as there is room */
  readonly width?: number;
}

/** What an address may set. The first point is the one chosen on validation prompts. */
export function exitExplorerParameters({exits, domains, draftLengths, thresholds, choices}: ExitGridData) {
  const chosen = choices.find(({domain}) => domain === "all");
  const layers = exits.map(String);
  const etas = thresholds.map(String);
  const eta = String(Math.round(100 * (chosen?.threshold ?? 0.6)));
  return {
    texts: about("kind of texts", choice("all", ["all", ...domains])),
    along: about("what the axis runs over: η, γ or ℓ", choice<Along>("eta", along)),
    exit: about("layers that draft, ℓ", choice(String(chosen?.layer ?? layers[0]), layers)),
    draft: about("most drafts of a round, γ", wholeNumber(chosen?.draftLength ?? 6, 1, Math.max(...draftLengths, 1))),
    eta: about("confidence below which drafting stops, η, in hundredths", choice(etas.includes(eta) ? eta : etas[0], etas)), // prettier-ignore
    compare: about("what stands below ours", choice("paper", ["paper", "nothing"]))
  };
}

/** The figure; without a recording a sentence says so. */
export function exitExplorer(
  data: ExitGridData | null,
  {id = "explorer", paper, address, width}: ExitExplorerOptions = {}
): HTMLElement {
  if (!data || data.grids.length === 0) {
    return html("p", {class: "note-line"}, "Nothing has been recorded from these weights yet.");
  }
  const parameters = bindParameters(id, exitExplorerParameters(data), address);
  const {values} = parameters;
  const picture = (): Picture =>
    explorerPicture(data, {
      texts: values.texts,
      by: values.along,
      point: {layer: Number(values.exit), draftLength: values.draft, eta: Number(values.eta)},
      ...(values.compare === "paper" && paper ? {paper} : {}),
      ...(width === undefined ? {} : {width})
    });
  const change = <K extends keyof typeof values>(name: K) => {
    return (value: (typeof values)[K]): void => {
      parameters.set(name, value);
      view.update(picture());
    };
  };
  const {thresholds, draftLengths, exits} = data;
  const etaAt = {
    min: 0,
    max: thresholds.length - 1,
    format: (place: number) => (thresholds[place] / 100).toFixed(1)
  };
  const domains = [["all", "all"] as const, ...data.domains.map((name) => [name, name] as const)];
  const axes = [
    ["eta", "η"],
    ["draft", "γ"],
    ["exit", "ℓ"]
  ] as const;
  const layers = exits.map((layer) => [String(layer), `${layer} of ${data.layers}`] as const);
  const beside = [
    ["paper", "the paper"],
    ["nothing", "nothing"]
  ] as const;
  const controls = [
    {name: "exit", element: selectField("Exit layer ℓ", layers, values.exit, change("exit")).element},
    {
      name: "draft",
      element: rangeField("Most drafts γ", {min: 1, max: Math.max(...draftLengths)}, values.draft, change("draft"))
        .element
    },
    {
      name: "eta",
      element: rangeField("Least confidence η", etaAt, thresholds.indexOf(Number(values.eta)), (place) =>
        change("eta")(String(thresholds[place]))
      ).element
    },
    {name: "texts", element: selectField("Texts", domains, values.texts, change("texts")).element},
    {name: "along", element: selectField("Curves along", axes, values.along, change("along")).element},
    ...(paper
      ? [{name: "compare", element: selectField("Compare with", beside, values.compare, change("compare")).element}]
      : [])
  ];
  const view = frame({id, className: "explorer", source: sourceOf(data), parameters, controls}, picture());
  return view.element;
}

const sourceOf = ({model, provenance, lossless}: ExitGridData): Source => ({
  how: "Replayed for every exit layer, draft length and threshold; priced with the measured cost of the parts",
  models: [model],
  texts: "the project's own test prompts",
  provenance,
  ...(lossless ? {lossless} : {})
});
