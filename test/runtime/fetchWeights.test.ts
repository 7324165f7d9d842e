import {createHash} from "node:crypto";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {afterAll, beforeAll, beforeEach, expect, it} from "vitest";
import {fetchWeights, type Progress} from "../../src/runtime/fetchWeights.js";
import {memoryStore} from "./memoryStore.js";

const weights = Uint8Array.from({length: 20_000}, (_, i) => (i * 7) % 251);
const sha256 = createHash("sha256").update(weights).digest("hex");
const damaged = weights.slice();
damaged[1000] ^= 1;

/** what the server answers to the next requests, then the weights */
let answers: Uint8Array[] = [];
let requests = 0;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++;
    if (request.url === "/missing") return response.writeHead(404).end();
    const body = answers.shift() ?? weights;
    response.writeHead(200, {"content-length": body.length});
    response.write(body.subarray(0, 1000));
    // the pause makes the body arrive in two chunks
    if (request.url !== "/slow") setTimeout(() => response.end(body.subarray(1000)), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model.safetensors`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  answers = [];
  requests = 0;
});

it("bytes arrive whole, with progress up to the last one", async () => {
  const seen: Progress[] = [];
  const bytes = await fetchWeights(url, {sha256, store: null, progress: (progress) => seen.push(progress)});
  expect(bytes).toEqual(weights);
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.at(-1)).toEqual({loaded: weights.length, total: weights.length});
  expect(seen.every(({loaded}, i) => i === 0 || loaded > seen[i - 1].loaded)).toBe(true);
});

it("a second visit takes them from the store, under any address", async () => {
  const store = memoryStore();
  await fetchWeights(url, {sha256, store});
  const seen: Progress[] = [];
  expect(await fetchWeights(`${url}?v=2`, {sha256, store, progress: (p) => seen.push(p)})).toEqual(weights);
  expect(requests).toBe(1);
  expect(seen).toEqual([{loaded: weights.length, total: weights.length}]);
});

it("a damaged copy in the store is reported and fetched again", async () => {
  const store = memoryStore();
  const warnings: string[] = [];
  await fetchWeights(url, {sha256, store});
  store.entries.forEach((_, key) => store.entries.set(key, damaged));
  expect(await fetchWeights(url, {sha256, store, warn: (message) => warnings.push(message)})).toEqual(weights);
  expect(warnings).toEqual([`stored copy of ${url} is damaged; fetching it again`]);
  expect([...store.entries.values()]).toEqual([weights]);
});

it("a damaged or truncated download is reported and fetched again", async () => {
  for (const [bad, problem] of [
    [damaged, `${url} is damaged: sha256`],
    [weights.subarray(0, 2000), `${url} is truncated: 2000 of 20000 bytes`]
  ] as const) {
    answers = [bad];
    requests = 0;
    const warnings: string[] = [];
    const warn = (message: string): void => void warnings.push(message);
    expect(await fetchWeights(url, {sha256, bytes: weights.length, store: null, warn})).toEqual(weights);
    expect(requests).toBe(2);
    expect(warnings[0]).toContain(problem);
  }
});

it("a download that is damaged twice fails", async () => {
  answers = [damaged, damaged];
  await expect(fetchWeights(url, {sha256, store: null})).rejects.toThrow(`is damaged: sha256`);
  expect(requests).toBe(2);
});

it("an http error is not tried again", async () => {
  const missing = url.replace("model.safetensors", "missing");
  await expect(fetchWeights(missing, {sha256, store: null})).rejects.toThrow("http status 404");
  expect(requests).toBe(1);
});

it("a download can be cancelled on the way", async () => {
  const controller = new AbortController();
  const slow = url.replace("model.safetensors", "slow");
  const download = fetchWeights(slow, {
    sha256,
    store: null,
    signal: controller.signal,
    progress: () => controller.abort()
  });
  await expect(download).rejects.toMatchObject({name: "AbortError"});
  expect(requests).toBe(1);
});

it("a store that is full does not keep the weights from being used", async () => {
  const warnings: string[] = [];
  const full = {
    ...memoryStore(),
    put: async (): Promise<void> => {
      throw new Error("quota exceeded");
    }
  };
  expect(await fetchWeights(url, {sha256, store: full, warn: (message) => warnings.push(message)})).toEqual(weights);
  expect(warnings).toEqual([`${url} could not be kept for the next visit: Error: quota exceeded`]);
});
