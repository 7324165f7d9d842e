// Traces on disk: small ones as text, large ones compressed, both under one name.
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, expect, it} from "vitest";
import {hasTrace, removeTrace, traceText, writeTraceText} from "../../src/runtime/traceFiles.js";

const folder = mkdtempSync(join(tmpdir(), "concord-traces-"));
const path = join(folder, "counts.jsonl");

afterEach(() => rmSync(folder, {recursive: true, force: true}));

it("a trace over a megabyte lies compressed, takes the place of the small one and is read by the same name", () => {
  expect(hasTrace(path)).toBe(false);
  expect(writeTraceText(path, "{}\n")).toBe(3);
  expect(traceText(path)).toBe("{}\n");
  const large = `${"é".repeat(99)}\n`.repeat(6000);
  expect(writeTraceText(path, large)).toBeLessThan(20_000);
  expect([existsSync(path), existsSync(`${path}.gz`), hasTrace(path)]).toEqual([false, true, true]);
  expect(traceText(path)).toBe(large);
  writeTraceText(path, "[]\n");
  expect([existsSync(path), existsSync(`${path}.gz`), traceText(path)]).toEqual([true, false, "[]\n"]);
  removeTrace(path);
  expect(hasTrace(path)).toBe(false);
  expect(() => traceText(path)).toThrow(/counts\.jsonl/);
});
