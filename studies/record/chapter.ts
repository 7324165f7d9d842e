// What `npm run record` knows of a chapter: a setting, the networks that take part, and a list of stages.
import type {Checkpoint} from "../../src/runtime/checkpoint.js";
import type {Runtime} from "../../src/runtime/runtime.js";
import type {TextTokenizer} from "../../src/runtime/tokenizer.js";
import type {ChapterOptions} from "./journals.js";
import type {Networks} from "./networks.js";
import type {PromptChoice} from "./prompts.js";

export interface Chapter<S extends PromptChoice = PromptChoice> {
  readonly setting: S;
  /** what a GPU that is lent for a quarter of an hour records of it: fewer prompts, batch sizes and repeats */
  readonly onGpu: S;
  /** the same path in a minute or two; its results are never committed */
  readonly quick: S;
  networks(runtime: Runtime, checkpoints: Checkpoints): Promise<Networks>;
  open(options: ChapterOptions<S>, tokenizer: TextTokenizer): Recording;
}

export interface Checkpoints {
  readonly target: Checkpoint;
  readonly draft: Checkpoint;
}

export interface Recording {
  /** Do all that is missing, or as much as the signal allows; then the signal's reason is thrown. */
  record(): Promise<void>;
  /** What is counted from whatever was recorded; takes no network. */
  count(): Promise<void>;
  /** Write the files; returns their names and bytes. */
  write(folder: string): Record<string, number>;
  /** units done and planned */
  readonly done: number;
  readonly planned: number;
}
