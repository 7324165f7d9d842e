import {describe, expect, it} from "vitest";
import {cacheCells, collect, decode, treeExit, type Growth, type Mode} from "../../src/decoding/index.js";
import type {SampleStep, StepRecord} from "../../src/traces/index.js";
import {ToyAdapter} from "./toyAdapter.js";
import {random, randomPrompts, ToyModel} from "./toyModel.js";

const exitLayer = 2;
const target = () => new ToyModel({layers: 3, maxPositions: 96});

interface Rules {
  readonly width: number;
  readonly threshold: number;
  readonly maxNodes: number;
  readonly root: "first-draft" | "last-token";
}

/** path → probability of its last token */
type Tree = Map<string, number>;

const wordOf = (path: readonly number[]): string => path.join(" ");

/**
 * The tree by brute force: paths in plain lists, every score multiplied anew, no cache. `ranking` is the draft
 * distribution after a text.
 */
function bruteForce(ranking: (text: number[]) => number[], text: number[], room: number, rules: Rules): Tree {
  const {width, threshold, maxNodes, root} = rules;
  const top = (path: number[], count: number): number[][] => {
    const shares = ranking([...text, ...path]);
    const order = shares.map((_, token) => token).sort((a, b) => shares[b] - shares[a] || a - b);
    return order.slice(0, count).map((token) => [...path, token]);
  };
  const share = (path: number[]) => ranking([...text, ...path.slice(0, -1)])[path[path.length - 1]];
  const score = (path: number[]) =>
    path.reduce((product, _, k) => product * (k === 0 && root === "first-draft" ? 1 : share(path.slice(0, k + 1))), 1);
  const tree: Tree = new Map();
  if (room === 0) return tree;
  let level = top([], root === "first-draft" ? 1 : width);
  level.forEach((path) => tree.set(wordOf(path), share(path)));
  for (let depth = 1; depth < room && tree.size <= maxNodes && score(level[0]) >= threshold; depth++) {
    const scored = level.flatMap((path) => top(path, width)).map((path) => ({path, score: score(path)}));
    const next = scored.sort((a, b) => b.score - a.score).slice(0, width);
    const parents = new Set(next.map(({path}) => wordOf(path.slice(0, -1))));
    const childless = level.filter((path) => !parents.has(wordOf(path))).sort((a, b) => score(a) - score(b));
    childless.slice(0, Math.floor(childless.length / 2)).forEach((path) => tree.delete(wordOf(path)));
    level = next.map(({path}) => path);
    level.forEach((path) => tree.set(wordOf(path), share(path)));
  }
  return tree;
}

/** A recorded tree in the same form. */
function recordedTree({drafted, draftParents = [], draftConfidence = []}: SampleStep): Tree {
  const paths: number[][] = [];
  drafted.forEach((token, k) => paths.push([...(draftParents[k] < 0 ? [] : paths[draftParents[k]]), token]));
  return new Map(paths.map((path, k) => [wordOf(path), draftConfidence[k]]));
}

/** Paths and probabilities agree; probabilities to the grid. */
function expectTree(found: Tree, expected: Tree): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [path, probability] of found) expect(probability).toBeCloseTo(expected.get(path) ?? NaN, 4);
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const total = (steps: readonly StepRecord[], of: (sample: SampleStep) => number) =>
  sum(steps.flatMap(({samples}) => samples.map(of)));

