// Downloads that show progress, can be cancelled, and are checked. Weights are kept across visits by content hash (Cache
// API), so a new page address or a renamed file costs nothing, and a changed file is never mistaken for the old one.
import {sha256 as hash} from "./sha256.js";

export interface Progress {
  /** bytes so far */
  readonly loaded: number;
  /** bytes in all; 0 where the server does not say */
  readonly total: number;
}

export interface DownloadOptions {
  /** called as bytes arrive */
  readonly progress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** expected length in bytes; default what the server says */
  readonly bytes?: number;
}

export interface FetchWeightsOptions extends DownloadOptions {
  /** SHA-256 of the file, as hex */
  readonly sha256: string;
  /** told when a stored or fetched copy is unusable and is fetched again */
  readonly warn?: (message: string) => void;
  /** where copies are kept; default the page's Cache API, where there is one; null keeps none */
  readonly store?: Pick<Cache, "match" | "put" | "delete"> | null;
}

const CACHE = "concord-weights";

/**
 * A file of weights, from the store or the network.
 * A damaged or truncated copy is reported to `warn` and fetched again, past every cache.
 * @throws when the second copy is unusable too, on HTTP errors, and when `signal` aborts
 */
export async function fetchWeights(url: string, options: FetchWeightsOptions): Promise<Uint8Array> {
  const {sha256, warn = () => {}, progress, signal} = options;
  const store = options.store === undefined ? await pageStore() : options.store;
  const key = `/${CACHE}/${sha256}`;
  const stored = await store?.match(key);
  if (stored) {
    const bytes = new Uint8Array(await stored.arrayBuffer());
    if ((await hash(bytes)) === sha256) {
      progress?.({loaded: bytes.length, total: bytes.length});
      return bytes;
    }
    warn(`stored copy of ${url} is damaged; fetching it again`);
    await store?.delete(key);
  }
  const bytes = await fetchChecked(url, options, "default").catch((error: unknown) => {
    if (signal?.aborted || !(error instanceof DamagedError)) throw error;
    warn(`${error.message}; fetching it again`);
    return fetchChecked(url, options, "reload");
  });
  // a full disk or a private window must not keep the model from running
  await store?.put(key, new Response(bytes as Uint8Array<ArrayBuffer>)).catch((error: unknown) => {
    warn(`${url} could not be kept for the next visit: ${String(error)}`);
  });
  return bytes;
}

/** What arrived is not the file that was asked for. */
export class DamagedError extends Error {
  override readonly name = "DamagedError";
}

async function fetchChecked(url: string, options: FetchWeightsOptions, cache: RequestCache): Promise<Uint8Array> {
  const bytes = await download(url, options, cache);
  const found = await hash(bytes);
  if (found !== options.sha256) {
    throw new DamagedError(`${url} is damaged: sha256 ${found}, expected ${options.sha256}`);
  }
  return bytes;
}

/** Bytes of a file, with progress. @throws on HTTP errors, on a truncated body, and when `signal` aborts */
export async function download(
  url: string,
  {progress, signal, bytes}: DownloadOptions = {},
  cache: RequestCache = "default"
): Promise<Uint8Array> {
  const response = await fetch(url, {signal, cache});
  if (!response.ok) throw new Error(`${url}: http status ${response.status}`);
  // Content-Length counts the bytes on the wire, which are fewer than the file's where it travels compressed
  const encoded = response.headers.get("content-encoding") !== null;
  const announced = encoded ? 0 : Number(response.headers.get("content-length") ?? 0);
  const total = bytes ?? announced;
  const body = new Uint8Array(await new Response(counted(response, total, progress)).arrayBuffer());
  const expected = bytes ?? (announced || body.length);
  if (body.length !== expected) throw new DamagedError(`${url} is truncated: ${body.length} of ${expected} bytes`);
  return body;
}

function counted(response: Response, total: number, progress?: (progress: Progress) => void): ReadableStream | null {
  let loaded = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      loaded += chunk.length;
      progress?.({loaded, total});
      controller.enqueue(chunk);
    }
  });
  return response.body && response.body.pipeThrough(counter);
}

async function pageStore(): Promise<Cache | null> {
  try {
    return await globalThis.caches.open(CACHE);
  } catch {
    return null; // not a secure page, or storage is refused
  }
}
