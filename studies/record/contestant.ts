// Who is compared in a recording, as data: a layout, a drafter and its options; and how a drafter is made from that, on the
// networks themselves or on oracles that stand for them.
import {draftModel, earlyExit, lookup, medusa, samplingVerifier, treeExit} from "../../src/decoding/index.js";
import type {Adapter, Drafter, Heads, Mode, Model, Verifier} from "../../src/decoding/index.js";
import type {ModelIdentity} from "../../src/traces/index.js";
import {everyNetwork, type Networks} from "./networks.js";

export type Options = Readonly<Record<string, string | number>>;

export interface Contestant {
  readonly mode: Mode;
  /** "none", "lookup", "early-exit", "early-exit-tree", "medusa", or the name of the draft model */
  readonly drafter: string;
  /** all that distinguishes it, for the record too; default none */
  readonly options?: Options;
  /** its name beside others of the same mode and drafter */
  readonly label?: string;
}

/** An early exit that has no adapter, in a contestant's options. */
export const NO_ADAPTER = "none";

export const contestantKey = ({mode, drafter, label = drafter}: Contestant): string => `${mode} ${label}`;

/** Which networks a contestant drafts with. */
export interface Players {
  readonly draft: {readonly name: string; readonly model: Model};
  adapter(name: string): Adapter;
  heads(): Heads;
}

/** What its outcome is compared with: "replay" is greedy's text and the replay's steps. */
export function comparedWith({mode, drafter, options = {}}: Contestant): "replay" | "greedy" | "nothing" {
  if (options.temperature !== undefined) return "nothing";
  return mode === "vanilla-as-released" || drafter === "early-exit-tree" ? "greedy" : "replay";
}

/** Name of the chains that its replay answers from; undefined: it needs none. */
export function chainOf({drafter, options = {}}: Contestant): string | undefined {
  if (drafter === "none" || drafter === "lookup") return undefined;
  if (drafter !== "early-exit") return drafter;
  const {adapter, exitLayer} = options;
  return adapter === NO_ADAPTER ? plainChain(Number(exitLayer)) : String(adapter);
}

/** Chains of an early exit that has no adapter. */
export const plainChain = (exitLayer: number): string => `plain-${exitLayer}`;

/** The drafter of a contestant; undefined for none. */
export function drafterOf({drafter, options = {}}: Contestant, players: Players): Drafter | undefined {
  const number = (name: string): number | undefined => (name in options ? Number(options[name]) : undefined);
  const {draft} = players;
  const draftLength = number("draftLength");
  const threshold = number("threshold");
  const exit = () => ({
    exitLayer: Number(options.exitLayer),
    ...(options.adapter === NO_ADAPTER ? {} : {adapter: players.adapter(String(options.adapter))}),
    threshold
  });
  switch (drafter) {
    case "none":
      return undefined;
    case draft.name:
      return draftModel({model: draft.model, draftLength, threshold, name: draft.name});
    case "lookup":
      return lookup({checkLength: number("checkLength"), copyLength: number("copyLength")});
    case "early-exit":
      return earlyExit({...exit(), draftLength, confidence: options.confidence as "original" | "adjusted" | undefined});
    case "early-exit-tree":
      return treeExit({...exit(), width: number("width"), maxNodes: number("maxNodes")});
    case "medusa":
      return medusa({heads: players.heads(), draftLength});
    default:
      throw new Error(`contestant: unknown drafter ${drafter}`);
  }
}

/** How it chooses tokens; undefined: greedily. */
export function verifierOf({options = {}}: Contestant): Verifier | undefined {
  const {temperature, seed = 1} = options;
  return temperature === undefined
    ? undefined
    : samplingVerifier({temperature: Number(temperature), seed: Number(seed)});
}

/** The networks that took part in a contestant's runs. */
export function modelsOf(networks: Networks, {drafter, options = {}}: Contestant): ModelIdentity[] {
  const names = [drafter, options.adapter];
  return everyNetwork(networks).filter(({name, role}) => role === "target" || names.includes(name));
}
