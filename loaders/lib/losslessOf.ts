// What a recording says of its comparison with greedy decoding, as figures show it.
import type {LosslessCheck} from "../../src/figures/kit/source.js";
import type {RecordingRecord} from "../../src/traces/index.js";

export const losslessOf = ({lossless: {runs, tokens, flips}}: RecordingRecord): LosslessCheck => ({
  runs,
  tokens,
  flips: flips.length
});
