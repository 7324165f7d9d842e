// A few numbers as bars, small enough for a card: what a chapter is about, in its paper's own words.
import {html} from "./kit/dom.js";

export interface Teaser {
  readonly caption: string;
  /** the paper's table or figure */
  readonly source: string;
  /** value that stands for no gain; the bars of a score begin elsewhere than at zero and have none */
  readonly rule?: number;
  readonly rows: readonly {
    readonly name: string;
    readonly value: number;
    /** the paper's own method */
    readonly own?: boolean;
  }[];
}

/**
 * The bars, as a table that is drawn. Bars start at zero where there is a rule, else a little below the least value, which
 * the caption says.
 */
export function teaser({caption, source, rule, rows}: Teaser): HTMLElement {
  if (rows.length === 0) throw new Error(`teaser: ${caption} has no rows`);
  const values = rows.map(({value}) => value);
  const most = Math.max(...values);
  const start = rule === undefined ? Math.floor(Math.min(...values) - (most - Math.min(...values)) * 0.35) : 0;
  const share = (value: number): string => `${((100 * (value - start)) / (most - start)).toFixed(1)}%`;
  const digits = rule === undefined ? 1 : 2;
  return html(
    "table",
    {class: "teaser"},
    html("caption", {}, `${caption}${start > 0 ? `; bars begin at ${start}` : ""}`, html("small", {}, ` (${source})`)),
    html(
      "tbody",
      {},
      ...rows.map(({name, value, own}) => {
        const bar = html("span", {class: "bar"});
        bar.style.setProperty("--share", share(value));
        if (rule !== undefined) bar.style.setProperty("--rule", share(rule));
        return html(
          "tr",
          {class: own ? "own" : undefined},
          html("th", {scope: "row"}, name),
          html("td", {}, bar, html("span", {class: "value"}, value.toFixed(digits)))
        );
      })
    )
  );
}
