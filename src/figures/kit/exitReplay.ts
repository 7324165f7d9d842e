// Early exits from records: the decode loop runs in the page with oracles for the target and for the adapter behind an exit
// layer. Kangaroo (Liu et al. 2024): any layer ℓ, any γ up to the chains' depth, any η.
import {collect} from "../../decoding/collect.js";
import {decode} from "../../decoding/decode.js";
import {earlyExit} from "../../decoding/drafters/earlyExit.js";
import type {Mode} from "../../decoding/layouts/modes.js";
import {oracleModel} from "../../decoding/oracle/oracle.js";
import {oracleAdapter} from "../../decoding/oracle/oracleAdapter.js";
import type {StepRecord} from "../../traces/step.js";
import {forestAnswers} from "../forestData.js";
import type {ForestData, ForestText} from "../forestData.js";
import {breathing} from "./breathe.js";

export interface ExitSetting {
  /** layers that draft, ℓ: one whose chains were recorded */
  readonly exitLayer: number;
  /** most drafts of a round, γ: 1 to 8 */
  readonly draftLength: number;
  /** confidence below which drafting stops, η, in [0, 1] */
  readonly threshold: number;
}

/** η as figures set it, in hundredths. */
export const hundredths = (value: number): number => value / 100;

/** The steps of some texts as one batch, the prefill first. @throws where no chains of the exit layer were recorded */
export async function replayExit(
  {model, exits, eos, maxNewTokens}: ForestData,
  texts: readonly ForestText[],
  {exitLayer, draftLength, threshold}: ExitSetting,
  mode: Mode = "ems-sd"
): Promise<StepRecord[]> {
  const exit = exits.find(({layer}) => layer === exitLayer);
  if (!exit) {
    const layers = exits.map(({layer}) => layer).join(", ");
    throw new Error(`no recorded drafts behind layer ${exitLayer} (there are those of layers ${layers})`);
  }
  const {layers, vocabSize, maxPositions} = model;
  const answers = texts.map(forestAnswers);
  const adapter = oracleAdapter({answers, vocabSize, maxPositions, chain: exit.name, exitLayer});
  const run = decode({
    model: oracleModel({answers, layers, vocabSize, maxPositions}),
    mode,
    prompts: answers.map(({prompt}) => prompt),
    maxNewTokens,
    eos,
    drafter: earlyExit({exitLayer, adapter, draftLength, threshold})
  });
  return (await collect(breathing(run))).steps;
}
