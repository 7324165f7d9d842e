// The state of a batch: what each sample's text is, whether it has ended, and how many drafts it still has room for.

import type {FinishReason} from "../traces/step.js";
import type {Layout, Mode} from "./layouts/index.js";
import type {Sampling} from "./verification/sampling.js";

/** One text of the batch. */
export class Sample {
  readonly prompt: Int32Array;
  /** new tokens it may emit: maxNewTokens, or fewer where the context ends */
  readonly limit: number;
  finish: FinishReason | undefined;
  private readonly buffer: Int32Array;
  private filled: number;
  private readonly atLimit: FinishReason;

  /** `maxPositions` bounds prompt and output together. */
  constructor(prompt: Int32Array, maxNewTokens: number, maxPositions: number) {
    this.prompt = prompt;
    this.limit = Math.min(maxNewTokens, maxPositions - prompt.length);
    this.atLimit = this.limit < maxNewTokens ? "context" : "length";
    this.buffer = new Int32Array(prompt.length + this.limit);
    this.buffer.set(prompt);
    this.filled = prompt.length;
  }

  /** prompt and output so far; a view that the next step leaves as it is */
  get tokens(): Int32Array {
    return this.buffer.subarray(0, this.filled);
  }

  /** number of tokens in prompt and output */
  get length(): number {
    return this.filled;
  }

  get output(): Int32Array {
    return this.buffer.subarray(this.prompt.length, this.filled);
  }

  get finished(): boolean {
    return this.finish !== undefined;
  }

  /** Most drafts worth making: with the target's own token they just reach the limit. 0 when finished. */
  get room(): number {
    return this.finished ? 0 : this.limit - (this.filled - this.prompt.length) - 1;
  }

  /** Add tokens and note whether the text has ended. `eos` holds the end tokens. */
  emit(tokens: ArrayLike<number>, eos: ReadonlySet<number>): void {
    this.buffer.set(tokens, this.filled);
    this.filled += tokens.length;
    if (eos.has(this.buffer[this.filled - 1])) this.finish = "eos";
    else if (this.filled === this.buffer.length) this.finish = this.atLimit;
  }
}

/** What a drafter sees. */
export interface Batch {
  readonly mode: Mode;
  readonly padToken: number;
  readonly samples: readonly Sample[];
  /** the target's layout; a drafter that runs rows of the target places them with it */
  readonly layout: Layout;
  /** present when tokens are drawn at random: drafts are then drawn too, and come with their distributions */
  readonly sampling?: Sampling;
  /** clock in milliseconds */
  now(): number;
}
