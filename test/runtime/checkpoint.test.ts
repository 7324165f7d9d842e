import {createHash} from "node:crypto";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {openCheckpoint, shardNames} from "../../src/runtime/checkpoint.js";
import {readCheckpoint} from "../../src/runtime/readCheckpoint.js";
import {writeSafetensors} from "../../src/runtime/safetensors.js";
import {writeLlamaConfig} from "../../src/nets/llama/config.js";
import {testCheckpoint, testConfig} from "../nets/testCheckpoint.js";

const config = writeLlamaConfig(testConfig, "float32");

it("a checkpoint is named by the SHA-256 of its weights", async () => {
  const {files, sha256} = await testCheckpoint(testConfig);
  expect(sha256).toBe(createHash("sha256").update(files[0].bytes).digest("hex"));
  expect((await testCheckpoint(testConfig, {seed: 4})).sha256).not.toBe(sha256);
});

it("shards are named together, in whatever order they come", async () => {
  const {files, sha256} = await testCheckpoint(testConfig, {shards: 3});
  const again = await openCheckpoint({config, files: files.toReversed()});
  expect(again.sha256).toBe(sha256);
});

it("a checkpoint without a parameter, or with another shape or dtype, is refused by name", async () => {
  const {files} = await testCheckpoint(testConfig, {shards: 3});
  const without = openCheckpoint({config, files: files.slice(1)});
  await expect(without).rejects.toThrow("checkpoint: model.embed_tokens.weight is in none of model-2-of-3.safetensors");
  const wider = {...testConfig, intermediateSize: 80};
  await expect(openCheckpoint({config: writeLlamaConfig(wider, "float32"), files})).rejects.toThrow(
    "model.layers.0.mlp.gate_proj.weight is [96, 64], config.json says [80, 64]"
  );
  const bytes = writeSafetensors([{name: "model.norm.weight", shape: [64], data: new Float32Array(64)}]);
  const text = new TextDecoder("latin1").decode(bytes).replace('"F32"', '"I32"');
  const integers = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const mixed = openCheckpoint({config, files: [...files, {name: "extra.safetensors", bytes: integers}]});
  await expect(mixed).rejects.toThrow("extra.safetensors: model.norm.weight: unsupported dtype I32");
});

it("a folder is read, whole or in shards, and its faults are named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "concord-"));
  try {
    const {files, sha256} = await testCheckpoint(testConfig, {shards: 2});
    await writeFile(join(folder, "config.json"), JSON.stringify(config));
    for (const {name, bytes} of files) await writeFile(join(folder, name), bytes);
    const weightMap = Object.fromEntries(files.map(({name}, i) => [`w${i}`, name]));
    await writeFile(join(folder, "model.safetensors.index.json"), JSON.stringify({weight_map: weightMap}));
    expect((await readCheckpoint(folder)).sha256).toBe(sha256);

    const whole = await testCheckpoint(testConfig);
    await writeFile(join(folder, "model.safetensors"), whole.files[0].bytes);
    await writeFile(join(folder, "tokenizer.json"), "{}");
    const read = await readCheckpoint(folder);
    expect(read.sha256).toBe(whole.sha256);
    expect(read.tokenizer).toEqual({tokenizer: {}});

    await writeFile(join(folder, "model.safetensors"), whole.files[0].bytes.subarray(0, 5000));
    await expect(readCheckpoint(folder)).rejects.toThrow(
      "model.safetensors: truncated: model.embed_tokens.weight ends"
    );
    await writeFile(join(folder, "config.json"), "{");
    await expect(readCheckpoint(folder)).rejects.toThrow("config.json");
  } finally {
    await rm(folder, {recursive: true});
  }
});

it("an index without a weight map is refused", () => {
  expect(() => shardNames({})).toThrow("weight_map is missing");
});
