// What recording the Kangaroo chapter checks on all prompts, here on two and fewer tokens: joey writes the
// same with every adapter, without one, with trees and with heads, and every chain takes the steps of its replay.
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openNode} from "../../src/runtime/node.js";
import {readCheckpoint} from "../../src/runtime/readCheckpoint.js";
import {openTokenizer} from "../../src/runtime/tokenizer.js";
import {modelFolder} from "../../studies/exportModel.js";
import {openJournals, type ChapterOptions} from "../../studies/record/journals.js";
import {kangarooChapter} from "../../studies/record/kangaroo/chapter.js";
import {contestantsOf} from "../../studies/record/kangaroo/contestants.js";
import {knownAnswers, recordForest} from "../../studies/record/kangaroo/forest.js";
import {plan} from "../../studies/record/kangaroo/plan.js";
import {quick, type Setting} from "../../studies/record/kangaroo/setting.js";
import {readPrompts} from "../../studies/record/prompts.js";
import {runUnit, type Unit, type UnitOptions} from "../../studies/record/unit.js";
import {silent} from "./tinyRecording.js";

const domains = ["dialogue", "edit"];
const setting: Setting = {...quick, domains, timedPrompts: 1, prompts: 1, maxNewTokens: 16, exitLayers: [2, 4]};

describe("joey, leaving early", () => {
  const folder = mkdtempSync(join(tmpdir(), "concord-lossless-"));
  afterAll(() => rmSync(folder, {recursive: true}));
  let units: Unit[] = [];
  let options: UnitOptions;

  beforeAll(async () => {
    const runtime = await openNode({device: "cpu"});
    const [target, draft] = [
      await readCheckpoint(modelFolder("joey")),
      await readCheckpoint(modelFolder("joey-draft"))
    ];
    if (!target.tokenizer) throw new Error("joey has no tokenizer");
    const networks = await kangarooChapter.networks(runtime, {target, draft});
    const chapter: ChapterOptions<Setting> = {
      prompts: readPrompts(".", openTokenizer(target.tokenizer), setting),
      networks,
      setting,
      eos: target.config.eosTokens,
      padToken: 0,
      provenance: {command: "", commit: "", device: "", provider: "cpu", runtime: "", date: ""},
      work: folder,
      stage: silent,
      leastBusy: 0
    };
    const journals = openJournals(chapter);
    await recordForest(chapter, journals);
    const choices = {all: {exitLayer: 4, draftLength: 8, threshold: 0.3}, domains: new Map()};
    const {maxNewTokens} = setting;
    options = {
      ...chapter,
      maxNewTokens,
      contestantsOf: (unit) => contestantsOf(unit, setting, networks, choices),
      answers: knownAnswers(chapter, journals),
      shape: journals.shape
    };
    units = plan(chapter.prompts.domains, {...setting, methods: setting.variants}).filter(
      ({series, batchSize}) => series === "methods" || series === "variants" || batchSize === 2
    );
  }, 240_000);

  for (const domain of setting.domains) {
    test(`writes the same ${domain} whatever drafts`, async () => {
      const own = units.filter((unit) => unit.domain === domain);
      expect(own.map(({series}) => series)).toEqual(["methods", "variants", "batches"]);
      for (const unit of own) {
        const outcomes = Object.entries(await runUnit(unit, options));
        const [, {tokens}] = outcomes.find(([name]) => name === "greedy none")!;
        for (const [name, outcome] of outcomes) {
          if (outcome.flips.length === 0) expect(outcome.tokens, name).toBe(tokens);
          if (!name.endsWith("tree") && !outcome.nearTie) expect(outcome.replayed, name).toBe(outcome.steps + 1);
        }
      }
    });
  }
});
