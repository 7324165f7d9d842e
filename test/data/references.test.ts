// The works that pages cite, data/references: keys, and that what two chapters say of a work is the same.
import {readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {bibtex} from "../../src/figures/kit/bibtex.js";
import type {Reference, References} from "../../src/figures/kit/bibtex.js";

const files = readdirSync("data/references").filter((file) => file.endsWith(".json"));
const read = (file: string): [string, Reference][] =>
  Object.entries(JSON.parse(readFileSync(`data/references/${file}`, "utf8")) as References);

describe.each(files)("%s", (file) => {
  it.each(read(file))("%s is a name and a year, and makes an entry", (key, work) => {
    const [, name, year] = /^([a-z]+)(\d{4})[a-z]?$/.exec(key) ?? [];
    // keys have no accents
    const last = work.authors[0].split(" ").at(-1)?.toLowerCase();
    expect(last?.normalize("NFD").replaceAll(/\p{M}/gu, "")).toBe(name);
    // a preprint may be a year older than its proceedings
    expect([work.year, work.year - 1]).toContain(Number(year));
    if (work.arxiv !== undefined) expect(work.arxiv).toMatch(/^\d{4}\.\d{4,5}$/);
    expect(bibtex(key, work)).toContain(`year = {${work.year}}`);
  });
});

it("a work that several chapters cite is the same in all of them", () => {
  const known = new Map<string, Reference>();
  for (const [key, work] of files.flatMap(read)) expect(known.set(key, known.get(key) ?? work).get(key)).toEqual(work);
});
