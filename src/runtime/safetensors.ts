// The safetensors format: eight bytes of header length, a JSON header, then the tensors' bytes, little-endian. Graphs
// read the file as it is, as external data, so all that is needed of it is where each tensor lies.
import {fromBfloat16, fromFloat16, toBfloat16, toFloat16} from "./halves.js";

export type WeightDtype = "F32" | "F16" | "BF16";

const bytesPerElement: Record<string, number> = {F32: 4, F16: 2, BF16: 2};

export interface TensorLocation {
  readonly name: string;
  /** as the header says; we read F32, F16 and BF16 */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** bytes from the start of the file */
  readonly offset: number;
  /** bytes */
  readonly length: number;
}

const elements = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/**
 * Where the tensors of a file lie.
 * @throws where the file is damaged or ends early, naming the tensor and the offset
 */
export function readSafetensors(file: Uint8Array, fileName = "model.safetensors"): TensorLocation[] {
  const fail = failure(fileName);
  const {header, start} = readHeader(file, fail);
  return Object.entries(header).flatMap(([name, value]) => {
    if (name === "__metadata__") return [];
    const {dtype, shape, data_offsets} = value as {dtype?: unknown; shape?: unknown; data_offsets?: unknown};
    if (typeof dtype !== "string" || !isNaturals(shape) || !isNaturals(data_offsets) || data_offsets.length !== 2) {
      return fail(`damaged: header entry of ${name} is ${JSON.stringify(value)}`);
    }
    const [from, to] = data_offsets;
    const size = bytesPerElement[dtype];
    if (size !== undefined && to - from !== elements(shape) * size) {
      fail(`damaged: ${name} is ${dtype} [${shape.join(", ")}] but has ${to - from} bytes at offset ${start + from}`);
    }
    if (start + to > file.length) {
      fail(`truncated: ${name} ends at offset ${start + to}, the file at ${file.length}; fetch it again`);
    }
    return [{name, dtype, shape, offset: start + from, length: to - from}];
  });
}

/** What a file's header says besides its tensors; empty where it says nothing. */
export function readMetadata(file: Uint8Array, fileName = "model.safetensors"): Partial<Record<string, string>> {
  return (readHeader(file, failure(fileName)).header.__metadata__ ?? {}) as Record<string, string>;
}

const failure =
  (fileName: string) =>
  (problem: string): never => {
    throw new Error(`${fileName}: ${problem}`);
  };

/** The parsed header, and the byte at which the tensors' data starts. */
function readHeader(
  file: Uint8Array,
  fail: (problem: string) => never
): {header: Record<string, unknown>; start: number} {
  if (file.length < 8) fail(`truncated: ${file.length} bytes, the header's length takes 8`);
  const headerLength = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const start = 8 + headerLength;
  if (start > file.length) fail(`truncated or damaged: header of ${headerLength} bytes in a file of ${file.length}`);
  try {
    return {header: JSON.parse(new TextDecoder("utf-8", {fatal: true}).decode(file.subarray(8, start))), start};
  } catch (error) {
    return fail(`damaged: the header is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

const isNaturals = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);

/** A tensor's numbers, as a copy in float32. */
export function readTensor(file: Uint8Array, {name, dtype, offset, length}: TensorLocation): Float32Array {
  const bytes = new Uint8Array(file.subarray(offset, offset + length)).buffer; // a Buffer's own slice() shares its memory
  if (dtype === "F32") return new Float32Array(bytes);
  const from = {F16: fromFloat16, BF16: fromBfloat16}[dtype];
  if (!from) throw new Error(`${name}: unsupported dtype ${dtype}; supported: F32, F16, BF16`);
  return Float32Array.from(new Uint16Array(bytes), from);
}

export interface TensorData {
  readonly name: string;
  readonly shape: readonly number[];
  /** numbers, stored as the file's dtype */
  readonly data: Float32Array;
}

/** A safetensors file of the given tensors, all stored as `dtype`. The data starts at a multiple of 8 bytes. */
export function writeSafetensors(
  tensors: readonly TensorData[],
  dtype: WeightDtype = "F32",
  metadata: Readonly<Record<string, string>> = {format: "pt"}
): Uint8Array {
  let end = 0;
  const entries = tensors.map(({name, shape, data}): [string, unknown] => {
    if (data.length !== elements(shape)) throw new Error(`${name}: ${data.length} numbers for [${shape.join(", ")}]`);
    const from = end;
    end += data.length * bytesPerElement[dtype];
    return [name, {dtype, shape, data_offsets: [from, end]}];
  });
  const json = new TextEncoder().encode(JSON.stringify({__metadata__: metadata, ...Object.fromEntries(entries)}));
  const start = 8 + Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - 8), true);
  file.set(json, 8);
  let offset = start;
  for (const {data} of tensors) {
    const stored = store(data, dtype);
    file.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), offset);
    offset += stored.byteLength;
  }
  return file;
}

function store(data: Float32Array, dtype: WeightDtype): Float32Array | Uint16Array {
  if (dtype === "F32") return data;
  return Uint16Array.from(data, dtype === "F16" ? toFloat16 : toBfloat16);
}
