// How to cite a page of the site and the paper it is about, as BibTeX.
import {bibtex, bibtexEntry} from "./kit/bibtex.js";
import type {References} from "./kit/bibtex.js";
import {copyBlock} from "./kit/copyBlock.js";
import {html} from "./kit/dom.js";

/** What the page was built from: loaders/version.json.ts. */
export interface Version {
  readonly commit: string;
  /** day of the commit, YYYY-MM-DD */
  readonly date: string;
}

export interface CitePageOptions {
  /** the page's title; default that of the document */
  readonly title?: string;
  /** default unknown */
  readonly version?: Version | null;
  /** the paper the page is about */
  readonly paper?: {readonly key: string; readonly references: References};
  /** where the page is read; default its address without query and fragment */
  readonly url?: string;
  /** day of reading; default today */
  readonly today?: Date;
}

/** Two listings with copy buttons, or one where no paper is given. */
export function citePage({
  title = document.title,
  version,
  paper,
  url = `${location.origin}${location.pathname}`,
  today = new Date()
}: CitePageOptions = {}): HTMLElement {
  return html(
    "div",
    {class: "cite-page"},
    html("p", {class: "copy-title"}, "This page"),
    copyBlock("BibTeX of this page", pageEntry({title, version, url, today})),
    ...(paper
      ? [
          html("p", {class: "copy-title"}, "The paper it is about"),
          copyBlock("BibTeX of the paper", bibtex(paper.key, known(paper)))
        ]
      : [])
  );
}

function known({key, references}: NonNullable<CitePageOptions["paper"]>): References[string] {
  if (!(key in references)) throw new Error(`citePage: ${key} is not among the references`);
  return references[key];
}

/** The page's entry. Its year is the commit's, or where that is unknown, the reader's. */
export function pageEntry({
  title,
  version,
  url,
  today
}: Required<Pick<CitePageOptions, "title" | "url" | "today">> & Pick<CitePageOptions, "version">): string {
  const name = new URL(url).pathname.split("/").filter(Boolean).at(-1) ?? "";
  const key = ["concord", name.replace(/\.html$/, "").replaceAll(/[^a-z]/g, "")].filter(Boolean).join("-");
  const day = today.toISOString().slice(0, 10);
  return bibtexEntry("misc", key, {
    title,
    author: "{Concord developers}",
    year: (version?.date ?? day).slice(0, 4),
    howpublished: "Interactive web page",
    url,
    note: [version && `Version ${version.commit} of ${version.date}`, `read on ${day}`].filter(Boolean).join(", ")
  });
}
