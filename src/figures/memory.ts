// What a batch's key-value cache holds, and what is written to it and read from it: padded against unpadded, over the steps
// of a replayed batch and over the batch sizes of the recorded counters. EMS-SD's two halves stand where they differ.
import type {BatchSources} from "./batchData.js";
import type {CountsData} from "./countsData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {replayBatch} from "./kit/batchReplay.js";
import {batchSource, drafterOptions, once, usualDraft} from "./kit/batchSource.js";
import {numberField, selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {memoryPicture} from "./kit/memoryPicture.js";
import {memoryModes, quantityNames, sizePoints, stepPoints} from "./kit/memorySeries.js";
import type {Quantity} from "./kit/memorySeries.js";
import {nothingRecorded} from "./kit/nothingRecorded.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";

export interface MemoryOptions {
  /** name in links and files; default "memory" */
  readonly id?: string;
  /** drafter shown first; default "lookup" */
  readonly drafter?: string;
  /** samples of the batch shown step by step; default 8 */
  readonly batch?: number;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

const MOST = 24;

const quantities = Object.keys(quantityNames) as Quantity[];

/** What an address may set of the figure. */
export function memoryParameters(
  domains: readonly string[],
  drafters: readonly string[],
  {drafter = "lookup", batch = 8}: Pick<MemoryOptions, "drafter" | "batch"> = {}
) {
  return {
    texts: about("kind of texts", choice(domains[0], domains)),
    drafter: about("who guesses", choice(drafters.includes(drafter) ? drafter : "lookup", drafters)),
    batch: about("samples of the batch shown step by step", wholeNumber(Math.min(batch, MOST), 1, MOST)),
    what: about("which slots are counted", choice<Quantity>("held", quantities)),
    show: about("as numbers, or pads as their share", choice("slots", ["slots", "share"]))
  };
}

/** The figure; `sources` are asked for a domain's data when it is shown. @throws without any domain */
export async function memory(
  counts: CountsData | null,
  sources: BatchSources,
  {id = "memory", drafter = "lookup", batch = 8, address, width}: MemoryOptions = {}
): Promise<HTMLElement> {
  const domains = Object.keys(sources);
  if (domains.length === 0) throw new Error("memory: no domains");
  const load = once(sources);
  const {texts} = memoryParameters(domains, []);
  const first = await load(bindParameters(id, {texts}, address).values.texts);
  const drafters = ["lookup", ...(first?.drafters ?? [])];
  const parameters = bindParameters(id, memoryParameters(domains, drafters, {drafter, batch}), address);
  const {values, set} = parameters;
  let turn = 0;

  const picture = async (): Promise<Picture> => {
    const data = await load(values.texts);
    const rows = (counts?.rows ?? []).filter((row) => row.domain === values.texts && row.drafter === values.drafter);
    if (!data && rows.length === 0) return nothingRecorded(values.texts);
    const samples = data?.samples.slice(0, values.batch) ?? [];
    const setting = {drafter: values.drafter, draftLength: rows[0]?.draftLength ?? usualDraft(values.drafter)};
    const runs = data && (await replayBatch(data, samples, setting, memoryModes));
    return memoryPicture({
      domain: values.texts,
      batch: samples.length,
      quantity: values.what,
      show: values.show,
      steps: runs ? memoryModes.flatMap((mode) => stepPoints(mode, runs[mode])) : [],
      sizes: memoryModes.flatMap((mode) => sizePoints(mode, rows)),
      width
    });
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return async (value: (typeof values)[K]): Promise<void> => {
      set(name, value);
      const mine = ++turn;
      const next = await picture();
      if (mine === turn) view.update(next); // else the reader has moved on
    };
  };
  const named = domains.map((name) => [name, name] as const);
  const shows = [
    ["slots", "slots"],
    ["share", "share of pads"]
  ] as const;
  const controls = [
    {name: "texts", element: selectField("Texts", named, values.texts, change("texts")).element},
    {
      name: "drafter",
      element: selectField("Drafter", drafterOptions(drafters), values.drafter, change("drafter")).element
    },
    {name: "batch", element: numberField("Samples", {min: 1, max: MOST}, values.batch, change("batch")).element},
    {
      name: "what",
      element: selectField(
        "What",
        quantities.map((name) => [name, quantityNames[name]] as const),
        values.what,
        change("what")
      ).element
    },
    {name: "show", element: selectField("Show", shows, values.show, change("show")).element}
  ];
  const source = {
    ...batchSource(first),
    ...(counts ? {models: counts.models, provenance: counts.provenance, lossless: counts.lossless} : {})
  };
  const view = frame({id, className: "memory", source, parameters, controls}, await picture());
  return view.element;
}
