// npm run zip [-- <file>]
//
// The built site as one file, for classrooms without a network: dist/, a server of one file, and how to start it.
import {existsSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import JSZip from "jszip";
import {commandLine} from "./commandLine.js";
import {listFiles} from "./site/files.js";

const LARGE = 25 * 2 ** 20;
const [out = "concord-site.zip"] = commandLine({
  usage: "npm run zip -- [<file>]",
  about: "Packs the built site, with a server of one file, as concord-site.zip or as the file that is named.",
  options: {},
  words: 1
}).words;
const dist = "dist";

if (!existsSync(join(dist, "sw.js"))) throw new Error("zip: there is no built site; run npm run build");

const start = `Concord, as files
=================

A browser doesn't run modules and workers from files, so a small server is needed. It serves this folder to this
machine only, and needs no network.

With Node 18 or newer:

    node serve.mjs

With Python 3 (networks then run on one thread on the first visit):

    python3 -m http.server 8080 --bind 127.0.0.1 --directory site

Then open http://127.0.0.1:8080 in a browser. For a whole class, put the folder "site" on any web server, under any
path; if it reads a file named _headers, all the better.
`;

const zip = new JSZip();
const date = new Date(Date.UTC(1980, 0, 1)); // so that the same files make the same zip
const add = (name: string, content: string | Uint8Array): void =>
  void zip.file(name, content, {date, createFolders: false});
add("START.txt", start);
add("serve.mjs", readFileSync("tools/site/serve.mjs"));
for (const path of listFiles(dist)) add(`site/${path}`, readFileSync(join(dist, path)));
const bytes = await zip.generateAsync({type: "uint8array", compression: "DEFLATE", compressionOptions: {level: 6}});
writeFileSync(out, bytes);
const large = listFiles(dist).filter((path) => statSync(join(dist, path)).size > LARGE);
console.log(`${out}: ${(bytes.length / 2 ** 20).toFixed(1)} MiB`);
for (const path of large) console.log(`larger than 25 MiB, which some hosts refuse: ${path}`);
