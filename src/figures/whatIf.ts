// What would padding and EMS-SD gain: with other guesses, batches and devices. Counters come from the real decode loop over
// drawn outcomes (kit/speedModel.ts), times from the measured cost of a step; what was really measured stands beside it.
import type {CostData, DeviceCost} from "./costData.js";
import {bindParameters} from "./kit/address.js";
import type {Address} from "./kit/address.js";
import {deviceField} from "./kit/deviceCost.js";
import {selectField} from "./kit/fields.js";
import {frame} from "./kit/frame.js";
import {OWN} from "./kit/ownDevice.js";
import {rangeField} from "./kit/rangeField.js";
import type {Source} from "./kit/source.js";
import {about, choice, wholeNumber} from "./kit/urlState.js";
import {FLAT, whatIfPicture} from "./kit/whatIfPicture.js";
import {BY_HAND, recordedOf, whatIfRuns} from "./kit/whatIfRuns.js";
import type {Counters, Setting} from "./kit/whatIfRuns.js";

export interface WhatIfOptions {
  /** where the parameters are kept; default the page's address */
  readonly address?: Address;
  /** CSS pixels; default as wide as there is room */
  readonly width?: number;
  /** batch sizes of the curve; default the recorded ones */
  readonly sizes?: readonly number[];
  /** wait for all batch sizes; default false: only for the one that is chosen, the others follow */
  readonly whole?: boolean;
}

const recordedSizes = [1, 2, 4, 8, 12, 16, 20, 24];

/** What an address may set of the figure. @throws where no step was timed */
export function whatIfParameters(data: CostData) {
  const {devices, guessing} = data;
  if (devices.length === 0) throw new Error("whatIf: no step was timed");
  const recorded = guessing.map(({domain, drafter}) => `${domain}.${drafter}`);
  const first = guessing.find(({drafter}) => drafter !== "lookup") ?? guessing[0];
  return {
    guesses: about(
      "whose guesses: by hand, or as recorded on a kind of texts with a drafter",
      choice<string>(first ? `${first.domain}.${first.drafter}` : BY_HAND, [BY_HAND, ...recorded])
    ),
    drafter: about("whose cost, where guesses are set by hand", choice<string>("lookup", ["lookup", networkOf(data)])),
    find: about("steps that draft, in per cent, set by hand", wholeNumber(60, 0, 100)),
    accept: about("drafted tokens that are accepted, in per cent, set by hand", wholeNumber(80, 0, 100)),
    draft: about("most tokens of a guess", wholeNumber(first?.draftLength ?? 4, 1, 8)),
    batch: about("samples in the batch", wholeNumber(8, 1, 24)),
    device: about(
      "whose steps; flat is a device that is only assumed",
      choice<string>(devices[0].key, [...devices.map(({key}) => key), OWN, FLAT])
    )
  };
}

/** The recorded network that drafts. */
const networkOf = ({guessing}: CostData): string =>
  guessing.find(({drafter}) => drafter !== "lookup")?.drafter ?? "network";

/** The figure, once its first runs are counted. @throws where no step was timed */
export async function whatIf(
  data: CostData,
  {address, width, sizes = recordedSizes, whole = false}: WhatIfOptions = {}
): Promise<HTMLElement> {
  const {devices, guessing} = data;
  if (devices.length === 0) throw new Error("whatIf: no step was timed");
  const network = networkOf(data);
  const parameters = bindParameters("what-if", whatIfParameters(data), address);
  const {values} = parameters;
  const runs = whatIfRuns(data);
  let turn = new AbortController(); // aborts what an earlier choice still has worked out

  /** Count the chosen batch size and draw it; then, one after the other, the rest. */
  const count = async (): Promise<{rest: Promise<void>}> => {
    turn.abort();
    turn = new AbortController();
    const {signal} = turn;
    const setting: Setting = {...values};
    const found = new Map<number, Counters>();
    const order = [...new Set([values.batch, ...sizes])].sort((a, b) => a - b);
    let drawn = 0;
    const add = async (size: number, last: boolean): Promise<void> => {
      found.set(size, await runs(setting, size, signal));
      if (!last && found.size > 1 && performance.now() - drawn < 120) return;
      drawn = performance.now();
      view.update(whatIfPicture(data, {...values}, {found, order, width}));
    };
    await add(values.batch, order.length === 1);
    const others = order.filter((size) => size !== values.batch);
    const rest = async (): Promise<void> => {
      for (const [i, size] of others.entries()) await add(size, i === others.length - 1);
    };
    return {rest: unlessAborted(rest(), signal)};
  };
  const bind =
    <K extends keyof typeof values>(name: K) =>
    (value: (typeof values)[K]): void => {
      parameters.set(name, value);
      if (name === "guesses") {
        const {draftLength} = recordedOf(data, values.guesses) ?? {};
        if (draftLength) parameters.set("draft", draftLength);
        fields.draft.set(values.draft);
      }
      arrange();
      void unlessAborted(count(), turn.signal);
    };
  const drafterText = (name: string): string => (name === "lookup" ? "look-up" : name);
  const guessOptions = [
    ...guessing.map(
      (each) => [`${each.domain}.${each.drafter}`, `${each.domain}, ${drafterText(each.drafter)}`] as const
    ),
    [BY_HAND, "set by hand"] as const
  ];
  const percent = (value: number): string => `${value}%`;
  const fields = {
    batch: rangeField("Samples", {min: 1, max: 24}, values.batch, bind("batch")),
    draft: rangeField("Draft length", {min: 1, max: 8}, values.draft, bind("draft")),
    guesses: selectField("Guesses as on", guessOptions, values.guesses, bind("guesses")),
    drafter: selectField(
      "Drafter",
      [
        ["lookup", "look-up, costs nothing"],
        [network, `${network}, a network`]
      ],
      values.drafter,
      bind("drafter")
    ),
    find: rangeField("Steps that draft", {min: 0, max: 100, format: percent}, values.find, bind("find")),
    accept: rangeField("A draft is right", {min: 0, max: 100, format: percent}, values.accept, bind("accept")),
    device: deviceField(devices, values.device, bind("device"), [[FLAT, "flat (assumed)"]])
  };
  const arrange = (): void => {
    const own = values.guesses === BY_HAND;
    fields.drafter.element.hidden = fields.accept.element.hidden = !own;
    fields.find.element.hidden = !own || values.drafter !== "lookup";
    const most = recordedOf(data, values.guesses)?.draftLength ?? 8;
    fields.draft.input.setAttribute("max", String(most));
    if (values.draft > most) {
      parameters.set("draft", most);
      fields.draft.set(most);
    }
  };
  arrange();
  const controls = Object.entries(fields).map(([name, {element}]) => ({name, element}));
  const view = frame({id: "what-if", source: sourceOf(devices[0]), parameters, controls});
  const {rest} = await count();
  if (whole) await rest;
  return view.element;
}

/** What becomes of work that the reader's next choice makes idle: nothing. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

const sourceOf = ({networks, provenance, lossless}: DeviceCost): Source => ({
  how: "Predicted from the measured cost of a step",
  models: networks.map(({name, sha256}) => ({name, sha256})),
  texts: "lengths and acceptance of the project's own prompts",
  provenance,
  ...(lossless ? {lossless} : {}),
  more: [["Assumed", "steps and samples accept independently of each other"]]
});
