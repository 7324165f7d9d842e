// What recording checks on all prompts, here on four of each domain and fewer tokens: joey decodes them alike in every
// mode, with both drafters, and every run takes the steps of its replay.
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openLlama} from "../../src/runtime/llama.js";
import {openNode} from "../../src/runtime/node.js";
import {readCheckpoint} from "../../src/runtime/readCheckpoint.js";
import {openTokenizer} from "../../src/runtime/tokenizer.js";
import {PAD} from "../../src/training/tokenizerFiles.js";
import {modelFolder} from "../../studies/exportModel.js";
import {draftModel} from "../../src/decoding/index.js";
import {answersByPrompt, recordAnswers, type Answer} from "../../studies/record/answers.js";
import {unitContestants} from "../../studies/record/emsSd/contestants.js";
import {plan} from "../../studies/record/emsSd/plan.js";
import {emsSd} from "../../studies/record/emsSd/setting.js";
import {Journal} from "../../studies/record/journal.js";
import {oracleModelOf} from "../../studies/record/networks.js";
import {readPrompts, type Prompts} from "../../studies/record/prompts.js";
import {runUnit, type Unit, type UnitOptions} from "../../studies/record/unit.js";

const setting = {...emsSd, batchSizes: [4], maxNewTokens: 20, beyond: 8, timedPrompts: 4, prompts: 4, repeats: 1};

describe("joey", () => {
  const folder = mkdtempSync(join(tmpdir(), "concord-lossless-"));
  afterAll(() => rmSync(folder, {recursive: true}));
  let prompts: Prompts;
  let options: UnitOptions;

  beforeAll(async () => {
    const runtime = await openNode({device: "cpu"});
    const open = async (name: string) => {
      const checkpoint = await readCheckpoint(modelFolder(name));
      return {checkpoint, network: {name, sha256: checkpoint.sha256, model: openLlama(runtime, checkpoint)}};
    };
    const [{checkpoint, network: target}, {network: draft}] = [await open("joey"), await open("joey-draft")];
    if (!checkpoint.tokenizer) throw new Error("joey has no tokenizer");
    const tokenizer = openTokenizer(checkpoint.tokenizer);
    prompts = readPrompts(".", tokenizer, setting);
    const networks = {target, draft};
    const common = {eos: checkpoint.config.eosTokens, padToken: tokenizer.id(PAD) ?? 0};
    const all = [...prompts.domains.values()].flat();
    const journal = new Journal<Answer>(join(folder, "answers.jsonl"));
    const {maxNewTokens, beyond, chainDepth: draftLength} = setting;
    const drafters = {[draft.name]: draftModel({model: draft.model, draftLength, name: draft.name})};
    const {model} = target;
    await recordAnswers({
      ...common,
      prompts: all,
      target: model,
      maxNewTokens: maxNewTokens + beyond,
      drafters,
      journal
    });
    const contestantsOf = (unit: Unit) => unitContestants(unit, setting, draft.name);
    const answers = answersByPrompt(all, journal);
    options = {...common, networks, contestantsOf, maxNewTokens, answers, shape: oracleModelOf(networks)};
  }, 120_000);

  for (const domain of emsSd.domains) {
    test(`writes the same ${domain} in every mode, with both drafters`, async () => {
      const [unit, ...others] = plan(prompts.domains, setting).filter((candidate) => candidate.domain === domain);
      expect(others).toEqual([]);
      const outcomes = Object.entries(await runUnit(unit, options));
      expect(outcomes).toHaveLength(11);
      const [[, {tokens}]] = outcomes;
      for (const [name, outcome] of outcomes) {
        if (outcome.flips.length === 0) expect(outcome.tokens, name).toBe(tokens);
        if (!name.startsWith("vanilla-as-released") && !outcome.nearTie)
          expect(outcome.replayed).toBe(outcome.steps + 1);
      }
    });
  }
});
