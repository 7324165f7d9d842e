// For drawing: what every cache slot holds after a step, and the packed list of rows with pointers back to sample and slot.
// Both follow from the step records alone. Rejected drafts stay in the cache until the next rows overwrite them, as in the
// released code; they are drawn so.

import type {StepRecord} from "../traces/step.js";

/**
 * - prompt: a live token of the prompt
 * - accepted: a live token of the output
 * - rejected: a leftover behind the cursor, a draft that was not accepted; the next rows overwrite it
 * - pad: a pad, a masked draft or a never-written hole below the cursor; or a pad left behind it
 * - empty: nothing written yet
 */
export type CellKind = "prompt" | "accepted" | "rejected" | "pad" | "empty";

export interface Cell {
  readonly kind: CellKind;
  /** token id; absent where nothing was written */
  readonly token?: number;
  /** position in the sample's text */
  readonly position?: number;
  /** who proposed an accepted token; a rejected one was a draft */
  readonly source?: "draft" | "target";
  /** step that wrote it */
  readonly step?: number;
  /** below the cursor: live or masked; behind it leftovers will be overwritten */
  readonly committed: boolean;
}

const empty: Cell = {kind: "empty", committed: false};

/** Cells [B][slots] after the last of `steps`, which begin with the prefill. All samples get as many cells as the widest. */
export function cacheCells(steps: readonly StepRecord[]): Cell[][] {
  const batchSize = steps[0]?.samples.length ?? 0;
  const caches = Array.from({length: batchSize}, (): Cell[] => []);
  const cursors = new Int32Array(batchSize);
  for (const {step, feed, samples} of steps) {
    const rows = new Int32Array(batchSize);
    feed.tokens.forEach((token, r) => {
      const i = feed.samples[r];
      const at = rows[i]++;
      const role = feed.roles[r];
      const kept = isKept(samples[i], role, at);
      const committed = feed.slots[r] < samples[i].slots;
      const about = {token, position: feed.positions[r], step, committed};
      caches[i][feed.slots[r]] = kept ? keptCell(role, about) : lostCell(role, about);
    });
    samples.forEach(({slots}, i) => {
      for (let slot = cursors[i]; slot < slots; slot++) caches[i][slot] ??= {kind: "pad", step, committed: true};
      cursors[i] = slots;
    });
  }
  const width = Math.max(0, ...caches.map((cells) => cells.length));
  return caches.map((cells) => Array.from({length: width}, (_, slot) => cells[slot] ?? empty));
}

/** Of a sample's rows in one step, which stay: all of the prompt, or the last token and what was accepted. */
function isKept({emitted, acceptedPath}: StepRecord["samples"][number], role: string, row: number): boolean {
  if (role === "p" || role === "-") return role === "p";
  if (acceptedPath) return row === 0 ? emitted.length > 0 : acceptedPath.includes(row - 1);
  return row < emitted.length;
}

function keptCell(role: string, about: Omit<Cell, "kind" | "source">): Cell {
  if (role === "p") return {kind: "prompt", ...about};
  return {kind: "accepted", source: role === "t" ? "target" : "draft", ...about};
}

function lostCell(role: string, about: Omit<Cell, "kind" | "source">): Cell {
  return {kind: role === "-" || about.committed ? "pad" : "rejected", ...about};
}

/** One row of a step's packed list. */
export interface PackedRow {
  /** place in the list */
  readonly row: number;
  readonly sample: number;
  /** place within the sample's rows: 0 is the last token of its text (in the prefill, the first of its prompt) */
  readonly offset: number;
  readonly slot: number;
  readonly position: number;
  readonly token: number;
  readonly role: "prompt" | "last" | "draft" | "leftover" | "pad";
  /** the row stays in the cache */
  readonly kept: boolean;
}

const roleNames = {p: "prompt", t: "last", d: "draft", l: "leftover", "-": "pad"} as const;

/** The rows of a step in the order fed, each pointing back to sample, offset and slot. */
export function packedRows({feed, samples}: StepRecord): PackedRow[] {
  const offsets = samples.map(() => 0);
  return feed.tokens.map((token, row) => {
    const sample = feed.samples[row];
    const letter = feed.roles[row] as keyof typeof roleNames;
    const offset = offsets[sample]++;
    return {
      row,
      sample,
      offset,
      slot: feed.slots[row],
      position: feed.positions[row],
      token,
      role: roleNames[letter],
      kept: isKept(samples[sample], letter, offset)
    };
  });
}
