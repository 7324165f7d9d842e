// npm run card -- <model>
//
// Writes data/models/<model>/README.md, the model card, from what training left there (training.json, log.jsonl,
// ngram.json) and from the model itself: greedy continuations of the first eight prompts of data/prompts/dialogue.json and
// the first two of every other domain, unselected.
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {collect, decode} from "../src/decoding/index.js";
import {openLlama} from "../src/runtime/llama.js";
import {openNode} from "../src/runtime/node.js";
import {readCheckpoint} from "../src/runtime/readCheckpoint.js";
import {openTokenizer} from "../src/runtime/tokenizer.js";
import {commandLine} from "../tools/commandLine.js";
import {modelFolder, type TrainingCard} from "./exportModel.js";
import {formatDuration} from "./progress.js";
import {courseLines, dataSection, markdownTable, millions} from "./cardParts.js";
import {writeAdaptersReadme} from "./kangaroo/card.js";
import type {LogEntry} from "./trainingLog.js";

const NEW_TOKENS = 96;
const SHOWN: Readonly<Record<string, number>> = {dialogue: 8, stories: 2, math: 2, books: 2, edit: 2};

const [name = "joey"] = commandLine({
  usage: "npm run card -- <model>",
  about: "Writes the model card of a model in data/models; joey’s where none is named.",
  options: {},
  words: 1
}).words;
if (name === "kangaroo") {
  console.log(await writeAdaptersReadme(name));
  process.exit();
}
const folder = modelFolder(name);
const json = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, "utf8")) as T;
const card = await json<TrainingCard>(join(folder, "training.json"));
const log = (await readFile(join(folder, "log.jsonl"), "utf8")).split("\n").filter(Boolean).map((line) => JSON.parse(line) as LogEntry); // prettier-ignore
const ngram = await json<{bitsPerByte: Record<string, number>; model: string; steps: number}>(join(folder, "ngram.json")).catch(() => undefined); // prettier-ignore

/** Models share joey's tokenizer. */
const tokenizerFolder = modelFolder("joey");
const tokenizer = openTokenizer({
  tokenizer: await json(join(tokenizerFolder, "tokenizer.json")),
  config: await json(join(tokenizerFolder, "tokenizer_config.json"))
});
const checkpoint = await readCheckpoint(folder);
const model = openLlama(await openNode({device: "cpu"}), checkpoint);

interface PromptFile {
  readonly prompts: readonly {readonly id: string; readonly text: string}[];
}

async function samples(domain: string, count: number): Promise<string> {
  const {prompts} = await json<PromptFile>(join("data", "prompts", `${domain}.json`));
  const first = prompts.slice(0, count);
  const tokens = first.map(({text}) => Int32Array.from(tokenizer.encode(text)));
  const eos = checkpoint.config.eosTokens;
  const {outputs} = await collect(decode({model, mode: "greedy", prompts: tokens, maxNewTokens: NEW_TOKENS, eos}));
  const texts = outputs.map((ids) => tokenizer.decode(Array.from(ids).filter((id) => !eos.includes(id))));
  const fence = (text: string): string => `\`\`\`\`text\n${text}\n\`\`\`\``;
  return first.map(({id, text}, i) => `**${id}**\n\n${fence(`${text}⟦${texts[i]}⟧`)}\n`).join("\n");
}

const domains = Object.keys(card.bitsPerByte);
const bits = [[name, ...domains.map((d) => card.bitsPerByte[d].toFixed(3))]];
if (ngram) bits.push([`5-gram (${ngram.steps} steps of the same tokens)`, ...domains.map((d) => ngram.bitsPerByte[d].toFixed(3))]); // prettier-ignore
const curve = log.filter((entry) => entry.bitsPerByte);
const stride = Math.max(1, Math.ceil(curve.length / 12));
const {network, schedule, about} = card.recipe;

const since = card.rewarmedAt.at(-1);
const hours = formatDuration(card.seconds * 1000);
const trained = since === undefined ? hours : `the last ${card.step - since} of them took ${hours}`;
const text = `# ${name}

${about}. A Llama-type network of ${millions(card.parameters)} parameters, trained by this project in TypeScript; Hugging Face layout
(\`config.json\`, \`model.safetensors\` in F16, \`tokenizer.json\`).

${card.finished ? "" : `**Unfinished:** step ${card.step} of ${schedule.steps}. These weights are for continuing, and for a first look; nothing is recorded from them.\n\n`}- SHA-256 of the weights: \`${card.sha256}\`
- ${millions(card.tokens)} tokens in ${card.step} steps; ${trained} on ${card.device}, ${card.runtime}, ${card.date}
- again: \`${card.command}\`${card.rewarmedAt.length ? `\n- moments were started from zero again at step ${card.rewarmedAt.join(", ")}, where only weights had been kept` : ""}

${dataSection(card.recipe)}
## Recipe

- network: ${Object.entries(network)
  .map(([key, value]) => `${key} ${String(value)}`)
  .join(", ")}
${courseLines(card.recipe, schedule)}

## Bits per byte of held-out text

${markdownTable(["", ...domains], bits)}

${ngram ? `The 5-gram model (${ngram.model}) has counted the same tokens.\n` : ""}
Along the way${curve.length > 1 ? " (about 8,000 tokens a domain)" : ""}:

${markdownTable(
  ["step", "tokens", ...domains],
  curve
    .filter((_, i) => i % stride === 0 || i === curve.length - 1)
    .map((entry) => [
      String(entry.step),
      millions(entry.tokens),
      ...domains.map((d) => (entry.bitsPerByte?.[d] ?? NaN).toFixed(3))
    ])
)}

## Samples

Greedy, ${NEW_TOKENS} new tokens, the first prompts of \`data/prompts\`, unselected. What the model wrote stands in ⟦ ⟧.

`;

let body = text;
for (const [domain, count] of Object.entries(SHOWN)) body += `### ${domain}\n\n${await samples(domain, count)}\n`;
body += `## Limits

A network of this size has no knowledge to speak of, invents facts, prices and names, and loses the thread within a page.
It writes English only. It exists to make speculative decoding visible and measurable on any machine, in a page too; it is not
for advice, nor for any use in which a wrong sentence matters. The books it read are from before 1928 and speak as people then
did.
`;
await writeFile(join(folder, "README.md"), body);
await model.release();
console.log(`${join(folder, "README.md")}: ${body.length} characters`);
