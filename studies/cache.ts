// Where long work keeps what it can go on from: checkpoints, encoded corpora. Outside the repository.
import {homedir} from "node:os";
import {join} from "node:path";

/** The folder that `CONCORD_CACHE` names, else `concord` in the user's cache folder. */
export function cacheFolder(...parts: string[]): string {
  const base = process.env.CONCORD_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "concord");
  return join(base, ...parts);
}
