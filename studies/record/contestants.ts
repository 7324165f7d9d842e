// Who is compared: greedy decoding, and each drafter in each of the four layouts. `vanilla-as-released` is run once.
import {draftModel, lookup} from "../../src/decoding/index.js";
import type {Drafter, Mode, Model} from "../../src/decoding/index.js";
import type {Setting} from "./setting.js";

export interface Contestant {
  readonly mode: Mode;
  /** "none", "lookup", or the name of the draft model */
  readonly drafter: string;
}

/** A network under its name. */
export interface Network {
  readonly name: string;
  /** of its weights */
  readonly sha256: string;
  readonly model: Model;
}

export interface Networks {
  readonly target: Network;
  readonly draft: Network;
}

const layouts = ["vanilla", "unpad-kv-cache", "unpad-input-tokens", "ems-sd"] as const;

export const contestantKey = ({mode, drafter}: Contestant): string => `${mode} ${drafter}`;

export function contestants(draft: string): Contestant[] {
  const drafting = ["lookup", draft].flatMap((drafter) => layouts.map((mode) => ({mode, drafter})));
  return [{mode: "greedy", drafter: "none"}, ...drafting];
}

export function asReleased(draft: string): Contestant[] {
  return ["lookup", draft].map((drafter) => ({mode: "vanilla-as-released", drafter}));
}

/** The drafter of a contestant, on this draft model. */
export function drafterOf(
  {drafter}: Contestant,
  draft: {readonly name: string; readonly model: Model},
  {lookup: options, draftLength}: Setting
): Drafter | undefined {
  if (drafter === "none") return undefined;
  return drafter === draft.name ? draftModel({model: draft.model, draftLength, name: draft.name}) : lookup(options);
}

/** What distinguishes its drafter, for the record. */
export function optionsOf({drafter}: Contestant, setting: Setting): Readonly<Record<string, number>> {
  if (drafter === "none") return {};
  return drafter === "lookup" ? setting.lookup : {draftLength: setting.draftLength, threshold: 0};
}
