import MarkdownIt from "markdown-it";
import {expect, it} from "vitest";
import {footnotes} from "../../tools/footnotes.js";

const render = (source: string): string => footnotes(new MarkdownIt()).render(source);

it("a page without footnotes stays as it is", () => {
  expect(render("a [b](c) [^d]\n")).toBe('<p>a <a href="c">b</a> [^d]</p>\n');
});

it("notes are numbered by first mention, wherever they are explained", () => {
  const html = render("[^x]: the *second*\n\none[^y] two[^x]\n\n[^y]: the first,\non two lines\n\nend");
  expect(html).toContain(
    'one<sup class="footnote-mention"><a id="fnref-1" href="#fn-1" aria-label="Footnote 1">1</a></sup>'
  );
  expect(html).toContain("<p>end</p>\n<section");
  expect(html.indexOf("the first,\non two lines")).toBeLessThan(html.indexOf("the <em>second</em>"));
});

it("a note mentioned twice is listed once, and its mentions have ids of their own", () => {
  const html = render("a[^n] b[^n]\n\n[^n]: once");
  expect(html.match(/<li id="fn-1">/g)).toHaveLength(1);
  expect(html.match(/id="fnref-[^"]*"/g)).toEqual(['id="fnref-1"', 'id="fnref-1-2"']);
});

it("the margin has a copy of a note beside its first mention, with nothing in it to click", () => {
  const html = render("a[^n] b[^n]\n\n[^n]: see *this* [link](x) and[^m]\n\n[^m]: more");
  expect(html.match(/<span class="sidenote".*?<\/span>/g)?.[0]).toBe(
    '<span class="sidenote" aria-hidden="true"><sup>1</sup> see <em>this</em> link and</span>'
  );
  expect(html.match(/class="sidenote"/g)).toHaveLength(2);
});

it("a note that is never mentioned is left out, and one may mention another", () => {
  expect(render("a\n\n[^n]: unseen")).toBe("<p>a</p>\n");
  expect(render("a[^n]\n\n[^n]: see[^m]\n\n[^m]: this").match(/<li id="fn-\d">/g)).toHaveLength(2);
});
