// Citations in Markdown. `references: ems-sd` in a page's front matter names data/references/ems-sd.json (several, with
// commas between); [@ni2024] in its text becomes a link with the work's number, and [@references] on a line of its own the
// list of what was cited, each with its ways back. Numbers go by first mention. All of this is static; in the page,
// src/figures/kit/citationCards.ts shows a work beside the link that has the focus or the pointer. Printed, the list at the
// end does.
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type MarkdownIt from "markdown-it";
import {arxivUrl} from "../src/figures/kit/bibtex.js";
import type {Reference, References} from "../src/figures/kit/bibtex.js";

type StateCore = Parameters<Parameters<MarkdownIt["core"]["ruler"]["push"]>[1]>[0];
type StateInline = Parameters<Parameters<MarkdownIt["inline"]["ruler"]["push"]>[1]>[0];
type Token = StateCore["tokens"][number];

interface Environment {
  /** Framework's path of the page */
  readonly path?: string;
  /** key → how often it is cited, in order of first mention */
  cited?: Map<string, number>;
}

export interface CitationOptions {
  /** The works that a page may cite; default what its front matter names. */
  readonly referencesOf?: (path: string) => References;
}

/** a name, a year, and a letter where there are two of that year */
const key = "@[a-z]+\\d{4}[a-z]?";
const citation = new RegExp(`\\[(${key}(?:; ?${key})*)\\]`, "y");
const LIST = "[@references]";
const MODULE = "/figures/kit/citationCards.js";

/** Let a parser read citations. */
export function citations(md: MarkdownIt, {referencesOf = frontMatterReferences}: CitationOptions = {}): MarkdownIt {
  md.inline.ruler.before("link", "citation", readCitation);
  md.core.ruler.push("citations", (state: StateCore) => {
    const {tokens, env} = state;
    const {path = "", cited} = env as Environment;
    tokens.forEach((token, i) => {
      if (token.type !== "inline" || token.content.trim() !== LIST) return;
      tokens.splice(i - 1, 3, Object.assign(new state.Token("references", "", 0), {meta: referencesOf(path)}));
    });
    if (!cited) return;
    const known = referencesOf(path);
    const unknown = [...cited.keys()].find((name) => !(name in known));
    if (unknown !== undefined) throw new Error(`citations: ${path}: ${unknown} is not in the page's references`);
    if (!tokens.some(({type}) => type === "references")) {
      throw new Error(`citations: ${path}: it cites, and has no ${LIST}`);
    }
    tokens.push(...cardScript(state));
  });
  md.renderer.rules.citation = (tokens, i) => (tokens[i].meta as Mention[]).map(mentionHtml).join("");
  md.renderer.rules.references = (tokens, i, _options, env: Environment) =>
    listHtml(tokens[i].meta as References, env.cited ?? new Map<string, number>());
  return md;
}

interface Mention {
  readonly key: string;
  /** of the work in the list, from 1 */
  readonly number: number;
  /** which mention of the work this is, from 1 */
  readonly mention: number;
}

function readCitation(state: StateInline, silent: boolean): boolean {
  citation.lastIndex = state.pos;
  const found = citation.exec(state.src);
  if (!found) return false;
  if (!silent) {
    state.pending = state.pending.replace(/ $/, "\u00a0"); // a number never begins a line
    const cited = ((state.env as Environment).cited ??= new Map<string, number>());
    state.push("citation", "", 0).meta = found[1].split(/; ?/).map((name): Mention => {
      const known = name.slice(1);
      const mention = (cited.get(known) ?? 0) + 1;
      cited.set(known, mention);
      return {key: known, mention, number: [...cited.keys()].indexOf(known) + 1};
    });
  }
  state.pos += found[0].length;
  return true;
}

const mentionHtml = ({key: name, number, mention}: Mention): string =>
  `<a class="citation" id="cite-${name}-${mention}" href="#ref-${name}" aria-label="Reference [${number}]" aria-describedby="ref-${name}-work">[${number}]</a>`;

function listHtml(known: References, cited: ReadonlyMap<string, number>): string {
  const items = [...cited].map(([name, mentions]) => {
    const back = Array.from({length: mentions}, (_, i) => {
      const place = mentions > 1 ? ` ${i + 1}` : "";
      return `<a class="citation-back" href="#cite-${name}-${i + 1}" aria-label="Back to where it is cited${place}">↩${place && `<sup>${i + 1}</sup>`}</a>`;
    });
    return `<li id="ref-${name}"><span class="work" id="ref-${name}-work">${workHtml(known[name])}</span> ${back.join(" ")}</li>`;
  });
  return `<ol class="references">\n${items.join("\n")}\n</ol>\n`;
}

/** "A, B and C. Title. Venue, year. arXiv:…" */
export function workHtml({authors, title, venue, year, arxiv, url}: Reference): string {
  const names = [authors.slice(0, -1).join(", "), authors.at(-1)].filter(Boolean).join(" and ");
  const linked = url ? `<a href="${escape(url)}"><cite>${escape(title)}</cite></a>` : `<cite>${escape(title)}</cite>`;
  const where = venue?.includes(String(year)) ? venue : [venue, year].filter(Boolean).join(", ");
  const paper = arxiv ? ` <a href="${escape(arxivUrl(arxiv))}">arXiv:${escape(arxiv)}</a>.` : "";
  return `<span class="authors">${escape(names)}.</span> <span class="title">${linked}.</span> <span class="venue">${escape(where)}.</span>${paper}`;
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A cell that lets the page show works beside their links; it takes no room. */
function cardScript({Token: make}: StateCore): Token[] {
  const html = (content: string): Token => Object.assign(new make("html_block", "", 0), {content});
  const cell = new make("fence", "code", 0);
  cell.info = "js";
  cell.content = `import {citationCards} from "${MODULE}";\ncitationCards();\n`;
  return [html("<div hidden>\n"), cell, html("</div>\n")];
}

function frontMatterReferences(path: string): References {
  const page = join("src", `${path}.md`);
  const head = existsSync(page) ? /^---\n([\s\S]*?)\n---/.exec(readFileSync(page, "utf8"))?.[1] : undefined;
  const names = head && /^references: *([\w-]+(?:, *[\w-]+)*) *$/m.exec(head)?.[1];
  if (!names) throw new Error(`citations: ${path}: its front matter names no references`);
  const lists = names.split(/, */).map((name) => readFileSync(join("data/references", `${name}.json`), "utf8"));
  return Object.assign({}, ...lists.map((text) => JSON.parse(text) as References)) as References;
}
