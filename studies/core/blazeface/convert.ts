// BlazeFace's TensorFlow Lite file → weights under our names. The file's operators are followed one by one along the network
// that src/nets/blazeface describes, so that a file of another shape is refused, and every weight is one that is used there.
import {NUMBERS, mapSizes, type BlazeFaceConfig} from "../../../src/nets/blazeface/config.js";
import {blazeFaceParameters} from "../../../src/nets/blazeface/parameters.js";
import {fromFloat16} from "../../../src/runtime/halves.js";
import type {TensorData} from "../../../src/runtime/safetensors.js";
import type {OperatorKind, TfliteNetwork, TfliteOperator, TfliteTensor} from "./tflite.js";

/**
 * The parameters in their order; kernels are turned from TensorFlow's order of axes to ONNX's.
 * @throws where an operator, a shape or a type is not the expected one, or where something is left over
 */
export function convert(config: BlazeFaceConfig, network: TfliteNetwork): TensorData[] {
  const walk = new Walk(network);
  const weights = new Map<string, Float32Array>();
  const edges = mapSizes(config);
  const convolve = (
    x: number,
    name: string,
    kind: "conv2d" | "depthwiseConv2d",
    out: number[],
    stride: number
  ): number => {
    const {operator, output} = walk.next(kind, [x], out, stride);
    const [, kernel, bias] = operator.inputs;
    weights.set(`${name}.weight`, channelsFirst(walk.numbers(kernel), walk.shape(kernel), kind));
    weights.set(`${name}.bias`, walk.numbers(bias));
    return output;
  };
  const maps: number[] = [];
  const map = (edge: number, channels: number): number[] => [1, edge, edge, channels];
  const [picture] = network.inputs;
  walk.expectShape(picture, map(config.size, 3));
  const half = map(config.size / 2, config.stem);
  let x = walk.next("relu", [convolve(picture, "stem", "conv2d", half, 2)], half).output;
  let channels = config.stem;
  config.blocks.forEach((block, i) => {
    const next = map(edges[i], block.channels);
    const each = convolve(x, `blocks.${i}.depthwise`, "depthwiseConv2d", map(edges[i], channels), block.stride);
    let skip = block.stride === 2 ? walk.next("maxPool2d", [x], map(edges[i], channels), 2).output : x;
    const main = convolve(each, `blocks.${i}.pointwise`, "conv2d", next, 1);
    const more = block.channels - channels;
    if (more > 0) {
      const {operator, output} = walk.next("pad", [skip], next);
      const zeros = walk.integers(operator.inputs[1]).join();
      if (zeros !== [0, 0, 0, 0, 0, 0, 0, more].join())
        throw new Error(`pad: ${zeros}; expected ${more} channels behind`);
      skip = output;
    }
    x = walk.next("relu", [walk.next("add", [skip, main], next).output], next).output;
    maps.push(x);
    channels = block.channels;
  });
  const heads = (part: "score" | "numbers", width: number): number => {
    const said = config.heads.map(({name, block, anchors}) =>
      convolve(maps[block], `heads.${name}.${part}`, "conv2d", map(edges[block], anchors * width), 1)
    );
    const rows = config.heads.map(({block, anchors}) => edges[block] ** 2 * anchors);
    const flat = said.map((value, i) => walk.next("reshape", [value], [1, rows[i], width]).output);
    return walk.next("concatenation", flat, [1, rows.reduce((a, b) => a + b), width]).output;
  };
  const outputs = [heads("score", 1), heads("numbers", NUMBERS)];
  walk.end(outputs);
  return blazeFaceParameters(config).map(({name, shape}) => {
    const data = weights.get(name);
    if (!data) throw new Error(`${name}: not in the file`);
    return {name, shape, data};
  });
}

/** Operators of a network, each met once. What only turns halves into floats stands for the halves. */
class Walk {
  private readonly left: Set<TfliteOperator>;
  private readonly halves = new Map<number, number>();

  constructor(private readonly network: TfliteNetwork) {
    const {operators} = network;
    for (const {kind, inputs, outputs} of operators) if (kind === "dequantize") this.halves.set(outputs[0], inputs[0]);
    this.left = new Set(operators.filter(({kind}) => kind !== "dequantize"));
  }

