// Sharing the thread: long work in the page stops every few milliseconds for whatever else waits.

/** Let the page do whatever else waits, and go on in a task of one's own. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port2.onmessage = () => {
      port2.close();
      resolve();
    };
    port1.postMessage(undefined);
  });
}

/** A function to call between small pieces of work; once `budget` ms have passed it lets the page go on first. */
export function breather(budget = 8): () => Promise<void> | undefined {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun < budget) return undefined;
    return nextTask().then(() => {
      begun = performance.now();
    });
  };
}

/** The same items, in as many tasks as they take. */
export async function* breathing<T>(items: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const breathe = breather();
  for await (const item of items) {
    yield item;
    await breathe();
  }
}
