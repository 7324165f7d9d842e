// Double early exiting, round by round, on a recorded text: a fixed number of layers drafts, its own confidence decides for
// how long, and the other layers verify. Kangaroo (Liu et al. 2024), figure 2 and section 3, replayed exactly for any ℓ, γ
// and η.
import {forestWords} from "./forestData.js";
import type {ForestData} from "./forestData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {html} from "./kit/dom.js";
import {hundredths, replayExit} from "./kit/exitReplay.js";
import {exitRounds as roundsOf} from "./kit/exitRound.js";
import {numberField, selectField} from "./kit/fields.js";
import {forestSource} from "./kit/forestSource.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {rangeField} from "./kit/rangeField.js";
import {roundsPicture} from "./kit/roundsPicture.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";

export interface ExitRoundsOptions {
  /** name in links and files; default "rounds" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** play once seen; default true */
  readonly autoplay?: boolean;
}

/** What an address may set. */
export function exitRoundsParameters({texts, exits}: Pick<ForestData, "texts" | "exits">) {
  const layers = exits.map(({layer}) => String(layer));
  return {
    text: about("which text", choice(texts[0].id, texts.map(({id}) => id))), // prettier-ignore
    exit: about("layers that draft, ℓ", choice(layers.includes("4") ? "4" : layers[0], layers)),
    draft: about("most drafts of a round, γ", wholeNumber(6, 1, 8)),
    eta: about("confidence below which drafting stops, η, in hundredths", wholeNumber(60, 0, 100))
  };
}

/** The figure; without a recording a sentence says so. */
export async function exitRounds(
  data: ForestData | null,
  {id = "rounds", address, autoplay = true}: ExitRoundsOptions = {}
): Promise<HTMLElement> {
  if (!data) return html("p", {class: "note-line"}, "Nothing has been recorded from these weights yet.");
  const parameters = bindParameters(id, exitRoundsParameters(data), address);
  const {values} = parameters;
  const word = forestWords(data);
  let turn = 0;

  const picture = async (play: boolean): Promise<Picture> => {
    const text = data.texts.find((candidate) => candidate.id === values.text) ?? data.texts[0];
    const setting = {
      exitLayer: Number(values.exit),
      draftLength: values.draft,
      threshold: hundredths(values.eta)
    };
    const steps = await replayExit(data, [text], setting);
    const rounds = roundsOf(steps, text.prompt.length, setting);
    const shape = {...setting, layers: data.model.layers};
    return roundsPicture(rounds, {shape, text, word, steps, autoplay: play});
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return async (value: (typeof values)[K]): Promise<void> => {
      parameters.set(name, value);
      const mine = ++turn;
      const next = await picture(false);
      if (mine === turn) view.update(next); // else the reader has moved on
    };
  };
  const named = data.texts.map((text) => [text.id, text.id] as const);
  const layers = data.exits.map(({layer}) => [String(layer), `${layer} of ${data.model.layers}`] as const);
  const eta = {min: 0, max: 100, format: (value: number) => hundredths(value).toFixed(2)};
  const controls = [
    {name: "exit", element: selectField("Exit layer ℓ", layers, values.exit, change("exit")).element},
    {name: "draft", element: numberField("Most drafts γ", {min: 1, max: 8}, values.draft, change("draft")).element},
    {name: "eta", element: rangeField("Least confidence η", eta, values.eta, change("eta")).element},
    {name: "text", element: selectField("Text", named, values.text, change("text")).element}
  ];
  const view = frame(
    {id, className: "rounds", source: forestSource(data), parameters, controls},
    await picture(autoplay)
  );
  return view.element;
}
