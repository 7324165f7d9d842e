import {describe, expect, it} from "vitest";
import {
  checkLine,
  packFloats,
  packIntegers,
  packOracle,
  readTrace,
  requestRecords,
  unpack,
  unpackOracle,
  writeTrace
} from "../../src/traces/index.js";
import type {RunRecord, TraceLine} from "../../src/traces/index.js";
import {collect, decode, draftModel, treeExit} from "../../src/decoding/index.js";
import {ToyModel} from "../decoding/toyModel.js";

const run: RunRecord = {
  type: "run",
  id: "toy-1",
  models: [{name: "toy", sha256: "00", role: "target"}],
  mode: "ems-sd",
  drafter: "draft-model",
  options: {draftLength: 4},
  batchSize: 2,
  maxNewTokens: 12,
  prompts: ["a", "b"],
  eos: [],
  provenance: {command: "vitest", commit: "none", device: "test", provider: "cpu", runtime: "toy", date: "2026-11-23"}
};

async function toySteps() {
  const drafter = draftModel({model: new ToyModel({seed: 2})});
  const prompts = [Int32Array.of(1, 2, 3, 1, 2), Int32Array.of(4, 5)];
  return await collect(decode({model: new ToyModel(), mode: "ems-sd", drafter, prompts, maxNewTokens: 12}));
}

describe("a trace", () => {
  it("is read as it was written", async () => {
    const {steps} = await toySteps();
    const lines: TraceLine[] = [
      run,
      ...steps.map((step): TraceLine => ({type: "step", run: run.id, ...step})),
      ...requestRecords(run, steps)
    ];
    const text = writeTrace(lines);
    expect(text.split("\n").length).toBe(lines.length + 1);
    expect(readTrace(text)).toEqual(lines);
    expect(readTrace(`\n${text}\n`)).toEqual(lines);
    expect(readTrace("")).toEqual([]);
  });

  it("is refused with the line, the path and the value", async () => {
    const {steps} = await toySteps();
    const bad = structuredClone({type: "step", run: "toy-1", ...steps[1]}) as unknown as {counts: {rows: number}};
    bad.counts.rows = -1;
    const text = `${JSON.stringify(run)}\n${JSON.stringify(bad)}\n`;
    expect(() => readTrace(text)).toThrow("line 2: counts.rows: -1 (want an integer ≥ 0)");
    expect(() => checkLine({...run, prompts: ["a", 3]})).toThrow("prompts[1]: 3 (want a string)");
    expect(() => checkLine({...run, models: undefined})).toThrow("models: undefined (want an array)");
    expect(() => checkLine({...run, provenance: {...run.provenance, provider: "tpu"}})).toThrow(
      'provenance.provider: "tpu" (want "cpu" or "wasm" or "webgpu")'
    );
    expect(() => checkLine({...run, options: {a: []}})).toThrow("options.a: []");
    expect(() => checkLine({type: "steps"})).toThrow('type: "steps" (want run, step, request');
    expect(() => readTrace("{")).toThrow(/^line 1: /);
  });

  it("lets unknown fields pass, and absent ones stay absent", () => {
    expect(checkLine({...run, later: 1})).toEqual({...run, later: 1});
  });
});

describe("requestRecords", () => {
  it("name the source of every token and keep every token", async () => {
    const {steps, outputs} = await toySteps();
    const requests = requestRecords(run, steps);
    requests.forEach((request, row) => {
      const tokens = [...(request.prefill ?? []), ...request.steps.flatMap((step) => step.tokens ?? [])];
      expect(tokens.map(({id}) => id)).toEqual(Array.from(outputs[row]));
      expect(request.completion_tokens).toBe(12);
      expect(request.prefill?.[0].source).toBe("prefill");
      for (const {accepted, tokens: own = []} of request.steps) {
        expect(own.map(({source}) => source)).toEqual([...Array<string>(accepted).fill("draft"), "target"]);
        expect(own.slice(0, accepted).every(({p_draft}) => p_draft !== undefined)).toBe(true);
      }
      expect(request).toMatchObject({row, batch_id: "toy-1", prompt_id: run.prompts[row], temperature: 0});
    });
    expect(requests.map(({prompt_tokens}) => prompt_tokens)).toEqual([5, 2]);
  });
});

describe("a tree's steps", () => {
  it("are read as they were written, and requests find the accepted drafts' own probabilities", async () => {
    const model = new ToyModel({layers: 2});
    const drafter = treeExit({exitLayer: 1, width: 4, threshold: 0.05, maxNodes: 8});
    const prompts = [Int32Array.of(1, 2, 3, 1, 2), Int32Array.of(4, 5)];
    const {steps} = await collect(decode({model, mode: "ems-sd", drafter, prompts, maxNewTokens: 24}));
    const lines = steps.map((step): TraceLine => ({type: "step", run: run.id, ...step}));
    expect(readTrace(writeTrace(lines))).toEqual(lines);
    requestRecords(run, steps).forEach((request, row) => {
      const own = steps.slice(1).filter(({samples}) => samples[row].emitted.length > 0);
      request.steps.forEach(({tokens = []}, k) => {
        const {acceptedPath = [], draftConfidence = []} = own[k].samples[row];
        const found = tokens.flatMap(({p_draft}) => (p_draft === undefined ? [] : [p_draft]));
        expect(found).toEqual(acceptedPath.map((at) => draftConfidence[at]));
      });
    });
    expect(
      steps.some(({samples}) => samples.some(({acceptedPath = []}) => acceptedPath.some((at, k) => at !== k)))
    ).toBe(true);
  });
});

describe("packed numbers", () => {
  it("come back exactly", () => {
    expect(unpack(packIntegers([]))).toEqual(new Uint16Array(0));
    expect(unpack(packIntegers([0, 65535]))).toEqual(Uint16Array.of(0, 65535));
    expect(unpack(packIntegers([0, 65536]))).toEqual(Uint32Array.of(0, 65536));
    expect(unpack(packFloats([0.1, NaN]))).toEqual(Float32Array.of(0.1, NaN));
  });

  it("are refused when they do not fit or are not packed", () => {
    expect(() => packIntegers([-1])).toThrow("packIntegers: -1");
    expect(() => unpack("AAAA")).toThrow("unpack: AAAA");
    expect(() => unpack("u32:AAA=")).toThrow("2 bytes do not make whole elements of u32");
  });
});

describe("an oracle record", () => {
  const answers = {
    id: "a",
    prompt: Int32Array.of(1, 2),
    output: Int32Array.of(3, 4),
    confidence: Float32Array.of(0.5, 0.25),
    margin: Float32Array.of(1, 2),
    chains: {small: {depth: 2, tokens: Int32Array.of(4, 5, 0, -1), confidence: Uint16Array.of(9, 8, 7, 0)}}
  };

  it("comes back as it was packed", () => {
    const [line] = readTrace(writeTrace([packOracle(answers)]));
    if (line.type !== "oracle") throw new Error("not an oracle line");
    expect(unpackOracle(line)).toEqual(answers);
  });

  it("is refused when its lists do not fit", () => {
    const line = packOracle(answers);
    expect(() => unpackOracle({...line, margin: packFloats([1])})).toThrow("oracle a: 1 values of margin");
    const small = {...line.chains.small, depth: 3};
    expect(() => unpackOracle({...line, chains: {small}})).toThrow("oracle a: chains of small do not fit depth 3");
  });
});
