// The prompts that rows of the live batch are filled with: the first sixteen of each domain's validation split.
import {readdirSync, readFileSync} from "node:fs";

interface PromptFile {
  readonly domain: string;
  readonly prompts: readonly {readonly split: string; readonly text: string}[];
}

const order = ["dialogue", "edit", "stories", "math", "books"];
const files = readdirSync("data/prompts")
  .filter((file) => file.endsWith(".json"))
  .map((file) => JSON.parse(readFileSync(`data/prompts/${file}`, "utf8")) as PromptFile)
  .sort((a, b) => order.indexOf(a.domain) - order.indexOf(b.domain));

process.stdout.write(
  JSON.stringify(
    Object.fromEntries(
      files.map(({domain, prompts}) => [
        domain,
        prompts
          .filter(({split}) => split === "validation")
          .slice(0, 16)
          .map(({text}) => text)
      ])
    )
  )
);
