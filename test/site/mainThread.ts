// How long the page's main thread was busy at a stretch, in its own CPU time, so that a busy machine does not count.
import type {Browser, Page} from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ph: string;
  /** microseconds of the thread's CPU time */
  readonly tdur?: number;
}

/** tells the page's thread from those of Chromium's own surface, which is made of pages too */
const MARK = "this is the page's main thread";

/** Milliseconds of the longest task of the page's main thread while `act` runs. */
export async function longestTask(browser: Browser, page: Page, act: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, {categories: ["toplevel", "blink.user_timing"]});
  await act();
  await page.evaluate((mark) => void performance.mark(mark), MARK);
  const {traceEvents} = JSON.parse((await browser.stopTracing()).toString()) as {traceEvents: readonly TraceEvent[]};
  const marked = traceEvents.find(({name}) => name === MARK);
  const tasks = traceEvents.filter(
    ({name, ph, pid, tid}) => ph === "X" && name.endsWith("RunTask") && pid === marked?.pid && tid === marked.tid
  );
  if (tasks.length === 0) throw new Error("mainThread: the trace holds no task of the page");
  return Math.max(...tasks.map(({tdur = 0}) => tdur)) / 1000;
}
