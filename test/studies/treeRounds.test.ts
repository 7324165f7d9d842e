// Recorded rounds of tree drafting, in small: toy networks.
import {expect, test} from "vitest";
import {checkLine} from "../../src/traces/index.js";
import {recordTreeRounds} from "../../studies/record/treeRounds.js";
import {ToyAdapter} from "../decoding/toyAdapter.js";
import {random, randomPrompts, ToyModel} from "../decoding/toyModel.js";

const model = new ToyModel({layers: 3, maxPositions: 96});
const adapter = new ToyAdapter(model, 2);
const prompts = randomPrompts(random(6), 3).map((tokens, i) => ({id: `toy-${i}`, tokens}));
const options = {model, adapter, prompts, maxNewTokens: 30, eos: [], padToken: 0, width: 4, threshold: 0.1};

test("recorded rounds are valid lines, as many as asked for, and hold trees whose text is the greedy one", async () => {
  const {lines, tokens, flips, gap} = await recordTreeRounds({...options, rounds: 3});
  expect(lines.map(({prompt, round}) => `${prompt} ${round}`)).toEqual(
    prompts.flatMap(({id}) => [1, 2, 3].map((round) => `${id} ${round}`))
  );
  expect([tokens, flips, gap]).toEqual([90, [], 0]);
  let pruned = 0;
  for (const line of lines) {
    checkLine(line);
    const {nodes, levels, acceptedPath, emitted, rows, shallowRows} = line;
    const kept = nodes.pruned.filter((level) => level === 0).length;
    pruned += nodes.tokens.length - kept;
    expect(rows).toBe(kept + 1);
    expect(shallowRows).toBe(nodes.tokens.length + 1);
    expect(acceptedPath.map((i) => nodes.tokens[i])).toEqual(emitted.slice(0, -1));
    expect(levels).toHaveLength(Math.max(...nodes.levels));
    nodes.parents.forEach((parent, i) => {
      expect(nodes.levels[i]).toBe(parent < 0 ? 1 : nodes.levels[parent] + 1);
      if (nodes.pruned[i]) expect(nodes.pruned[i]).toBe(nodes.levels[i] + 1);
    });
    levels.forEach(({candidates, leftOut}, k) => {
      const places = nodes.levels.filter((level) => level === k + 1).length;
      expect(candidates).toBeGreaterThanOrEqual(places + leftOut.length);
      expect(leftOut).toHaveLength(Math.min(3, candidates - places));
    });
  }
  expect(pruned).toBeGreaterThan(0);
});

test("the text before each round is what was written until then", async () => {
  const {lines} = await recordTreeRounds({...options, prompts: prompts.slice(0, 1), rounds: 4});
  let text = [...prompts[0].tokens];
  for (const [k, {before, emitted}] of lines.entries()) {
    if (k === 0) text = [...before];
    expect(before).toEqual(text.slice(-32));
    text.push(...emitted);
  }
});
