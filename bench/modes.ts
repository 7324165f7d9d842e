// Tokens a second of whole decodes with look-up drafts: vanilla padding against EMS-SD at one batch size, and greedy
// beside them at batch 1 and at the same batch size. Configurations are interleaved; the best of the repeats counts.
//
//   npx tsx bench/modes.ts [--device wasm|cpu|webgpu] [--checkpoint data/models/joey] [--domain dialogue --domain edit]
//                          [--batch 8] [--tokens 64] [--repeats 3]
import {readFile} from "node:fs/promises";
import {collect, decode, lookup, type Mode} from "../src/decoding/index.js";
import {openLlama, type Llama} from "../src/runtime/llama.js";
import {openNode} from "../src/runtime/node.js";
import {readCheckpoint} from "../src/runtime/readCheckpoint.js";
import {openTokenizer} from "../src/runtime/tokenizer.js";
import {openWeb} from "../src/runtime/web.js";
import {choice, commandLine, count, text, texts} from "../tools/commandLine.js";

const {values} = commandLine({
  usage: "npx tsx bench/modes.ts",
  about: "Tokens a second of whole decodes with look-up drafts, padded, unpadded and greedy.",
  options: {
    device: choice("what runs the graphs", ["wasm", "cpu", "webgpu"], "wasm"),
    checkpoint: text("folder of the model", "data/models/joey"),
    domain: texts("a file of data/prompts", ["dialogue", "edit"]),
    batch: count("batch size", 8),
    tokens: count("new tokens of a sample", 64),
    repeats: count("times that each is measured", 3)
  }
});

interface Result {
  /** emitted tokens a second of decoding, the prefill apart */
  readonly speed: number;
  readonly steps: number;
  /** mean rows of a step */
  readonly rows: number;
  /** share of the host: all that is not the sessions' own runs */
  readonly host: number;
}

async function measure(
  model: Llama,
  mode: Mode,
  prompts: readonly Int32Array[],
  maxNewTokens: number
): Promise<Result> {
  const drafter = mode === "greedy" ? undefined : lookup();
  const running = decode({model, mode, prompts, maxNewTokens, drafter, eos: model.config.eosTokens});
  await running.next();
  model.resetTimings();
  const start = performance.now();
  const {steps, outputs} = await collect(running);
  const time = performance.now() - start;
  const emitted = outputs.reduce((sum, {length}) => sum + length, 0);
  const rows = steps.reduce((sum, {counts}) => sum + counts.rows, 0) / steps.length;
  return {speed: (1000 * emitted) / time, steps: steps.length, rows, host: 1 - model.timings.run / time};
}

const {device} = values;
if (device !== "wasm" && device !== "cpu" && device !== "webgpu") throw new Error(`invalid device: ${device}`);
const runtime = device === "wasm" ? await openWeb({device}) : await openNode({device});
const checkpoint = await readCheckpoint(values.checkpoint);
if (!checkpoint.tokenizer) throw new Error(`${values.checkpoint}: tokenizer.json is missing`);
const tokenizer = openTokenizer(checkpoint.tokenizer);
const model = openLlama(runtime, checkpoint);
const {batch, tokens, repeats} = values;

console.log(`${runtime.version}, ${device}, ${runtime.deviceName}${runtime.software ? " (software)" : ""}, 1 thread`);
for (const domain of values.domain) {
  const file = await readFile(`data/prompts/${domain}.json`, "utf8");
  const {prompts} = JSON.parse(file) as {prompts: {text: string; split: string}[]};
  const chosen = prompts.filter(({split}) => split === "validation").slice(0, batch);
  const encoded = chosen.map(({text}) => tokenizer.encode(text));
  const configurations = [
    {name: "greedy, batch 1", mode: "greedy", prompts: encoded.slice(0, 1)},
    {name: `greedy, batch ${batch}`, mode: "greedy", prompts: encoded},
    {name: `vanilla, batch ${batch}`, mode: "vanilla", prompts: encoded},
    {name: `ems-sd, batch ${batch}`, mode: "ems-sd", prompts: encoded}
  ] as const;
  const best = new Map<string, Result>();
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const {name, mode, prompts: texts} of configurations) {
      const result = await measure(model, mode, texts, tokens);
      if (result.speed > (best.get(name)?.speed ?? 0)) best.set(name, result);
    }
  }
  console.log(`\n${domain}, ${tokens} new tokens, best of ${repeats}`);
  for (const [name, {speed, steps, rows, host}] of best) {
    const step = `${steps} steps of ${rows.toFixed(1)} rows, host ${(100 * host).toFixed(1)} %`;
    console.log(`  ${name.padEnd(18)} ${speed.toFixed(0).padStart(5)} tokens/s   ${step}`);
  }
  const speedOf = (mode: string): number => best.get(`${mode}, batch ${batch}`)?.speed ?? NaN;
  console.log(`  ems-sd / vanilla: ${(speedOf("ems-sd") / speedOf("vanilla")).toFixed(2)}`);
}
await model.release();
process.exit(0); // the runtimes keep the process alive
