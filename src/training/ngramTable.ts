// Counted n-grams of one length in typed arrays: an n-gram is its first n − 1 tokens (an entry of the next shorter table)
// and its last one. Open addressing with linear probing; ten million entries take about 250 MB.

export class NgramTable {
  /** number of entries; new ones get this index */
  size = 0;
  /** entry → index of its first n − 1 tokens in the shorter table */
  contexts = new Int32Array(1 << 10);
  /** entry → last token */
  tokens = new Uint16Array(1 << 10);
  /** entry → count */
  counts = new Int32Array(1 << 10);
  #slots = new Int32Array(1 << 11).fill(-1);

  /** Index of an entry, −1 when there is none. */
  find(context: number, token: number): number {
    return this.#slots[this.#slot(context, token)];
  }

  /** Index of an entry, made with count 0 when there is none. */
  insert(context: number, token: number): number {
    let slot = this.#slot(context, token);
    if (this.#slots[slot] >= 0) return this.#slots[slot];
    if (this.size === this.tokens.length) {
      this.#grow();
      slot = this.#slot(context, token);
    }
    this.contexts[this.size] = context;
    this.tokens[this.size] = token;
    this.#slots[slot] = this.size;
    return this.size++;
  }

  /** The slot that holds the entry, or the empty one where it belongs. */
  #slot(context: number, token: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(context, 0x9e3779b1) ^ Math.imul(token, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    for (let slot = (hash ^ (hash >>> 13)) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot];
      if (entry < 0 || (this.contexts[entry] === context && this.tokens[entry] === token)) return slot;
    }
  }

  #grow(): void {
    const {contexts, tokens, counts, size} = this;
    this.contexts = new Int32Array(2 * size);
    this.tokens = new Uint16Array(2 * size);
    this.counts = new Int32Array(2 * size);
    this.contexts.set(contexts);
    this.tokens.set(tokens);
    this.counts.set(counts);
    this.#slots = new Int32Array(4 * size).fill(-1);
    for (let entry = 0; entry < size; ++entry) {
      this.#slots[this.#slot(this.contexts[entry], this.tokens[entry])] = entry;
    }
  }
}
