// The recording of the Kangaroo chapter, stage by stage, each of which does only what its journal lacks.
import {recordAnswers} from "../answers.js";
import {writeFiles} from "../files.js";
import {allPrompts, openJournals, type ChapterOptions, type Journals} from "../journals.js";
import {recordingLine} from "../lines.js";
import {forestLines, forestOptions} from "./forest.js";
import type {Setting} from "./setting.js";

export type Recorded = Journals<Setting>;

export function openRecorded(options: ChapterOptions<Setting>): Recorded {
  return openJournals(options);
}

export async function recordKangaroo(options: ChapterOptions<Setting>, recorded: Recorded): Promise<void> {
  const {stage} = options;
  const forest = forestOptions(options);
  const {length} = forest.prompts;
  const answering = stage("greedy outputs and the draft forest", length, 0);
  await recordAnswers({
    ...forest,
    journal: recorded.answers,
    progress: (done) => answering.update(done, `${done} of ${length} prompts`)
  });
  answering.end();
}

export function writeRecording(folder: string, recorded: Recorded): Record<string, number> {
  if (allPrompts(recorded.prompts).some(({id}) => !recorded.answers.has(id))) return {};
  const {maxNewTokens, chainDepth} = recorded.setting;
  const head = recordingLine(recorded, {chapter: "kangaroo", units: [], setting: {maxNewTokens, chainDepth}});
  return writeFiles(folder, head, {"forest.jsonl": forestLines(recorded)});
}
