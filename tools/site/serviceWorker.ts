import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";
import {listSite} from "./listing.js";

/** Write the service worker of a built site, which holds the listing of all other files; so it has to be the last. */
export async function writeServiceWorker(dist: string): Promise<void> {
  const {outputFiles} = await build({
    entryPoints: [fileURLToPath(new URL("./worker.ts", import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    define: {LISTING: JSON.stringify(listSite(dist))}
  });
  writeFileSync(join(dist, "sw.js"), outputFiles[0].contents);
}
