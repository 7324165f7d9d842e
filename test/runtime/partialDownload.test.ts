// A download that was cut off goes on where it was, on hosts that can answer with the rest of a file, and starts over on
// others.
import {createHash} from "node:crypto";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {afterAll, beforeAll, beforeEach, expect, it} from "vitest";
import {fetchWeights} from "../../src/runtime/fetchWeights.js";
import type {Progress} from "../../src/runtime/fetchWeights.js";
import {memoryStore} from "./memoryStore.js";

const MIB = 1 << 20;
const weights = Uint8Array.from({length: 3.5 * MIB}, (_, i) => (i * 7 + (i >> 11)) % 251);
const sha256 = createHash("sha256").update(weights).digest("hex");

/** Range headers of the requests, or "whole" */
let asked: string[] = [];
/** whether the server answers with parts */
let ranges: "yes" | "ignored" | "refused" = "yes";
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(({headers}, response) => {
    asked.push(headers.range ?? "whole");
    const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    if (start > 0 && ranges === "refused") return response.writeHead(416).end();
    const from = ranges === "yes" ? start : 0;
    const rest = weights.subarray(from);
    const range = from > 0 ? {"content-range": `bytes ${from}-${weights.length - 1}/${weights.length}`} : {};
    response.writeHead(from > 0 ? 206 : 200, {"content-length": rest.length, ...range});
    response.end(rest);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.safetensors`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked = [];
  ranges = "yes";
});

/** Comparing millions of numbers one by one takes minutes. */
const isWhole = (bytes: Uint8Array): boolean => Buffer.compare(bytes, weights) === 0;

/** Begin a download and cancel it once more than `bytes` have arrived. */
async function cutOff(store: ReturnType<typeof memoryStore>, bytes: number): Promise<void> {
  const controller = new AbortController();
  const progress = ({loaded}: Progress): void => void (loaded > bytes && controller.abort());
  await expect(fetchWeights(url, {sha256, store, signal: controller.signal, progress})).rejects.toMatchObject({
    name: "AbortError"
  });
}

it("asks only for what has not arrived, and leaves nothing behind", async () => {
  const store = memoryStore();
  await cutOff(store, 2.2 * MIB);
  expect(store.entries.size).toBeGreaterThan(0);
  const kept = [...store.entries.values()].reduce((sum, {length}) => sum + length, 0);
  expect(kept).toBeGreaterThan(1.9 * MIB);
  const seen: Progress[] = [];
  expect(isWhole(await fetchWeights(url, {sha256, store, progress: (p) => seen.push(p)}))).toBe(true);
  expect(asked).toEqual(["whole", `bytes=${kept}-`]);
  expect(seen[0].loaded).toBeGreaterThan(kept);
  expect(seen.at(-1)).toEqual({loaded: weights.length, total: weights.length});
  expect([...store.entries.keys()]).toEqual([`/concord-weights/${sha256}`]);
});

it("goes on a second time as well", async () => {
  const store = memoryStore();
  await cutOff(store, 1.2 * MIB);
  await cutOff(store, 2.4 * MIB);
  expect(isWhole(await fetchWeights(url, {sha256, store}))).toBe(true);
  expect(asked).toHaveLength(3);
  expect(Number(/\d+/.exec(asked[2])?.[0])).toBeGreaterThan(Number(/\d+/.exec(asked[1])?.[0]));
});

it.each(["ignored", "refused"] as const)("starts over where the wish for a part is %s", async (answer) => {
  const store = memoryStore();
  await cutOff(store, 2.2 * MIB);
  ranges = answer;
  expect(isWhole(await fetchWeights(url, {sha256, store}))).toBe(true);
  expect([...store.entries.keys()]).toEqual([`/concord-weights/${sha256}`]);
});

it("starts over, with a warning, where what was kept is damaged", async () => {
  const store = memoryStore();
  await cutOff(store, 2.2 * MIB);
  for (const [key, bytes] of store.entries) store.entries.set(key, bytes.slice().fill(9, 0, 5));
  const warnings: string[] = [];
  expect(isWhole(await fetchWeights(url, {sha256, store, warn: (text) => warnings.push(text)}))).toBe(true);
  expect(warnings[0]).toContain("is damaged: sha256");
  expect(asked.at(-1)).toBe("whole");
});
