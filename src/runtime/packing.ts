// How the packed rows of a step lie in the rectangle [B, S] of attention: S is the most rows of one sample, samples with
// fewer rows leave places empty. Rows are checked here, once, before anything is computed from them.
import type {Rows} from "../decoding/model.js";

export interface Packing {
  readonly batch: number;
  /** S */
  readonly width: number;
  /** place b·S + i of each row [T] */
  readonly pack: Int32Array;
  /** row at each place [B·S]; empty places repeat row 0 */
  readonly unpack: Int32Array;
  /** position at each place [B·S]; empty places 0 */
  readonly positions: BigInt64Array;
}

export interface Limits {
  readonly batch: number;
  /** slots per sample */
  readonly slots: number;
  readonly vocabSize: number;
  readonly maxPositions: number;
}

/** @throws where the rows are out of order or a token, sample, position or slot is out of range */
export function packRows(rows: Rows, {batch, slots, vocabSize, maxPositions}: Limits): Packing {
  const {tokens, samples, positions} = rows;
  const count = tokens.length;
  const perSample = new Int32Array(batch);
  for (let row = 0; row < count; row++) {
    check("sample", samples[row], batch, row);
    check("token", tokens[row], vocabSize, row);
    check("position", positions[row], maxPositions, row);
    check("slot", rows.slots[row], slots, row);
    if (row > 0 && (samples[row] < samples[row - 1] || (samples[row] === samples[row - 1] && !follows(rows, row)))) {
      throw new Error(`forward: row ${row} is out of order; rows go by sample, then by slot`);
    }
    perSample[samples[row]]++;
  }
  const width = perSample.reduce((most, n) => Math.max(most, n), 0);
  const pack = new Int32Array(count);
  const unpack = new Int32Array(batch * width);
  const placed = new BigInt64Array(batch * width);
  const low = new Int32Array(placed.buffer); // positions are small: write the low words, make no BigInts
  let sample = -1;
  let place = 0;
  for (let row = 0; row < count; row++) {
    if (samples[row] !== sample) place = (sample = samples[row]) * width;
    pack[row] = place;
    unpack[place] = row;
    low[2 * place] = positions[row];
    place++;
  }
  return {batch, width, pack, unpack, positions: placed};
}

const follows = ({slots}: Rows, row: number): boolean => slots[row] > slots[row - 1];

function check(what: string, value: number, limit: number, row: number): void {
  if (!(value >= 0 && value < limit))
    throw new Error(`forward: ${what} ${value} of row ${row} is outside [0, ${limit})`);
}
