// The service worker: pages that were visited can be read without a network, and what it serves is all of one build.
//
// A page is kept with the whole graph of its modules, styles and first data, and only where every file has the hash that
// the listing of this build gives it. A page comes from the network where there is one. If that page isn't the one in
// the listing, the host has another build: the page gets all it asks for from the network, and nothing of it is kept.
// The new build's worker fetches anew what was kept, and takes over when the next such page has loaded, unless other
// pages are open.
//
// Weights are left to src/runtime/fetchWeights.ts, which keeps them by content. Large files, WebAssembly above all, are
// kept once they've been used. Where a host cannot send the headers that isolate a page, this adds them, so that threads
// work from the second visit on; it never reloads anything.
import type {Listing} from "./listing.js";

interface WaitEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface PageEvent extends WaitEvent {
  readonly request: Request;
  readonly resultingClientId: string;
  readonly clientId: string;
  respondWith(response: Promise<Response>): void;
}
interface MessageToWorker extends WaitEvent {
  readonly data: {readonly keep?: string; readonly takeOver?: boolean};
  readonly source: {readonly id: string} | null;
}
interface Scope {
  readonly clients: {claim(): Promise<void>; matchAll(options: object): Promise<readonly unknown[]>};
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WaitEvent) => void): void;
  addEventListener(type: "message", listener: (event: MessageToWorker) => void): void;
  addEventListener(type: "fetch", listener: (event: PageEvent) => void): void;
}

declare const LISTING: Listing;
const scope = globalThis as unknown as Scope;
const {version, files, pages} = LISTING;
const root = new URL("./", location.href);
const prefix = `concord-site ${root.pathname} `;
const own = (): Promise<Cache> => caches.open(prefix + version);
const PATIENCE = 4000; // milliseconds for a page before its copy is shown

/** Where it is noted that a client's page is not of this build; a worker that is stopped forgets all variables. */
const stranger = (client: string): string => `${root.href}stranger/${client}`;

scope.addEventListener("install", (event) => event.waitUntil(carryOver()));
scope.addEventListener("activate", (event) => event.waitUntil(sweep().then(() => scope.clients.claim())));
scope.addEventListener("message", (event) => {
  const {keep: address, takeOver} = event.data;
  if (takeOver) event.waitUntil(takeOverAlone());
  if (address !== undefined && event.source) event.waitUntil(loaded(new URL(address), event.source.id));
});

scope.addEventListener("fetch", (event) => {
  const {request, clientId} = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("range") || !url.href.startsWith(root.href)) return;
  if (request.mode === "navigate") event.respondWith(navigate(event, pathOf(url)).then(isolate));
  else {
    const path = pathOf(url);
    if (path === undefined || path.endsWith(".safetensors")) return;
    event.respondWith(part(request, path, clientId).then(isolate));
  }
});

/** A page: from the network, or else the copy that is kept. */
async function navigate(event: PageEvent, path: string | undefined): Promise<Response> {
  const {request, resultingClientId} = event;
  const copy = path === undefined ? undefined : await (await own()).match(root.href + path);
  const fetched = fetch(request);
  fetched.catch(() => {}); // it may fail when the copy is already shown
  const patience = copy && new Promise<Response>((resolve) => setTimeout(() => resolve(copy.clone()), PATIENCE));
  try {
    const response = await (patience ? Promise.race([fetched, patience]) : fetched);
    if (response.type !== "opaqueredirect" && response.ok && path !== undefined) {
      const same = (await hash(response.clone())) === files[path];
      if (!same) await (await own()).put(stranger(resultingClientId), new Response());
      event.waitUntil(same ? keep(path) : scope.registration.update().catch(() => {}));
    }
    return response;
  } catch {
    return copy ?? sorry();
  }
}

/** A page has loaded: it is kept, or, where it is of another build, that build's worker can take over. */
async function loaded(url: URL, client: string): Promise<void> {
  const path = pathOf(url);
  const foreign = await (await own()).match(stranger(client));
  if (foreign) scope.registration.waiting?.postMessage({takeOver: true});
  else if (path !== undefined && path in pages) await keep(path);
}

