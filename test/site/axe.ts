// What axe-core finds on a page as it stands.
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import type {Page} from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly {readonly html: string}[];
}

/** One line per rule that is violated: its name and where. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async () => {
    const {axe} = globalThis as unknown as {axe: {run(): Promise<{violations: Violation[]}>}};
    const found = (await axe.run()).violations;
    return found.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html.slice(0, 120)).join(" | ")}`);
  });
}
