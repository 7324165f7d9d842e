// The button of the search, and its keys: / and Ctrl+K (⌘K). What it opens is fetched at the first press.
import {builtAddress} from "./built.js";

export function openSearchOnRequest(): void {
  const button = document.querySelector<HTMLButtonElement>(".search-open");
  const index = builtAddress("search");
  if (!button || index === undefined) return;
  const open = async (): Promise<void> => {
    const {openSearch} = await import("./search.js");
    openSearch(index);
  };
  button.hidden = false;
  button.addEventListener("click", open);
  addEventListener("keydown", (event) => {
    const chord = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    if (!chord && !slash) return;
    event.preventDefault();
    void open();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
