// Ragged drafts, step by step: one recorded batch of early exits, padded and unpadded, lane under lane, replayed exactly for
// any ℓ, γ and η. Every text stops drafting where its own confidence falls below η; padded, the others are filled up with
// pads to the longest draft, and wait.
import type {StepRecord} from "../traces/step.js";
import type {ForestSources} from "./exitMap.js";
import type {ForestText} from "./forestData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {nextTask} from "./kit/breathe.js";
import {formatCount} from "./kit/dom.js";
import {hundredths, replayExit} from "./kit/exitReplay.js";
import {laneCounts} from "./kit/counters.js";
import {numberField, selectField} from "./kit/fields.js";
import {forestSource} from "./kit/forestSource.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {nothingRecorded} from "./kit/nothingRecorded.js";
import {rangeField} from "./kit/rangeField.js";
import {laneNames} from "./kit/replay.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import {racePicture} from "./race.js";

export interface ExitRaceOptions {
  /** layers that can draft, in the data of any domain; default those of the first */
  readonly layers?: readonly number[];
  /** ℓ, γ and η at first; default 4, 6 and 0.6 */
  readonly exitLayer?: number;
  readonly draftLength?: number;
  readonly threshold?: number;
  /** name in links and files; default "exit-race" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** play once seen; default false */
  readonly autoplay?: boolean;
}

/** exit layers that adapters were trained for */
const LAYERS: readonly number[] = [1, 2, 3, 4, 6, 8];

/** texts of a domain that a page fetches */
const MOST = 8;

/** new tokens of each text that are replayed, and the step that is shown first */
const SHOWN = 40;
const FIRST = 5;

/** What an address may set. */
export function exitRaceParameters(
  domains: readonly string[],
  {layers = LAYERS, exitLayer = 4, draftLength = 6, threshold = 0.6}: ExitRaceOptions = {}
) {
  const names = layers.map(String);
  const first = names.includes(String(exitLayer)) ? String(exitLayer) : names[0];
  return {
    texts: about("kind of texts", choice(domains[0], domains)),
    batch: about("texts in the batch", wholeNumber(4, 1, MOST)),
    exit: about("layers that draft, ℓ", choice(first, names)),
    draft: about("most drafts of a round, γ", wholeNumber(draftLength, 1, 8)),
    eta: about("confidence below which drafting stops, η, in hundredths", wholeNumber(Math.round(100 * threshold), 0, 100)) // prettier-ignore
  };
}

/** The figure; data of a domain are fetched when it is shown. @throws without any domain */
export async function exitRace(sources: ForestSources, options: ExitRaceOptions = {}): Promise<HTMLElement> {
  const {id = "exit-race", address, autoplay = false} = options;
  const domains = Object.keys(sources);
  if (domains.length === 0) throw new Error("exitRace: no domains");
  const {texts} = exitRaceParameters(domains);
  const shown = await sources[bindParameters(id, {texts}, address).values.texts]();
  const layers = options.layers ?? shown?.exits.map(({layer}) => layer);
  const parameters = bindParameters(id, exitRaceParameters(domains, {...options, layers}), address);
  const {values} = parameters;
  let turn = 0;

  const picture = async (play = false): Promise<Picture> => {
    const data = await sources[values.texts]();
    if (!data) return nothingRecorded(values.texts);
    const samples = alike(data.texts, values.batch);
    const setting = {exitLayer: Number(values.exit), draftLength: values.draft, threshold: hundredths(values.eta)};
    const cut = {...data, maxNewTokens: Math.min(data.maxNewTokens, SHOWN)};
    const [padded, unpadded] = [
      await replayExit(cut, samples, setting, "vanilla"),
      await replayExit(cut, samples, setting, "ems-sd")
    ];
    await nextTask(); // drawing is work enough for a task of its own
    const drawn = racePicture(
      [
        {...laneNames.vanilla, steps: padded},
        {...laneNames["ems-sd"], steps: unpadded}
      ],
      {
        sampleNames: samples.map(({id: name}) => name),
        texts: samples.map((text) => text.texts),
        frame: play ? 0 : Math.min(FIRST, unpadded.length - 1),
        autoplay: play
      }
    );
    return {...drawn, title: finding(padded, unpadded), caption: [...drawn.caption, note], source: forestSource(data)};
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return async (value: (typeof values)[K]): Promise<void> => {
      parameters.set(name, value);
      const mine = ++turn;
      const next = await picture();
      if (mine === turn) view.update(next); // else the reader has moved on
    };
  };
  const named = domains.map((name) => [name, name] as const);
  const exits = (layers ?? LAYERS).map((layer) => [String(layer), String(layer)] as const);
  const eta = {min: 0, max: 100, format: (value: number) => hundredths(value).toFixed(2)};
  const controls = [
    {name: "texts", element: selectField("Texts", named, values.texts, change("texts")).element},
    {name: "batch", element: numberField("Texts at once", {min: 1, max: MOST}, values.batch, change("batch")).element},
    {name: "exit", element: selectField("Exit layer ℓ", exits, values.exit, change("exit")).element},
    {name: "draft", element: numberField("Most drafts γ", {min: 1, max: 8}, values.draft, change("draft")).element},
    {name: "eta", element: rangeField("Least confidence η", eta, values.eta, change("eta")).element}
  ];
  const first = await picture(autoplay);
  const source = first.source ?? {how: "Nothing has been recorded"};
  const view = frame({id, className: "race", source, parameters, controls}, first);
  return view.element;
}

/** So many texts whose prompts are most alike in length, so that few pads come from prompts. */
function alike(texts: readonly ForestText[], count: number): ForestText[] {
  const sorted = [...texts].sort((a, b) => a.prompt.length - b.prompt.length);
  const gaps = sorted.slice(count - 1).map(({prompt}, i) => prompt.length - sorted[i].prompt.length);
  const from = gaps.indexOf(Math.min(...gaps));
  return from < 0 ? sorted : sorted.slice(from, from + count);
}

/** How ragged the drafts are, and what padding them costs. */
function finding(padded: readonly StepRecord[], unpadded: readonly StepRecord[]): string {
  const last = (steps: readonly StepRecord[]) => laneCounts(steps, steps.length - 1);
  const [a, b] = [last(padded), last(unpadded)];
  const lengths = unpadded.slice(1).map(({samples}) => samples.flatMap(({drafted, emitted}) => (emitted.length > 0 ? drafted.length : []))); // prettier-ignore
  const ragged = lengths.filter((list) => new Set(list).size > 1).length;
  return `In ${ragged} of ${lengths.length} steps the drafts differ in length; the same ${formatCount(b.tokens)} tokens take ${formatCount(a.rows)} rows padded, ${formatCount(a.padRows)} of them pads, and ${formatCount(b.rows)} unpadded`;
}

const note =
  " The rows of a step are a text’s last token and its drafts; they have run through the first ℓ layers while drafting, one after the other, and go through the layers behind all at once. The texts of the batch are those whose prompts are most alike in length, so that few pads come from prompts.";
