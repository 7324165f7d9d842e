// The documents of a split as training reads them: of domains with a limit (recipe.json, in characters) each document's
// beginning, in proportion.

import {corporaFolder, readDocuments, readManifest, type Split} from "./read.js";
import recipe from "./recipe.json" with {type: "json"};

const limits: Readonly<Record<string, number>> = recipe.limits;

/** The documents of `split` by domain; a line to `say` for each file. Throws where CONCORD_CORPORA lacks one. */
export function readSplit(split: Split, say: (line: string) => void): Record<string, string[]> {
  const {files, separator} = readManifest();
  const folder = corporaFolder();
  const documents: Record<string, string[]> = {};
  for (const file of files.filter((candidate) => candidate.split === split)) {
    const all = readDocuments(folder, file, separator);
    const limit = split === "train" ? (limits[file.domain] ?? Infinity) : Infinity;
    const share = Math.min(1, limit / all.reduce((sum, document) => sum + document.length, 0));
    documents[file.domain] = share === 1 ? all : all.map((text) => wholeLines(text, Math.ceil(text.length * share)));
    say(`read ${file.name}: ${all.length} documents${share < 1 ? `, ${(100 * share).toFixed(0)} % of each` : ""}`);
  }
  return documents;
}

function wholeLines(text: string, length: number): string {
  const end = text.indexOf("\n", length);
  return end < 0 ? text : text.slice(0, end);
}
