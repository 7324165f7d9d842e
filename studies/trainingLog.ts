// The log of a run: JSON Lines in the checkpoint folder. What was logged beyond the step a run resumes from is dropped,
// for those steps happen again.
import {appendFile, copyFile, mkdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";

export interface LogEntry {
  readonly step: number;
  readonly tokens: number;
  /** mean training loss since the entry before, nats per token */
  readonly loss?: number;
  readonly gradientNorm?: number;
  readonly learningRate?: number;
  readonly seconds?: number;
  /** held-out text, by domain */
  readonly bitsPerByte?: Readonly<Record<string, number>>;
  readonly finished?: boolean;
}

export interface TrainingLog<Entry = LogEntry> {
  add(entry: Entry): Promise<void>;
  read(): Promise<Entry[]>;
}

export async function openLog<Entry extends {readonly step: number} = LogEntry>(
  folder: string,
  fromStep: number
): Promise<TrainingLog<Entry>> {
  const path = join(folder, "log.jsonl");
  await mkdir(folder, {recursive: true});
  const read = async (): Promise<Entry[]> => {
    const text = await readFile(path, "utf8").catch(() => "");
    return text.split("\n").filter(Boolean).map((line) => JSON.parse(line) as Entry); // prettier-ignore
  };
  const lines = (entries: Entry[]): string => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  await writeFile(path, lines((await read()).filter(({step}) => step <= fromStep)));
  return {add: (entry) => appendFile(path, lines([entry])), read};
}

/** A branch of a run begins with the log of the run it leaves. */
export async function copyLog(from: string, to: string): Promise<void> {
  await mkdir(to, {recursive: true});
  await copyFile(join(from, "log.jsonl"), join(to, "log.jsonl")).catch(() => undefined); // continued from weights: no log
}
