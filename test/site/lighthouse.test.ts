// Lighthouse on desktop, on every page that is built in a way of its own; of the documentation and of the model cards,
// which differ in their text only, on the longest. npm run lighthouse takes all pages, single figures too, and phones, and
// runs more often.
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openAuditor} from "../../tools/audit.js";
import type {Auditor} from "../../tools/audit.js";
import {builtPages} from "./pages.js";
import {servedSite} from "./site.js";

/** a page's speed is that of the machine as well: the best of so many runs counts */
const RUNS = 5;

const site = servedSite();
let auditor: Auditor;

beforeAll(async () => {
  auditor = await openAuditor();
});

afterAll(() => auditor.close());

const alike = /^(docs|models)\//;
const longest = ["docs/", "docs/traces", "models/joey/README"];
const pages = builtPages().filter(
  (name) => name !== "404" && !name.startsWith("embed/") && (!alike.test(name) || longest.includes(name))
);

it("there are pages of every kind", () => {
  expect(pages).toEqual(expect.arrayContaining(["", "ems-sd", "kangaroo", "teachers", "errata", ...longest]));
});

describe.each(pages)("/%s", (name) => {
  it("scores 100 for accessibility, at least 95 for best practices and performance", async () => {
    let best = 0;
    for (let run = 0; run < RUNS && best < 95; run++) {
      const {accessibility, bestPractices, performance, failed} = await auditor.audit(`${site.url}/${name}`, "desktop");
      expect(failed).toEqual([]);
      expect(accessibility).toBe(100);
      expect(bestPractices).toBeGreaterThanOrEqual(95);
      best = Math.max(best, performance);
    }
    expect(best).toBeGreaterThanOrEqual(95);
  });
});
