// Where a row stands: on a sample's recorded text, on a drafter's recorded chain that leaves it, or lost. The live slots of
// a sample always hold the beginning of its text, so a row's standing follows from the pending rows before it.

import type {Chains, OracleAnswers} from "../../traces/oracle.js";

/** A row's standing, itself included. */
export interface Standing {
  /** the row and all that it sees are the recorded text */
  readonly onText: boolean;
  /** the text up to this position, and `depth` tokens of the chain from there, are what the row sees */
  readonly base: number;
  readonly depth: number;
}

interface PendingRow {
  readonly slot: number;
  /** undefined: lost, behind a rejected token or a pad */
  readonly standing: Standing | undefined;
}

/** One sample's cache, as far as an oracle has to know it. */
export class Path {
  private readonly text: Int32Array;
  private pending: PendingRow[] = [];
  private live = 0;

  constructor(
    readonly answers: OracleAnswers,
    private readonly chains: Chains | undefined
  ) {
    this.text = Int32Array.from([...answers.prompt, ...answers.output]);
  }

  /** Add a pending row; rows come in slot order. */
  enter(token: number, position: number, slot: number): void {
    const before = this.pending.at(-1);
    const standing = before ? before.standing : {onText: true, base: this.live - 1, depth: 0};
    const expected = this.live + this.pending.length;
    const next = standing && position === expected ? this.follow(standing, token, position) : undefined;
    this.pending.push({slot, standing: next});
  }

  /** Standing of the pending row in `slot`. */
  standing(slot: number): Standing | undefined {
    const row = this.pending.length > 0 ? this.pending[slot - this.pending[0].slot] : undefined;
    if (row?.slot !== slot) throw new Error(`oracle ${this.answers.id}: slot ${slot} holds no row of this step`);
    return row.standing;
  }

  /** Make the rows in `slots` live and forget the others. Throws on rows that are not the next ones of the text. */
  commit(slots: readonly number[]): void {
    slots.forEach((slot, k) => {
      if (!this.standing(slot)?.onText || slot !== this.pending[k].slot) {
        throw new Error(`oracle ${this.answers.id}: commit of slot ${slot}, which is not on the recorded greedy text`);
      }
    });
    this.live += slots.length;
    this.pending = [];
  }

  /** The token after a row on the text, or −1 where the record ends. */
  textAfter(position: number): number {
    return position + 1 < this.text.length ? this.text[position + 1] : -1;
  }

  /** Index in the chains of what the drafter says after a standing; −1 where nothing was recorded. */
  chainIndex({base, depth}: Standing): number {
    const chain = base - this.answers.prompt.length;
    if (!this.chains || chain < 0 || depth >= this.chains.depth) return -1;
    const index = chain * this.chains.depth + depth;
    return index < this.chains.tokens.length && this.chains.tokens[index] >= 0 ? index : -1;
  }

  private follow(standing: Standing, token: number, position: number): Standing | undefined {
    const onText = standing.onText && this.text[position] === token;
    const fresh = {onText, base: position, depth: 0};
    if (onText && this.chainIndex(fresh) >= 0) return fresh;
    const index = this.chainIndex(standing);
    if (index >= 0 && this.chains?.tokens[index] === token)
      return {onText, base: standing.base, depth: standing.depth + 1};
    return onText ? fresh : undefined;
  }
}
