// Blocks of a page that wait until they are seen. A link, or the end of the page, may bring a reader to one without ever
// showing those above, so what one of them makes no other may need.
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";

const blocks = (page: string): string[] => [...page.matchAll(/```js\n([^]*?)```/g)].map(([, block]) => block);
const waits = (block: string): boolean => block.includes("visibility()");

/** Names that a block makes. */
const made = (block: string): string[] =>
  [...block.matchAll(/^(?:const|let|function|class) +(?:\{([^}]*)\}|(\w+))/gm)].flatMap(
    ([, several, one]) =>
    several ? several.split(",").map((name) => name.trim().split(/[:\s.]+/).at(-1)!) : [one] // prettier-ignore
  );

/** Names made in a block that waits and used in another that does not make them itself. */
function needed(page: string): string[] {
  const all = blocks(page);
  return all.filter(waits).flatMap((block) =>
    made(block).filter((name) =>
      all.some((other) => other !== block && !made(other).includes(name) && code(other).match(new RegExp(`\\b${name}\\b`)))
    )
  ); // prettier-ignore
}

/** A block without what stands between quotes, and without names of fields. */
const code = (block: string): string =>
  block
    .replace(/"[^"]*"/g, '""')
    .replace(/\b\w+:/g, ":")
    .replace(/\.\w+/g, ".");

const pages = readdirSync("src", {recursive: true, encoding: "utf8"})
  .filter((name) => name.endsWith(".md"))
  .map((name) => join("src", name));

test("there are pages, with blocks that wait", () => {
  expect(pages.filter((path) => blocks(readFileSync(path, "utf8")).some(waits)).length).toBeGreaterThan(3);
});

test.each(pages)("no block of %s waits for another to be seen", (path) => {
  expect(needed(readFileSync(path, "utf8"))).toEqual([]);
});

test("a block that needs what a waiting one makes is found", () => {
  const block = (text: string): string => `\`\`\`js\n${text}\n\`\`\`\n`;
  const waiting = block("await visibility();\nconst cost = await file.json();\nconst {math, ...rest} = forests;");
  expect(needed(waiting + block("display(whatIf(cost));"))).toEqual(["cost"]);
  expect(needed(waiting + block("display(race({math}));"))).toEqual(["math"]);
  expect(needed(waiting + block("display(race(rest));"))).toEqual(["rest"]);
  expect(needed(waiting + block('await visibility();\ndisplay(await cite({cost: "cost"}));'))).toEqual([]);
  expect(needed(block("const cost = file;") + block("await visibility();\ndisplay(whatIf(cost));"))).toEqual([]);
});