/** Take over from an older build's worker. Not in the midst of a navigation: Chromium stops the old one under it. */
async function takeOverAlone(): Promise<void> {
  const open = await scope.clients.matchAll({type: "window", includeUncontrolled: true});
  if (open.length <= 1) void scope.skipWaiting();
}

/** A file of this build: the copy, or else from the network, kept if it is what the listing says. */
async function part(request: Request, path: string, client: string): Promise<Response> {
  const cache = await own();
  if (await cache.match(stranger(client))) return fetch(request);
  const copy = await cache.match(root.href + path);
  if (copy) return copy;
  const response = await fetch(request);
  if (response.ok && (await hash(response.clone())) === files[path])
    await cache.put(root.href + path, response.clone());
  return response;
}

/** Keep a page: first everything it needs, then itself, so that what is kept is whole. */
async function keep(path: string): Promise<void> {
  const cache = await own();
  const store = async (name: string): Promise<void> => {
    const address = root.href + name;
    if (await cache.match(address)) return;
    for (const mode of ["default", "no-cache"] as const) {
      const response = await fetch(address, {cache: mode});
      if (response.ok && (await hash(response.clone())) === files[name]) return cache.put(address, response);
    }
    throw new Error(`${name} is not of build ${version}`);
  };
  try {
    await Promise.all(pages[path].map((name) => store(name)));
    await store(path);
  } catch {
    // the network went, or the host has another build: the page is kept at another visit
  }
}

/** Bring along from older builds what hasn't changed, and what was kept of pages that have. */
async function carryOver(): Promise<void> {
  const cache = await own();
  const kept: string[] = [];
  for (const old of await oldCaches()) {
    for (const {url} of await old.keys()) {
      const path = pathOf(new URL(url));
      const copy = await old.match(url);
      if (path === undefined || !copy) continue;
      if (path in pages) kept.push(path);
      else if ((await hash(copy.clone())) === files[path]) await cache.put(url, copy);
    }
  }
  await Promise.all(kept.map(keep));
}

async function oldCaches(): Promise<Cache[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== prefix + version);
  return Promise.all(names.map((name) => caches.open(name)));
}

/** Forget older builds; not while a newer one waits, which is not older. */
async function sweep(): Promise<void> {
  if (scope.registration.waiting || scope.registration.installing) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== prefix + version);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Path of the file behind an address, if it is in the listing. */
function pathOf({origin, pathname}: URL): string | undefined {
  if (!(origin + pathname).startsWith(root.href)) return undefined;
  const path = decodeURIComponent((origin + pathname).slice(root.href.length));
  const candidates = [path, `${path}.html`, /(^|\/)$/.test(path) ? `${path}index.html` : `${path}/index.html`];
  return candidates.find((name) => Object.hasOwn(files, name));
}

async function hash(response: Response): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return Array.from(new Uint8Array(digest).subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isolate(response: Response): Response {
  if (response.type === "opaqueredirect" || response.type === "error") return response;
  if (response.headers.has("Cross-Origin-Embedder-Policy")) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  return new Response(response.body, {status: response.status, statusText: response.statusText, headers});
}

async function sorry(): Promise<Response> {
  const kept = (await (await own()).keys()).map(({url}) => url).filter((url) => url.endsWith(".html"));
  const links = kept.map((url) => {
    const path = url.slice(root.href.length).replace(/(index)?\.html$/, "");
    return `<li><a href="${root.href}${path}">/${path}</a></li>`;
  });
  const page = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>No network | Concord</title>
<body style="max-width: 40rem; margin: 3rem auto; padding: 0 1rem; font: 1.1rem/1.5 Georgia, serif">
<h1>There is no network</h1><p>This page hasn't been visited before, so there is no copy of it. These can be read:</p>
<ul>${links.join("")}</ul>`;
  return new Response(page, {status: 503, headers: {"Content-Type": "text/html; charset=utf-8"}});
}