  private tensor(index: number): TfliteTensor {
    return this.network.tensors[this.halves.get(index) ?? index];
  }

  shape = (index: number): readonly number[] => this.tensor(index).shape;

  expectShape(index: number, shape: readonly number[]): void {
    const {name, shape: found} = this.tensor(index);
    if (found.join() !== shape.join())
      throw new Error(`${name}: [${found.join(", ")}]; expected [${shape.join(", ")}]`);
  }

  /** The operator of a kind that reads these tensors first. */
  next(
    kind: OperatorKind,
    inputs: readonly number[],
    out: readonly number[],
    stride = 1
  ): {operator: TfliteOperator; output: number} {
    const reads = (operator: TfliteOperator): boolean => inputs.every((input, i) => operator.inputs[i] === input);
    const fits = (operator: TfliteOperator): boolean =>
      operator.kind === kind && reads(operator) && this.shape(operator.outputs[0]).join() === out.join();
    const operator = [...this.left].find(fits);
    if (!operator) {
      const names = inputs.map((input) => this.tensor(input).name);
      throw new Error(`${kind}: none of ${names.join(" and ")} gives [${out.join(", ")}]`);
    }
    this.left.delete(operator);
    const {options, outputs} = operator;
    const {name} = this.tensor(outputs[0]);
    if (options.strides.some((step) => step !== stride)) {
      throw new Error(`${name}: strides ${options.strides.join(" and ")}; expected ${stride}`);
    }
    // kernels of one pixel need no padding, so both kinds are the same there
    const kernel = kind === "conv2d" || kind === "depthwiseConv2d" ? this.shape(operator.inputs[1])[1] : 1;
    if (kernel > 1 && options.padding !== "same") throw new Error(`${name}: padding ${options.padding}; expected same`);
    if (options.relu) throw new Error(`${name}: an activation is fused; expected it as an operator of its own`);
    return {operator, output: outputs[0]};
  }

  /** Numbers that the file holds as halves. */
  numbers(index: number): Float32Array {
    const {name, type, bytes, shape} = this.tensor(index);
    if (type !== "float16" || !bytes)
      throw new Error(`${name}: ${bytes ? type : "computed"}; expected halves in the file`);
    const {buffer} = bytes.slice();
    const found = Float32Array.from(new Uint16Array(buffer), fromFloat16);
    const count = shape.reduce((n, d) => n * d, 1);
    if (found.length !== count) throw new Error(`${name}: ${found.length} numbers for [${shape.join(", ")}]`);
    return found;
  }

  integers(index: number): number[] {
    const {name, type, bytes} = this.tensor(index);
    if (type !== "int32" || !bytes)
      throw new Error(`${name}: ${bytes ? type : "computed"}; expected integers in the file`);
    return Array.from(new Int32Array(bytes.slice().buffer));
  }

  /** @throws where the outputs are others, or operators are left over */
  end(outputs: readonly number[]): void {
    const missing = outputs.filter((output) => !this.network.outputs.includes(output));
    if (missing.length > 0)
      throw new Error(`outputs: ${missing.map((i) => this.tensor(i).name).join(", ")} are inner ones`);
    const kinds = [...this.left].map(({kind}) => kind);
    if (kinds.length > 0) throw new Error(`operators left over: ${kinds.join(", ")}`);
  }
}

/** [O, h, w, I] → [O, I, h, w]; of one kernel for each channel [1, h, w, C] → [C, 1, h, w]. */
function channelsFirst(data: Float32Array, shape: readonly number[], kind: "conv2d" | "depthwiseConv2d"): Float32Array {
  const [o, h, w, i] = shape;
  const pixels = h * w;
  const turned = new Float32Array(data.length);
  for (let out = 0, at = 0; out < o; out++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let channel = 0; channel < i; channel++, at++) turned[(out * i + channel) * pixels + pixel] = data[at];
    }
  }
  // with one output the channels are those of [C, 1, h, w] as they lie
  if (kind === "depthwiseConv2d" && o !== 1)
    throw new Error(`depthwise kernel: [${shape.join(", ")}]; expected [1, h, w, C]`);
  return turned;
}
