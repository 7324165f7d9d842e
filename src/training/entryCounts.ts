// How often each entry of a vocabulary occurs in text, for pages: a character an entry, and from the largest vocabulary
// the counts of every smaller one of the same training.

/** Steps an octave: a count that went through a character is off by 2^(1/8) at most, 9 %. */
const STEPS = 4;

/** The printable ASCII characters that JSON doesn't escape: the first is "never", the others grow by a step each. */
const CHARACTERS = Array.from({length: 94}, (_, i) => String.fromCharCode(33 + i)).filter(
  (c) => c !== '"' && c !== "\\"
);

const LARGEST = Math.floor(2 ** ((CHARACTERS.length - 2) / STEPS));

/** A character for each of `counts`: never, or to the nearest quarter of an octave. Throws above some five million. */
export function countsText(counts: ArrayLike<number>): string {
  return Array.from(counts, (count) => {
    const step = count === 0 ? 0 : 1 + Math.max(0, Math.round(STEPS * Math.log2(count)));
    if (!(step < CHARACTERS.length)) throw new Error(`invalid count: ${count}; give 0 to ${LARGEST}`);
    return CHARACTERS[step];
  }).join("");
}

/** The counts that `text` stands for. */
export function countsOf(text: string): Float64Array {
  return Float64Array.from(text, (character) => {
    const step = CHARACTERS.indexOf(character);
    if (step < 0) throw new Error(`invalid character for a count: ${character}`);
    return step === 0 ? 0 : 2 ** ((step - 1) / STEPS);
  });
}

/**
 * The counts of the first `size` entries in the same text cut by them alone. An entry is always made by the same merge, and
 * later merges never come before it: so each occurrence of a later entry is one of both entries that it joins. `pairs` as
 * mergePairs gives them, `counts` [entries].
 */
export function prefixCounts(
  pairs: readonly (readonly [left: number, right: number])[],
  counts: ArrayLike<number>,
  size: number
): Float64Array {
  const smallest = counts.length - pairs.length;
  if (!(size >= smallest && size <= counts.length)) {
    throw new Error(`invalid vocabulary size: ${size}; give ${smallest} to ${counts.length}`);
  }
  const all = Float64Array.from(counts);
  for (let entry = all.length - 1; entry >= size; --entry) {
    const [left, right] = pairs[entry - smallest];
    all[left] += all[entry];
    all[right] += all[entry];
  }
  return all.slice(0, size);
}
