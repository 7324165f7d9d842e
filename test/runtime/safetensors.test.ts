import {describe, expect, it} from "vitest";
import {fromBfloat16, fromFloat16, toBfloat16, toFloat16} from "../../src/runtime/halves.js";
import {readSafetensors, readTensor, writeSafetensors} from "../../src/runtime/safetensors.js";

const numbers = Float32Array.of(0, -0, 1, -2.5, 65504, 1e-7, 3.14159, -Infinity);
const tensors = [
  {name: "a", shape: [2, 4], data: numbers},
  {name: "b", shape: [3], data: Float32Array.of(1, 2, 3)}
];

/** A file with another header. */
function withHeader(header: string): Uint8Array {
  const json = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + json.length + 16);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

describe("safetensors", () => {
  it("numbers written as F32 read back the same, halves as their nearest", () => {
    for (const [dtype, nearest] of [
      ["F32", (x: number) => x],
      ["F16", (x: number) => fromFloat16(toFloat16(x))],
      ["BF16", (x: number) => fromBfloat16(toBfloat16(x))]
    ] as const) {
      const file = writeSafetensors(tensors, dtype);
      const found = readSafetensors(file);
      expect(found.map(({name, shape}) => ({name, shape}))).toEqual(tensors.map(({name, shape}) => ({name, shape})));
      expect(Array.from(readTensor(file, found[0]))).toEqual(Array.from(numbers, nearest));
      expect(found[0].offset % 8).toBe(0);
    }
  });

  it("says which tensor a truncated file lacks", () => {
    const file = writeSafetensors(tensors);
    const short = file.subarray(0, file.length - 1);
    expect(() => readSafetensors(short, "w")).toThrow(
      `w: truncated: b ends at offset ${file.length}, the file at ${file.length - 1}; fetch it again`
    );
    expect(() => readSafetensors(file.subarray(0, 5), "w")).toThrow("w: truncated: 5 bytes");
    expect(() => readSafetensors(file.subarray(0, 20), "w")).toThrow("w: truncated or damaged: header of");
  });

  it("says what is wrong with a damaged header", () => {
    expect(() => readSafetensors(withHeader("{oops"))).toThrow("damaged: the header is not JSON");
    const entry = (fields: object): Uint8Array => withHeader(JSON.stringify({x: fields}));
    expect(() => readSafetensors(entry({dtype: "F32", shape: [2]}))).toThrow("damaged: header entry of x");
    expect(() => readSafetensors(entry({dtype: "F32", shape: [-2], data_offsets: [0, 8]}))).toThrow("entry of x");
    expect(() => readSafetensors(entry({dtype: "F32", shape: [2], data_offsets: [0, 4]}))).toThrow(
      /damaged: x is F32 \[2\] but has 4 bytes at offset \d+/
    );
  });

  it("refuses to write numbers that do not fill their shape", () => {
    expect(() => writeSafetensors([{name: "a", shape: [3], data: numbers}])).toThrow("a: 8 numbers for [3]");
  });
});

describe("half floats", () => {
  it("round to nearest, ties to even", () => {
    expect(toFloat16(1 + 2 ** -11)).toBe(0x3c00);
    expect(toFloat16(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(toBfloat16(1 + 2 ** -8)).toBe(0x3f80);
    expect(toBfloat16(1 + 3 * 2 ** -8)).toBe(0x3f82);
  });

  it("every binary16 survives the way to float32 and back", () => {
    const changed = Array.from({length: 0x10000}, (_, half) => half).filter((half) => {
      const value = fromFloat16(half);
      return Number.isNaN(value) ? !Number.isNaN(fromFloat16(toFloat16(value))) : toFloat16(value) !== half;
    });
    expect(changed).toEqual([]);
  });

  it("too large becomes infinity, too small zero, and in between subnormal", () => {
    expect(fromFloat16(toFloat16(65520))).toBe(Infinity);
    expect(fromFloat16(toFloat16(65519))).toBe(65504);
    expect(fromFloat16(toFloat16(2 ** -24))).toBe(2 ** -24);
    expect(fromFloat16(toFloat16(2 ** -25))).toBe(0);
    expect(fromFloat16(toFloat16(1.5 * 2 ** -25))).toBe(2 ** -24);
  });
});
