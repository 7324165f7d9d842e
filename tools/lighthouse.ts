// npm run lighthouse [-- --runs 3] [--page ems-sd]
//
// Lighthouse on the built site (npm run build first), every page on desktop and mobile: medians of the runs, and what the best of them is made of.
import {median} from "../src/traces/metrics/median.js";
import {builtPages} from "../test/site/pages.js";
import {serve} from "../test/site/serve.js";
import {forms, openAuditor} from "./audit.js";
import {commandLine, count, texts} from "./commandLine.js";
import type {Audit} from "./audit.js";

const {runs, page: asked} = commandLine({
  usage: "npm run lighthouse --",
  about: "Lighthouse on the pages of the built site, on desktop and mobile.",
  options: {
    runs: count("audits of each page, of which the median is told", 3),
    page: texts("a page; all, where none is named", [])
  }
}).values;
const pages = asked.length > 0 ? asked : builtPages();

const [site, auditor] = await Promise.all([serve(), openAuditor()]);
console.log(
  "page".padEnd(28),
  ...forms.map((form) => `${form}: performance, accessibility, best practices`.padEnd(56))
);
for (const page of pages) {
  const line: string[] = [];
  const best: string[] = [];
  const failed = new Set<string>();
  for (const form of forms) {
    const audits: Audit[] = [];
    for (let i = 0; i < runs; i++) audits.push(await auditor.audit(`${site.url}/${page}`, form));
    for (const audit of audits) audit.failed.forEach((text) => failed.add(text));
    const middle = (name: "performance" | "accessibility" | "bestPractices"): number =>
      median(audits.map((audit) => audit[name]));
    const [{metrics}] = audits.toSorted((a, b) => b.performance - a.performance);
    best.push(
      `${form}: ${Object.entries(metrics)
        .map((pair) => pair.join(" "))
        .join(", ")}`
    );
    line.push([middle("performance"), middle("accessibility"), middle("bestPractices")].join(", ").padEnd(56));
  }
  console.log(`/${page}`.padEnd(28), ...line);
  console.log(`    best run on ${best.join("; on ")}`);
  for (const text of failed) console.log(`    ${text}`);
}
auditor.close();
site.close();
