// The pages that were built.
import {readdirSync} from "node:fs";

/** Their paths as in addresses: "", "ems-sd", "docs/", … */
export const builtPages = (): string[] =>
  readdirSync("dist", {recursive: true, encoding: "utf8"})
    .filter((file) => file.endsWith(".html"))
    .map((file) =>
      file
        .replaceAll("\\", "/")
        .replace(/(^|\/)index\.html$/, "$1")
        .replace(/\.html$/, "")
    );
