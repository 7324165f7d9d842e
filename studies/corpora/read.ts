// Reads the corpora that manifest.json lists from the folder named by CONCORD_CORPORA, each file checked by its SHA-256.

import {createHash} from "node:crypto";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";

export type Split = "train" | "validation";

/** One file of the manifest. */
export interface CorpusFile {
  readonly name: string;
  readonly domain: string;
  readonly split: Split;
  /** what it holds, in a line */
  readonly what: string;
  /** where its text comes from; the file itself was made from it and cannot be downloaded there */
  readonly source: string;
  readonly licence: string;
  /** of the file as it lies in the folder */
  readonly sha256: string;
}

/** manifest.json */
export interface Manifest {
  /** a line of its own between documents */
  readonly separator: string;
  readonly note: string;
  readonly files: readonly CorpusFile[];
}

/** The manifest of this folder. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(new URL("manifest.json", import.meta.url), "utf8")) as Manifest;
}

/** The folder in CONCORD_CORPORA. Throws when the variable is not set or names no folder. */
export function corporaFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const folder = environment.CONCORD_CORPORA;
  if (!folder) {
    throw new Error(
      "CONCORD_CORPORA is not set: point it at a folder with the files of studies/corpora/manifest.json " +
        "(they were made from their sources and no source serves them as they are)"
    );
  }
  if (!existsSync(folder)) throw new Error(`CONCORD_CORPORA: no such folder: ${folder}`);
  return folder;
}

/** The documents of one file, without the separator. Throws when it is missing or its checksum differs. */
export function readDocuments(folder: string, file: CorpusFile, separator: string): string[] {
  const path = join(folder, file.name);
  if (!existsSync(path)) {
    throw new Error(
      `corpus missing: ${file.name} is not in the folder CONCORD_CORPORA names; it comes from ${file.source}`
    );
  }
  const bytes = readFileSync(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== file.sha256) {
    throw new Error(`corpus changed: ${file.name} has sha256 ${sha256}, the manifest says ${file.sha256}`);
  }
  const text = (file.name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return splitDocuments(text, separator);
}

/** Cuts `text` at each `separator` that begins a line; documents lose their last line break, empty ones go. */
export function splitDocuments(text: string, separator: string): string[] {
  return `\n${text}`
    .split(`\n${separator}`)
    .map((document) => document.replace(/^\n+|\n+$/g, ""))
    .filter((document) => document !== "");
}
