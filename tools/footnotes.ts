// Footnotes in Markdown: [^name] in the text, and a paragraph that begins with [^name]: anywhere on the page. Numbered
// by first mention and listed at the end, each with a way back; where a window has room, a copy without links stands in the
// margin beside the first mention, for the eye only. A name that is never explained stays as it is written.
import type MarkdownIt from "markdown-it";
import type {RuleBlock} from "markdown-it/lib/parser_block.mjs";
import type {RuleCore} from "markdown-it/lib/parser_core.mjs";
import type {RuleInline} from "markdown-it/lib/parser_inline.mjs";

interface Notes {
  /** name → its Markdown */
  readonly texts: Map<string, string>;
  /** names in order of first mention, and how often each is mentioned */
  readonly mentions: Map<string, number>;
}

interface Mention {
  readonly number: number;
  /** 1 for the first mention of its note */
  readonly nth: number;
  /** Markdown of the note */
  readonly text: string;
}

const notesOf = (env: {footnotes?: Notes}): Notes => (env.footnotes ??= {texts: new Map(), mentions: new Map()});

/** Let a parser read footnotes. */
export function footnotes(md: MarkdownIt): MarkdownIt {
  md.block.ruler.before("reference", "footnote", definition, {alt: ["paragraph", "reference"]});
  md.inline.ruler.before("link", "footnote_mention", mention);
  md.core.ruler.push("footnotes", list);
  md.renderer.rules.footnote_mention = (tokens, i) => {
    const {number, nth, text} = tokens[i].meta as Mention;
    const id = `fnref-${number}${nth > 1 ? `-${nth}` : ""}`;
    const link = `<sup class="footnote-mention"><a id="${id}" href="#fn-${number}" aria-label="Footnote ${number}">${number}</a></sup>`;
    return nth > 1
      ? link
      : `${link}<span class="sidenote" aria-hidden="true"><sup>${number}</sup> ${unlinked(md, text)}</span>`;
  };
  md.renderer.rules.footnotes_open = () => '<section class="footnotes" aria-label="Footnotes">\n<ol>\n';
  md.renderer.rules.footnotes_close = () => "</ol>\n</section>\n";
  md.renderer.rules.footnote_open = (tokens, i) => `<li id="fn-${tokens[i].meta}">`;
  md.renderer.rules.footnote_close = (tokens, i) =>
    ` <a href="#fnref-${tokens[i].meta}" aria-label="Back to footnote ${tokens[i].meta} in the text">↩</a></li>\n`;
  return md;
}

/** A note's HTML without what could be clicked, or lead to further notes. */
function unlinked(md: MarkdownIt, text: string): string {
  const tokens = md.parseInline(text.replace(/\[\^[^\]\s]+\]/g, ""), {}).flatMap(({children}) => children ?? []);
  return md.renderer.renderInline(
    tokens.filter(({type}) => !/^(link_(open|close)|html_inline)$/.test(type)),
    md.options,
    {}
  );
}

const definition: RuleBlock = (state, start, end, silent) => {
  const line = (i: number): string => state.src.slice(state.bMarks[i] + state.tShift[i], state.eMarks[i]);
  const [, name, first] = /^\[\^([^\]\s]+)\]:\s+(.*)$/.exec(line(start)) ?? [];
  if (name === undefined) return false;
  if (silent) return true;
  let next = start + 1;
  while (next < end && !state.isEmpty(next) && !/^\[\^[^\]\s]+\]:/.test(line(next))) next++;
  const rest = Array.from({length: next - start - 1}, (_, i) => line(start + 1 + i));
  notesOf(state.env).texts.set(name, [first, ...rest].join("\n"));
  state.line = next;
  return true;
};

const mention: RuleInline = (state, silent) => {
  const [whole, name] = /^\[\^([^\]\s]+)\]/.exec(state.src.slice(state.pos)) ?? [];
  const {texts, mentions} = notesOf(state.env);
  if (whole === undefined || !texts.has(name)) return false;
  if (!silent) {
    const nth = (mentions.get(name) ?? 0) + 1;
    mentions.set(name, nth);
    state.push("footnote_mention", "", 0).meta = {
      number: [...mentions.keys()].indexOf(name) + 1,
      nth,
      text: texts.get(name) ?? ""
    } satisfies Mention;
  }
  state.pos += whole.length;
  return true;
};

const list: RuleCore = (state) => {
  const {texts, mentions} = notesOf(state.env);
  if (mentions.size === 0) return;
  const add = (type: string, meta?: number): void => {
    const token = new state.Token(type, "", 0);
    token.meta = meta;
    state.tokens.push(token);
  };
  add("footnotes_open");
  let number = 0;
  for (const name of mentions.keys()) {
    add("footnote_open", ++number); // a note may mention another, which then joins the end of the map
    const text = new state.Token("inline", "", 0);
    text.content = texts.get(name) ?? "";
    text.children = [];
    state.md.inline.parse(text.content, state.md, state.env, text.children);
    state.tokens.push(text);
    add("footnote_close", number);
  }
  add("footnotes_close");
};
