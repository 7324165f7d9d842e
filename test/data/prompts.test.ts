// The project's own prompts, data/prompts: their shape, their format and that they are frozen.
import {createHash} from "node:crypto";
import {readdirSync, readFileSync} from "node:fs";
import {Tokenizer} from "@huggingface/tokenizers";
import {describe, expect, test} from "vitest";

interface Prompt {
  id: string;
  split: "validation" | "test";
  text: string;
  reference?: string;
}

interface PromptFile {
  domain: string;
  description: string;
  licence: string;
  frozen: string;
  prompts: Prompt[];
}

const domains = ["dialogue", "stories", "math", "books", "edit"] as const;
const read = (path: string) => readFileSync(new URL(`../../data/${path}`, import.meta.url), "utf8");
const files = new Map(domains.map((domain) => [domain, JSON.parse(read(`prompts/${domain}.json`)) as PromptFile]));
const promptsOf = (domain: (typeof domains)[number]) => files.get(domain)?.prompts ?? [];
const all = domains.flatMap(promptsOf);

const labels = /^(?:User|Assistant|Question|Answer|Text|Corrected):/gm;
const words = (text: string): string[] => text.replace(labels, "").toLowerCase().match(/[\p{L}\p{N}$]+(?:[.,:'][\p{L}\p{N}]+)*/gu) ?? [];
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The values that stand in the list more often than in `other`. */
function surplus(list: readonly string[], other: readonly string[]) {
  const left = new Map<string, number>();
  for (const word of other) left.set(word, (left.get(word) ?? 0) + 1);
  return list.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

test("the prompts are as they were frozen", () => {
  const sums = new Map(
    read("prompts/SHA256SUMS")
      .trimEnd()
      .split("\n")
      .map((line) => line.split("  ").reverse() as [string, string])
  );
  const found = readdirSync(new URL("../../data/prompts/", import.meta.url)).filter((name) => name.endsWith(".json"));
  expect([...sums.keys()].sort()).toEqual(domains.map((domain) => `${domain}.json`).sort());
  expect(found.sort()).toEqual([...sums.keys()].sort());
  for (const [name, sum] of sums) {
    const text = read(`prompts/${name}`).replaceAll("\r\n", "\n"); // a checkout may have converted the line ends
    expect(createHash("sha256").update(text).digest("hex"), name).toBe(sum);
  }
});

describe.each(domains)("the %s prompts", (domain) => {
  const file = files.get(domain);
  const prompts = promptsOf(domain);
  const lengths = prompts.map(({text}) => text.length).sort((a, b) => a - b);

  test("are 64 with ids in order, every other one for validation", () => {
    expect(file).toMatchObject({domain, licence: "MIT", frozen: "2026-11-23", description: expect.any(String)});
    const expected = Array.from({length: 64}, (_, i) => ({
      id: `${domain}-${String(i + 1).padStart(2, "0")}`,
      split: i % 2 === 0 ? "validation" : "test"
    }));
    expect(prompts.map(({id, split}) => ({id, split}))).toEqual(expected);
  });

  test("are spread from short to long, alike in both splits", () => {
    expect(lengths[0]).toBeGreaterThanOrEqual(70);
    expect(lengths[0]).toBeLessThan(110);
    expect(lengths[63]).toBeGreaterThan(650);
    expect(lengths[63]).toBeLessThan(880);
    const within = (low: number, high: number) => lengths.filter((length) => length >= low && length < high).length;
    for (const count of [within(0, 200), within(200, 400), within(400, 900)]) expect(count).toBeGreaterThanOrEqual(10);
    const [validation, held] = ["validation", "test"].map((split) =>
      mean(prompts.filter((prompt) => prompt.split === split).map(({text}) => text.length))
    );
    expect(Math.abs(validation / held - 1)).toBeLessThan(0.03);
  });

  test("leave room for 128 shown and 32 further tokens in a context of 512", () => {
    const [json, config] = ["tokenizer.json", "tokenizer_config.json"].map(
      (name) => JSON.parse(read(`models/joey/${name}`)) as object
    );
    const tokenizer = new Tokenizer(json, config);
    for (const {id, text} of prompts) expect(tokenizer.encode(text).ids.length + 128 + 32, id).toBeLessThanOrEqual(512);
  });

  test("have neither white space at an end, nor doubled, nor odd characters", () => {
    for (const {id, text} of prompts) {
      expect(text.trim(), id).toBe(text);
      expect(text, id).not.toMatch(/ {2}| \n|\n |\n{3}|[^\n -~]/);
    }
  });
});

test("no two prompts share a run of eight words", () => {
  const owner = new Map<string, string>();
  const shared: string[] = [];
  for (const {id, text, reference = ""} of all) {
    for (const list of [words(text), words(reference)]) {
      for (let i = 0; i + 8 <= list.length; ++i) {
        const run = list.slice(i, i + 8).join(" ");
        const first = owner.get(run) ?? id;
        if (first !== id) shared.push(`${first} and ${id}: ${run}`);
        owner.set(run, first);
      }
    }
  }
  expect(shared).toEqual([]);
});

test("dialogues alternate, begin with the user and wait for the assistant", () => {
  for (const {id, text} of promptsOf("dialogue")) {
    const turns = text.split("\n");
    expect(turns.pop(), id).toBe("Assistant:");
    expect(turns.length, id).toBeGreaterThanOrEqual(3);
    expect(turns.length, id).toBeLessThanOrEqual(14);
    expect(turns.length % 2, id).toBe(1);
    for (const [i, turn] of turns.entries()) expect(turn, id).toMatch(i % 2 === 0 ? /^User: \S/ : /^Assistant: \S/);
  }
});

test("in every dialogue of seven turns or more a name, price, date or time of one turn recurs in another", () => {
  const long = promptsOf("dialogue").filter(({text}) => text.split("\n").length > 7);
  expect(long.length).toBeGreaterThan(20);
  for (const {id, text} of long) {
    const turns = text.split("\n").map((turn) => turn.replace(/^\w+: ?/, ""));
    const recurring = turns.flatMap((turn, i) =>
      (turn.match(/(?<=\w )[A-Z][a-z]{2,}|\$?\d[\d:.,]*\d/g) ?? []).filter((fact) =>
        turns.some((other, j) => j !== i && words(other).includes(fact.toLowerCase()))
      )
    );
    expect(recurring, id).not.toEqual([]);
  }
});

test("stories begin with a title and a blank line", () => {
  for (const {id, text} of promptsOf("stories")) expect(text, id).toMatch(/^[A-Z][^\n]{3,40}[^\n.]\n\n\S/);
});

test("math prompts are one question and an answer to be begun or continued", () => {
  const given = promptsOf("math").map(({id, text}) => {
    const parts = /^Question: \S[^\n]+[?.]\nAnswer:(?: (\S[^]*))?$/.exec(text);
    expect(parts, id).not.toBeNull();
    expect(text, id).not.toContain("The answer is");
    return parts?.[1];
  });
  const begun = given.filter((answer) => answer !== undefined);
  expect(begun.length).toBeGreaterThan(20);
  expect(begun.length).toBeLessThan(44);
});

test("every complete sum in a math prompt is right", () => {
  const sum = /(?<![\d/*+-] ?)((?:\$?[\d,.]+ [-+*/] )+\$?[\d,.]+) = \$?([\d,.]*\d)/g;
  let checked = 0;
  for (const {id, text} of promptsOf("math")) {
    for (const [whole, left, right] of text.matchAll(sum)) {
      const value = left
        .replace(/[$,]/g, "")
        .split(/ (?=[-+] )/)
        .map((term) => {
          const [, sign, product] = /^([-+] )?(.*)$/.exec(term) ?? [];
          const [first, ...rest] = product.split(/ (?=[*/] )/);
          const size = rest.reduce((x, part) => (part[0] === "*" ? x * +part.slice(2) : x / +part.slice(2)), +first);
          return sign === "- " ? -size : size;
        })
        .reduce((a, b) => a + b);
      expect(value, `${id}: ${whole}`).toBeCloseTo(Number(right.replace(/,/g, "")), 9);
      ++checked;
    }
  }
  expect(checked).toBeGreaterThan(40);
});

test("edit prompts are one passage with a few mistakes, and the reference is that passage without them", () => {
  for (const {id, text, reference = ""} of promptsOf("edit")) {
    const passage = /^Text: (\S[^\n]*)\nCorrected:$/.exec(text)?.[1] ?? "";
    expect(passage, id).not.toBe("");
    expect(reference, id).not.toMatch(/\n|\b(\w{2,}) \1\b(?!,)/);
    expect(reference, id).toMatch(/[.?!]"?$/);
    expect(passage, id).not.toBe(reference);
    const [wrong, right] = [words(passage), words(reference)];
    expect(surplus(right, wrong).length / right.length, id).toBeLessThan(0.25);
    expect(Math.abs(wrong.length - right.length), id).toBeLessThanOrEqual(Math.ceil(right.length / 20));
  }
  for (const domain of domains.filter((name) => name !== "edit"))
    for (const {id, reference} of promptsOf(domain)) expect(reference, id).toBeUndefined();
});
