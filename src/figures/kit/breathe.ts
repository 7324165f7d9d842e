// Sharing the thread: long work in the page stops every few milliseconds for whatever else waits.

/** A function to call between small pieces of work; once `budget` ms have passed it lets the page go on first. */
export function breather(budget = 8): () => Promise<void> | undefined {
  let begun = performance.now();
  return () => {
    if (performance.now() - begun < budget) return undefined;
    return new Promise((resolve) => {
      const {port1, port2} = new MessageChannel();
      port2.onmessage = () => {
        port2.close();
        begun = performance.now();
        resolve();
      };
      port1.postMessage(undefined);
    });
  };
}
