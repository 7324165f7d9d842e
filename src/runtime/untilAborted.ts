// Steps that end with a signal.

/** The same steps, failing with the signal's reason even where the next step never comes. */
export async function* untilAborted<T>(steps: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), {once: true});
  });
  aborted.catch(() => {}); // it may come when nobody waits any more
  const iterator = steps[Symbol.asyncIterator]();
  for (;;) {
    const {done, value} = await Promise.race([iterator.next(), aborted]);
    if (done) return;
    yield value;
  }
}
