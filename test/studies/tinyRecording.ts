// A recording in small: random networks of a few thousand parameters, short prompts that repeat themselves.
import {join} from "node:path";
import {openLlama} from "../../src/runtime/llama.js";
import {openNode} from "../../src/runtime/node.js";
import type {Provenance} from "../../src/traces/index.js";
import type {EmsSdOptions} from "../../studies/record/emsSd/stages.js";
import {emsSd, type Setting} from "../../studies/record/emsSd/setting.js";
import type {Networks} from "../../studies/record/networks.js";
import type {Prompts} from "../../studies/record/prompts.js";
import type {Stage} from "../../studies/record/stage.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";

export const tiny: Setting = {
  ...emsSd,
  domains: ["left", "right"],
  batchSizes: [2, 1, 3],
  maxNewTokens: 10,
  beyond: 4,
  chainDepth: 5,
  draftLength: 2,
  lookup: {checkLength: 1, copyLength: 3},
  timedPrompts: 2,
  prompts: 5,
  repeats: 2,
  heldOut: 2,
  cost: {batchSizes: [1, 2], rowsPerSample: [1, 2], ragged: [2], cachedSlots: [8, 16], repeats: 2, passes: 2}
};

export const tinyProvenance: Provenance = {
  command: "npx vitest run",
  commit: "none",
  device: "test",
  provider: "cpu",
  runtime: "onnxruntime-node",
  date: "2026-11-23"
};

export const silent: Stage = () => ({update: () => undefined, end: () => undefined});

export async function tinyNetworks(): Promise<Networks> {
  const runtime = await openNode({device: "cpu"});
  const network = async (name: string, layers: number) => {
    const checkpoint = await testCheckpoint({...testConfig, layers, vocabSize: 13});
    return {name, sha256: checkpoint.sha256, model: openLlama(runtime, checkpoint)};
  };
  // few tokens, so that look-ups hit; one seed, so that the small one now and then chooses as the large one does
  return {target: await network("large", 3), draft: await network("small", 2)};
}

export function tinyPrompts({domains, prompts}: Pick<Setting, "domains" | "prompts">): Prompts {
  const list = domains.map(
    (domain, d): [string, Prompts["domains"] extends ReadonlyMap<string, infer P> ? P : never] => [
      domain,
      Array.from({length: prompts}, (_, i) => ({
        id: `${domain}-${i}`,
        domain,
        tokens: Int32Array.from({length: 12 + 3 * i}, (_, k) => 1 + ((k * (d + 2) + i) % 11))
      }))
    ]
  );
  return {domains: new Map(list), files: {}, count: domains.length * prompts};
}

export function tinyOptions(folder: string, networks: Networks, name: string): EmsSdOptions {
  return {
    prompts: tinyPrompts(tiny),
    heldOut: tinyPrompts({...tiny, domains: ["right"], prompts: tiny.heldOut}).domains,
    networks,
    setting: tiny,
    eos: [0],
    padToken: 1,
    provenance: tinyProvenance,
    work: join(folder, name),
    stage: silent,
    leastBusy: 0 // tests run beside others
  };
}
