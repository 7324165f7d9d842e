// A figure as a file: test/figures/snapshots/<name>.html holds what it drew, ids renumbered and numbers rounded to three
// decimals. A difference fails and leaves <name>-changed.html beside it; `UPDATE_SNAPSHOTS=1` accepts it. CI never writes.
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {afterEach, beforeEach, expect, vi} from "vitest";

const folder = "test/figures/snapshots";

/** Compare with the file of that name. */
export function expectSnapshot(element: Element, name: string): void {
  const path = `${folder}/${name}.html`;
  const changed = `${folder}/${name}-changed.html`;
  const actual = normalized(element);
  const expected = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  rmSync(changed, {force: true});
  if (expected === actual) return;
  if (process.env.UPDATE_SNAPSHOTS && !process.env.CI) {
    mkdirSync(folder, {recursive: true});
    writeFileSync(path, actual);
    return;
  }
  if (!process.env.CI) writeFileSync(changed, actual);
  expect(actual, `${path} differs; look at ${changed}, then UPDATE_SNAPSHOTS=1`).toBe(expected);
}

function normalized(element: Element): string {
  const ids = new Map<string, string>();
  return (
    element.outerHTML
      .replaceAll(/\b(id|for|aria-labelledby|aria-controls)="([^"]*?-\d+)"/g, (_, attribute: string, id: string) => {
        if (!ids.has(id)) ids.set(id, `id-${ids.size + 1}`);
        return `${attribute}="${ids.get(id)}"`;
      })
      .replaceAll(/[a-z]+:\/\/[^"&]*?\/(embed|errata)/g, "site/$1")
      .replaceAll(/-?\d+\.\d{4,}/g, (number) => String(Math.round(Number(number) * 1000) / 1000))
      // one element a line, so that a difference can be read
      .replaceAll(/></g, ">\n<") + "\n"
  );
}

/** Fail every test of the file in which something is written to the console as a warning or an error. */
export function failOnWarnings(): void {
  beforeEach(() => {
    vi.spyOn(console, "warn");
    vi.spyOn(console, "error");
  });
  afterEach(() => {
    const said = [console.warn, console.error].flatMap((method) => vi.mocked(method).mock.calls.map(String));
    vi.restoreAllMocks();
    expect(said).toEqual([]);
  });
}
