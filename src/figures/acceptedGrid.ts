// Accepted tokens per sample and step of a recorded batch, replayed exactly, and what their spread costs vanilla padding.
// EMS-SD (Ni et al. 2024): samples accept different numbers of tokens, and that is where all the pads come from.
import type {BatchSources} from "./batchData.js";
import {acceptedCells} from "./kit/acceptedCells.js";
import {acceptedPicture} from "./kit/acceptedPicture.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {batchesOf, orderNames, orders, paces, replayBatch, sortSamples} from "./kit/batchReplay.js";
import type {Order} from "./kit/batchReplay.js";
import {batchSource, drafterOptions, once, usualDraft} from "./kit/batchSource.js";
import {html} from "./kit/dom.js";
import {numberField, selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import type {Picture} from "./kit/frame.js";
import {orderTable} from "./kit/orderTable.js";
import {nothingRecorded} from "./kit/nothingRecorded.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";

export interface AcceptedGridOptions {
  /** name in links and files; default "accepted-grid" */
  readonly id?: string;
  /** drafter shown first; default the first recorded network, else "lookup" */
  readonly drafter?: string;
  /** samples of a batch shown first; default 8 */
  readonly batch?: number;
  /** whether to replay the other orders too, for a table below; default true */
  readonly compareOrders?: boolean;
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
}

const MOST = 24;

/** What an address may set of the figure. */
export function acceptedGridParameters(
  domains: readonly string[],
  drafters: readonly string[],
  {drafter, batch = 8}: Pick<AcceptedGridOptions, "drafter" | "batch"> = {}
) {
  const usual = drafter ?? drafters[1] ?? "lookup";
  return {
    texts: about("kind of texts", choice(domains[0], domains)),
    drafter: about("who guesses", choice(usual, drafters)),
    draft: about("most tokens of a guess", wholeNumber(usualDraft(usual), 1, 8)),
    batch: about("samples in a batch", wholeNumber(Math.min(batch, MOST), 1, MOST)),
    part: about("which batch of the texts", wholeNumber(1, 1, MOST)),
    order: about("order of the texts", choice<Order>("listed", orders))
  };
}

/** The figure; `sources` are asked for a domain's data when it is shown. @throws without any domain */
export async function acceptedGrid(
  sources: BatchSources,
  {id = "accepted-grid", drafter, batch = 8, compareOrders = true, address, width}: AcceptedGridOptions = {}
): Promise<HTMLElement> {
  const domains = Object.keys(sources);
  if (domains.length === 0) throw new Error("acceptedGrid: no domains");
  const load = once(sources);
  const {texts} = acceptedGridParameters(domains, []);
  const first = await load(bindParameters(id, {texts}, address).values.texts);
  const drafters = ["lookup", ...(first?.drafters ?? [])];
  const parameters = bindParameters(id, acceptedGridParameters(domains, drafters, {drafter, batch}), address);
  const {values, set} = parameters;
  let turn = 0;

  const picture = async (mine: number): Promise<Picture> => {
    const data = await load(values.texts);
    if (!data) return nothingRecorded(values.texts);
    const setting = {drafter: values.drafter, draftLength: values.draft};
    const pace = paces((await replayBatch(data, data.samples, setting, ["ems-sd"]))["ems-sd"]);
    const batches = batchesOf(sortSamples(data.samples, pace, values.order), values.batch);
    offer(batches.length);
    const samples = batches[Number(part.input.value) - 1];
    const runs = await replayBatch(data, samples, setting, ["ems-sd", "vanilla"]);
    return acceptedPicture({
      data,
      samples,
      accepted: acceptedCells(runs["ems-sd"], runs.vanilla),
      paces: paces(runs["ems-sd"]),
      drafter: values.drafter,
      width,
      below: compareOrders
        ? orderTable(data, pace, setting, {size: values.batch, order: values.order, wanted: () => mine === turn})
        : undefined
    });
  };
  const redraw = async (): Promise<void> => {
    const mine = ++turn;
    const next = await picture(mine);
    if (mine === turn) view.update(next); // else the reader has moved on
  };
  const change = <K extends keyof typeof values>(name: K) => {
    return (value: (typeof values)[K]): void => {
      set(name, value);
      if (name === "drafter") {
        set("draft", usualDraft(values.drafter));
        draft.set(values.draft);
      }
      void redraw();
    };
  };
  const part = selectField<string>("Batch", [["1", "1"]], "1", (value) => change("part")(Number(value)));
  const offer = (count: number): void => {
    const chosen = Math.min(values.part, count);
    const options = Array.from({length: count}, (_, k) => html("option", {value: k + 1}, `${k + 1} of ${count}`));
    part.input.replaceChildren(...options);
    part.input.value = String(chosen);
    part.input.disabled = count === 1;
  };
  const draft = numberField("Draft length", {min: 1, max: 8}, values.draft, change("draft"));
  const order = orders.map((name) => [name, orderNames[name]] as const);
  const named = domains.map((name) => [name, name] as const);
  const controls = [
    {name: "texts", element: selectField("Texts", named, values.texts, change("texts")).element},
    {
      name: "drafter",
      element: selectField("Drafter", drafterOptions(drafters), values.drafter, change("drafter")).element
    },
    {name: "draft", element: draft.element},
    {name: "batch", element: numberField("Samples", {min: 1, max: MOST}, values.batch, change("batch")).element},
    {name: "order", element: selectField("Order", order, values.order, change("order")).element},
    {name: "part", element: part.element}
  ];
  const source = batchSource(first);
  const view = frame({id, className: "accepted", source, parameters, controls}, await picture(turn));
  return view.element;
}
