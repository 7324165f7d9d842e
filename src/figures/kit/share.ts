// Taking a figure elsewhere: a link that holds its parameters, a frame for another page, and a way to say what is wrong.
import {html} from "./dom.js";
import {siteUrl} from "./siteRoot.js";

export interface Shared {
  /** the figure's name in addresses */
  readonly id: string;
  readonly title: string;
  /** the query that holds its parameters */
  readonly query: string;
}

/** Buttons and a link. What they share is asked for when one is pressed. */
export function share(shared: () => Shared): HTMLElement {
  const said = html("span", {class: "said", role: "status"});
  const copies = (label: string, words: string, text: () => string): HTMLButtonElement => {
    const button = html("button", {type: "button", "aria-label": words}, label);
    button.addEventListener("click", async () => {
      said.replaceChildren(...(await copied(text())));
    });
    return button;
  };
  const report = html("a", {class: "report", href: ""}, "Report a mistake");
  const aim = (): void => report.setAttribute("href", reportUrl(shared()));
  for (const event of ["pointerenter", "focus", "click"]) report.addEventListener(event, aim);
  aim();
  return html(
    "div",
    {class: "share", role: "group", "aria-label": "Share"},
    copies("Link", "Copy a link to this figure as it is set", () => linkUrl(shared())),
    copies("Embed", "Embed: copy HTML that shows this figure on another page", () => embedCode(shared())),
    report,
    said
  );
}

/** "Copied.", or where the browser doesn't let a page write to the clipboard, the text to be copied by hand. */
async function copied(text: string): Promise<(Node | string)[]> {
  try {
    await navigator.clipboard.writeText(text);
    return ["Copied."];
  } catch {
    const input = html("input", {type: "text", readonly: true, "aria-label": "To be copied", value: text});
    setTimeout(() => input.select());
    return [input];
  }
}

/** This page, at the figure. */
export const linkUrl = ({id, query}: Shared): string => `${location.origin}${location.pathname}${query}#${id}`;

/** An iframe of the figure alone. */
export const embedCode = ({id, title, query}: Shared): string =>
  `<iframe src="${siteUrl(`embed/${id}`).href}${attribute(query)}" title="${attribute(title)}" width="100%" height="640" loading="lazy" style="border: 0"></iframe>`;

const attribute = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The tracker of the site's source where the site knows it, else the page that says how to report. */
export function reportUrl({id, title, query}: Shared): string {
  const repository = document.querySelector<HTMLMetaElement>('meta[name="concord-repository"]')?.content;
  if (!repository) return siteUrl(`errata?figure=${encodeURIComponent(id)}#report`).href;
  const issue = new URLSearchParams({title: `Figure ${id}: `, body: `${title}\n\n${linkUrl({id, title, query})}\n\n`});
  return `${repository}/issues/new?${issue}`;
}
