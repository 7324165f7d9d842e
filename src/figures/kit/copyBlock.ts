// A listing with a button that copies it. Where the browser doesn't let a page write to the clipboard, the button selects
// the text and says so.
import {html} from "./dom.js";

/** `name` says what is copied, such as "BibTeX of this page". */
export function copyBlock(name: string, text: string): HTMLElement {
  const listing = html("pre", {tabindex: 0, "aria-label": name}, html("code", {}, text));
  const said = html("span", {class: "said", role: "status"});
  const button = html("button", {type: "button", "aria-label": `Copy: ${name}`}, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied.";
    } catch {
      getSelection()?.selectAllChildren(listing);
      said.textContent = "Selected; press Ctrl+C or ⌘C.";
    }
  });
  return html("div", {class: "copy-block"}, listing, html("div", {class: "buttons"}, button, said));
}
