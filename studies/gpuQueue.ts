// npm run gpu:queue -- [options]
//
// Says what is still unrecorded on a GPU, and does it here where there is one, in order and within the minutes: the
// adapter's name and one small graph against the CPU, joey's training, runs that the studies lack, the recordings of
// ems-sd and kangaroo, the longer runs of tiny-lm. The study core needs its picture sets in the cache, and is left out
// where they are not. Everything goes on where it stopped. With --out, results are packed there as results.tar.gz; unpacked
// in the repository they take their places.
import {execFileSync, spawn} from "node:child_process";
import {existsSync, mkdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {commandLine, flag, positive, refuse, text, UsageError} from "../tools/commandLine.js";
import {cacheFolder} from "./cache.js";
import {imagesFolder} from "./core/images.js";
import {filesSince} from "./filesSince.js";
import {gpuItems, TRUSTED, type Probe} from "./gpuPending.js";

const {values, words} = commandLine({
  usage: "npm run gpu:queue --",
  about: "Says what is unrecorded on a GPU, and does it where there is one, in order and within the minutes.",
  options: {
    minutes: positive("minutes after which it saves and stops (default 9)"),
    retrain: flag("train joey anew though it is finished; its traces are then recorded again"),
    "any-adapter": flag("also on software adapters, whose results stay in the work folder"),
    quick: flag("the small version of the recordings"),
    out: text("folder that results.tar.gz is written to; none, where none is named")
  },
  words: 1
});
// npm takes `--minutes 9` for itself and leaves `9`, or `--minutes=9` and leaves nothing
const minutes = values.minutes ?? Number(words[0] ?? process.env.npm_config_minutes ?? 9);
if (!(minutes > 0)) refuse(new UsageError(`--minutes: ${words[0]} is not a positive number`));
const deadline = performance.now() + minutes * 60_000;
/** Seconds that packing and a late stop may take. */
const RESERVE = 25;
/** Seconds under which nothing new is begun. */
const LEAST = 30;
/** Runs of a study beside each other: an H100 took three at 13,000 tokens a second each. */
const JOBS = "3";
const left = (): number => (deadline - performance.now()) / 1000 - RESERVE;

const items = gpuItems(".", {retrain: values.retrain});
for (const {name, pending, state} of items) console.log(`${pending ? "to do" : "done "}  ${name}: ${state}`);

const probe = await probeAdapter();
if (!probe) {
  console.log("no adapter for WebGPU here: npm run gpu:bundle packs all of this for a machine that has one");
} else {
  const {adapter, software, difference} = probe;
  console.log(
    `adapter: ${adapter}${software ? " (software, no GPU)" : ""}, ${difference.toExponential(1)} from the CPU`
  );
  if (difference > TRUSTED) throw new Error(`${adapter}: computes ${difference} beside the CPU; nothing is run on it`);
  if (software && !values["any-adapter"]) console.log("nothing is recorded on a software adapter");
  else await work();
}

async function work(): Promise<void> {
  for (const {name, scale, pending} of items) {
    if (!pending) continue;
    if (name === "study core" && !existsSync(imagesFolder())) {
      console.log(`${name}: no pictures in the cache; npm run train -- core-images makes them`);
      continue;
    }
    if (left() < LEAST) {
      console.log(`${name}: not begun, ${Math.max(0, left()).toFixed(0)} s are left`);
      continue;
    }
    const [script, subject] = name.split(" ");
    if (script !== "record" && left() < 60) continue; // training counts whole minutes
    console.log(`${name}, at most ${left().toFixed(0)} s`);
    const minutesLeft = ["--minutes", String(Math.floor(left() / 60))];
    const onGpu = ["--device", "webgpu"];
    const code =
      script === "study"
        ? await run("train", ["study", subject, "--jobs", JOBS, "--scale", String(scale), ...onGpu, ...minutesLeft])
        : script === "train"
          ? await run(script, [subject, ...onGpu, ...minutesLeft])
          : await run(script, [
              subject,
              ...onGpu,
              "--limit-minutes",
              String(left() / 60),
              ...(values.quick ? ["--quick"] : [])
            ]);
    if (code === null && left() < 0)
      console.log(`${name}: cut off by the time limit; it goes on from its last checkpoint`);
    else if (code !== 0) throw new Error(`${name}: ended with ${code}`);
  }
  pack();
}

/** The command line of a script: beside this one, built or not. */
function command(script: string): string[] {
  const built = import.meta.url.endsWith(".mjs");
  const file = fileURLToPath(new URL(`./${script}.${built ? "mjs" : "ts"}`, import.meta.url));
  return built ? [file] : ["--import", "tsx", file];
}

/** Run a script; stop it as Ctrl-C would when the time is over, and for good when it does not stop. */
function run(script: string, options: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [...command(script), ...options], {stdio: "inherit"});
  const stop = setTimeout(() => child.kill("SIGINT"), Math.max(left(), 1) * 1000);
  const end = setTimeout(() => child.kill("SIGKILL"), Math.max(left() + RESERVE - 8, 1) * 1000);
  return new Promise((resolve) => {
    child.once("exit", (code) => {
      clearTimeout(stop);
      clearTimeout(end);
      resolve(code);
    });
  });
}

/** In a process of its own: a driver that fails takes its process along. */
async function probeAdapter(): Promise<Probe | undefined> {
  try {
    const output = execFileSync(process.execPath, command("gpuProbe"), {
      encoding: "utf8",
      timeout: 120_000,
      stdio: ["ignore", "pipe", "pipe"]
    });
    return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Probe;
  } catch (error) {
    const {stderr = ""} = error as {stderr?: string};
    const reason = stderr.split("\n").find((line) => /error/i.test(line));
    if (reason) console.log(reason.trim());
    return undefined;
  }
}

/** Models, traces and runs that were written since this began, and what a recording goes on from, as one file. */
function pack(): void {
  if (values.out === undefined) return;
  mkdirSync(values.out, {recursive: true});
  const paths = ["data/models", "data/traces", "data/runs"].flatMap((path) => filesSince(path, performance.timeOrigin));
  const archive = join(values.out, "results.tar.gz");
  const cache = existsSync(cacheFolder("recordings")) ? ["-C", cacheFolder(), "recordings"] : [];
  if (paths.length === 0 && cache.length === 0) {
    console.log("nothing was recorded");
    return;
  }
  execFileSync("tar", ["czf", archive, ...paths, ...cache]);
  console.log(`packed ${archive}: ${(statSync(archive).size / 2 ** 20).toFixed(1)} MiB`);
}
