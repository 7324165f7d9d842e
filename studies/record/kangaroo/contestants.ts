// Who runs in each series of the Kangaroo chapter.
import type {Mode} from "../../../src/decoding/index.js";
import {contestantKey, NO_ADAPTER, plainChain, type Contestant} from "../contestant.js";
import type {Networks} from "../networks.js";
import type {Unit} from "../unit.js";
import {exitName, otherArchitectures} from "./modules.js";
import type {ExitPoint, Setting} from "./setting.js";

export const greedy: Contestant = {mode: "greedy", drafter: "none"};

/** An early exit at a point; `adapter` by name. */
export function exitContestant(
  {exitLayer, draftLength, threshold}: ExitPoint,
  {adapter = exitName(exitLayer), mode = "ems-sd"}: {readonly adapter?: string; readonly mode?: Mode} = {}
): Contestant {
  const name = adapter === NO_ADAPTER ? plainChain(exitLayer) : adapter;
  const options = {exitLayer, adapter, draftLength, threshold};
  return {mode, drafter: "early-exit", options, label: `${name},${draftLength},${threshold}`};
}

/** A tree of drafts. */
export function treeContestant(exitLayer: number, {width, threshold}: Setting["tree"]): Contestant {
  const options = {exitLayer, adapter: exitName(exitLayer), width, maxNodes: 6 * width, threshold};
  return {mode: "ems-sd", drafter: "early-exit-tree", options, label: `${exitName(exitLayer)}-tree`};
}

/** The point chosen for all domains, and that for each. */
export interface Choices {
  readonly all: ExitPoint;
  readonly domains: ReadonlyMap<string, ExitPoint>;
}

type Casting = Pick<Networks, "draft" | "heads">;

/** Who runs in a unit. */
export function contestantsOf(unit: Unit, setting: Setting, networks: Casting, choices: Choices): Contestant[] {
  const lists: Record<string, () => Contestant[]> = {
    methods: () => methods(setting, networks, [choices.all, choices.domains.get(unit.domain) ?? choices.all]),
    variants: () => variants(setting, choices.all.exitLayer),
    sampled: () => sampled(setting, choices.all.exitLayer),
    batches: () => batches(setting, choices.all)
  };
  return distinct(lists[unit.series ?? ""]());
}

function methods(setting: Setting, {draft, heads}: Casting, chosen: readonly ExitPoint[]): Contestant[] {
  const {standard, exitLayers, plainLayers, lookup, draftLength} = setting;
  const own = (exitLayer: number): ExitPoint => ({exitLayer, ...standard});
  return [
    greedy,
    {mode: "ems-sd", drafter: "lookup", options: lookup},
    {mode: "ems-sd", drafter: draft.name, options: {draftLength, threshold: 0}},
    ...exitLayers.map((exitLayer) => exitContestant(own(exitLayer))),
    ...plainLayers.map((exitLayer) => exitContestant(own(exitLayer), {adapter: NO_ADAPTER})),
    ...(heads ? [{mode: "ems-sd", drafter: heads.name, options: {draftLength: heads.part.count}} as const] : []),
    ...chosen.map((point) => exitContestant(point))
  ];
}

function variants({standard, points, exitLayer, tree}: Setting, chosenLayer: number): Contestant[] {
  const modules = otherArchitectures.map((name) => `${exitName(exitLayer)}-${name}`);
  return [
    greedy,
    exitContestant({exitLayer, ...standard}),
    ...points.map((point) => exitContestant(point)),
    ...modules.map((adapter) => exitContestant({exitLayer, ...standard}, {adapter})),
    treeContestant(exitLayer, tree),
    treeContestant(chosenLayer, tree)
  ];
}

/** Drawing tokens, without drafts and with; the paper's γ and η. */
function sampled({standard, temperatures, sampled: {seed}}: Setting, exitLayer: number): Contestant[] {
  const {options: exit = {}, label = ""} = exitContestant({exitLayer, ...standard});
  return temperatures.flatMap(({temperature, confidence}): Contestant[] => [
    {mode: "ems-sd", drafter: "none", options: {temperature, seed}, label: `none,T${temperature}`},
    {
      mode: "ems-sd",
      drafter: "early-exit",
      options: {...exit, temperature, seed, confidence},
      label: `${label},T${temperature},${confidence}`
    }
  ]);
}

/** The paper's and the chosen point, padded and unpadded. */
function batches({standard, exitLayer}: Setting, chosen: ExitPoint): Contestant[] {
  const points = [{exitLayer, ...standard}, chosen];
  const layouts = ["vanilla", "ems-sd"] as const;
  return [greedy, ...points.flatMap((point) => layouts.map((mode) => exitContestant(point, {mode})))];
}

function distinct(all: readonly Contestant[]): Contestant[] {
  return [...new Map(all.map((contestant) => [contestantKey(contestant), contestant])).values()];
}
