// The pages that header, pager and search know, in reading order.

export interface PageLink {
  readonly name: string;
  readonly path: string;
}

export const chapters: readonly PageLink[] = [
  {name: "EMS-SD", path: "/ems-sd"},
  {name: "Kangaroo", path: "/kangaroo"},
  {name: "Tiny LM", path: "/tiny-lm"},
  {name: "CORE", path: "/core"}
];

/** Framework adds the page of the section itself, /docs/, before these. */
export const docs: readonly PageLink[] = [
  {name: "The engine", path: "/docs/engine"},
  {name: "Decoding", path: "/docs/decoding"},
  {name: "Training", path: "/docs/training"},
  {name: "Studies", path: "/docs/studies"},
  {name: "Corpora", path: "/docs/corpora"},
  {name: "joey", path: "/models/joey/README"},
  {name: "joey-draft", path: "/models/joey-draft/README"},
  {name: "kangaroo", path: "/models/kangaroo/README"},
  {name: "vocabulary", path: "/models/vocabulary/README"},
  {name: "appearance", path: "/models/appearance/README"},
  {name: "blazeface", path: "/models/blazeface/README"},
  {name: "core", path: "/models/core/README"},
  {name: "Traces", path: "/docs/traces"},
  {name: "Recording", path: "/docs/recording"},
  {name: "Adding a chapter", path: "/docs/chapters"},
  {name: "Figures", path: "/docs/figures"},
  {name: "The site", path: "/docs/site"},
  {name: "Citing Concord", path: "/docs/cite"}
];

/** Pages that other sites frame hold a figure and nothing around it. */
export function isBare(path: string): boolean {
  return path.startsWith("/embed/");
}

/** Whether a page belongs to the documentation. */
export function isDocs(path: string): boolean {
  return /^\/(docs|models)\//.test(path);
}

/** Path of a page as readers see it, from Framework's or from a file's: "/docs/index.html" → "/docs/". */
export function publicPath(path: string): string {
  return path
    .replace(/[?#].*$/, "")
    .replace(/\.html$/, "")
    .replace(/(^|\/)index$/, "$1");
}

/** Address of `target` relative to the page at `path`, both from the root of the site: the base path doesn't matter. */
export function relativeTo(path: string, target: string): string {
  const up = "../".repeat(path.split("/").length - 2) || "./";
  return up + target.replace(/^\//, "");
}
