// What axe-core finds on a page as it stands.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import type {Page} from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly {readonly html: string}[];
}

interface Axe {
  run(options: object): Promise<{violations: Violation[]}>;
}

/**
 * One line per rule that is violated: its name and where.
 * @param rules "colours": only those that ask for colours, for a page that has passed the others in other ones
 */
export async function violations(page: Page, rules: "all" | "colours" = "all"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  return page.evaluate(
    async (options) => {
      const {axe} = globalThis as unknown as {axe: Axe};
      const found = (await axe.run(options)).violations;
      return found.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 120)).join(" | ")}`);
    },
    rules === "all" ? {} : {runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}}
  );
}
