// npm test: types, lint, unit and numeric tests, the built site in a real browser. It runs all of them, also after a
// failure, and ends with how many tests passed and failed; a stage that is no test suite counts as one test.
//
// It needs a Chromium and finds an installed one; with CI set or --install, as root on Debian, it installs Debian's. It
// also runs in Firefox where there is one, or where it may install it.
import {spawn, spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {offerFirefox, offerVulkan, requireChromium} from "./chromium.js";

interface Outcome {
  readonly stage: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

const install = process.argv.includes("--install") || !["", "0", "false"].includes(process.env.CI ?? "");
const temporary = mkdtempSync(join(tmpdir(), "concord-test-"));

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): boolean {
  const {status} = spawnSync(command, args, {
    stdio: "inherit",
    env: {...process.env, ...env},
    shell: process.platform === "win32"
  });
  return status === 0;
}

/** A command that passes or fails as a whole; what it says is shown at its end, so that others may run beside it. */
function check(stage: string, command: string, args: readonly string[]): Promise<Outcome> {
  const start = performance.now();
  const said: Buffer[] = [];
  const child = spawn(command, args, {stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32"});
  child.stdout.on("data", (data: Buffer) => said.push(data));
  child.stderr.on("data", (data: Buffer) => said.push(data));
  return new Promise((resolve) => {
    const end = (ok: boolean): void => {
      console.log(`\n── ${stage}`);
      process.stdout.write(Buffer.concat(said));
      resolve({stage, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, seconds: (performance.now() - start) / 1000});
    };
    child.once("error", (error) => {
      said.push(Buffer.from(`${error.message}\n`));
      end(false);
    });
    child.once("close", (code) => end(code === 0));
  });
}

/** A vitest run; a suite that could not be loaded, or found no test, is a failure. */
function suite(stage: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Outcome {
  const start = performance.now();
  console.log(`\n── ${stage}`);
  const report = join(temporary, `${stage.replaceAll(/\W+/g, "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ok = run("npx", ["vitest", "run", ...args, ...reporters], env);
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  try {
    const results = JSON.parse(readFileSync(report, "utf8"));
    passed = results.numPassedTests;
    failed = results.numFailedTests;
    skipped = results.numPendingTests + results.numTodoTests;
  } catch {
    console.error(`${stage}: no report was written`);
  }
  if (failed === 0 && (!ok || passed === 0)) failed = 1;
  return {stage, passed, failed, skipped, seconds: (performance.now() - start) / 1000};
}

let chromium: string;
try {
  chromium = requireChromium({install});
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
const firefox = offerFirefox({install});
if (!firefox) console.log("no Firefox found: its tests are left out");
if (!offerVulkan({install}))
  console.log("no Vulkan driver, or no libvulkan.so.1: tests of WebGPU in Node are left out");
const browser = {CHROMIUM: chromium, ...(firefox ? {FIREFOX: firefox} : {})};

const outcomes = [
  ...(await Promise.all([
    check("types", "npx", ["tsc", "--noEmit"]),
    check("lint", "npm", ["run", "--silent", "lint"]),
    check("site build", "npm", ["run", "--silent", "build"])
  ])),
  // files share a process, and its document: a new one for each would take half as long again
  suite("unit and numeric tests", ["--project", "node", "--project", "page", "--no-isolate"], browser),
  suite("pages in a browser", ["--project", "pages"], browser),
  suite("networks in a browser", ["--project", "site"], browser),
  suite("Lighthouse", ["--project", "lighthouse"], browser)
];
rmSync(temporary, {recursive: true});

console.log("");
for (const {stage, passed, failed, skipped, seconds} of outcomes) {
  const parts = [`${passed} passed`, `${failed} failed`, ...(skipped ? [`${skipped} skipped`] : [])];
  console.log(`${failed ? "✗" : "✓"} ${stage}: ${parts.join(", ")} (${seconds.toFixed(0)} s)`);
}
const total = (key: "passed" | "failed" | "skipped"): number =>
  outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
console.log(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
process.exit(total("failed") ? 1 : 0);
