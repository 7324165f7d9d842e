// What has arrived of a file, kept in segments while it arrives: a download that is cancelled, or whose page is closed, goes
// on where it was.
import type {WeightsStore} from "./fetchWeights.js";

/** bytes after which what has arrived is kept */
const SEGMENT = 1 << 20;

export interface PartialDownload {
  /** bytes kept of earlier attempts, from the file's first on */
  readonly begun: Uint8Array;
  /** The next bytes of the file have arrived. */
  add(chunk: Uint8Array): void;
  /** Forget everything: it is whole, or no use. Bytes that are added afterwards are the file's first. */
  clear(): Promise<void>;
}

/** Segments in a store under `key`. A store that is full or refuses keeps none, and nothing fails. */
export async function openPartial(store: WeightsStore, key: string): Promise<PartialDownload> {
  const nameOf = (offset: number): string => `${key}/part/${offset}`;
  const kept: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const found = await store.match(nameOf(length));
    const segment = found && new Uint8Array(await found.arrayBuffer());
    if (!segment?.length) break;
    kept.push(segment);
    length += segment.length;
  }
  let names = kept.map((_, i) => nameOf(kept.slice(0, i).reduce((sum, {length: n}) => sum + n, 0)));
  let waiting: Uint8Array[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  const size = (): number => waiting.reduce((sum, chunk) => sum + chunk.length, 0);
  return {
    begun: concat(kept),
    add(chunk) {
      waiting.push(chunk.slice());
      if (size() < SEGMENT) return;
      const segment = concat(waiting);
      const name = nameOf(length);
      waiting = [];
      length += segment.length;
      names.push(name);
      writing = writing.then(() => store.put(name, new Response(segment))).catch(() => {});
    },
    async clear() {
      await writing;
      for (const name of names) await store.delete(name);
      names = [];
      waiting = [];
      length = 0;
    }
  };
}

/** One array of all bytes. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
