// Recording what an oracle answers from: the target decodes greedily once; then each drafter drafts along that text, with
// the fresh oracle in the target's place, so that the target runs no second time. Early exits and heads read the target's
// own states: it runs once more for each. Early exits' chains, for every exit layer, are the draft forest.

import type {OracleAnswers} from "../../traces/oracle.js";
import {collect} from "../collect.js";
import {decode} from "../decode.js";
import type {Drafter} from "../drafters/drafter.js";
import type {Model} from "../model.js";
import {chainRecorder} from "./chains.js";
import {exitChoices} from "./exitChoices.js";
import {oracleModel} from "./oracle.js";

export interface RecordOptions {
  readonly model: Model;
  /** prompt ids and tokens, one batch */
  readonly ids: readonly string[];
  readonly prompts: readonly Int32Array[];
  /** the shown length and 32 more, so that any draft length replays to the end */
  readonly maxNewTokens: number;
  readonly eos?: readonly number[];
  /** network drafters by name, with the depth of their chains as draftLength and no threshold; default none */
  readonly drafters?: Readonly<Record<string, Drafter>>;
  /** likewise, drafters that read the model's own states: early exits and heads; default none */
  readonly exits?: Readonly<Record<string, Drafter>>;
  /** exit layers whose own top-1 at each position is recorded, as chains `layer-ℓ` of depth 1; default none */
  readonly probes?: readonly number[];
  readonly signal?: AbortSignal;
}

/** Greedy output, probabilities, margins and chains of every prompt, in order. */
export async function recordAnswers(options: RecordOptions): Promise<OracleAnswers[]> {
  const {model, ids, prompts, drafters = {}, exits = {}, probes = [], ...rest} = options;
  const {steps, outputs} = await collect(decode({...rest, model, prompts, mode: "greedy"}));
  const answers = outputs.map((output, i): OracleAnswers => ({
    id: ids[i],
    prompt: prompts[i],
    output,
    confidence: Float32Array.from(steps.flatMap(({samples}) => samples[i].confidence)),
    margin: Float32Array.from(steps.flatMap(({samples}) => samples[i].margin)),
    chains: {}
  }));
  const {layers, vocabSize, maxPositions} = model;
  const target = oracleModel({answers, layers, vocabSize, maxPositions});
  const chains = answers.map((): Record<string, OracleAnswers["chains"][string]> => ({}));
  const record = async (by: Model, name: string, drafter: Drafter) => {
    const recorder = chainRecorder(drafter);
    await collect(decode({...rest, model: by, prompts, mode: "ems-sd", drafter: recorder}));
    recorder.chains().forEach((chain, i) => (chains[i][name] = chain));
  };
  for (const [name, drafter] of Object.entries(drafters)) await record(target, name, drafter);
  for (const [name, drafter] of Object.entries(exits)) await record(model, name, drafter);
  const choices = await exitChoices(model, answers, probes);
  choices.forEach((layers, i) => layers.forEach((chain, k) => (chains[i][`layer-${probes[k]}`] = chain)));
  return answers.map((known, i) => ({...known, chains: chains[i]}));
}
