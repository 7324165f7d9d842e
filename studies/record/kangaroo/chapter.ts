// The Kangaroo chapter, for `npm run record`.
import {openLlama} from "../../../src/runtime/llama.js";
import type {Chapter} from "../chapter.js";
import {exitName, openAdapters, openHeads, otherArchitectures} from "./modules.js";
import {kangaroo, onGpu, quick, type Setting} from "./setting.js";
import {openRecorded, recordKangaroo, writeRecording} from "./stages.js";

export const kangarooChapter: Chapter<Setting> = {
  setting: kangaroo,
  onGpu,
  quick,
  async networks(runtime, {target, draft}) {
    const {exitLayers, exitLayer} = kangaroo;
    const names = [...exitLayers.map(exitName), ...otherArchitectures.map((name) => `${exitName(exitLayer)}-${name}`)];
    const heads = await openHeads(runtime, target);
    return {
      target: {name: "joey", sha256: target.sha256, model: openLlama(runtime, target, {exitHead: "shared"})},
      draft: {name: "joey-draft", sha256: draft.sha256, model: openLlama(runtime, draft)},
      adapters: await openAdapters(runtime, target, names),
      ...(heads ? {heads} : {})
    };
  },
  open(options) {
    const recorded = openRecorded(options);
    return {
      record: () => recordKangaroo(options, recorded),
      count: () => Promise.resolve(),
      write: (folder) => writeRecording(folder, recorded),
      get done() {
        return recorded.results.size;
      },
      planned: recorded.units.length
    };
  }
};
