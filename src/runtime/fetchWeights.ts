// Downloads that show progress, can be cancelled, and are checked. Weights are kept across visits by content hash (Cache
// API), so a new page address or a renamed file costs nothing, and a changed file is never mistaken for the old one. What
// arrived before a download was cancelled is kept too.
import {concat, openPartial} from "./partialDownload.js";
import type {PartialDownload} from "./partialDownload.js";
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
  /** what arrived earlier; only the rest is asked for, and what arrives is added */
  readonly partial?: PartialDownload;
}

export type WeightsStore = Pick<Cache, "match" | "put" | "delete">;

export interface FetchWeightsOptions extends Omit<DownloadOptions, "partial"> {
  /** SHA-256 of the file, as hex */
  readonly sha256: string;
  /** told when a stored or fetched copy is unusable and is fetched again */
  readonly warn?: (message: string) => void;
  /** where copies are kept; default the page's Cache API, where there is one; null keeps none */
  readonly store?: WeightsStore | null;
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
  const partial = store ? await openPartial(store, key) : undefined;
  const bytes = await fetchChecked(url, {...options, partial}, "default").catch(async (error: unknown) => {
    if (signal?.aborted || !(error instanceof DamagedError)) throw error;
    warn(`${error.message}; fetching it again`);
    await partial?.clear();
    return fetchChecked(url, options, "reload");
  });
  await partial?.clear();
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

async function fetchChecked(
  url: string,
  {sha256, ...options}: DownloadOptions & {readonly sha256: string},
  cache: RequestCache
): Promise<Uint8Array> {
  const bytes = await download(url, options, cache);
  const found = await hash(bytes);
  if (found !== sha256) throw new DamagedError(`${url} is damaged: sha256 ${found}, expected ${sha256}`);
  return bytes;
}

/** Bytes of a file, with progress. @throws on HTTP errors, on a truncated body, and when `signal` aborts */
export async function download(
  url: string,
  {progress, signal, bytes, partial}: DownloadOptions = {},
  cache: RequestCache = "default"
): Promise<Uint8Array> {
  const begun = partial?.begun.length ?? 0;
  const response = await fetch(url, {signal, cache, ...(begun ? {headers: {Range: `bytes=${begun}-`}} : {})});
  const goesOn = begun > 0 && isRest(response, begun);
  if (begun > 0 && !goesOn) {
    // the host answers with all of it, or with what is no use
    await partial?.clear();
    if (response.status === 206 || !response.ok) {
      await response.body?.cancel();
      return download(
        url,
        {progress, signal, bytes, partial: partial && {...partial, begun: new Uint8Array()}},
        "reload"
      );
    }
  }
  const start = goesOn ? begun : 0;
  if (!response.ok) throw new Error(`${url}: http status ${response.status}`);
  // Content-Length counts the bytes on the wire, which are fewer than the file's where it travels compressed
  const encoded = response.headers.get("content-encoding") !== null;
  const length = encoded ? 0 : Number(response.headers.get("content-length") ?? 0);
  const announced = length && start + length;
  const total = bytes ?? announced;
  let loaded = start;
  const chunks: Uint8Array[] = goesOn && partial ? [partial.begun] : [];
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    chunks.push(next.value);
    loaded += next.value.length;
    partial?.add(next.value);
    progress?.({loaded, total});
  }
  const body = concat(chunks);
  const expected = bytes ?? (announced || body.length);
  if (body.length !== expected) throw new DamagedError(`${url} is truncated: ${body.length} of ${expected} bytes`);
  return body;
}

/** Whether a response holds a file's bytes from `begun` on, as they are. */
const isRest = ({status, headers}: Response, begun: number): boolean =>
  status === 206 &&
  headers.get("content-encoding") === null &&
  (headers.get("content-range") ?? "").startsWith(`bytes ${begun}-`);

async function pageStore(): Promise<Cache | null> {
  try {
    return await globalThis.caches.open(CACHE);
  } catch {
    return null; // not a secure page, or storage is refused
  }
}
