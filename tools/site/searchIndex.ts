// The index that the pages' search loads: the text of every page, one entry for each heading.
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {JSDOM} from "jsdom";
import MiniSearch from "minisearch";
import {searchOptions} from "../../src/shell/searchOptions.js";
import type {Section} from "../../src/shell/searchOptions.js";
import {publicPath} from "./pages.js";

/** Sections of a built page, as a reader sees them: before its figures are drawn. */
export function sectionsOf(html: string, file: string): Section[] {
  const {document} = new JSDOM(html).window;
  const main = document.querySelector("main");
  if (!main) return [];
  for (const copy of main.querySelectorAll("[aria-hidden=true]")) copy.remove();
  const address = publicPath(file);
  const page = document.title.replace(/ \| Concord$/, "");
  const sections = [{id: address, page, heading: page, text: ""}];
  const walk = (element: Element): void => {
    for (const child of element.children) {
      if (/^H[1-4]$/.test(child.tagName) && child.id) {
        // the title and the line below it belong to the page itself
        const title = child.tagName === "H1" || child.previousElementSibling?.tagName === "H1";
        if (title) sections[0].text += `${plain(child)} `;
        else sections.push({id: `${address}#${child.id}`, page, heading: plain(child), text: ""});
      } else if (child.querySelector("h1[id], h2[id], h3[id], h4[id]")) walk(child);
      else sections.at(-1)!.text += `${plain(child)} `;
    }
  };
  walk(main);
  return sections.map((section) => ({...section, text: section.text.trim()}));
}

function plain(element: Element): string {
  for (const cell of element.querySelectorAll("td, th, li, p, pre")) cell.append(" ");
  return (element.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** The index over pages of a built site, as JSON. */
export function searchIndex(dist: string, pages: readonly string[]): string {
  const index = new MiniSearch(searchOptions);
  for (const page of pages) index.addAll(sectionsOf(readFileSync(join(dist, page), "utf8"), page));
  return JSON.stringify(index);
}
