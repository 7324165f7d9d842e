// What a lane draws after a step: the cells of the caches as kinds of token, and which of them the step has computed.
// A rejected draft below a padded cache's cursor is shown as rejected in its own step and as the pad it is from then on.
import {cacheCells, packedRows} from "../../decoding/cells.js";
import type {Cell} from "../../decoding/cells.js";
import type {StepRecord} from "../../traces/step.js";
import type {TokenKind} from "./tokenKinds.js";

export interface LaneCells {
  /** kind of token per sample and slot; undefined where nothing lies [B][slots] */
  readonly kinds: readonly (readonly (TokenKind | undefined)[])[];
  /** slots fed in the last step, per sample: [first, after last); equal where none [B] */
  readonly fed: readonly (readonly [number, number])[];
  /** the sample's cursor: slots below it are in use [B] */
  readonly cursors: readonly number[];
}

/** The caches after steps 0 … `step`. */
export function laneCells(steps: readonly StepRecord[], step: number): LaneCells {
  const done = steps.slice(0, step + 1);
  const last = done.at(-1);
  if (!last) throw new Error(`laneCells: step ${step} of ${steps.length}`);
  const kinds = cacheCells(done).map((cells) => cells.map(kindOf));
  const fed = last.samples.map((): [number, number] => [0, 0]);
  for (const {sample, slot, role, kept} of packedRows(last)) {
    if (role === "draft" && !kept) kinds[sample][slot] = "rejected";
    const [first, end] = fed[sample];
    fed[sample] = end === 0 ? [slot, slot + 1] : [Math.min(first, slot), Math.max(end, slot + 1)];
  }
  return {kinds, fed, cursors: last.samples.map(({slots}) => slots)};
}

function kindOf({kind, source}: Cell): TokenKind | undefined {
  if (kind === "empty") return undefined;
  if (kind === "accepted") return source === "target" ? "own" : "accepted";
  return kind;
}
