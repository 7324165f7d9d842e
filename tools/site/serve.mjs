// node serve.mjs [port]
//
// Serves the folder "site" beside this file to this machine, with the headers that threads need. Needs nothing but Node.
import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {createServer} from "node:http";
import {extname, join, normalize, sep} from "node:path";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("./site", import.meta.url));
const port = Number(process.argv[2] ?? 8080);
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2"
};

createServer(async ({url = "/"}, response) => {
  const path = readPath(url);
  const names = path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`];
  const found = await firstFile(names.map((name) => join(root, normalize(name))));
  const file = found ?? join(root, "404.html");
  response.writeHead(found ? 200 : 404, {
    "Content-Type": types[extname(file)] ?? "application/octet-stream",
    "Content-Length": (await stat(file)).size,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache"
  });
  createReadStream(file).pipe(response);
})
  .listen(port, "127.0.0.1", function () {
    console.log(`http://127.0.0.1:${this.address().port}`);
  })
  .on("error", ({code, message}) => {
    console.error(code === "EADDRINUSE" ? `port ${port} is taken; try node serve.mjs ${port + 1}` : message);
    process.exitCode = 1;
  });

function readPath(url) {
  try {
    return decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return "/no such page";
  }
}

async function firstFile(candidates) {
  for (const file of candidates) {
    if (!file.startsWith(root + sep)) continue;
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile()) return file;
  }
  return undefined;
}
