import MarkdownIt from "markdown-it";
import {describe, expect, it} from "vitest";
import type {References} from "../../src/figures/kit/bibtex.js";
import {citations, workHtml} from "../../tools/citations.js";

const works: References = {
  ni2024: {type: "misc", authors: ["A. Ni", "B. <Liu>"], title: 'T & "U"', venue: "V 2025", year: 2025, arxiv: "1.2"},
  yu2022: {type: "misc", authors: ["G. Yu"], title: "Orca", venue: "OSDI", year: 2022, url: "https://x.org/yu"},
  chen2023: {type: "misc", authors: ["C. Chen"], title: "Sampling", year: 2023}
};
const render = (text: string, referencesOf: (path: string) => References = () => works): string =>
  citations(new MarkdownIt({html: true, linkify: true}), {referencesOf}).render(text, {path: "/p"});
const list = "\n\n[@references]\n";

describe("citations", () => {
  it("number works by first mention and link to the list", () => {
    const html = render(`One [@yu2022], two [@ni2024], one again [@yu2022].${list}`);
    expect([...html.matchAll(/class="citation" id="([^"]+)" href="([^"]+)"/g)].map(([, id, to]) => [id, to])).toEqual([
      ["cite-yu2022-1", "#ref-yu2022"],
      ["cite-ni2024-1", "#ref-ni2024"],
      ["cite-yu2022-2", "#ref-yu2022"]
    ]);
    expect([...html.matchAll(/\[(\d)\]<\/a>/g)].map(([, n]) => n)).toEqual(["1", "2", "1"]);
    expect([...html.matchAll(/<li id="ref-(\w+)"/g)].map(([, key]) => key)).toEqual(["yu2022", "ni2024"]);
  });

  it("describe every link by its work, and lead back to every mention", () => {
    const html = render(`One [@yu2022], again [@yu2022].${list}`);
    expect(html.match(/aria-describedby="ref-yu2022-work"/g)).toHaveLength(2);
    expect(html).toContain('id="ref-yu2022-work"');
    expect(html).toContain('href="#cite-yu2022-1" aria-label="Back to where it is cited 1"');
    expect(html).toContain('href="#cite-yu2022-2" aria-label="Back to where it is cited 2"');
  });

  it("stay on the line of the word before them", () => {
    expect(render(`EMS-SD [@ni2024] is${list}`)).toContain("EMS-SD\u00a0<a class=");
  });

  it("stand side by side, in tables, emphasis and headings", () => {
    const html = render(`## On _drafts [@chen2023]_\n\n[@ni2024; @yu2022]\n\n| a |\n| - |\n| [@ni2024] |${list}`);
    expect(html.match(/class="citation"/g)).toHaveLength(4);
    expect(html).toMatch(/<td><a class="citation" id="cite-ni2024-2"/);
  });

  it("leave code, packages and other brackets alone", () => {
    const text = "`[@ni2024]` and [@huggingface/tokenizers] and [link](https://x.org)";
    const html = render(text);
    expect(html).not.toContain("citation");
    expect(html).toContain("[@huggingface/tokenizers]");
    expect(html).not.toContain("citationCards");
  });

  it("bring the module that shows cards, once, and only where something is cited", () => {
    expect(render(`[@ni2024] [@yu2022]${list}`).match(/citationCards\.js/g)).toHaveLength(1);
    expect(render(list)).not.toContain("citationCards");
  });

  it("fail the build where a work is not known, or where the list is missing", () => {
    expect(() => render(`[@nobody1999]${list}`)).toThrow("citations: /p: nobody1999 is not in the page's references");
    expect(() => render("[@ni2024]")).toThrow("citations: /p: it cites, and has no [@references]");
  });

  it("need front matter that names the data", () => {
    const md = citations(new MarkdownIt());
    expect(() => md.render(`[@ni2024]${list}`, {path: "/index"})).toThrow(
      "/index: its front matter names no references"
    );
    expect(md.render(`[@ni2024]${list}`, {path: "/errata"})).toContain("Yunsheng Ni, Chuanjian Liu");
  });

  it("keep numbers apart from page to page", () => {
    const md = citations(new MarkdownIt(), {referencesOf: () => works});
    md.render(`[@yu2022] [@chen2023]${list}`, {path: "/a"});
    expect(md.render(`[@chen2023]${list}`, {path: "/b"})).toContain("[1]</a>");
  });
});

describe("workHtml", () => {
  it("escapes what could be markup", () => {
    const html = workHtml(works.ni2024);
    expect(html).toContain("B. &lt;Liu&gt;");
    expect(html).toContain("T &amp; &quot;U&quot;");
  });

  it("names the year once, and links what has an address", () => {
    expect(workHtml(works.ni2024)).toContain('V 2025.</span> <a href="https://arxiv.org/abs/1.2">arXiv:1.2</a>.');
    expect(workHtml(works.yu2022)).toContain(
      '<a href="https://x.org/yu"><cite>Orca</cite></a>.</span> <span class="venue">OSDI, 2022.'
    );
    expect(workHtml(works.chen2023)).toBe(
      '<span class="authors">C. Chen.</span> <span class="title"><cite>Sampling</cite>.</span> <span class="venue">2023.</span>'
    );
  });
});
