// The project's prompts as token ids.
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {TextTokenizer} from "../../src/runtime/tokenizer.js";
import {sha256} from "../digest.js";
import type {Setting} from "./setting.js";

export interface Prompt {
  readonly id: string;
  readonly domain: string;
  readonly tokens: Int32Array;
}

export interface Prompts {
  /** by domain: those that are timed first */
  readonly domains: ReadonlyMap<string, readonly Prompt[]>;
  /** SHA-256 of each file they come from, by path */
  readonly files: Readonly<Record<string, string>>;
  /** prompts of all domains */
  readonly count: number;
}

interface PromptFile {
  readonly prompts: readonly {readonly id: string; readonly split: "validation" | "test"; readonly text: string}[];
}

/** Read the prompts of `root`/data/prompts. Timed ones are the first of the test split. */
export function readPrompts(
  root: string,
  tokenizer: Pick<TextTokenizer, "encode">,
  {domains, timedPrompts, prompts}: Setting
): Prompts {
  const files: Record<string, string> = {};
  const read = (path: string): string => {
    const text = readFileSync(join(root, path), "utf8");
    files[path] = sha256(text);
    return text;
  };
  read("data/models/joey/tokenizer.json"); // for its digest
  const known = domains.map((domain): [string, Prompt[]] => {
    const file = JSON.parse(read(`data/prompts/${domain}.json`)) as PromptFile;
    const timed = file.prompts.filter(({split}) => split === "test").slice(0, timedPrompts);
    const others = file.prompts.filter((prompt) => !timed.includes(prompt));
    const chosen = [...timed, ...others].slice(0, prompts);
    return [domain, chosen.map(({id, text}) => ({id, domain, tokens: tokenizer.encode(text)}))];
  });
  return {domains: new Map(known), files, count: known.reduce((n, [, list]) => n + list.length, 0)};
}
