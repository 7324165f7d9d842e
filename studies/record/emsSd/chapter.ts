// The EMS-SD chapter, for `npm run record`.
import {openLlama} from "../../../src/runtime/llama.js";
import {cacheFolder} from "../../cache.js";
import {readMeta, readShards} from "../../corpora/shards.js";
import {emsSd, onGpu, quick, type Setting} from "./setting.js";
import {heldOutPrompts} from "./heldOut.js";
import {countEmsSd, openRecorded, recordEmsSd, writeRecording} from "./stages.js";
import type {Chapter} from "../chapter.js";

export const emsSdChapter: Chapter<Setting> = {
  setting: emsSd,
  onGpu,
  quick,
  networks(runtime, {target, draft}) {
    return Promise.resolve({
      target: {name: "joey", sha256: target.sha256, model: openLlama(runtime, target)},
      draft: {name: "joey-draft", sha256: draft.sha256, model: openLlama(runtime, draft)}
    });
  },
  open(chapter, tokenizer) {
    const text = cacheFolder("text");
    const {heldOut: count} = chapter.setting;
    const heldOut = readMeta(text) ? heldOutPrompts(readShards(text, "validation"), tokenizer, count) : undefined;
    if (!heldOut) console.error(`no encoded text in ${text}: nothing is counted on held-out documents`);
    const options = {...chapter, ...(heldOut ? {heldOut} : {})};
    const recorded = openRecorded(options);
    return {
      record: () => recordEmsSd(options, recorded),
      async count() {
        if (recorded.answers.size < chapter.prompts.count) return;
        await countEmsSd({...options, signal: undefined}, recorded);
      },
      write: (folder) => writeRecording(folder, recorded),
      get done() {
        return recorded.results.size;
      },
      planned: recorded.units.length
    };
  }
};
