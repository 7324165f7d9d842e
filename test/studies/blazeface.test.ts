// The face detector's weights out of the npm package: the same bytes as those committed, and other files refused.
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {shortRange} from "../../src/nets/blazeface/config.js";
import {blazeFaceParameters} from "../../src/nets/blazeface/parameters.js";
import {fromFloat16} from "../../src/runtime/halves.js";
import {readMetadata, readSafetensors, readTensor} from "../../src/runtime/safetensors.js";
import {convertBlazeFace, FILE, packageFolder, PACKAGE} from "../../studies/core/blazeface/blazeface.js";
import {blazeFaceCard} from "../../studies/core/blazeface/card.js";
import {convert} from "../../studies/core/blazeface/convert.js";
import {readTflite, type TfliteNetwork, type TfliteOperator} from "../../studies/core/blazeface/tflite.js";

const folder = packageFolder();
const committed = (name: string): Buffer => readFileSync(join("data/models/blazeface", name));

describe("the committed model", () => {
  const bytes = new Uint8Array(committed("model.safetensors"));
  const origin = JSON.parse(committed("training.json").toString());
  it("has the network's parameters in their order, in halves, and says whose they are", () => {
    const tensors = readSafetensors(bytes);
    expect(tensors.map(({name, shape}) => ({name, shape}))).toEqual(blazeFaceParameters(shortRange));
    expect(new Set(tensors.map(({dtype}) => dtype))).toEqual(new Set(["F16"]));
    const {licence, credit, source} = readMetadata(bytes);
    expect(licence).toBe("Apache-2.0");
    expect(credit).toContain("Google");
    expect(source).toBe(`npm ${PACKAGE}@${origin.source.version}, ${FILE}`);
  });
  it("comes with its licence and a card that names licence, source and paper", () => {
    expect(committed("LICENSE").toString()).toMatch(/^\s*Apache License\s+Version 2\.0, January 2004/);
    const card = committed("README.md").toString();
    for (const fact of ["Apache-2.0", "Google", "arXiv:1907.05047", origin.source.digest, origin.sha256, PACKAGE]) {
      expect(card).toContain(fact);
    }
  });
  it("comes with a measurement of these weights, which the card shows", () => {
    const measured = JSON.parse(committed("measured.json").toString());
    expect(measured.weights).toBe(origin.sha256);
    expect(blazeFaceCard(origin, measured)).toBe(committed("README.md").toString());
  });
  it("comes from the version that package.json asks for", () => {
    const {devDependencies} = JSON.parse(readFileSync("package.json", "utf8"));
    expect(origin.source.version).toBe(devDependencies[PACKAGE]);
  });
});

describe.skipIf(!folder)(`the conversion${folder ? "" : ` (skipped: ${PACKAGE} is not installed; run npm ci)`}`, () => {
  const read = (): TfliteNetwork => readTflite(new Uint8Array(readFileSync(join(folder as string, FILE))), FILE);

  it("gives the committed bytes", async () => {
    const {weights, origin} = await convertBlazeFace(folder as string);
    expect(Buffer.compare(Buffer.from(weights), committed("model.safetensors"))).toBe(0);
    expect(`${JSON.stringify(origin, null, 2)}\n`).toBe(committed("training.json").toString());
  });

  it("keeps every number as it was, at its place in ONNX's order of axes", () => {
    const {tensors} = read();
    const bytes = new Uint8Array(committed("model.safetensors"));
    const found = new Map(readSafetensors(bytes).map((tensor) => [tensor.name, readTensor(bytes, tensor)]));
    const original = (name: string): ((...at: number[]) => number) => {
      const tensor = tensors.find((one) => one.name === name && one.bytes);
      if (!tensor?.bytes) throw new Error(`${name} is not in the file`);
      const halves = new Uint16Array(tensor.bytes.slice().buffer);
      return (...at) => fromFloat16(halves[at.reduce((sum, i, axis) => sum * tensor.shape[axis] + i, 0)]);
    };
    const stem = original("conv2d/Kernel");
    const depthwise = original("depthwise_conv2d_4/Kernel");
    const head = original("regressor_16/Kernel");
    for (let i = 0; i < 60; i++) {
      const [o, c, y, x] = [i % 24, i % 3, i % 5, (i * 2 + 1) % 5];
      expect(found.get("stem.weight")?.[((o * 3 + c) * 5 + y) * 5 + x]).toBe(stem(o, y, x, c));
      const [channel, dy, dx] = [i % 36, i % 3, (i * 2) % 3];
      expect(found.get("blocks.4.depthwise.weight")?.[(channel * 3 + dy) * 3 + dx]).toBe(depthwise(0, dy, dx, channel));
      expect(found.get("heads.16.numbers.weight")?.[(i + 30) * 96 + i]).toBe(head(i + 30, 0, 0, i));
    }
  });

  it("refuses what is no TensorFlow Lite file, and what is damaged", () => {
    expect(() => readTflite(new Uint8Array(20), "a.tflite")).toThrow("a.tflite: no TensorFlow Lite file");
    expect(() => readTflite(new Uint8Array(0))).toThrow("no TensorFlow Lite file");
    const file = readFileSync(join(folder as string, FILE));
    expect(() => readTflite(new Uint8Array(file.subarray(0, 5000)), "b.tflite")).toThrow("b.tflite: ");
  });

  const changed = (change: (operator: TfliteOperator, i: number) => TfliteOperator | undefined): TfliteNetwork => {
    const network = read();
    return {...network, operators: network.operators.flatMap((operator, i) => change(operator, i) ?? [])};
  };
  it("refuses a network that is another", () => {
    const first = (kind: string): number => read().operators.findIndex((operator) => operator.kind === kind);
    const [pool, relu, conv] = [first("maxPool2d"), first("relu"), first("conv2d")];
    const alter = (at: number, options: Partial<TfliteOperator["options"]>): TfliteNetwork =>
      changed((operator, i) => (i === at ? {...operator, options: {...operator.options, ...options}} : operator));
    expect(() =>
      convert(
        shortRange,
        changed((operator, i) => (i === pool ? undefined : operator))
      )
    ).toThrow("maxPool2d: none of activation_2 gives [1, 32, 32, 28]");
    expect(() => convert(shortRange, alter(conv, {strides: [1, 1]}))).toThrow("conv2d: strides 1 and 1; expected 2");
    expect(() => convert(shortRange, alter(conv, {padding: "valid"}))).toThrow("conv2d: padding valid; expected same");
    expect(() => convert(shortRange, alter(conv, {relu: true}))).toThrow("conv2d: an activation is fused");
    const network = read();
    const twice = {...network, operators: [...network.operators, {...network.operators[relu]}]};
    expect(() => convert(shortRange, twice)).toThrow("operators left over: relu");
    expect(() => convert({...shortRange, stem: 32}, network)).toThrow("[1, 64, 64, 32]");
    const computed = {...network, tensors: network.tensors.map(({bytes: _, ...tensor}) => tensor)};
    expect(() => convert(shortRange, computed)).toThrow("conv2d/Kernel: computed; expected halves in the file");
  });
});
