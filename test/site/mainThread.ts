// How long the page's main thread was busy at a stretch, in its own CPU time, so that a busy machine does not count.
import type {Browser, Page} from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ph: string;
  /** microseconds of the thread's CPU time */
  readonly tdur?: number;
  readonly args?: {readonly name?: string};
}

/** Milliseconds of the longest task of the page's main thread while `act` runs. */
export async function longestTask(browser: Browser, page: Page, act: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, {categories: ["toplevel", "__metadata"]});
  await act();
  const {traceEvents} = JSON.parse((await browser.stopTracing()).toString()) as {traceEvents: readonly TraceEvent[]};
  const mainThreads = new Set(
    traceEvents
      .filter(({name, args}) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(({pid, tid}) => `${pid} ${tid}`)
  );
  const tasks = traceEvents.filter(
    ({name, ph, pid, tid}) => ph === "X" && name.endsWith("RunTask") && mainThreads.has(`${pid} ${tid}`)
  );
  if (tasks.length === 0) throw new Error("mainThread: the trace holds no task");
  return Math.max(...tasks.map(({tdur = 0}) => tdur)) / 1000;
}
