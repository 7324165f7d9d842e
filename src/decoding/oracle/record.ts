// Recording what an oracle answers from: the target decodes greedily once; then each drafter drafts along that text, with
// the fresh oracle in the target's place, so that the target runs no second time.

import type {OracleAnswers} from "../../traces/oracle.js";
import {collect} from "../collect.js";
import {decode} from "../decode.js";
import type {Drafter} from "../drafters/drafter.js";
import type {Model} from "../model.js";
import {chainRecorder} from "./chains.js";
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
  readonly signal?: AbortSignal;
}

/** Greedy output, probabilities, margins and chains of every prompt, in order. */
export async function recordAnswers(options: RecordOptions): Promise<OracleAnswers[]> {
  const {model, ids, prompts, drafters = {}, ...rest} = options;
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
  for (const [name, drafter] of Object.entries(drafters)) {
    const recorder = chainRecorder(drafter);
    await collect(decode({...rest, model: target, prompts, mode: "ems-sd", drafter: recorder}));
    recorder.chains().forEach((chain, i) => (chains[i][name] = chain));
  }
  return answers.map((known, i) => ({...known, chains: chains[i]}));
}
