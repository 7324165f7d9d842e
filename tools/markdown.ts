// Tables and listings of a page may be wider than a phone: they scroll by themselves, and a keyboard can reach them.
import type MarkdownIt from "markdown-it";

/** Wrap tables in a box that scrolls, and let listings take the focus. */
export function focusableOverflow(md: MarkdownIt): MarkdownIt {
  md.renderer.rules.table_open = () =>
    '<div class="table-scroll wide" tabindex="0" role="group" aria-label="Table"><table>';
  md.renderer.rules.table_close = () => "</table></div>";
  md.core.ruler.push("empty_headers", ({tokens}) => {
    tokens.forEach((token, i) => {
      if (token.type !== "th_open" || tokens[i + 1].content !== "") return;
      token.tag = tokens[i + 2].tag = "td"; // a corner is no header
    });
  });
  const {fence} = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const html = fence ? fence(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
    return html.replaceAll("<pre ", '<pre tabindex="0" ').replaceAll("<pre>", '<pre tabindex="0">');
  };
  return md;
}