describe("a tree of early exits", () => {
  for (const root of ["first-draft", "last-token"] as const) {
    for (const adapted of [true, false]) {
      it(`is the brute-force tree, and the text the target's own: ${root}${adapted ? ", with an adapter" : ""}`, async () => {
        const next = random(adapted ? 41 : 42);
        const seen = {accepted: 0, branches: 0, pruned: 0, offTheFirst: 0};
        for (let trial = 0; trial < 28; trial++) {
          const model = target();
          const adapter = new ToyAdapter(model, exitLayer);
          const rules = {
            root,
            width: 1 + Math.floor(next() * 5),
            threshold: [0, 0.1, 0.4, 1][Math.floor(next() * 4)],
            maxNodes: 1 + Math.floor(next() * 14)
          };
          const prompts = randomPrompts(next, 1 + Math.floor(next() * 4));
          const maxNewTokens = 1 + Math.floor(next() * 30);
          const eos = next() < 0.3 ? [3] : [];
          const drafter = treeExit({exitLayer, ...rules, ...(adapted && {adapter})});
          const {steps, outputs} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens, eos}));
          expect(outputs.map((o) => Array.from(o))).toEqual(prompts.map((p) => model.greedy(p, maxNewTokens, eos)));
          const texts = prompts.map((prompt, i) => [...prompt, ...steps[0].samples[i].emitted]);
          const ranking = (text: number[]) => {
            if (adapted) return adapter.ranking(text);
            const {hash, guess} = model.statesOf(text, exitLayer)[text.length - 1];
            return model.ranking(hash, guess);
          };
          for (const {samples, counts} of steps.slice(1)) {
            samples.forEach((sample, i) => {
              if (sample.emitted.length === 0) return;
              const room = prompts[i].length + maxNewTokens - texts[i].length - 1;
              expectTree(recordedTree(sample), bruteForce(ranking, texts[i], room, rules));
              const {acceptedPath = [], drafted, draftParents = []} = sample;
              expect(acceptedPath.map((k) => drafted[k])).toEqual(sample.emitted.slice(0, -1));
              acceptedPath.forEach((k, at) => expect(draftParents[k]).toBe(at === 0 ? -1 : acceptedPath[at - 1]));
              seen.accepted += sample.accepted;
              if (new Set(draftParents).size < draftParents.length) seen.branches++;
              if (acceptedPath.some((k, at) => k !== at)) seen.offTheFirst++;
              texts[i].push(...sample.emitted);
            });
            seen.pruned += (counts.exit?.shallowRows ?? 0) - counts.rows;
          }
        }
        expect(Math.min(seen.accepted, seen.branches, seen.pruned, seen.offTheFirst)).toBeGreaterThan(10);
      });
    }
  }

  it("of width 1 is the chain until its score falls below the threshold", async () => {
    const model = target();
    const adapter = new ToyAdapter(model, exitLayer);
    const drafter = treeExit({exitLayer, adapter, width: 1, threshold: 0.2, maxNodes: 4});
    const prompts = randomPrompts(random(3), 3);
    const {steps} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 20}));
    for (const {drafted, draftParents} of steps.slice(1).flatMap(({samples}) => samples)) {
      expect(draftParents).toEqual(drafted.map((_, k) => k - 1));
    }
    // the size is exceeded by one level at most
    expect(Math.max(...steps.flatMap(({samples}) => samples.map(({drafted}) => drafted.length)))).toBe(5);
  });

  it("keeps the accepted path's slots, fills those between, and uses no more than the text and one tree", async () => {
    const model = target();
    const adapter = new ToyAdapter(model, exitLayer);
    const drafter = treeExit({exitLayer, adapter, width: 4, threshold: 0.05, maxNodes: 8});
    const prompts = randomPrompts(random(8), 3);
    const {steps} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 40}));
    for (let k = 1; k <= steps.length; k++) {
      const done = steps.slice(0, k);
      cacheCells(done).forEach((cells, i) => {
        const live = cells.filter(({kind}) => kind === "prompt" || kind === "accepted");
        const text = [...prompts[i], ...done.flatMap(({samples}) => samples[i].emitted)];
        live.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
        expect(live.map(({token}) => token)).toEqual(text.slice(0, -1));
        expect(cells.length).toBeLessThanOrEqual(text.length + 1 + 2 * 12);
      });
    }
    expect(total(steps, ({padSlots}) => padSlots)).toBeGreaterThan(0);
    expect(total(steps, ({accepted}) => accepted)).toBeGreaterThan(10);
  });

  it("tells an observer of every level: what it shows, less what was pruned, is the tree that is verified", async () => {
    const model = target();
    const adapter = new ToyAdapter(model, exitLayer);
    const prompts = randomPrompts(random(5), 2);
    const rules = {exitLayer, adapter, width: 4, threshold: 0.05, maxNodes: 12};
    const seen: Growth[][] = prompts.map(() => []);
    const observe = (sample: number, growth: Growth): void => void seen[sample].push(growth);
    const decoding = {model, mode: "ems-sd", prompts, maxNewTokens: 24} as const;
    const steps: StepRecord[] = [];
    for await (const step of decode({...decoding, drafter: treeExit({...rules, observe})})) {
      step.samples.forEach(({drafted, draftParents = [], draftConfidence = []}, i) => {
        const grown = seen[i].splice(0);
        const pruned = new Set(grown.flatMap((growth) => [...growth.pruned]));
        const kept = grown.flatMap(({level}) => level).filter((node) => !pruned.has(node));
        expect(kept.map(({token}) => token)).toEqual(drafted);
        expect(kept.map(({parent}) => (parent ? kept.indexOf(parent) : -1))).toEqual(draftParents);
        kept.forEach(({probability}, k) => expect(probability).toBeCloseTo(draftConfidence[k], 4));
        grown.forEach(({level, leftOut}, k) => {
          expect(new Set(level.map(({depth}) => depth))).toEqual(new Set([k + 1]));
          if (leftOut.length > 0) expect(leftOut[0].score).toBeLessThanOrEqual(level.at(-1)!.score);
          if (k > 0) expect(level.length + leftOut.length).toBe(4 * grown[k - 1].level.length);
        });
      });
      steps.push(step);
    }
    const unseen = await collect(decode({...decoding, drafter: treeExit(rules)}));
    expect(unseen.steps.map(({samples}) => samples)).toEqual(steps.map(({samples}) => samples));
    expect(total(steps, ({drafted}) => drafted.length)).toBeGreaterThan(40);
  });

  it("takes the paper's K and η by default, and refuses what it cannot do", async () => {
    const model = target();
    expect(treeExit({exitLayer}).draftLength).toBe(70);
    expect(() => treeExit({exitLayer, width: 0})).toThrow("invalid width: 0");
    expect(() => treeExit({exitLayer, threshold: 2})).toThrow("invalid threshold: 2");
    const failing = (mode: Mode, width = 3) =>
      collect(
        decode({model, mode, drafter: treeExit({exitLayer, width}), prompts: [Int32Array.of(1)], maxNewTokens: 4})
      );
    await expect(failing("vanilla")).rejects.toThrow("trees need mode ems-sd, this is vanilla");
    await expect(failing("ems-sd", 13)).rejects.toThrow("invalid width: 13 (the vocabulary has 12)");
  });
});
