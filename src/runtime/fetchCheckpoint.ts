// Checkpoints over the network: the weights with progress, checks and a store; config and tokenizer come parsed, as they
// are small and the page has them by other ways.
import {openCheckpoint, type Checkpoint, type TokenizerFiles} from "./checkpoint.js";
import {fetchWeights, type FetchWeightsOptions, type Progress} from "./fetchWeights.js";

export interface RemoteFile {
  /** such as "model.safetensors" */
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface RemoteCheckpoint {
  /** parsed `config.json` */
  readonly config: unknown;
  readonly weights: readonly RemoteFile[];
  readonly tokenizer?: TokenizerFiles;
}

type FetchOptions = Pick<FetchWeightsOptions, "progress" | "signal" | "warn" | "store">;

/** @throws where a file cannot be had undamaged, or is none of this network; when `signal` aborts */
export async function fetchCheckpoint(remote: RemoteCheckpoint, options: FetchOptions = {}): Promise<Checkpoint> {
  const sum = sumProgress(options.progress ?? (() => {}));
  const files = await Promise.all(
    remote.weights.map(async ({name, url, bytes, sha256}) => {
      const progress = sum(bytes);
      return {name, bytes: await fetchWeights(url, {...options, bytes, sha256, progress})};
    })
  );
  return openCheckpoint({config: remote.config, files, ...(remote.tokenizer ? {tokenizer: remote.tokenizer} : {})});
}

/** One progress of several downloads: call with the expected bytes of each, and hand it what comes back. */
export function sumProgress(progress: (sum: Progress) => void): (expected?: number) => (part: Progress) => void {
  const parts: Progress[] = [];
  return (expected = 0) => {
    const index = parts.push({loaded: 0, total: expected}) - 1;
    return ({loaded, total}) => {
      parts[index] = {loaded, total: Math.max(total, loaded)};
      progress({
        loaded: parts.reduce((sum, part) => sum + part.loaded, 0),
        total: parts.reduce((sum, part) => sum + part.total, 0)
      });
    };
  };
}
