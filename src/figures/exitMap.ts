// Exit points: at which layer would each token of a text already have been right, and how sure was that layer? Read by the
// network's own norm and head, as an early exit without training would, or by the adapters that were trained for some layers
// (Kangaroo, Liu et al. 2024, section 3.1).
import {forestWords} from "./forestData.js";
import type {ForestData} from "./forestData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {exitTextOf} from "./kit/exitText.js";
import {selectField} from "./kit/fields.js";
import {forestSource} from "./kit/forestSource.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {html} from "./kit/dom.js";
import {mapPicture} from "./kit/mapPicture.js";
import {nothingRecorded} from "./kit/nothingRecorded.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";

export interface ExitMapOptions {
  /** name in links and files; default "exit-map" */
  readonly id?: string;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

/** Data of a domain, fetched when asked for; null where nothing has been recorded. */
export type ForestSources = Readonly<Record<string, () => Promise<ForestData | null>>>;

const MOST = 12;

/** What an address may set. */
export function exitMapParameters(domains: readonly string[]) {
  return {
    texts: about("kind of texts", choice(domains[0], domains)),
    text: about("which text of the kind", wholeNumber(1, 1, MOST)),
    by: about("who reads the layers: the network's own head, or adapters", choice("head", ["head", "adapter"]))
  };
}

/** The figure. @throws without any domain */
export async function exitMap(
  sources: ForestSources,
  {id = "exit-map", address, width}: ExitMapOptions = {}
): Promise<HTMLElement> {
  const domains = Object.keys(sources);
  if (domains.length === 0) throw new Error("exitMap: no domains");
  const parameters = bindParameters(id, exitMapParameters(domains), address);
  const {values, set} = parameters;
  let turn = 0;

  const picture = async (): Promise<Picture> => {
    const data = await sources[values.texts]();
    if (!data) return nothingRecorded(values.texts);
    offer(data.texts.map(({id: name}) => name));
    const text = data.texts[Number(which.input.value) - 1];
    return {
      ...mapPicture(exitTextOf(text, data.model.layers), {by: values.by, word: forestWords(data), width}),
      source: forestSource(data)
    };
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return async (value: (typeof values)[K]): Promise<void> => {
      set(name, value);
      const mine = ++turn;
      const next = await picture();
      if (mine === turn) view.update(next); // else the reader has moved on
    };
  };
  const which = selectField<string>("Text", [["1", "1"]], "1", (value) => change("text")(Number(value)));
  const offer = (names: readonly string[]): void => {
    const chosen = Math.min(values.text, names.length);
    which.input.replaceChildren(...names.map((name, k) => html("option", {value: k + 1}, name)));
    which.input.value = String(chosen);
  };
  const named = domains.map((name) => [name, name] as const);
  const readers = [
    ["head", "its own head"],
    ["adapter", "adapters"]
  ] as const;
  const controls = [
    {name: "texts", element: selectField("Texts", named, values.texts, change("texts")).element},
    {name: "text", element: which.element},
    {name: "by", element: selectField("Layers read by", readers, values.by, change("by")).element}
  ];
  const first = await picture();
  const view = frame({id, className: "exits", source: first.source ?? {how: "Nothing has been recorded"}, parameters, controls}, first); // prettier-ignore
  return view.element;
}
