/** Half the cores where the page is isolated, up to four; small machines compute faster on one thread. */
export function workerThreads(): number {
  const cores = navigator.hardwareConcurrency;
  return self.crossOriginIsolated && cores > 3 ? Math.min(4, cores >> 1) : 1;
}
