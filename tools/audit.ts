// Lighthouse on pages of a running site: scores in per cent, by category.
import {launch} from "chrome-launcher";
import lighthouse, {desktopConfig} from "lighthouse";
import type {Flags} from "lighthouse";
import {chromiumFlags, requireChromium} from "./chromium.js";

export const forms = ["desktop", "mobile"] as const;
export type Form = (typeof forms)[number];

const metricNames = {
  FCP: "first-contentful-paint",
  LCP: "largest-contentful-paint",
  TBT: "total-blocking-time",
  CLS: "cumulative-layout-shift",
  SI: "speed-index"
} as const;
export type Metric = keyof typeof metricNames;

export interface Audit {
  /** 0 to 100 */
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  /** what the performance score is made of, each as Lighthouse words it */
  readonly metrics: Readonly<Record<Metric, string>>;
  /** audits that are not passed, those that count for accessibility and best practices, with what they found */
  readonly failed: readonly string[];
}

export interface Auditor {
  audit(url: string, form: Form): Promise<Audit>;
  close(): void;
}

/** Start a Chromium to audit in. */
export async function openAuditor(): Promise<Auditor> {
  const chrome = await launch({
    chromePath: requireChromium(),
    chromeFlags: ["--headless=new", ...chromiumFlags],
    logLevel: "silent"
  });
  return {
    async audit(url, form) {
      const flags: Flags = {
        port: chrome.port,
        onlyCategories: ["performance", "accessibility", "best-practices"],
        logLevel: "error"
      };
      const run = await lighthouse(url, flags, form === "desktop" ? desktopConfig : undefined);
      if (!run) throw new Error(`lighthouse: no result for ${url}`);
      const {categories, audits, runtimeError} = run.lhr;
      if (runtimeError) throw new Error(`lighthouse: ${url}: ${runtimeError.message}`);
      const percent = (name: string): number => Math.round(100 * (categories[name].score ?? 0));
      const counted = ["accessibility", "best-practices"].flatMap((name) => categories[name].auditRefs);
      const failed = counted.flatMap(({id, weight}) => {
        const {score, title, details} = audits[id];
        if (weight === 0 || score === null || score >= 0.9) return [];
        return [`${title}: ${JSON.stringify((details as {items?: unknown} | undefined)?.items ?? "").slice(0, 400)}`];
      });
      const metrics = Object.entries(metricNames).map(([name, id]) => [name, audits[id].displayValue ?? "–"]);
      return {
        metrics: Object.fromEntries(metrics) as Audit["metrics"],
        performance: percent("performance"),
        accessibility: percent("accessibility"),
        bestPractices: percent("best-practices"),
        failed
      };
    },
    close: () => chrome.kill()
  };
}
