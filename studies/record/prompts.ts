// The project's prompts as token ids.
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {TextTokenizer} from "../../src/runtime/tokenizer.js";
import {sha256} from "../digest.js";

export interface Prompt {
  readonly id: string;
  readonly domain: string;
  /** settings are chosen on validation prompts and reported on test ones; held-out documents belong to neither */
  readonly split?: Split;
  readonly tokens: Int32Array;
}

export interface PromptChoice {
  /** domains in order of importance */
  readonly domains: readonly string[];
  /** prompts per domain that are timed, the first of the test split */
  readonly timedPrompts: number;
  /** prompts per domain in all */
  readonly prompts: number;
  /** whether those that are not timed are validation prompts only; default false */
  readonly othersValidate?: boolean;
}

export interface Prompts {
  /** by domain: those that are timed first */
  readonly domains: ReadonlyMap<string, readonly Prompt[]>;
  /** SHA-256 of each file they come from, by path */
  readonly files: Readonly<Record<string, string>>;
  /** prompts of all domains */
  readonly count: number;
}

export type Split = "validation" | "test";

interface PromptFile {
  readonly prompts: readonly {readonly id: string; readonly split: Split; readonly text: string}[];
}

/** Read the prompts of `root`/data/prompts. Timed ones are the first of the test split. */
export function readPrompts(
  root: string,
  tokenizer: Pick<TextTokenizer, "encode">,
  {domains, timedPrompts, prompts, othersValidate = false}: PromptChoice
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
    const others = file.prompts.filter((prompt) => {
      return !timed.includes(prompt) && !(othersValidate && prompt.split === "test");
    });
    const chosen = [...timed, ...others].slice(0, prompts);
    return [domain, chosen.map(({id, split, text}) => ({id, domain, split, tokens: tokenizer.encode(text)}))];
  });
  return {domains: new Map(known), files, count: known.reduce((n, [, list]) => n + list.length, 0)};
}
