import type {RecordedRun} from "../../src/traces/studyRun.js";

/** What a run is told by the runner. */
export interface RunContext {
  readonly hash: string;
  /** where it keeps checkpoints, and what others need of it: the run's own folder in the cache */
  readonly folder: string;
  /** the folder of another recipe's run */
  folderOf(recipe: unknown): string;
  readonly inputs: RecordedRun["inputs"];
  readonly device: "cpu" | "webgpu";
  readonly threads: number;
  readonly signal: AbortSignal;
  /** milliseconds between checkpoints; default a minute */
  readonly saveEvery?: number;
  /** what it is doing, and which share of it is done */
  say(text: string, done?: number): void;
}
