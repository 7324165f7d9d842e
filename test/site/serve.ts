// The built site over http for tests, gzipped where a host would, optionally under a base path, with the headers that
// its _headers file asks for, and its page for addresses that lead nowhere.
import {readFile} from "node:fs/promises";
import {createServer} from "node:http";
import type {ServerResponse} from "node:http";
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
  /** bytes of weights that are sent in a tenth of a second; default all at once */
  readonly slowly?: number;
}

export interface SiteServer {
  /** address of the site, with its base path and no slash at the end */
  readonly url: string;
  readonly origin: string;
  close(): void;
}

/** Send a body, so many bytes in a tenth of a second. */
async function send(response: ServerResponse, body: Buffer, slowly = Infinity): Promise<void> {
  for (let at = 0; at + slowly < body.length && !response.destroyed; at += slowly) {
    response.write(body.subarray(at, at + slowly));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  response.end(slowly < body.length ? body.subarray(Math.floor((body.length - 1) / slowly) * slowly) : body);
}

/** Serve a folder on a free port of this machine. */
export async function serve({
  base = "",
  folder = "dist",
  isolated = true,
  slowly
}: ServeOptions = {}): Promise<SiteServer> {
  const rules = isolated ? await readFile(join(folder, "_headers"), "utf8").catch(() => "") : "";
  const server = createServer(async ({url = "/", headers}, response) => {
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
      const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
      const rest = body.subarray(from);
      if (from > 0) response.writeHead(206, {"Content-Range": `bytes ${from}-${body.length - 1}/${body.length}`});
      else response.setHeader("Content-Length", body.length);
      await send(response, rest, type === ".safetensors" ? slowly : undefined);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {url: `${origin}${base}`, origin, close: () => server.close()};
}
