// A recording of the Kangaroo chapter in small: a random network of three layers, random adapters and heads.
import {join} from "node:path";
import {openLlama} from "../../src/runtime/llama.js";
import {openNode} from "../../src/runtime/node.js";
import type {ChapterOptions} from "../../studies/record/journals.js";
import {kangaroo, type Setting} from "../../studies/record/kangaroo/setting.js";
import type {Networks} from "../../studies/record/networks.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";
import {randomAdapter} from "../runtime/randomAdapter.js";
import {randomHeads} from "../runtime/randomHeads.js";
import {silent, tinyPrompts, tinyProvenance} from "./tinyRecording.js";

export const tinyKangaroo: Setting = {
  ...kangaroo,
  domains: ["left", "right"],
  timedPrompts: 2,
  prompts: 4,
  maxNewTokens: 10,
  runTokens: 8,
  chainDepth: 4,
  exitLayers: [1, 2],
  plainLayers: [1],
  points: [{exitLayer: 2, draftLength: 3, threshold: 0.1}],
  exitLayer: 1,
  tree: {width: 3, threshold: 0.01},
  draftLength: 2,
  lookup: {checkLength: 1, copyLength: 3},
  grid: {draftLengths: [1, 2, 4], thresholds: [0, 0.1, 0.3]},
  methods: {prompts: 2, repeats: 2},
  variants: {prompts: 1, repeats: 1},
  sampled: {prompts: 1, repeats: 1, seed: 1},
  batches: {sizes: [1, 2], prompts: 2, repeats: 1},
  standard: {draftLength: 3, threshold: 0.2},
  again: 0,
  runs: ["left"],
  cost: {batchSizes: [1, 2], rowsPerSample: [1, 2], ragged: [2], cachedSlots: [8, 16], repeats: 2, passes: 1}
};

export async function tinyCast(): Promise<Networks> {
  const runtime = await openNode({device: "cpu"});
  const checkpoint = await testCheckpoint({...testConfig, layers: 3, vocabSize: 13});
  const small = await testCheckpoint({...testConfig, layers: 2, vocabSize: 13});
  const modules = [...[1, 2].map((layer) => [`exit-${layer}`, layer] as const), ...["own-head", "layer", "mlp"].map((name) => [`exit-1-${name}`, 1] as const)]; // prettier-ignore
  return {
    target: {name: "large", sha256: checkpoint.sha256, model: openLlama(runtime, checkpoint, {exitHead: "shared"})},
    draft: {name: "small", sha256: small.sha256, model: openLlama(runtime, small)},
    adapters: modules.map(([name, layer], seed) => ({
      name,
      sha256: `digest of ${name}`,
      part: randomAdapter(checkpoint, layer, seed + 9)
    })),
    heads: {name: "medusa", sha256: "digest of medusa", part: randomHeads(checkpoint, 3)}
  };
}

export function tinyKangarooOptions(folder: string, networks: Networks, name: string): ChapterOptions<Setting> {
  const {domains, ...prompts} = tinyPrompts({domains: [...tinyKangaroo.domains], prompts: tinyKangaroo.prompts});
  const split = (i: number) => (i < tinyKangaroo.timedPrompts ? "test" : "validation") as "test" | "validation";
  const named = [...domains].map(([domain, list]) => [domain, list.map((prompt, i) => ({...prompt, split: split(i)}))] as const); // prettier-ignore
  return {
    prompts: {...prompts, domains: new Map(named)},
    networks,
    setting: tinyKangaroo,
    eos: [0],
    padToken: 1,
    provenance: tinyProvenance,
    work: join(folder, name),
    stage: silent,
    leastBusy: 0 // tests run beside others
  };
}
