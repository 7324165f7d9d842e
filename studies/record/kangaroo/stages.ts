// The recording of the Kangaroo chapter, stage by stage, each of which does only what its journal lacks.
import {writeFiles} from "../files.js";
import {allPrompts, openJournals, type ChapterOptions, type Journals} from "../journals.js";
import {recordingLine} from "../lines.js";
import {forestLines, recordForest} from "./forest.js";
import type {Setting} from "./setting.js";

export interface Recorded extends Journals<Setting> {
  readonly work: string;
}

export function openRecorded(options: ChapterOptions<Setting>): Recorded {
  return {...openJournals(options), work: options.work};
}

export async function recordKangaroo(options: ChapterOptions<Setting>, recorded: Recorded): Promise<void> {
  await recordForest(options, recorded);
}

export function writeRecording(folder: string, recorded: Recorded): Record<string, number> {
  if (allPrompts(recorded.prompts).some(({id}) => !recorded.answers.has(id))) return {};
  const {maxNewTokens, chainDepth} = recorded.setting;
  const head = recordingLine(recorded, {chapter: "kangaroo", units: [], setting: {maxNewTokens, chainDepth}});
  return writeFiles(folder, head, {"forest.jsonl": forestLines(recorded, recorded.work)});
}
