// TensorFlow Lite files, as far as a network of convolutions needs them: which operators run on which tensors, and the
// tensors' bytes. Tables and fields are those of TensorFlow's tensorflow/lite/schema/schema.fbs; a field's place is its number
// in that table.
import {ByteBuffer} from "flatbuffers";

export type TensorType = "float32" | "float16" | "int32";

export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TensorType;
  /** bytes, little-endian; none where the tensor is computed */
  readonly bytes?: Uint8Array;
}

/** What an operator is told besides its tensors; of fields that a kind has not, the schema's default. */
export interface TfliteOptions {
  readonly padding: "same" | "valid";
  readonly strides: readonly [height: number, width: number];
  /** whether max(x, 0) follows */
  readonly relu: boolean;
}

export type OperatorKind = keyof typeof operatorKinds;

export interface TfliteOperator {
  readonly kind: OperatorKind;
  /** indices of tensors */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: TfliteOptions;
}

export interface TfliteNetwork {
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** in the order in which they run */
  readonly operators: readonly TfliteOperator[];
}

/** enum BuiltinOperator */
const operatorKinds = {
  add: 0,
  concatenation: 2,
  conv2d: 3,
  depthwiseConv2d: 4,
  dequantize: 6,
  maxPool2d: 17,
  relu: 19,
  reshape: 22,
  pad: 34
} as const;

/** enum TensorType */
const tensorTypes: readonly (TensorType | undefined)[] = ["float32", "float16", "int32"];

/** Fields by their number. */
const MODEL = {operatorCodes: 1, subgraphs: 2, buffers: 4};
const OPERATOR_CODE = {deprecatedBuiltinCode: 0, builtinCode: 3};
const SUBGRAPH = {tensors: 0, inputs: 1, outputs: 2, operators: 3};
const TENSOR = {shape: 0, type: 1, buffer: 2, name: 3};
const OPERATOR = {opcodeIndex: 0, inputs: 1, outputs: 2, builtinOptions: 4};
const BUFFER = {data: 0};
/** Conv2DOptions, DepthwiseConv2DOptions and Pool2DOptions begin alike */
const WINDOW = {padding: 0, strideWidth: 1, strideHeight: 2};
/** number of fused_activation_function in each kind's table */
const ACTIVATION: Partial<Record<OperatorKind, number>> = {add: 0, concatenation: 1, conv2d: 3, depthwiseConv2d: 4, maxPool2d: 5}; // prettier-ignore
/** enum Padding, enum ActivationFunctionType */
const paddings = ["same", "valid"] as const;
const [NONE, RELU] = [0, 1];

/** A table of the file: its fields by their numbers. */
class Table {
  constructor(
    private readonly file: ByteBuffer,
    private readonly place: number
  ) {}

  private at(field: number): number | undefined {
    const offset = this.file.__offset(this.place, 4 + 2 * field);
    return offset === 0 ? undefined : this.place + offset;
  }

  private number(field: number, read: (at: number) => number): number {
    const at = this.at(field);
    return at === undefined ? 0 : read(at);
  }

  int8 = (field: number): number => this.number(field, (at) => this.file.readInt8(at));
  int32 = (field: number): number => this.number(field, (at) => this.file.readInt32(at));

  private vector<T>(field: number, width: number, read: (at: number) => T): T[] {
    const at = this.at(field);
    if (at === undefined) return [];
    const start = this.file.__vector(at);
    return Array.from({length: this.file.__vector_len(at)}, (_, i) => read(start + i * width));
  }

  int32s = (field: number): number[] => this.vector(field, 4, (at) => this.file.readInt32(at));
  tables = (field: number): Table[] => this.vector(field, 4, (at) => new Table(this.file, this.file.__indirect(at)));

  table(field: number): Table | undefined {
    const at = this.at(field);
    return at === undefined ? undefined : new Table(this.file, this.file.__indirect(at));
  }

  bytes(field: number): Uint8Array | undefined {
    const at = this.at(field);
    if (at === undefined) return undefined;
    const start = this.file.__vector(at);
    return this.file.bytes().subarray(start, start + this.file.__vector_len(at));
  }

  text = (field: number): string => new TextDecoder().decode(this.bytes(field));
}

/**
 * The only subgraph of a file.
 * @throws where it is no such file, ends early, or holds an operator, a type or an activation that is not read here
 */
export function readTflite(bytes: Uint8Array, name = "model.tflite"): TfliteNetwork {
  if (bytes.length < 8 || new TextDecoder().decode(bytes.subarray(4, 8)) !== "TFL3") {
    throw new Error(`${name}: no TensorFlow Lite file; one has TFL3 at byte 4`);
  }
  const file = new ByteBuffer(bytes);
  try {
    return readModel(new Table(file, file.readInt32(0)));
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
  }
}

function readModel(model: Table): TfliteNetwork {
  const buffers = model.tables(MODEL.buffers).map((buffer) => buffer.bytes(BUFFER.data));
  const codes = model
    .tables(MODEL.operatorCodes)
    .map((code) => Math.max(code.int8(OPERATOR_CODE.deprecatedBuiltinCode), code.int32(OPERATOR_CODE.builtinCode)));
  const subgraphs = model.tables(MODEL.subgraphs);
  if (subgraphs.length !== 1) throw new Error(`${subgraphs.length} subgraphs; one is read`);
  const [graph] = subgraphs;
  const tensors = graph.tables(SUBGRAPH.tensors).map((tensor): TfliteTensor => {
    const label = tensor.text(TENSOR.name);
    const code = tensor.int8(TENSOR.type);
    const type = tensorTypes[code];
    if (!type) throw new Error(`${label}: tensor type ${code}; ${tensorTypes.join(", ")} are read`);
    const data = buffers[tensor.int32(TENSOR.buffer)];
    return {name: label, shape: tensor.int32s(TENSOR.shape), type, ...(data?.length ? {bytes: data} : {})};
  });
  const operators = graph.tables(SUBGRAPH.operators).map((operator, i): TfliteOperator => {
    const code = codes[operator.int32(OPERATOR.opcodeIndex)];
    const kind = (Object.keys(operatorKinds) as OperatorKind[]).find((key) => operatorKinds[key] === code);
    if (!kind) throw new Error(`operator ${i}: kind ${code}; ${Object.keys(operatorKinds).join(", ")} are read`);
    const options = operator.table(OPERATOR.builtinOptions);
    return {
      kind,
      inputs: operator.int32s(OPERATOR.inputs),
      outputs: operator.int32s(OPERATOR.outputs),
      options: readOptions(kind, options)
    };
  });
  return {tensors, inputs: graph.int32s(SUBGRAPH.inputs), outputs: graph.int32s(SUBGRAPH.outputs), operators};
}

function readOptions(kind: OperatorKind, options: Table | undefined): TfliteOptions {
  const field = ACTIVATION[kind];
  const activation = field === undefined ? NONE : (options?.int8(field) ?? NONE);
  if (activation !== NONE && activation !== RELU)
    throw new Error(`${kind}: activation ${activation}; 0 and 1 are read`);
  const window = kind === "conv2d" || kind === "depthwiseConv2d" || kind === "maxPool2d" ? options : undefined;
  return {
    padding: paddings[window?.int8(WINDOW.padding) ?? 0],
    strides: window ? [window.int32(WINDOW.strideHeight), window.int32(WINDOW.strideWidth)] : [1, 1],
    relu: activation === RELU
  };
}
