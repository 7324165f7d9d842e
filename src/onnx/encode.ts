// Graph parts → the bytes of an ONNX ModelProto. Field numbers are those of onnx.proto3.
import {dtypeCodes, type Dtype} from "./dtype.js";
import {Message} from "./protobuf.js";
import type {Shape} from "./shape.js";

/** Integer, list of integers, string, or a float spelled `{float: 0.5}`. */
export type Attribute = number | readonly number[] | string | {readonly float: number};

export interface GraphParts {
  nodes: {
    op: string;
    inputs: string[];
    outputs: string[];
    attributes: Readonly<Record<string, Attribute>>;
    domain: string;
  }[];
  initializers: {
    name: string;
    dtype: Dtype;
    shape: readonly number[];
    bytes?: Uint8Array;
    external?: {location: string; offset: number; length: number};
  }[];
  inputs: {name: string; dtype: Dtype; shape: Shape}[];
  outputs: {name: string; dtype: Dtype; shape: Shape}[];
}

const IR_VERSION = 10;
/** The operator set all graphs are written for: the newest whose every op we use has CPU, wasm and WebGPU kernels. */
export const OPSET = 21;

const AttributeType = {float: 1, int: 2, string: 3, ints: 7} as const;

function attribute(name: string, value: Attribute): Message {
  const m = new Message().string(1, name);
  if (typeof value === "number") {
    if (!Number.isInteger(value)) throw new Error(`attribute ${name}: ${value} is no integer; write {float: ${value}}`);
    return m.int(3, value).int(20, AttributeType.int);
  }
  if (typeof value === "string") return m.string(4, value).int(20, AttributeType.string);
  if ("float" in value) return m.float(2, value.float).int(20, AttributeType.float);
  for (const v of value) m.int(8, v);
  return m.int(20, AttributeType.ints);
}

function initializer({name, dtype, shape, bytes, external}: GraphParts["initializers"][number]): Message {
  const m = new Message();
  for (const d of shape) m.int(1, d);
  m.int(2, dtypeCodes[dtype]).string(8, name);
  if (bytes) return m.raw(9, bytes);
  for (const [key, value] of Object.entries(external ?? {})) {
    m.message(13, new Message().string(1, key).string(2, String(value)));
  }
  return m.int(14, 1); // data_location: EXTERNAL
}

function valueInfo({name, dtype, shape}: GraphParts["inputs"][number]): Message {
  const dims = new Message();
  for (const d of shape) dims.message(1, typeof d === "string" ? new Message().string(2, d) : new Message().int(1, d));
  const tensorType = new Message().int(1, dtypeCodes[dtype]).message(2, dims);
  return new Message().string(1, name).message(2, new Message().message(1, tensorType));
}

export function encodeModel(name: string, {nodes, initializers, inputs, outputs}: GraphParts): Uint8Array {
  const graph = new Message();
  const domains = new Set<string>();
  for (const node of nodes) {
    const m = new Message();
    for (const i of node.inputs) m.string(1, i);
    for (const o of node.outputs) m.string(2, o);
    m.string(3, node.outputs[0]).string(4, node.op);
    for (const [key, value] of Object.entries(node.attributes)) m.message(5, attribute(key, value));
    if (node.domain) m.string(7, node.domain);
    domains.add(node.domain);
    graph.message(1, m);
  }
  graph.string(2, name);
  for (const i of initializers) graph.message(5, initializer(i));
  for (const i of inputs) graph.message(11, valueInfo(i));
  for (const o of outputs) graph.message(12, valueInfo(o));
  const model = new Message().int(1, IR_VERSION).string(2, "concord").message(7, graph);
  model.message(8, new Message().string(1, "").int(2, OPSET));
  for (const domain of domains) if (domain) model.message(8, new Message().string(1, domain).int(2, 1));
  return model.view().slice();
}
