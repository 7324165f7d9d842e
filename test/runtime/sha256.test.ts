import {createHash} from "node:crypto";
import {afterEach, expect, it, vi} from "vitest";
import {sha256} from "../../src/runtime/sha256.js";

const bytes = Uint8Array.from({length: 100_003}, (_, i) => (i * 31) % 256);
const expected = createHash("sha256").update(bytes).digest("hex");

afterEach(() => vi.unstubAllGlobals());

it("is the same by Web Crypto and where a page has none", async () => {
  expect(await sha256(bytes)).toBe(expected);
  vi.stubGlobal("crypto", {});
  expect(await sha256(bytes)).toBe(expected);
});
