import {spawnSync} from "node:child_process";
import {expect, it} from "vitest";
import {readTrainOptions} from "../../studies/trainOptions.js";

it("reads counts, flags and texts", () => {
  const args = ["--finish", "300", "--export", "--device", "webgpu"];
  expect(readTrainOptions("joey", ["finish", "export", "device", "threads"], args)).toEqual({
    finish: 300,
    export: true,
    device: "webgpu"
  });
  expect(readTrainOptions("core-images", ["only"], ["--only", "london"])).toEqual({only: "london"});
});

it("names the option and the value that are wrong, and what there is instead", () => {
  const read = (...args: string[]) => readTrainOptions("core-images", ["only", "minutes", "device"], args);
  expect(() => read("--finish", "3")).toThrow("--finish: core-images has no such option; it has --only, --minutes, --device"); // prettier-ignore
  expect(() => read("--minutes", "0")).toThrow("--minutes: 0 is not a positive whole number");
  expect(() => read("--minutes", "ten")).toThrow("--minutes: ten is not a positive whole number");
  expect(() => read("--device", "cuda")).toThrow("--device: cuda; there are cpu and webgpu");
  expect(() => read("london")).toThrow("london: core-images is trained alone");
  expect(() => readTrainOptions("appearance", [], ["--export"])).toThrow(/no such option$/);
});

it("npm run train names the recipes where there is none of that name, and trains nothing", () => {
  const {status, stderr} = spawnSync("npx", ["tsx", "studies/train.ts", "wallaby", "--minutes", "1"], {encoding: "utf8"}); // prettier-ignore
  expect(status).toBe(1);
  expect(stderr).toMatch(/unknown recipe: wallaby; there are .*joey/);
});
