// Runs the tasks of a plan, so many at a time, each in a process of its own with one thread: two such processes make more
// of two cores than one with two threads, and a run that fails takes no other along.
import {fork, type ChildProcess} from "node:child_process";
import {formatDuration} from "../progress.js";
import type {RecordedRun} from "../../src/traces/studyRun.js";
import type {Task} from "./plan.js";

export type ChildMessage =
  {readonly say: string; readonly done?: number} | {readonly result: RecordedRun} | {readonly interrupted: true};

export interface QueueOptions<Recipe> {
  readonly tasks: readonly Task<Recipe>[];
  readonly jobs: number;
  /** arguments that make this script run one task, before its hash */
  readonly childArguments: (hash: string) => readonly string[];
  readonly signal: AbortSignal;
  readonly finished: (run: RecordedRun) => void;
  readonly out?: (line: string) => void;
  /** milliseconds between lines of progress; default 20 s */
  readonly every?: number;
}

/** Resolves when all tasks have ended, or when those under way have stopped after `signal`. Failed tasks are named. */
export async function runQueue<Recipe>(options: QueueOptions<Recipe>): Promise<{readonly failed: readonly string[]}> {
  const {tasks, jobs, childArguments, signal, finished, out = console.error, every = 20_000} = options;
  const waiting = [...tasks];
  const ended = new Set<string>();
  const failed: string[] = [];
  const known = new Set(tasks.map(({hash}) => hash));
  const under = new Map<string, {task: Task<Recipe>; child: ChildProcess; text: string; share: number}>();
  const total = tasks.reduce((sum, {work}) => sum + work, 0);
  let done = 0;
  const begun = performance.now();

  const report = (): void => {
    const doing = [...under.values()];
    const progress = done + doing.reduce((sum, {task, share}) => sum + share * task.work, 0);
    const left = progress > 0 ? ((performance.now() - begun) / progress) * (total - progress) : NaN;
    const lines = doing.map(({task, text, share}) => `${task.label} ${(100 * share).toFixed(0)} % ${text}`);
    out(`${ended.size} of ${tasks.length} runs, ${formatDuration(left)} left | ${lines.join(" | ")}`);
  };
  const timer = setInterval(report, every);
  const stop = (): void => under.forEach(({child}) => void child.kill("SIGTERM"));
  signal.addEventListener("abort", stop, {once: true});

  await new Promise<void>((resolve) => {
    const next = (): void => {
      while (!signal.aborted && under.size < jobs) {
        const at = waiting.findIndex(({after}) => after.every((hash) => ended.has(hash) || !known.has(hash)));
        if (at < 0) break;
        const [task] = waiting.splice(at, 1);
        const lost = task.after.find((hash) => failed.includes(hash));
        if (lost !== undefined) {
          out(`${task.label}: left out, since the run it goes on from failed`);
          failed.push(task.hash);
          ended.add(task.hash);
          continue;
        }
        start(task);
      }
      if (under.size === 0) resolve();
    };
    const start = (task: Task<Recipe>): void => {
      const child = fork(process.argv[1], [...childArguments(task.hash)], {execArgv: process.execArgv});
      const state = {task, child, text: "", share: 0};
      under.set(task.hash, state);
      let result: RecordedRun | undefined;
      let interrupted = false;
      child.on("message", (message: ChildMessage) => {
        if ("say" in message) {
          state.text = message.say;
          state.share = message.done ?? state.share;
        } else if ("result" in message) result = message.result;
        else interrupted = true;
      });
      child.once("exit", (code) => {
        under.delete(task.hash);
        if (result) {
          finished(result);
          ended.add(task.hash);
          done += task.work;
          out(`${ended.size} of ${tasks.length} runs: ${task.label} done`);
        } else if (!interrupted && !signal.aborted) {
          out(`${task.label}: ended with ${code}`);
          failed.push(task.hash);
          ended.add(task.hash);
        }
        next();
      });
    };
    next();
  });
  clearInterval(timer);
  signal.removeEventListener("abort", stop);
  return {failed};
}
