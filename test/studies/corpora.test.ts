// @vitest-environment node
import {createHash} from "node:crypto";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {afterAll, expect, test} from "vitest";
import {editDocuments} from "../../studies/corpora/edits.js";
import {corporaFolder, readDocuments, readManifest, splitDocuments} from "../../studies/corpora/read.js";
import {encodeShard, readShards, writeMeta, writeShard} from "../../studies/corpora/shards.js";

const folder = mkdtempSync(join(tmpdir(), "corpora-"));
afterAll(() => rmSync(folder, {recursive: true}));

const separator = "<|endoftext|>";
const bytes = (text: string) => Array.from(new TextEncoder().encode(text), (byte) => byte + 2);

function corpusFile(name: string, data: string | Uint8Array) {
  writeFileSync(join(folder, name), data);
  const sha256 = createHash("sha256").update(data).digest("hex");
  return {name, domain: "test", split: "train", what: "a test", source: "here", licence: "MIT", sha256} as const;
}

test("every corpus has a training file and a held-out file, with source, licence and checksum", () => {
  const {files} = readManifest();
  for (const {domain, source, licence, sha256} of files) {
    const splits = files.filter((file) => file.domain === domain).map((file) => file.split);
    expect(splits.sort()).toEqual(["train", "validation"]);
    expect(source).toMatch(/^https:\/\//);
    expect(licence).not.toBe("");
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  }
});

test("without CONCORD_CORPORA the error names the variable and what to do", () => {
  expect(() => corporaFolder({})).toThrow(/CONCORD_CORPORA is not set: point it at a folder/);
  expect(() => corporaFolder({CONCORD_CORPORA: join(folder, "none")})).toThrow("CONCORD_CORPORA: no such folder");
  expect(corporaFolder({CONCORD_CORPORA: folder})).toBe(folder);
});

test("documents are read from plain and gzipped files", () => {
  const text = `One.\nTwo.\n${separator}\nThree ${separator} inside.\n${separator}\n`;
  const documents = ["One.\nTwo.", `Three ${separator} inside.`];
  expect(readDocuments(folder, corpusFile("a.txt", text), separator)).toEqual(documents);
  expect(readDocuments(folder, corpusFile("a.txt.gz", gzipSync(text)), separator)).toEqual(documents);
});

test("a changed or missing file is refused", () => {
  const file = corpusFile("b.txt", "as it was");
  writeFileSync(join(folder, "b.txt"), "as it is");
  expect(() => readDocuments(folder, file, separator)).toThrow("corpus changed: b.txt has sha256");
  expect(() => readDocuments(folder, {...file, name: "c.txt"}, separator)).toThrow("corpus missing: c.txt");
});

test("splitDocuments drops empty documents", () => {
  expect(splitDocuments(`${separator}\n${separator}\n\nA\n\n${separator}`, separator)).toEqual(["A"]);
  expect(splitDocuments("", separator)).toEqual([]);
});

test("shards come back from disk as they were, and damage is noticed", () => {
  const shard = encodeShard(["ab", "", "çd"], bytes, 0);
  expect([...shard.tokens]).toEqual([...bytes("ab"), 0, 0, ...bytes("çd"), 0]);
  expect([...shard.starts]).toEqual([0, 3, 4, 8]);
  expect(shard.bytes).toBe(5);
  const info = writeShard(folder, "test", "train", shard);
  const empty = writeShard(folder, "test", "validation", encodeShard([], bytes, 0));
  const domains = {test: {train: info, validation: empty}};
  writeMeta(folder, {tokenizer: "", inputs: "", separator: 0, vocabulary: 258, domains});
  expect(readShards(folder, "train").test.tokens).toEqual(shard.tokens);
  expect(readShards(folder, "train").test.starts).toEqual(shard.starts);
  expect(readShards(folder, "validation").test.tokens).toHaveLength(0);
  writeFileSync(join(folder, "test.train.tokens.u16"), new Uint8Array(16));
  expect(() => readShards(folder, "train")).toThrow("encoded text damaged: test.train");
});

test("edits keep to the length in tokens and depend on the seed alone", () => {
  const sources = {
    boats: Array.from({length: 20}, (_, i) => `The boat with number ${i} sails to the harbour at noon. `.repeat(12)),
    trains: ["Every morning the slow train carries milk and letters up the valley. ".repeat(200)]
  };
  const options = {seed: 1, count: 40, from: {boats: 1, trains: 1}, tokens: [130, 300], encode: bytes} as const;
  const documents = editDocuments(sources, options);
  expect(documents).toHaveLength(40);
  expect(editDocuments(sources, options)).toEqual(documents);
  expect(editDocuments(sources, {...options, seed: 2})).not.toEqual(documents);
  for (const document of documents) {
    const corrected = document.slice(document.indexOf("\nCorrected: ") + 12);
    expect(corrected.length).toBeGreaterThanOrEqual(130);
    expect(corrected.length).toBeLessThanOrEqual(300);
  }
  expect(documents.some((document) => document.includes("milk"))).toBe(true);
  expect(documents.some((document) => document.includes("boat"))).toBe(true);
});

test("edits without sources, or without fitting passages, are refused", () => {
  const options = {seed: 1, count: 5, from: {boats: 1}, tokens: [30, 110], encode: bytes} as const;
  expect(() => editDocuments({}, options)).toThrow("no documents for edits from: boats");
  expect(() => editDocuments({boats: ["Short."]}, options)).toThrow("too few passages of 30 to 110 tokens");
});
