// What Framework leaves out of the pages it builds: the language of the text, and the reader's right to zoom.
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const dist = "dist";
const replacements = [
  ["<html>", '<html lang="en">'],
  [", maximum-scale=1", ""]
] as const;

for (const file of readdirSync(dist, {recursive: true, encoding: "utf8"})) {
  if (!file.endsWith(".html")) continue;
  let html = readFileSync(join(dist, file), "utf8");
  for (const [from, to] of replacements) {
    if (!html.includes(from)) throw new Error(`${file}: ${from} not found; has Framework changed its page template?`);
    html = html.replace(from, to);
  }
  writeFileSync(join(dist, file), html);
}
