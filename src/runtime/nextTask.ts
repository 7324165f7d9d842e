/**
 * Let the host handle what has come in meanwhile, such as a request to cancel. A loop over wasm runs awaits, yet never
 * leaves the microtask queue, so that no message would reach its worker until it ends. Timers would wait 4 ms.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") {
      setImmediate(resolve);
      return;
    }
    const {port1, port2} = new MessageChannel();
    port2.onmessage = () => {
      port2.close();
      resolve();
    };
    port1.postMessage(undefined);
  });
}
