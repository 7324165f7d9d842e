// What decodes need beside the models that a worker has open, such as adapters: fetched when a decode asks for it, opened
// once, and released with the models.
import type {Checkpoint} from "./checkpoint.js";
import type {DownloadOptions} from "./fetchWeights.js";

export interface LoadOptions extends Pick<DownloadOptions, "progress" | "signal"> {
  readonly warn: (message: string) => void;
}

/** What a decode has beside the models. */
export interface Beside {
  /** what the models were opened from, by the same names */
  readonly checkpoints: Readonly<Record<string, Checkpoint>>;
  /** For what is to be fetched; progress and warnings go to who asked for the decode. */
  load(): LoadOptions;
  /** What `open` gives under this key, opened once: it is released when the models are. */
  keep<T extends Releasable>(key: string, open: () => Promise<T>): Promise<T>;
}

export interface Releasable {
  release(): Promise<void>;
}

/**
 * @param checkpoints of the models
 * @param kept what was opened before, by key
 * @param load see `Beside`
 */
export function besideOf(
  checkpoints: Beside["checkpoints"],
  kept: Map<string, Promise<Releasable>>,
  load: () => LoadOptions
): Beside {
  return {
    checkpoints,
    load,
    async keep<T extends Releasable>(key: string, open: () => Promise<T>): Promise<T> {
      const opened = (kept.get(key) as Promise<T> | undefined) ?? open();
      kept.set(key, opened);
      opened.catch(() => kept.delete(key));
      return opened;
    }
  };
}
