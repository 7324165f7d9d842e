// The worked example of EMS-SD's README (its Figure 2 and Table 1): prompts of 5 and 3 tokens; in the first step 5 and 2
// tokens are drafted and 4 and 1 emitted, in the second 2 and 5, and 2 and 6. Run by the decode loop, not drawn by hand.
import type {Drafter} from "../decoding/drafters/drafter.js";
import type {OracleAnswers} from "../traces/oracle.js";
import {replayLanes} from "./kit/replay.js";
import type {RaceLane} from "./race.js";

const END = 1;
const WRONG = 2;

/** tokens drafted per step and sample, and how many of them are right */
const drafts = [
  [
    {length: 5, right: 3},
    {length: 2, right: 0}
  ],
  [
    {length: 2, right: 1},
    {length: 5, right: 5}
  ]
];

/** what greedy decoding writes: one token after the prompt, then 4 + 2 and 1 + 6 */
const answers: readonly OracleAnswers[] = [
  {id: "sample 0", prompt: range(10, 5), output: Int32Array.of(...range(15, 6), END), chains: {}},
  {id: "sample 1", prompt: range(30, 3), output: Int32Array.of(...range(33, 7), END), chains: {}}
];

function range(from: number, length: number): Int32Array {
  return Int32Array.from({length}, (_, i) => from + i);
}

/** Proposes the example's drafts: right tokens first, then wrong ones. */
function scripted(): Drafter {
  let step = 0;
  return {
    name: "as in the example",
    draftLength: 5,
    begin: () => undefined,
    draft: ({samples}) => {
      const plan = drafts[step++];
      return {
        tokens: samples.map((sample, i) => {
          const {length, right} = plan?.[i] ?? {length: 0, right: 0};
          const next = answers[i].output.subarray(sample.length - sample.prompt.length);
          return Int32Array.from({length}, (_, k) => (k < right ? next[k] : WRONG));
        })
      };
    }
  };
}

/** Two lanes, padded and unpadded, and greedy decoding as the third. */
export function workedExample(): Promise<RaceLane[]> {
  return replayLanes({
    answers,
    layers: 1,
    vocabSize: 64,
    maxPositions: 64,
    drafter: scripted,
    maxNewTokens: 16,
    eos: [END]
  });
}
