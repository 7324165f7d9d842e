// An Adapter that answers from recorded chains: what it drafted after every beginning of the greedy text. It keeps its own
// account of what its cache would hold, so that rows, catch-up and counters replay too.

import type {Adapter} from "../adapter.js";
import {oracleModel} from "./oracle.js";
import type {OracleOptions} from "./oracle.js";

export interface OracleAdapterOptions extends Pick<OracleOptions, "answers" | "vocabSize" | "maxPositions"> {
  /** the chains' name */
  readonly chain: string;
  /** layers of the target that the recorded adapter reads, ℓ */
  readonly exitLayer: number;
}

/** An adapter for one batch, beside an `oracleModel` of the same answers. Throws when a sample lacks the chain. */
export function oracleAdapter({exitLayer, ...options}: OracleAdapterOptions): Adapter {
  const model = oracleModel({...options, layers: 1});
  return {
    exitLayer,
    vocabSize: options.vocabSize,
    begin: (batch) => model.begin(batch),
    forward: (rows, {scored}) => model.forward(rows, {scored}),
    commit: (kept) => model.commit(kept),
    score: (states, scoring) => model.score(states, scoring)
  };
}
