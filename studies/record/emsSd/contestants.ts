// Who is compared: greedy decoding, and each drafter in each of the four layouts. `vanilla-as-released` is run once.
import type {Unit} from "../unit.js";
import type {Contestant} from "../contestant.js";
import {isCheck} from "./plan.js";
import type {Setting} from "./setting.js";

const layouts = ["vanilla", "unpad-kv-cache", "unpad-input-tokens", "ems-sd"] as const;

/** What distinguishes the two drafters. */
const drafters = (draft: string, {lookup, draftLength}: Setting): Pick<Contestant, "drafter" | "options">[] => [
  {drafter: "lookup", options: lookup},
  {drafter: draft, options: {draftLength, threshold: 0}}
];

export function contestants(draft: string, setting: Setting): Contestant[] {
  const drafting = drafters(draft, setting).flatMap((drafter) => layouts.map((mode) => ({mode, ...drafter})));
  return [{mode: "greedy", drafter: "none"}, ...drafting];
}

export function asReleased(draft: string, setting: Setting): Contestant[] {
  return drafters(draft, setting).map((drafter) => ({mode: "vanilla-as-released", ...drafter}));
}

/** Who runs in a unit. */
export function unitContestants(unit: Unit, setting: Setting, draft: string): Contestant[] {
  return [...contestants(draft, setting), ...(isCheck(unit, setting) ? asReleased(draft, setting) : [])];
}
