// The built site over http for tests, gzipped where a host would, optionally under a base path, with the headers that
// its _headers file asks for, and its page for addresses that lead nowhere.
import {readFile} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {extname, join} from "node:path";
import {gzipSync} from "node:zlib";
import {hostHeaders} from "./hostHeaders.js";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2"
};
const compressed = new Set([".html", ".js", ".mjs", ".css", ".json", ".svg", ".wasm"]);

export interface ServeOptions {
  /** path the site lies under, such as "/repo"; default none */
  readonly base?: string;
  /** folder served; default dist */
  readonly folder?: string;
  /** send the headers of the folder's _headers, which isolate the page; default true */
  readonly isolated?: boolean;
}

export interface SiteServer {
  /** address of the site, with its base path and no slash at the end */
  readonly url: string;
  readonly origin: string;
  close(): void;
}

/** Serve a folder on a free port of this machine. */
export async function serve({base = "", folder = "dist", isolated = true}: ServeOptions = {}): Promise<SiteServer> {
  const rules = isolated ? await readFile(join(folder, "_headers"), "utf8").catch(() => "") : "";
  const server = createServer(async ({url = "/"}, response) => {
    const path = decodeURIComponent(new URL(url, "http://localhost").pathname);
    const inside = path.startsWith(`${base}/`) ? path.slice(base.length) : undefined;
    const named = inside?.endsWith("/")
      ? `${inside}index.html`
      : inside && (extname(inside) ? inside : `${inside}.html`);
    const found = named && (await readFile(join(folder, named)).catch(() => undefined));
    const file = found ? named : "/404.html";
    const body = found || (await readFile(join(folder, file)).catch(() => undefined));
    if (!found) response.statusCode = 404;
    if (!body || !inside) {
      response.writeHead(404).end();
      return;
    }
    const type = extname(file);
    for (const [name, value] of hostHeaders(rules, inside)) response.setHeader(name, value);
    response.setHeader("Content-Type", types[type] ?? "application/octet-stream");
    if (compressed.has(type)) {
      const packed = gzipSync(body, {level: 6});
      response.setHeader("Content-Encoding", "gzip").setHeader("Content-Length", packed.length).end(packed);
    } else {
      response.setHeader("Content-Length", body.length).end(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {url: `${origin}${base}`, origin, close: () => server.close()};
}
