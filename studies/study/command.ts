// npm run train -- study <study> [options]
//
// Runs what is missing of a study's grid; Ctrl-C saves and stops, the same command goes on. Finished runs are added to
// data/runs/<study>.jsonl, or to `--out`; `--merge` adds the runs of other machines' files and runs nothing.
import {existsSync} from "node:fs";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {choice, commandLine, count, flag, list, machine, positive, text, UsageError} from "../../tools/commandLine.js"; // prettier-ignore
import {cacheFolder} from "../cache.js";
import {core} from "../core/study.js";
import {interruption} from "../interrupt.js";
import {tinyLm} from "../tinyLm/study.js";
import {planOf} from "./plan.js";
import {runQueue, type ChildMessage} from "./queue.js";
import {mergeRecords, readRecords, recordsFile} from "./records.js";
import {recipeHash, type Study} from "./study.js";
import type {RunContext} from "./context.js";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- studies differ in their recipes
const studies: readonly Study<any>[] = [tinyLm, core];

const names = studies.map(({name}) => name).join(", ");

const command = {
  usage: "npm run train -- study <study>",
  about: `Runs what is missing of a study: ${names}. Ctrl-C saves and stops; the same command goes on.`,
  options: {
    only: list("parts of the study; all, where none is named"),
    jobs: count("runs at a time; one for each processor, where it is not given"),
    minutes: positive("minutes after which it saves and stops"),
    shard: text("this machine’s share: i/n, every n-th run from the i-th on"),
    out: text("file that runs are added to; data/runs/<study>.jsonl, where none is named"),
    merge: list("add the runs of these files, and run nothing"),
    list: flag("say what is to be run, and run nothing"),
    again: flag("with --out: also what is recorded, to compare devices"),
    device: machine.device,
    scale: choice("large takes three times the tokens, and is the default on a GPU", ["small", "large"]),
    run: text("only the run of this hash, in this process; what the command itself calls")
  },
  words: 1
} as const;

export async function studyCommand(args: readonly string[]): Promise<void> {
  const {values, words} = commandLine(command, args);
  const study = studies.find(({name}) => name === words[0]);
  if (!study) throw new UsageError(`study: ${words[0] ?? "none"}; there are ${names}`);
  const scale = values.scale ?? (values.device === "webgpu" ? "large" : "small");
  if (values.run !== undefined) return runOne(study, values.run, values.device);

  const file = values.out ?? recordsFile(study.name);
  if (values.merge !== undefined) {
    for (const other of values.merge) {
      if (!existsSync(other)) throw new UsageError(`--merge: ${other} does not exist`);
      console.error(`${other}: ${mergeRecords(file, readRecords(other).values())} runs added to ${file}`);
    }
    return;
  }
  if (values.again && values.out === undefined) throw new UsageError("--again: name a file for it with --out");
  const records = new Map([...(values.again ? [] : readRecords(recordsFile(study.name))), ...readRecords(file)]);
  const plan = planOf(study, {
    scale,
    only: values.only,
    shard: values.shard === undefined ? undefined : shardOf(values.shard),
    records,
    hasWeights: (hash) => existsSync(join(folderOf(study.name, hash), "weights.safetensors"))
  });
  console.error(`${study.name}: ${plan.done} of ${plan.planned} runs done, ${plan.tasks.length} to run`);
  if (values.list) {
    for (const {hash, label} of plan.tasks) console.log(`${hash}  ${label}`);
    return;
  }
  const interrupt = interruption(values.minutes);
  const {failed} = await runQueue({
    tasks: plan.tasks,
    jobs: values.jobs ?? availableParallelism(),
    childArguments: (hash) => ["study", study.name, "--run", hash, "--device", values.device],
    signal: interrupt.signal,
    finished: (run) => void mergeRecords(file, [run])
  });
  if (failed.length > 0)
    throw new Error(`${failed.length} runs failed: ${failed.join(", ")}; the same command tries again`);
}

const folderOf = (study: string, hash: string): string => cacheFolder("studies", study, hash);

/** In a process of its own: one run, its progress and its result as messages to the parent. */
async function runOne(study: Study<{seed: number}>, hash: string, device: "cpu" | "webgpu"): Promise<void> {
  const recipe = allRecipes(study).get(hash);
  if (!recipe) throw new UsageError(`--run: ${study.name} has no recipe ${hash}`);
  const interrupt = interruption();
  process.on("disconnect", () => interrupt.abort());
  const send = (message: ChildMessage): void => void (process.connected && process.send?.(message));
  let lastSaid = -Infinity;
  const context: RunContext = {
    hash,
    folder: folderOf(study.name, hash),
    folderOf: (other) => folderOf(study.name, recipeHash(other)),
    inputs: study.inputs(recipe),
    device,
    threads: 1,
    signal: interrupt.signal,
    say(text, done) {
      if (performance.now() - lastSaid < 1000) return;
      lastSaid = performance.now();
      send({say: text, done});
      if (!process.connected) console.error(text);
    }
  };
  const result = await study.run(recipe, context).catch((error: unknown) => {
    if (interrupt.signal.aborted) return undefined;
    throw error;
  });
  if (result) {
    if (process.connected) send({result});
    else console.log(JSON.stringify(result));
  } else send({interrupted: true});
  if (process.connected) process.disconnect();
}

/** Every recipe of the grid and all that they go on from, by hash. */
function allRecipes<Recipe extends {readonly seed: number}>(study: Study<Recipe>): Map<string, Recipe> {
  const found = new Map<string, Recipe>();
  for (const {recipe} of [...study.points("small"), ...study.points("large")]) {
    for (let r: Recipe | undefined = recipe; r; r = study.before?.(r)) found.set(recipeHash(r), r);
  }
  return found;
}

function shardOf(text: string): {index: number; of: number} {
  const [index, of] = text.split("/").map(Number);
  if (!Number.isInteger(index) || !Number.isInteger(of) || index < 1 || index > of) {
    throw new UsageError(`--shard: ${text}; expected i/n with 1 ≤ i ≤ n, such as 2/8`);
  }
  return {index, of};
}
