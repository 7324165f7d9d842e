// A graph under construction: named inputs, outputs, weights and nodes. Ops (ops/*.ts) add nodes and return symbolic
// values; `build` encodes the whole as an ONNX model. Each value remembers how it was made, so that `gradient`
// (autodiff.ts) can walk backwards over the same graph and add the derivative to it.
import {dtypeBytes, type Dtype, type HostArrays} from "./dtype.js";
import {encodeModel, type Attribute, type GraphParts} from "./encode.js";
import {elements, formatShape, type Shape} from "./shape.js";

/** Vector-Jacobian product: the gradient of a node's output → gradients of its inputs (null: none flows there). */
export type Derivative = (gradient: Value) => (Value | null)[];

/** A symbolic tensor. */
export class Value {
  constructor(
    readonly graph: Graph,
    readonly name: string,
    readonly dtype: Dtype,
    readonly shape: Shape,
    /** what it was computed from, and how gradients flow back to that */
    readonly inputs: readonly Value[] = [],
    readonly derivative?: Derivative
  ) {}
}

/** Where a weight lies in a file that travels beside the graph, such as a safetensors file. */
export interface ExternalData {
  /** file name as given to the session */
  readonly location: string;
  /** bytes from the start of the file */
  readonly offset: number;
  /** bytes */
  readonly length: number;
}

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** operator set: "" is ONNX's own; "com.microsoft" is ONNX Runtime's */
  readonly domain?: string;
}

export interface Output {
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly derivative?: Derivative;
}

export class Graph {
  private readonly parts: GraphParts = {nodes: [], initializers: [], inputs: [], outputs: []};
  private readonly constants = new Map<string, Value>();
  private readonly names = new Set<string>();
  private counter = 0;
  /** values in the order they were made */
  readonly tape: Value[] = [];

  constructor(readonly name: string) {}

  private claim(name: string): void {
    if (name.startsWith("#"))
      throw new Error(`graph ${this.name}: names with # are given by the graph; rename ${name}`);
    if (this.names.has(name)) throw new Error(`graph ${this.name}: name ${name} is taken`);
    this.names.add(name);
  }

  /** A tensor fed at run time. Shape entries may be symbols. */
  input(name: string, dtype: Dtype, shape: Shape): Value {
    this.claim(name);
    this.parts.inputs.push({name, dtype, shape});
    return new Value(this, name, dtype, shape);
  }

  /** Let `value` be fetched under `name`. */
  output(name: string, value: Value): void {
    this.claim(name);
    this.parts.nodes.push({op: "Identity", inputs: [value.name], outputs: [name], attributes: {}, domain: ""});
    this.parts.outputs.push({name, dtype: value.dtype, shape: value.shape});
  }

  /**
   * Compute `value`, which nothing reads yet, under `name`, and let it be fetched: unlike `output` this adds no copy, so
   * a tensor that is both fed and fetched can be updated in place. Go on with the value that is returned.
   */
  outputDirectly(name: string, value: Value): Value {
    const made = this.parts.nodes.find(({outputs}) => outputs.includes(value.name));
    const read = this.parts.nodes.some(({inputs}) => inputs.includes(value.name));
    if (!made || read) throw new Error(`output ${name}: ${value.name} is ${made ? "read already" : "made by no node"}`);
    this.claim(name);
    made.outputs[made.outputs.indexOf(value.name)] = name;
    this.parts.outputs.push({name, dtype: value.dtype, shape: value.shape});
    return new Value(this, name, value.dtype, value.shape, value.inputs, value.derivative);
  }

  /** A weight whose bytes lie in a file beside the graph. Asking twice for one name gives the same value. */
  external(name: string, dtype: Dtype, shape: readonly number[], data: ExternalData): Value {
    const known = this.constants.get(`external ${name}`);
    if (known) return known;
    const bytes = (elements(shape) as number) * dtypeBytes[dtype];
    if (bytes !== data.length) {
      throw new Error(`external ${name}: ${formatShape(shape)} ${dtype} takes ${bytes} bytes, not ${data.length}`);
    }
    this.claim(name);
    this.parts.initializers.push({name, dtype, shape, external: data});
    const value = new Value(this, name, dtype, shape);
    this.constants.set(`external ${name}`, value);
    return value;
  }

  /** A constant tensor stored in the graph. Small equal constants are stored once. */
  constant<D extends Dtype>(dtype: D, shape: readonly number[], data: HostArrays[D]): Value {
    if (data.length !== elements(shape)) {
      throw new Error(`constant: ${data.length} elements for shape ${formatShape(shape)}`);
    }
    const key = data.length <= 16 ? `${dtype} ${shape.join()}: ${data.join()}` : undefined;
    const known = key === undefined ? undefined : this.constants.get(key);
    if (known) return known;
    const name = `#${this.counter++}`;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
    this.parts.initializers.push({name, dtype, shape, bytes});
    const value = new Value(this, name, dtype, shape);
    if (key !== undefined) this.constants.set(key, value);
    return value;
  }

  /** A float32 scalar []. */
  scalar(value: number): Value {
    return this.constant("float32", [], Float32Array.of(value));
  }

  /** An int64 vector, as shapes, axes and sizes are given to ONNX ops. */
  int64(...values: number[]): Value {
    return this.constant("int64", [values.length], BigInt64Array.from(values, BigInt));
  }

  /** Add a node with one output. `differentiable` inputs come first; the derivative answers for those. */
  node(op: string, inputs: readonly (Value | null)[], output: Output, options: NodeOptions = {}): Value {
    return this.nodes(op, inputs, [output], options)[0];
  }

  /** Add a node with several outputs. */
  nodes(op: string, inputs: readonly (Value | null)[], outputs: readonly Output[], options: NodeOptions = {}): Value[] {
    const present = inputs.filter((v): v is Value => v !== null);
    for (const v of present) {
      if (v.graph !== this) throw new Error(`${op}: input ${v.name} belongs to another graph (${v.graph.name})`);
    }
    const values = outputs.map(
      ({dtype, shape, derivative}) => new Value(this, `#${this.counter++}`, dtype, shape, present, derivative)
    );
    this.parts.nodes.push({
      op,
      inputs: inputs.map((v) => v?.name ?? ""),
      outputs: values.map((v) => v.name),
      attributes: options.attributes ?? {},
      domain: options.domain ?? ""
    });
    this.tape.push(...values);
    return values;
  }

  /**
   * `value` as if one op had made it from `inputs`: gradients skip the nodes it was really made of and flow by
   * `derivative` instead, where that takes fewer nodes or is more exact.
   */
  custom(value: Value, inputs: readonly Value[], derivative: Derivative): Value {
    const whole = new Value(this, value.name, value.dtype, value.shape, inputs, derivative);
    this.tape.push(whole);
    return whole;
  }

  /** The ONNX model, as bytes. Nodes that no output needs are left out: the runtime would run them. */
  build(): Uint8Array {
    const needed = new Set(this.parts.outputs.map(({name}) => name));
    const nodes = this.parts.nodes.toReversed().filter(({inputs, outputs}) => {
      if (!outputs.some((name) => needed.has(name))) return false;
      for (const name of inputs) needed.add(name);
      return true;
    });
    return encodeModel(this.name, {...this.parts, nodes: nodes.reverse()});
  }
}
