// Element types of tensors, under their safetensors-like names, with the numbers that ONNX's TensorProto gives them.

/** ONNX TensorProto.DataType of each element type we use. */
export const dtypeCodes = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  bfloat16: 16
} as const;

export type Dtype = keyof typeof dtypeCodes;

/** Bytes per element. */
export const dtypeBytes: Record<Dtype, number> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  bfloat16: 2
};

/** Element type → the typed array that holds it; half floats are kept as their bits, booleans as bytes. */
export interface HostArrays {
  float32: Float32Array;
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  int64: BigInt64Array;
  bool: Uint8Array;
  float16: Uint16Array;
  bfloat16: Uint16Array;
}

/** A tensor in host memory: `data` is row-major and has the product of `dims` elements. */
export interface HostTensor<D extends Dtype = Dtype> {
  readonly dtype: D;
  readonly dims: readonly number[];
  readonly data: HostArrays[D];
}
