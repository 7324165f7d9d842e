// How draft trees grow, for a figure: the first rounds of some prompts, decoded with the tree drafter and its observer. Each
// whole text is compared with greedy decoding on the same networks.
import {collect, decode, treeExit, type Adapter, type Growth, type Model} from "../../src/decoding/index.js";
import {goesOn} from "../../src/decoding/drafters/confidence.js";
import type {SampleStep, StepRecord, TreeRoundRecord} from "../../src/traces/index.js";
import {largestGap} from "./answers.js";
import {flipsOf, type Flip} from "./verdict.js";

export interface TreeRoundsOptions {
  /** the target; it and the adapter are asked to begin anew for every prompt */
  readonly model: Model;
  /** reads the states behind its `exitLayer` */
  readonly adapter: Adapter;
  readonly prompts: readonly {readonly id: string; readonly tokens: Int32Array}[];
  /** most new tokens of a text */
  readonly maxNewTokens: number;
  /** rounds kept of each prompt; default 8 */
  readonly rounds?: number;
  /** continuations of a node, and nodes of a level, K; default 10 */
  readonly width?: number;
  /** best score of a level below which the tree stops growing, η; default 0.4 */
  readonly threshold?: number;
  readonly eos: readonly number[];
  readonly padToken: number;
  readonly signal?: AbortSignal;
}

export interface TreeRounds {
  /** prompt by prompt, round by round */
  readonly lines: readonly TreeRoundRecord[];
  /** tokens compared with greedy decoding, and texts that left it at a near tie */
  readonly tokens: number;
  readonly flips: readonly Flip[];
  /** how far any greedy token lies behind the largest logit, teacher-forced */
  readonly gap: number;
}

/** tokens of the text kept before a round */
const BEFORE = 32;
/** candidates kept of those that got no place */
const LEFT_OUT = 3;

/** @throws where a text is not the greedy one but for near ties */
export async function recordTreeRounds(options: TreeRoundsOptions): Promise<TreeRounds> {
  const {model, adapter, prompts, maxNewTokens, rounds = 8, width = 10, threshold = 0.4} = options;
  const {eos, padToken, signal} = options;
  const {exitLayer} = adapter;
  const rules = {width, threshold, maxNodes: 6 * width, root: "first-draft"} as const;
  const lines: TreeRoundRecord[] = [];
  const flips: Flip[] = [];
  let [tokens, gap] = [0, 0];
  for (const {id, tokens: prompt} of prompts) {
    const common = {model, prompts: [prompt], maxNewTokens, eos, padToken, signal};
    const growths: Growth[] = [];
    const drafter = treeExit({exitLayer, adapter, ...rules, observe: (_, growth) => void growths.push(growth)});
    const text = [...prompt];
    for await (const step of decode({...common, mode: "ems-sd", drafter})) {
      const grown = growths.splice(0);
      if (step.step > 0 && step.step <= rounds) {
        const where = {prompt: id, round: step.step, before: text.slice(-BEFORE)};
        lines.push({...where, ...roundOf(grown, step, rules), options: {exitLayer, ...rules}, layers: model.layers});
      }
      text.push(...step.samples[0].emitted);
    }
    const greedy = await collect(decode({...common, mode: "greedy"}));
    const output = Int32Array.from(text.slice(prompt.length));
    const margin = Float32Array.from(greedy.steps.flatMap(({samples}) => samples[0].margin));
    flips.push(...flipsOf([output], [{id, prompt, output: greedy.outputs[0], margin, chains: {}}], maxNewTokens));
    gap = Math.max(gap, await largestGap(model, prompt, greedy.outputs[0]));
    tokens += output.length;
  }
  return {lines, tokens, flips, gap};
}

interface Rules {
  readonly threshold: number;
  readonly maxNodes: number;
}

function roundOf(grown: readonly Growth[], {samples, counts}: StepRecord, {threshold, maxNodes}: Rules) {
  const [{drafted, emitted, acceptedPath = [], confidence}]: readonly SampleStep[] = samples;
  const nodes = grown.flatMap(({level}) => level);
  const indexOf = (node: (typeof nodes)[number] | undefined): number => (node ? nodes.indexOf(node) : -1);
  const prunedAt = new Map(grown.flatMap(({pruned}, k) => [...pruned].map((node) => [node, k + 1] as const)));
  const kept = nodes.filter((node) => !prunedAt.has(node));
  if (kept.map(({token}) => token).join() !== drafted.join()) throw new Error("trees: observed and verified differ");
  const best = grown.at(-1)?.level[0];
  const byScore = best !== undefined && !goesOn(best.score, threshold);
  return {
    type: "tree-round" as const,
    nodes: {
      tokens: nodes.map(({token}) => token),
      parents: nodes.map(({parent}) => indexOf(parent)),
      probabilities: nodes.map(({probability}) => fourDigits(probability)),
      levels: nodes.map(({depth}) => depth),
      pruned: nodes.map((node) => prunedAt.get(node) ?? 0)
    },
    levels: grown.map(({level, leftOut}) => ({
      candidates: level.length + leftOut.length,
      leftOut: leftOut.slice(0, LEFT_OUT).map(({token, parent, probability}) => {
        return {token, parent: indexOf(parent), probability: fourDigits(probability)};
      })
    })),
    stopped: byScore ? ("score" as const) : kept.length > maxNodes ? ("size" as const) : ("room" as const),
    acceptedPath: acceptedPath.map((index) => nodes.indexOf(kept[index])),
    emitted,
    confidence: confidence.map(fourDigits),
    shallowForwards: counts.exit?.shallowForwards ?? 0,
    shallowRows: counts.exit?.shallowRows ?? 0,
    rows: counts.rows
  };
}

const fourDigits = (value: number): number => Number(value.toPrecision(4));
