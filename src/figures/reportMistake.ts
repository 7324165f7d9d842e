// For who has found a mistake: which figure it is about, as the address says, and a text to begin a report with.
import {copyBlock} from "./kit/copyBlock.js";
import {html} from "./kit/dom.js";
import type {Child} from "./kit/dom.js";

export interface ReportOptions {
  /** query of the address; default that of the page */
  readonly query?: string;
  /** the page that led here, if any; default the document's referrer */
  readonly from?: string;
  /** address of the tracker; default what the site knows, if anything */
  readonly repository?: string;
  /** day of the report; default today */
  readonly today?: Date;
}

/** Where to send a report, and what it should say. */
export function reportMistake({
  query = location.search,
  from = document.referrer,
  repository = document.querySelector<HTMLMetaElement>('meta[name="concord-repository"]')?.content,
  today = new Date()
}: ReportOptions = {}): HTMLElement {
  const figure = new URLSearchParams(query).get("figure") ?? "";
  const named = /^[\w.-]+$/.test(figure) ? figure : "";
  const source = sameSite(from);
  const text = [
    `Figure: ${named || "(which figure, or which sentence)"}`,
    `Page: ${source ?? "(its address)"}`,
    `Seen on: ${today.toISOString().slice(0, 10)}`,
    "What it says:",
    "What it should say, and how you know:"
  ].join("\n");
  const where: Child[] = repository
    ? ["Open an issue in ", html("a", {href: `${repository}/issues/new`}, "the source's tracker"), "."]
    : ["Open an issue where this copy's source is kept, or write to whoever gave you this copy."];
  return html(
    "div",
    {class: "report-mistake"},
    html("p", {}, ...(named ? ["You came from the figure ", html("code", {}, named), ". "] : []), ...where),
    copyBlock("Report to fill in", text)
  );
}

/** The address, if it is one of this site's. */
function sameSite(address: string): string | undefined {
  try {
    const {origin, href} = new URL(address);
    return origin === location.origin ? href : undefined;
  } catch {
    return undefined;
  }
}
