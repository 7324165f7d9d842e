// The slots of one sample's own cache that rows may be written to, lowest first. A chain of drafts keeps a beginning of its
// rows, so the free slots lie behind the live ones. A tree keeps a path: live slots then stay where they are, and those
// between them are free again. Nothing is moved, and the cache grows no longer than the text and one tree.

export class FreeSlots {
  /** free slots below the cursor, ascending */
  private holes: number[] = [];
  /** the first slot behind all live ones */
  private cursor = 0;

  /** The free slot at a place: 0 is the lowest. */
  at(place: number): number {
    return this.holes[place] ?? this.cursor + place - this.holes.length;
  }

  /** Make the slots at these places live; returns them. Places are ascending. */
  take(places: readonly number[]): number[] {
    const taken = places.map((place) => this.at(place));
    const end = Math.max(this.cursor, (taken.at(-1) ?? -1) + 1);
    const live = new Set(taken);
    for (let slot = this.cursor; slot < end; slot++) this.holes.push(slot);
    this.holes = this.holes.filter((slot) => !live.has(slot));
    this.cursor = end;
    return taken;
  }

  /** slots below this are live or holes */
  get end(): number {
    return this.cursor;
  }
}
