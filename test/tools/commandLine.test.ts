// @vitest-environment node
import {spawnSync} from "node:child_process";
import {describe, expect, it} from "vitest";
import {choice, count, flag, helpOf, list, positive, readOptions, text, texts, UsageError} from "../../tools/commandLine.js"; // prettier-ignore

const command = {
  usage: "npm run train -- wombat",
  about: "Trains a wombat.",
  options: {
    steps: count("steps"),
    minutes: positive("minutes after which it stops", 2.5),
    export: flag("write it, and train nothing"),
    device: choice("what runs it", ["cpu", "webgpu"], "cpu"),
    only: list("parts"),
    page: texts("a page", ["index"]),
    out: text("a folder")
  },
  words: 1
} as const;
const read = (...args: string[]) => readOptions(command, args);

describe("readOptions", () => {
  it("reads each kind, and takes what an option is at first where it is not given", () => {
    const {values, words} = read("small", "--steps", "300", "--export", "--only=a,b", "--page", "x", "--page", "y");
    expect(values).toEqual({
      steps: 300,
      minutes: 2.5,
      export: true,
      device: "cpu",
      only: ["a", "b"],
      page: ["x", "y"],
      out: undefined
    });
    expect(words).toEqual(["small"]);
    expect(read().values).toMatchObject({steps: undefined, export: false, page: ["index"], only: undefined});
    expect(read("--minutes", "0.25", "--device", "webgpu").values).toMatchObject({minutes: 0.25, device: "webgpu"});
  });

  it.each([
    [["--steps", "0"], "--steps: 0 is not a positive whole number"],
    [["--steps", "2.5"], "--steps: 2.5 is not a positive whole number"],
    [["--steps", "-3"], "--steps: -3 is not a positive whole number"],
    [["--minutes", "ten"], "--minutes: ten is not a positive number"],
    [["--minutes", "Infinity"], "--minutes: Infinity is not a positive number"],
    [["--device", "cuda"], "--device: cuda; there are cpu and webgpu"],
    [["--steps"], "--steps: it takes a value, <n>"],
    [["--out", "--export"], "--out: it takes a value, <text>"],
    [["--export=3"], "--export: 3; it takes no value"],
    [["small", "large"], "large: one word too many; it is called as npm run train -- wombat"],
    [["-x"], "-x: npm run train -- wombat has no such option; there are --steps, --minutes, --export, --device, --only, --page and --out"], // prettier-ignore
    [["--toString"], "--toString: npm run train -- wombat has no such option; there are --steps, --minutes, --export, --device, --only, --page and --out"] // prettier-ignore
  ])("names what is wrong with %j, and what there is instead", (args, message) => {
    expect(() => read(...args)).toThrow(new UsageError(message));
  });

  it("says so where a command has no options", () => {
    const bare = {usage: "npm run train -- appearance", about: "", options: {}};
    expect(() => readOptions(bare, ["--export"])).toThrow(/^--export: npm run train -- appearance has no such option$/);
    expect(() => readOptions(bare, ["now"])).toThrow(/^now: one word too many/);
  });
});

describe("helpOf", () => {
  it("lists every option with its meaning and what it is at first", () => {
    expect(helpOf(command)).toBe(`npm run train -- wombat [options]

Trains a wombat.

  --steps <n>            steps
  --minutes <n>          minutes after which it stops (default 2.5)
  --export               write it, and train nothing
  --device <cpu|webgpu>  what runs it (default cpu)
  --only <a,b,…>         parts
  --page <text>          a page (default index); may be given several times
  --out <text>           a folder`);
  });
});

describe("the commands", () => {
  const ask = (script: string, ...args: string[]) => {
    const {status, stdout, stderr} = spawnSync("npx", ["tsx", script, ...args], {encoding: "utf8"});
    return {status, stdout, stderr: stderr.replaceAll(/^npm warn .*\n/gm, "")};
  };

  it("npm run train says what can be trained, and each thing its options", () => {
    const all = ask("studies/train.ts", "--help");
    expect(all.status).toBe(0);
    for (const name of ["joey", "joey-draft", "kangaroo", "appearance", "core-images", "study"]) {
      expect(all.stdout).toMatch(new RegExp(`^  ${name} +[A-Z]`, "m"));
    }
    expect(ask("studies/train.ts", "study", "core", "--help").stdout).toContain("--merge <a,b,…>");
  });

  it.each([
    [
      ["studies/train.ts", "wallaby", "--minutes", "1"],
      "unknown recipe: wallaby; there are joey-draft, joey, kangaroo\n"
    ],
    [
      ["studies/train.ts", "appearance", "--threads", "2"],
      "--threads: npm run train -- appearance has no such option\n"
    ],
    [["studies/train.ts", "study", "core", "--only", "loses", "--list"], "--only: loses; core has losses, augmentations, left-out, controls, photographs, final\n"], // prettier-ignore
    [["studies/record.ts", "toString"], "chapter: toString; there are ems-sd, kangaroo, core\n"],
    [["studies/record.ts", "core", "--quick"], "--quick: npm run record -- core has no such option; there are --device, --threads, --partial and --out\n"] // prettier-ignore
  ])("%j ends with one line, and does nothing", ([script, ...args], said) => {
    expect(ask(script, ...args)).toEqual({status: 2, stdout: "", stderr: said});
  });
});
