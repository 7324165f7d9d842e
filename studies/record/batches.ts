/** Batches of `size`; the last one is filled up from the beginning of the list. */
export function fullBatches<T>(list: readonly T[], size: number): T[][] {
  return Array.from({length: Math.ceil(list.length / size)}, (_, batch) =>
    Array.from({length: size}, (_, k) => list[(batch * size + k) % list.length])
  );
}
