// How long work is told to save and stop: Ctrl-C, a scheduler's signal, or minutes that are over.

/** Aborts on SIGINT and SIGTERM, which npm and tsx hand on as well, so that they may come twice, and after `minutes`. */
export function interruption(minutes?: number): AbortController {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => controller.abort());
  if (minutes) setTimeout(() => controller.abort(), minutes * 60_000).unref();
  return controller;
}
