// Lanes from records: the decode loop runs in the page with an oracle in the network's place, so every mode, batch size
// and draft length replays exactly, at once.
import {collect} from "../../decoding/collect.js";
import {decode} from "../../decoding/decode.js";
import {lookup} from "../../decoding/drafters/lookup.js";
import type {Drafter} from "../../decoding/drafters/drafter.js";
import {draftModel} from "../../decoding/drafters/draftModel.js";
import type {Mode} from "../../decoding/layouts/modes.js";
import {oracleModel} from "../../decoding/oracle/oracle.js";
import type {OracleAnswers} from "../../traces/oracle.js";
import type {RaceLane} from "../race.js";
import {breathing} from "./breathe.js";

/** The lanes of a race, by mode: the name shown and a few words beside it. */
export const laneNames: Readonly<Record<string, {readonly name: string; readonly note: string}>> = {
  greedy: {name: "Greedy", note: "no drafts, one token a step"},
  vanilla: {name: "Padded", note: "vanilla: the samples wait"},
  "unpad-kv-cache": {name: "Unpadded cache", note: "inputs still padded"},
  "unpad-input-tokens": {name: "Unpadded inputs", note: "cache still padded"},
  "ems-sd": {name: "Unpadded", note: "EMS-SD: each at its own pace"}
};

export const raceModes = ["greedy", "vanilla", "ems-sd"] as const satisfies readonly Mode[];

export interface ReplayOptions {
  readonly answers: readonly OracleAnswers[];
  readonly layers: number;
  readonly vocabSize: number;
  readonly maxPositions: number;
  /** made anew for every lane, since drafters keep state */
  readonly drafter: () => Drafter;
  readonly maxNewTokens: number;
  readonly eos?: readonly number[];
  /** lanes, in this order; default greedy, vanilla, ems-sd */
  readonly modes?: readonly Mode[];
}

/** Replay a batch in several modes. @throws where the records do not reach far enough */
export async function replayLanes({modes = raceModes, drafter, ...rest}: ReplayOptions): Promise<RaceLane[]> {
  const {answers, maxNewTokens, eos, layers, vocabSize, maxPositions} = rest;
  const prompts = answers.map(({prompt}) => prompt);
  const lanes: RaceLane[] = [];
  for (const mode of modes) {
    const model = oracleModel({answers, layers, vocabSize, maxPositions});
    const options = {model, mode, prompts, maxNewTokens, eos};
    const run = decode(mode === "greedy" ? options : {...options, drafter: drafter()});
    const {steps} = await collect(breathing(run));
    lanes.push({...laneNames[mode], steps});
  }
  return lanes;
}

export interface RecordedDrafterOptions {
  /** "lookup", or the name of a recorded network drafter */
  readonly name: string;
  readonly draftLength: number;
  readonly answers: readonly OracleAnswers[];
  readonly vocabSize: number;
  readonly maxPositions: number;
}

/** A drafter that can be replayed: the look-up, or a network from its recorded chains. */
export function recordedDrafter({name, draftLength, ...oracle}: RecordedDrafterOptions): Drafter {
  if (name === "lookup") return lookup({copyLength: draftLength});
  return draftModel({model: oracleModel({...oracle, layers: 1, chain: name}), draftLength});
}
