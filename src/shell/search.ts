// A dialog that looks for words in the text of all pages. The index, made by tools/site/searchIndex.ts, is fetched when
// the dialog first opens, and everything else happens in the page.
import MiniSearch from "minisearch";
import type {SearchResult} from "minisearch";
import {searchOptions} from "./searchOptions.js";

const LIMIT = 12;

let dialog: HTMLDialogElement | undefined;

/** Open the dialog and put the cursor in it; `index` is the address of the index. */
export function openSearch(index: string): void {
  dialog ??= build(index);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input")?.select();
}

function build(address: string): HTMLDialogElement {
  const element = document.createElement("dialog");
  element.className = "search";
  element.setAttribute("aria-label", "Search");
  element.innerHTML = `<form method="dialog"><input type="search" aria-label="Search the text of all pages"
  placeholder="Search the text of all pages" autocomplete="off" spellcheck="false"><button>Close</button></form>
<p class="search-state" role="status"></p>
<ol></ol>`;
  const input = element.querySelector("input")!;
  const state = element.querySelector("p")!;
  const list = element.querySelector("ol")!;
  const index = load(address);
  const search = async (): Promise<void> => {
    const asked = input.value;
    state.textContent = asked.trim() && "Searching …";
    try {
      const found = (await index).search(asked);
      if (asked !== input.value) return;
      list.replaceChildren(...found.slice(0, LIMIT).map((result) => item(result, address)));
      state.textContent = asked.trim() && count(found.length);
    } catch (error) {
      state.textContent = `The search could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  input.addEventListener("input", search);
  element.addEventListener("keydown", (event) => moveFocus(event, input, list));
  element.addEventListener("click", (event) => {
    if (event.target === element || (event.target as Element).closest("a")) element.close(); // beside it, or a result
  });
  document.body.append(element);
  return element;
}

async function load(address: string): Promise<MiniSearch> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`http status ${response.status}`);
  return MiniSearch.loadJSON(await response.text(), searchOptions);
}

function count(found: number): string {
  if (found === 0) return "Nothing found";
  return found > LIMIT ? `The first ${LIMIT} of ${found} places` : `${found} ${found === 1 ? "place" : "places"}`;
}

/** A result: page and heading, then the words around the first one that was found. */
function item({id, page, heading, text, terms}: SearchResult, address: string): HTMLLIElement {
  const link = document.createElement("a");
  link.href = new URL(`../${id}`, address).href; // the index lies one folder below the root of the site
  const title = document.createElement("b");
  title.textContent = page === heading ? page : `${page}: ${heading}`;
  const excerpt = document.createElement("span");
  const at = Math.max(0, ...terms.map((term) => text.toLowerCase().indexOf(term)));
  const from = text.lastIndexOf(" ", Math.max(0, at - 40)) + 1;
  excerpt.textContent = `${from > 0 ? "… " : ""}${text.slice(from, from + 160)}${text.length > from + 160 ? " …" : ""}`;
  link.append(title, excerpt);
  const element = document.createElement("li");
  element.append(link);
  return element;
}

/** Arrow keys go from the field through the results, Enter in the field opens the first, and Escape leaves at once. */
function moveFocus(event: KeyboardEvent, input: HTMLInputElement, list: HTMLOListElement): void {
  const stops: HTMLElement[] = [input, ...list.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (at < 0) return;
  if (step !== undefined) stops[(at + step + stops.length) % stops.length].focus();
  else if (event.key === "Enter" && at === 0) stops[1]?.click();
  else if (event.key === "Escape")
    input.closest("dialog")?.close(); // a field for searches would only be emptied
  else return;
  event.preventDefault();
}
