// The race with its parameters in the reader's hands: batch size, texts, drafter and draft length are replayed exactly, by
// the decode loop with an oracle in the network's place. Without a recording it shows the paper's worked example.
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {nextTask} from "./kit/breathe.js";
import {numberField, selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {recordedDrafter, replayLanes} from "./kit/replay.js";
import type {Source} from "./kit/source.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import {racePicture} from "./race.js";
import {answersOf} from "./replayData.js";
import type {ReplayData} from "./replayData.js";

export interface ReplayExplorerOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** play once seen; default true */
  readonly autoplay?: boolean;
}

/** What an address may set. */
export function raceParameters(data: ReplayData) {
  const {domains, drafters, most} = choicesOf(data);
  return {
    texts: about("kind of texts", choice(domains[0], domains)),
    batch: about("samples in the batch", wholeNumber(Math.min(6, most), 1, most)),
    drafter: about("who guesses", choice("lookup", drafters)),
    draft: about("most tokens of a guess", wholeNumber(7, 1, 8))
  };
}

/** Kinds of texts, drafters, and the most texts of a kind. */
function choicesOf({samples, drafters}: ReplayData): {domains: string[]; drafters: string[]; most: number} {
  const domains = [...new Set(samples.map(({domain}) => domain))];
  const most = Math.max(...domains.map((name) => samples.filter(({domain}) => domain === name).length));
  return {domains, drafters: ["lookup", ...drafters], most};
}

/** The figure; it fills itself as soon as the first replay is done. */
export async function replayExplorer(
  data: ReplayData,
  {address, autoplay = true}: ReplayExplorerOptions = {}
): Promise<HTMLElement> {
  const {domains, drafters, most} = choicesOf(data);
  const parameters = bindParameters("race", raceParameters(data), address);
  const {values} = parameters;
  let turn = 0;

  const picture = async (autoplay: boolean): Promise<Picture> => {
    const samples = data.samples.filter(({domain}) => domain === values.texts).slice(0, values.batch);
    const {layers, vocabSize, maxPositions} = data.model;
    const answers = samples.map((sample) => answersOf(sample, vocabSize));
    const drafter = {name: values.drafter, draftLength: values.draft, answers, vocabSize, maxPositions};
    const lanes = await replayLanes({
      answers,
      layers,
      vocabSize,
      maxPositions,
      drafter: () => recordedDrafter(drafter),
      maxNewTokens: data.maxNewTokens,
      eos: data.eos
    });
    await nextTask(); // drawing is work enough for a task of its own
    return racePicture(lanes, {
      sampleNames: samples.map(({id}) => id),
      texts: samples.map(({texts}) => texts),
      autoplay
    });
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return async (value: (typeof values)[K]): Promise<void> => {
      parameters.set(name, value);
      const mine = ++turn;
      const next = await picture(false);
      if (mine === turn) view.update(next); // else the reader has moved on
    };
  };
  const options = (names: readonly string[]): (readonly [string, string])[] =>
    names.map((name) => [name, name === "lookup" ? "look-up" : name]);
  const numbers = {batch: {min: 1, max: most}, draft: {min: 1, max: 8}};
  const controls = [
    {name: "batch", element: numberField("Samples", numbers.batch, values.batch, change("batch")).element},
    {name: "texts", element: selectField("Texts", options(domains), values.texts, change("texts")).element},
    {name: "drafter", element: selectField("Drafter", options(drafters), values.drafter, change("drafter")).element},
    {name: "draft", element: numberField("Draft length", numbers.draft, values.draft, change("draft")).element}
  ];
  const view = frame(
    {id: "race", className: "race", source: sourceOf(data), parameters, controls},
    await picture(autoplay)
  );
  return view.element;
}

const sourceOf = ({model, provenance, lossless, samples}: ReplayData): Source => ({
  how: "Replayed from recorded greedy output",
  models: [model],
  texts: `${samples.length} of the project's own prompts`,
  provenance,
  ...(lossless ? {lossless} : {})
});
