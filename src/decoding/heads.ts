// What the decode loop knows of heads on a model's last hidden state that guess several tokens ahead at once (Medusa, Cai
// et al. 2024, section 2.1.1). They have no cache: a state in, one answer per head out.

import type {ScoreOptions, Scores, StateRow} from "./model.js";

export interface Heads {
  /** heads; head k, from 0, guesses the token k + 1 places behind the one that the model itself chooses */
  readonly count: number;
  /** the model's */
  readonly vocabSize: number;
  /** What each head says to states after all layers: states × heads entries, the heads of a state together. */
  score(states: readonly StateRow[], options?: ScoreOptions): Promise<Scores>;
}
